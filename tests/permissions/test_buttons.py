"""The permission matrix of what is sent: every button and action of the desk, and who gets where.

Whoever adds a button, a step or an action to a list decides who may use it; until then this fails.
"""

from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from editorial.admin.desk.acting import BUTTONS
from editorial.models import Step, Suggestion, Upload
from tests.editorial.importing.documents.filebed import rows
from tests.permissions import sending
from tests.permissions.people import AT_THE_DESK, PEOPLE, client_of, person

EVERYBODY, PUBLISHERS, OWNERS = (True, True, True), (False, True, True), (False, False, True)

# button: editor, publisher, superuser. Nobody else is let in to the desk at all.
SENT = {
    "desk _draft": EVERYBODY,
    "desk _submit": EVERYBODY,
    "desk _add": EVERYBODY,
    "desk _close": EVERYBODY,
    "desk _lift": EVERYBODY,
    "desk _name": EVERYBODY,
    "step submit": EVERYBODY,
    "step publish": PUBLISHERS,
    "step return": PUBLISHERS,
    "step withdraw": PUBLISHERS,
    "step tag": EVERYBODY,
    "step assign": EVERYBODY,
    "undo submit": PUBLISHERS,
    "undo publish": PUBLISHERS,
    "undo return": EVERYBODY,
    "undo withdraw": EVERYBODY,
    "undo tag": EVERYBODY,
    "undo assign": EVERYBODY,
    "suggestion _accept": PUBLISHERS,
    "suggestion _reject": PUBLISHERS,
    "suggestion _retract": EVERYBODY,  # what is one's own
    "claim propose": EVERYBODY,
    "claim comment": EVERYBODY,
    "report _answered": EVERYBODY,
    "report _dismissed": EVERYBODY,
    "conflict _mine": EVERYBODY,
    "conflict _both": EVERYBODY,
    "presence _here": EVERYBODY,
    "article correct": EVERYBODY,
    "correction _save": EVERYBODY,
    "correction _save that withdraws": PUBLISHERS,
    "correction _discard": EVERYBODY,  # what is one's own
    "reanchoring _accept": EVERYBODY,  # of a published claim it is a suggestion
    "reanchoring _place": EVERYBODY,
    "reanchoring _drop": EVERYBODY,
    "claim put-back": EVERYBODY,  # of a published one it is a suggestion
    "actor put-back": EVERYBODY,
    "article import": EVERYBODY,
    "import _store": EVERYBODY,
    "import _preview": EVERYBODY,
    "import _discard": EVERYBODY,  # what is one's own
    "import take-back": PUBLISHERS,
    "merge _merge": PUBLISHERS,
    "merge _apart": EVERYBODY,
    "merge undo": PUBLISHERS,
    "distinct take-back": EVERYBODY,
}

# action of a list: editor, publisher, superuser
ACTIONS = {
    "kb.claim submit": EVERYBODY,
    "kb.claim publish": PUBLISHERS,
    "kb.claim return": PUBLISHERS,
    "kb.claim withdraw": PUBLISHERS,
    "kb.claim tag": EVERYBODY,
    "kb.claim assign": EVERYBODY,
    "auth.group delete_selected": OWNERS,
    "axes.accessattempt cleanup_expired_attempts": OWNERS,
    "axes.accessattempt delete_selected": OWNERS,
    "axes.accesslog delete_selected": OWNERS,
    "axes.accessfailurelog delete_selected": OWNERS,
}

