"""What the two groups of people may do at the desk.

The groups are there after every `migrate`. What a role needs is added again each time, so
that a new release reaches it; who should be allowed less gets a group of their own.
"""

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions

__all__ = ["ROLES", "grant"]

# Records: looked at, never written in the admin.
SEEN = ("articleversion", "sentence", "original", "nearduplicate", "decision")
SEEN_AT_THE_DESK = (
    "importrun",
    "importitem",
    "suggestion",
    "comment",
    "assignment",
    "batch",
    "reanchoring",
    "merge",
    "distinct",
)
# Added and changed; deleted only while nothing rests on them, which the database decides.
CURATED = (
    "outlet",
    "actor",
    "alias",
    "affiliation",
    "event",
    "participation",
    "tag",
    "claim",
    "evidence",
    "attribution",
    "claimrelation",
    "noclaim",
)

EDITOR = frozenset(
    [f"view_{model}" for model in (*SEEN, *SEEN_AT_THE_DESK)]
    + [f"{verb}_{model}" for model in CURATED for verb in ("view", "add", "change", "delete")]
    + [f"{verb}_article" for verb in ("view", "add", "change")]
    # Comments stay as they are; whoever may assign may also take an assignment away.
    + ["add_comment", "add_assignment"]
    + ["add_distinct", "delete_distinct"]
    # What readers say is wrong, with their addresses; whoever may change a report may close it.
    + ["view_report", "change_report"]
)
# To change a merge is to undo it.
MERGES = {"add_merge", "change_merge"}
DECIDES = {"publish_claim", "return_claim", "withdraw_claim", "take_back_importrun"}
PUBLISHER = EDITOR | DECIDES | MERGES

ROLES = {"editor": EDITOR, "publisher": PUBLISHER}


def grant(using: str, apps: Any = installed, **_: Any) -> None:
    """Makes the groups and gives them what they need; safe to run twice.

    Called after each migration, also of a part: then tables may be missing still.
    """
    try:
        groups = apps.get_model("auth", "Group").objects.using(using)
        permissions = apps.get_model("auth", "Permission").objects.using(using)
    except LookupError:
        return
    ours = ("kb", "editorial")
    for label in ours:
        # Django makes them after the migration too, but for these apps maybe later than now.
        create_permissions(installed.get_app_config(label), verbosity=0, using=using, apps=apps)
    for name, codenames in ROLES.items():
        group, _is_new = groups.get_or_create(name=name)
        group.permissions.add(
            *permissions.filter(content_type__app_label__in=ours, codename__in=codenames)
        )
