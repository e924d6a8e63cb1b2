"""Nobody publishes, returns or accepts their own work, whichever way they try.

Here by pages, lists, steps and forms of the admin, the desk, an upload, or a command; by a direct
call of an action in test_own_work_by_action.py, by a queryset or SQL in test_own_work_by_sql.py.
The gates that a claim passes to become public: test_gates_by_every_way.py.
"""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from editorial.actions import accounts, claims, suggestions
from editorial.models import Step, Suggestion
from editorial.state import content, digest
from kb.models import Claim, Decision
from tests.editorial.admin.pages import address, as_, filled
from tests.editorial.importing.documents import filebed
from tests.editorial.importing.seeds import seedbed
from tests.editorial.own_work import BETTER, nothing_decided, own, proposed, refused
from tests.makers import editor, make_article, make_claim, publisher
from tests.permissions.people import person

pytestmark = pytest.mark.django_db

# --- Pages ----------------------------------------------------------------------------------------

STEPS = [Step.PUBLISH, Step.RETURN]
ACTIONS = {Step.PUBLISH: "publish", Step.RETURN: "return"}


@pytest.mark.parametrize("name", ["publisher", "superuser"])
@pytest.mark.parametrize("step", STEPS)
def test_the_page_of_a_step_takes_nothing_of_ones_own(step: Step, name: str) -> None:
    claim = make_claim(status="in_review", by=person(name))
    path = reverse("admin:kb_claim_step", args=(step,))
    with nothing_decided():
        as_(person(name)).post(path, {"seen": f"{claim.pk}:{claim.version}", "reason": "So."})


@pytest.mark.parametrize("name", ["publisher", "superuser"])
@pytest.mark.parametrize("step", STEPS)
def test_an_action_on_the_list_takes_only_what_is_others(step: Step, name: str) -> None:
    mine, theirs = make_claim(status="in_review", by=person(name)), make_claim(status="in_review")
    chosen = {"action": ACTIONS[step], "_selected_action": [mine.pk, theirs.pk]}
    page = as_(person(name)).post(address(Claim, "changelist"), chosen)
    assert [line.claim for line in page.context["goes"]] == [theirs]
    seen = {"seen": f"{mine.pk}:1 {theirs.pk}:1", "reason": "So."}
    as_(person(name)).post(reverse("admin:kb_claim_step", args=(step,)), seen)
    assert {mine.pk} == set(Claim.objects.filter(status="in_review").values_list("pk", flat=True))
    assert [decision.claim for decision in Decision.objects.all()] == [theirs]


@pytest.mark.parametrize("status", ["draft", "in_review", "published"])
def test_the_form_of_a_claim_has_no_status_whatever_is_sent(status: str) -> None:
    claim = own(status)
    client, path = as_(person("superuser")), address(claim)
    state = {"status": "published", "published_at_0": "2026-01-01", "published_at_1": "12:00"}
    forged = {"writer": editor().pk, "decisions-TOTAL_FORMS": "1", "decisions-0-verb": "published"}
    with nothing_decided():
        client.post(path, filled(client, path) | state | forged | {"_save": "1"})
    claim.refresh_from_db()
    assert claim.writer == publisher()


@pytest.mark.parametrize("step", ["_accept", "_reject"])
@pytest.mark.parametrize("name", ["publisher", "superuser"])
def test_the_page_of_a_suggestion_takes_no_decision_of_its_own_author(name: str, step: str) -> None:
    claim = make_claim()
    suggestion = proposed(claim, person(name))
    data = {step: "1", "reason": "Genauer.", "seen": digest(content(claim))}
    with nothing_decided():
        as_(person(name)).post(address(suggestion), data)