# By what each page is sent: the name of a button, or where the form of one without a name goes.
EDITING = {"_save", "_addanother", "_continue"}
ON_PAGES = {
    "kb_article_desk": set(BUTTONS),
    "kb_claim_step": {"→ publish"},
    "editorial_suggestion_change": {"_accept", "_reject", "_retract"},
    "editorial_batch_undo": {"→ ."},
    "editorial_batch_change": set(),
    "kb_claim_propose": {"→ "},
    "kb_claim_comment": {"→ comment"},
    "kb_report_change": {"_answered", "_dismissed"},
    "kb_claim_put_back": {"→ "},
    "kb_actor_history": set(),
    "kb_claim_change": {*EDITING, "→ comment"},
    "kb_claim_changelist": {"index"},
    "kb_claim_queue": set(),
    "kb_article_change": EDITING,
    "kb_article_changelist": set(),
    "kb_article_import": {"→ "},
    "kb_article_correct": {"→ "},
    "kb_article_correction": {"_save", "_discard"},
    "editorial_reanchoring_changelist": set(),
    "editorial_reanchoring_change": {"_accept", "_place", "_drop", "_earlier", "_later"},
    "kb_article_preview": {"_store", "_preview", "_discard"},
    "editorial_importrun_take_back": {"→ ."},
    "kb_actor_merge": {"_merge", "_apart"},
    "kb_actor_duplicates": set(),
    "editorial_merge_undo": {"→ ."},
    "editorial_importrun_change": set(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("button", SENT)
@pytest.mark.parametrize("name", PEOPLE)
def test_what_is_sent_is_done_for_those_who_may_and_for_nobody_else(name: str, button: str) -> None:
    path, data = sending.WAYS[button](person(name))
    client = client_of(name)
    before = rows()  # after logging in, which writes too
    answer = client.post(path, data)
    changed = [table for table, content in rows().items() if before[table] != content]
    if name not in AT_THE_DESK:
        # A form whose session has ended is shown once more, to be copied; all else asks to log in.
        is_kept = name == "anonymous" and "csrfmiddlewaretoken" in data and "/change/" in path
        assert answer.status_code == (403 if is_kept else 302)
        assert is_kept or "/admin/login/" in answer.url
        assert changed == []
    elif SENT[button][AT_THE_DESK.index(name)]:
        stays = button in ("import _preview", "presence _here")
        assert answer.status_code == 302 or stays, answer.content.decode()
        assert changed
    else:
        assert answer.status_code == 403
        assert changed == []


def test_every_button_and_step_is_in_the_matrix() -> None:
    known = {f"desk {button}" for button in BUTTONS}
    known |= {f"{what} {step}" for what in ("step", "undo") for step in Step.values}
    assert known == {row for row in SENT if row.split()[0] in ("desk", "step", "undo")}
    assert SENT.keys() == sending.WAYS.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("name", AT_THE_DESK)
def test_every_action_of_a_list_is_in_the_matrix(rf: Any, name: str) -> None:
    request = rf.get("/")
    request.user = person(name)
    offered = {
        f"{model._meta.label_lower} {action}"
        for model, its_admin in admin.site._registry.items()
        if its_admin.has_view_permission(request)
        for action in its_admin.get_actions(request)
    }
    assert offered == {row for row, may in ACTIONS.items() if may[AT_THE_DESK.index(name)]}


@pytest.mark.django_db
@pytest.mark.parametrize("name", AT_THE_DESK)
@pytest.mark.parametrize("row", [row for row in ACTIONS if row.startswith("kb.claim")])
def test_an_action_that_is_not_offered_is_not_taken_either(row: str, name: str) -> None:
    action = row.split()[1]
    claim = sending.claim_for(action)
    data = {"action": action, "_selected_action": [claim.pk]}
    answer = client_of(name).post(reverse("admin:kb_claim_changelist"), data)
    leads_on = answer.status_code == 200 and "seen" in answer.context["form"].fields
    assert leads_on == ACTIONS[row][AT_THE_DESK.index(name)]


@pytest.mark.django_db
def test_a_step_that_is_none_is_not_found() -> None:
    assert client_of("superuser").get("/admin/kb/claim/step/approve/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("button", ["suggestion _retract", "import _store", "import _discard"])
def test_what_is_anothers_stays_theirs(button: str) -> None:
    path, data = sending.WAYS[button](person("editor"))
    client_of("superuser").post(path, data)
    assert not Suggestion.objects.exclude(state="open").exists()
    assert Upload.objects.count() == (button != "suggestion _retract")


@pytest.mark.django_db
def test_every_button_on_the_pages_is_in_the_matrix() -> None:
    client, found = client_of("superuser"), {}
    for name, paths in sending.pages(person("superuser")).items():
        answers = [client.get(path) for path in paths]
        assert {answer.status_code for answer in answers} == {200}, name
        found[name] = {button for answer in answers for button in sending.buttons_on(answer)}
    assert found == ON_PAGES
