"""The permission matrix: every address of the site, and who gets what there.

An address that is missing here fails: whoever adds one decides who may see it.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import translation

from editorial.models import Batch, Comment, ImportItem, ImportRun, Suggestion
from kb.models import Article, Claim, NearDuplicate, Outlet
from tests import makers
from tests.corruption import base

# --- Pages: what a reader, an editor and a publisher get -----------------------------------------

PAGES = {
    "healthz": (200, 200, 200),
    "de/": (200, 200, 200),
    "de/claims/": (200, 200, 200),
    "de/claims/<int:pk>/": (301, 301, 301),
    "de/claims/<int:pk>/<slug:slug>/": (200, 200, 200),
    "de/actors/": (200, 200, 200),
    "de/actors/<slug:slug>/": (200, 200, 200),
    "de/events/": (200, 200, 200),
    "de/events/<slug:slug>/": (200, 200, 200),
    "de/articles/": (200, 200, 200),
    "de/articles/<int:pk>/": (301, 301, 301),
    "de/articles/<int:pk>/<slug:slug>/": (200, 200, 200),
    "de/articles/<int:pk>/<slug:slug>/v<int:number>/": (200, 200, 200),
    "de/tags/<slug:slug>/": (200, 200, 200),
    "admin/": (302, 200, 200),
    "admin/login/": (200, 302, 302),
    "admin/logout/": (302, 405, 405),  # by POST alone
    "admin/password_change/": (302, 200, 200),
    "admin/password_change/done/": (302, 200, 200),
    "admin/autocomplete/": (302, 403, 403),  # without a field that asks
    "admin/jsi18n/": (302, 200, 200),
    "admin/r/<path:content_type_id>/<path:object_id>/": (302, 404, 404),
    "admin/^(?P<app_label>kb|editorial|auth|axes)/$": (302, 200, 200),
    "admin/(?P<url>.*)$": (302, 404, 404),
    "admin/auth/user/<id>/password/": (302, 403, 403),
    "admin/kb/claim/queue/": (302, 200, 200),
    "admin/kb/claim/step/<str:step>/": (302, 403, 200),  # to publish
    "admin/kb/article/import/": (302, 200, 200),
    "admin/kb/article/import/<int:upload_id>/": (302, 302, 302),  # another's upload is not there
}

# --- The admin: what editors and publishers may do with each noun ---------------------------------

ALL, SEE, NOTHING = "list add change delete history", "list change history", ""
NOUNS = {
    "kb.outlet": ALL,
    "kb.article": "list add change history",
    "kb.articleversion": SEE,
    "kb.sentence": SEE,
    "kb.original": SEE,
    "kb.nearduplicate": SEE,
    "kb.noclaim": ALL,
    "kb.actor": ALL,
    "kb.event": ALL,
    "kb.tag": ALL,
    "kb.claim": f"{ALL} comment propose",
    "kb.evidence": SEE,  # written on its claim's page
    "kb.attribution": SEE,  # written on its claim's page
    "kb.claimrelation": SEE,  # written on its claim's page
    "kb.decision": SEE,
    "editorial.batch": SEE,
    "editorial.comment": SEE,  # written on its claim's page
    "editorial.importrun": SEE,
    "editorial.importitem": SEE,
    "editorial.suggestion": SEE,
    "auth.user": NOTHING,
    "auth.group": NOTHING,
    "axes.accessattempt": NOTHING,
    "axes.accesslog": NOTHING,
    "axes.accessfailurelog": NOTHING,
}
ENDINGS = {
    "": "list",
    "add/": "add",
    "<path:object_id>/take-back/": "take-back",
    "<path:object_id>/undo/": "undo",
    "<path:object_id>/comment/": "comment",
    "<path:object_id>/propose/": "propose",
    "<path:object_id>/history/": "history",
    "<path:object_id>/delete/": "delete",
    "<path:object_id>/change/": "change",
    "<path:object_id>/": "on",  # sends everybody on to the page above
}


def addresses() -> Iterator[str]:
    def walk(resolver: Any, prefix: str) -> Iterator[str]:
        for entry in resolver.url_patterns:
            address = prefix + str(entry.pattern)
            yield from walk(entry, address) if isinstance(entry, URLResolver) else [address]

    with translation.override("de"):  # the prefix is that of the language at hand
        yield from list(walk(get_resolver(), ""))


def of_a_noun(address: str) -> tuple[str, str] | None:
    """The noun and the verb of an address of the admin."""
    parts = address.removeprefix("admin/").split("/", 2)
    if address.startswith("admin/") and len(parts) == 3 and f"{parts[0]}.{parts[1]}" in NOUNS:
        return (f"{parts[0]}.{parts[1]}", ENDINGS[parts[2]]) if parts[2] in ENDINGS else None
    return None


def test_every_address_is_in_the_matrix() -> None:
    unknown = {a for a in addresses() if a not in PAGES and of_a_noun(a) is None}
    assert unknown == set()
    assert set(PAGES) <= set(addresses()), "the matrix knows an address that is gone"


@pytest.fixture
def filled(db: None) -> dict[str, Any]:
    base.fill()
    run = ImportRun.objects.create(source="tests", path="x", by=makers.editor())
    claim = Claim.objects.published().filter(events__isnull=False)[0]
    ImportItem.objects.create(
        run=run, made_in=run, source="tests", kind="claim", key="x", object_id=1
    )
    Suggestion.objects.create(claim=claim, claim_version=1, content={}, by=makers.editor())
    Batch.objects.create(step="publish", by=makers.publisher())
    Comment.objects.create(claim=claim, text="Gut so.", by=makers.editor())
    one, other = Article.objects.order_by("pk")[:2]
    NearDuplicate.objects.get_or_create(article=one, other=other, defaults={"likeness": 0.9})
    Outlet.objects.create(name="Zeitung")
    return {
        "claims": (claim.pk, claim.slug),
        "actors": (claim.about.get().slug,),
        "events": (claim.events.get().slug,),
        "tags": ("bruecke",),
        "articles": (claim.article_id, claim.article.slug, 1),
    }


def client_of(name: str) -> Client:
    client = Client()
    if name != "reader":
        # A role is what its group may do, and no more.
        person = User.objects.create_user(f"the-{name}", is_staff=True)
        person.groups.add(Group.objects.get(name=name))
        client.force_login(person)
    return client


def page_address(pattern: str, objects: dict[str, Any]) -> str:
    kind = pattern.split("/")[1] if pattern.startswith("de/") else ""
    path = pattern
    for value in objects.get(kind, ()):
        start, _, rest = path.partition("<")
        if rest:
            path = f"{start}{value}{rest.partition('>')[2]}"
    special = {
        "admin/r/<path:content_type_id>/<path:object_id>/": "admin/r/999/1/",
        "admin/^(?P<app_label>kb|editorial|auth|axes)/$": "admin/kb/",
        "admin/(?P<url>.*)$": "admin/nothing-here",
        "admin/auth/user/<id>/password/": f"admin/auth/user/{makers.editor().pk}/password/",
        "admin/kb/claim/step/<str:step>/": f"admin/kb/claim/step/publish/?claim={objects['claims'][0]}",
        "admin/kb/article/import/<int:upload_id>/": "admin/kb/article/import/1/",
    }
    return "/" + special.get(pattern, path)


def test_the_pages_answer_as_the_matrix_says(filled: dict[str, Any]) -> None:
    for number, name in enumerate(("reader", "editor", "publisher")):
        client = client_of(name)
        got = {p: client.get(page_address(p, filled)).status_code for p in PAGES}
        expected = {pattern: row[number] for pattern, row in PAGES.items()}
        assert got == expected, name


@pytest.mark.parametrize("name", ["reader", "editor", "publisher"])
def test_the_admin_answers_as_the_matrix_says(filled: dict[str, Any], name: str) -> None:
    client = client_of(name)
    wrong = []
    for address in addresses():
        if (found := of_a_noun(address)) is None:
            continue
        noun, verb = found
        first = apps.get_model(noun)._base_manager.order_by("pk").first()
        path = "/" + address.replace("<path:object_id>", str(first.pk if first else 1))
        status = client.get(path).status_code
        if name == "reader" or verb == "on":
            is_right = status == 302
        elif verb in ("take-back", "undo"):
            is_right = status == (200 if name == "publisher" else 403)
        elif verb in NOUNS[noun].split():
            # A kept thing sends you back to its page with the reason instead of deleting it.
            is_right = status == 200 or (status == 302 and verb in ("delete", "change", "propose"))
        else:
            # What is not there sends you to the index, whoever you are.
            is_right = status == 403 or (status == 302 and first is None)
        if not is_right:
            wrong.append(f"{name} {verb} {path}: {status}")
    assert not wrong, "\n".join(wrong)