def test_what_the_desk_adds_to_a_public_claim_waits_for_somebody_else() -> None:
    claim = own("published")
    path = reverse("admin:kb_article_desk", args=(claim.article_id,))
    data = {"version": "1", "pick": "5", "stance": "supports", "claim": claim.pk, "_add": "1"}
    as_(publisher()).post(path, data)
    suggestion = Suggestion.objects.get()
    assert claim.evidence.count() == 1
    with refused("own-work"):
        suggestions.accept(suggestion=suggestion, by=publisher(), reason="Genauer.")


def test_whoever_adds_at_the_desk_to_a_claim_in_review_is_its_writer() -> None:
    claim = make_claim(status="in_review")
    path = reverse("admin:kb_article_desk", args=(claim.article_id,))
    data = {"version": "1", "pick": "5", "stance": "supports", "claim": claim.pk, "_add": "1"}
    as_(publisher()).post(path, data)
    claim.refresh_from_db()
    with refused("own-work"):
        claims.publish(claim=claim, by=publisher())


@pytest.mark.parametrize("status", ["published", "in_review"])
def test_what_the_desk_saves_is_not_public_whatever_is_sent(status: str) -> None:
    article = make_article()
    path = reverse("admin:kb_article_desk", args=(article.pk,))
    data = {"version": "1", "pick": "4", "stance": "supports", "text": BETTER, "status": status}
    hops = {"hops-TOTAL_FORMS": "0", "hops-INITIAL_FORMS": "0"}
    said = {"kind": "assessment", "mode": "author", "writer": editor().pk, "_draft": "1"}
    as_(publisher()).post(path, data | hops | said)
    claim = Claim.objects.get()
    assert (claim.status, claim.writer) == ("draft", publisher())


def test_an_upload_brings_no_claims_whatever_it_holds(tmp_path: Path) -> None:
    line = filebed.document("a", filebed.TEXT, filebed.claim(filebed.cut("Die Brücke")))
    file = filebed.write(tmp_path / "a.jsonl", line)
    sent = {"file": [SimpleUploadedFile("a.jsonl", file.read_bytes())]}
    client = as_(publisher())
    answer = client.post(reverse("admin:kb_article_import"), sent)
    if answer.status_code == 302:
        client.post(answer.url, {"_store": "1", "a1-is_wanted": "on", "a1-title": "A"})
    assert not Claim.objects.exists()


# --- Commands -------------------------------------------------------------------------------------


def test_commands_write_and_publish_in_the_name_of_two_accounts_that_nobody_has(
    tmp_path: Path,
) -> None:
    said = filebed.claim(filebed.cut("Die Brücke sei sicher, sagte die Ministerin."))
    file = filebed.write(tmp_path / "a.jsonl", filebed.document("a", filebed.TEXT, said))
    filebed.bring(file, publish=True)
    seedbed.sow(tmp_path / "seeds", toml=seedbed.KNOWLEDGE)
    seedbed.load(tmp_path / "seeds")
    public = Claim.objects.published()
    assert public.count() == 2
    assert {claim.writer for claim in public} == {accounts.writer()}
    assert {decision.by for decision in Decision.objects.all()} == {accounts.publisher()}
    for nobody in (accounts.writer(), accounts.publisher()):
        assert not nobody.has_usable_password()
        assert (nobody.is_active, nobody.is_staff) == (False, False)


def test_an_import_that_publishes_leaves_alone_what_somebody_wrote_here(tmp_path: Path) -> None:
    said = filebed.claim(filebed.cut("Die Brücke sei sicher, sagte die Ministerin."))
    file = filebed.write(tmp_path / "a.jsonl", filebed.document("a", filebed.TEXT, said))
    filebed.bring(file)
    imported = Claim.objects.get()
    claims.revise(claim=imported, by=publisher(), text=BETTER)
    beside = own("in_review", article=imported.article)
    filebed.bring(file, publish=True)
    assert not Claim.objects.published().exists()
    assert not Decision.objects.exists()
    assert {claim.writer for claim in Claim.objects.all()} == {publisher()}
    assert beside.status == "in_review"
