"""The page of a suggestion: what would change, and the decision on it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.actions import claims, suggestions
from editorial.models import Suggestion
from editorial.state import content, digest
from kb.models import Claim, Mode
from tests.editorial.admin.pages import address, as_, filled, messages
from tests.makers import editor, make_actor, make_claim, publisher

pytestmark = pytest.mark.django_db

BETTER = "Die Brücke sei sicher, sagt sie."


def suggest(claim: Claim, by: User | None = None, note: str = "", **change: Any) -> Suggestion:
    proposed = content(claim) | change
    return suggestions.suggest(claim=claim, by=by or editor(), content=proposed, note=note)


def page(suggestion: Suggestion, by: User) -> str:
    answer = as_(by).get(address(suggestion))
    assert answer.status_code == 200
    return answer.content.decode()


def decide(suggestion: Suggestion, by: User, step: str, reason: str = "Genauer.") -> Any:
    client = as_(by)
    sent = filled(client, address(suggestion)) | {step: "1", "reason": reason}
    return client.post(address(suggestion), sent)


def test_the_difference_is_marked_word_by_word() -> None:
    claim = make_claim("Die Brücke ist sicher.")
    shown = page(suggest(claim, text="Die Brücke war sicher."), publisher())
    assert "Die Brücke <del>ist</del> sicher." in shown
    assert "Die Brücke <ins>war</ins> sicher." in shown


def test_passages_are_quotes_and_chains_are_words() -> None:
    claim, minister, rutte = make_claim(), make_actor("Die Ministerin"), make_actor("Mark Rutte")
    sentence = claim.article.current_version.sentences.get(position=5)
    suggestion = suggest(
        claim,
        evidence=[[sentence.pk, 0, 13, "supports"]],
        speaker=rutte.pk,
        mode=Mode.INDIRECT,
        attribution=[
            [minister.pk, Mode.REPORTED, None, None, None],
            [rutte.pk, Mode.INDIRECT, sentence.pk, 4, 13],
        ],
    )
    shown = page(suggestion, publisher())
    assert "<q>Der Ingenieur</q>" in shown
    whole = claim.evidence.get().quote
    assert f"<q>{whole}</q>" in shown
    assert "Mark Rutte, as Die Ministerin says, as the author reports (indirect speech)" in shown
    assert "Mark Rutte: <q>Ingenieur</q>" in shown


def test_what_it_says_is_text_and_not_markup() -> None:
    shown = page(suggest(make_claim(), text="<b>fett</b> & mehr", note="<i>so</i>"), publisher())
    assert "<b>fett" not in shown
    assert "<i>so" not in shown
    assert "&lt;b&gt;fett" in shown


def test_accepting_changes_the_claim() -> None:
    suggestion = suggest(make_claim(), text=BETTER)
    answer = decide(suggestion, publisher(), "_accept")
    assert answer.status_code == 302
    assert "Accepted" in messages(answer)
    claim = Claim.objects.get()
    assert (claim.text, claim.version, claim.writer) == (BETTER, 2, editor())
    assert "accepted by publisher" in page(suggestion, editor())


def test_rejecting_leaves_the_claim_and_tells_why() -> None:
    suggestion = suggest(make_claim(), text=BETTER)
    answer = decide(suggestion, publisher(), "_reject", "Das steht nicht da.")
    assert "Rejected" in messages(answer)
    assert Claim.objects.get().version == 1
    assert "Das steht nicht da." in page(suggestion, editor())


@pytest.mark.parametrize("step", ["_accept", "_reject"])
def test_without_a_reason_nothing_is_decided(step: str) -> None:
    suggestion = suggest(make_claim(), text=BETTER)
    answer = decide(suggestion, publisher(), step, "")
    assert answer.status_code == 422
    assert "This field is required." in answer.content.decode()
    suggestion.refresh_from_db()
    assert suggestion.state == "open"


def test_a_refused_decision_keeps_its_reason() -> None:
    claim = make_claim()
    suggestion = suggest(claim, text=BETTER)
    client = as_(publisher())
    sent = filled(client, address(suggestion)) | {"_accept": "1", "reason": "Weil es so ist."}
    claims.correct(claim=claim, writer=editor(), by=publisher(), reason="Anders", text="Nein.")
    answer = client.post(address(suggestion), sent)
    assert answer.status_code == 422
    assert "changed after you saw it" in messages(answer)
    assert "Weil es so ist." in answer.content.decode()
    claim.refresh_from_db()
    assert claim.text == "Nein."


def test_a_stale_one_says_so_and_cannot_be_accepted() -> None:
    claim = make_claim()
    suggestion = suggest(claim, text=BETTER)
    claims.correct(claim=claim, writer=editor(), by=publisher(), reason="Anders", text="Nein.")
    shown = page(suggestion, publisher())
    assert "Changed since: text" in shown
    assert f"/admin/kb/claim/{claim.pk}/propose/?from={suggestion.pk}" in shown
    assert 'name="_accept"' not in shown
    assert decide(suggestion, publisher(), "_accept").status_code == 422
    assert decide(suggestion, publisher(), "_reject").status_code == 302


def test_what_changed_beside_it_is_told_and_no_hindrance() -> None:
    claim = make_claim()
    suggestion = suggest(claim, text=BETTER)
    claims.correct(claim=claim, writer=editor(), by=publisher(), reason="Art", kind="report")
    shown = page(suggestion, publisher())
    assert "(version 1, now 2). Changed since: kind." in shown
    assert 'name="_accept"' in shown


def test_rivals_are_listed_until_one_is_accepted() -> None:
    claim = make_claim()
    mine, rival = suggest(claim, text=BETTER), suggest(claim, publisher(), text="Die hält nie.")
    shown = page(mine, publisher())
    assert "Die hält nie." in shown
    assert address(rival) in shown
    decide(mine, publisher(), "_accept")
    assert "superseded" in page(rival, publisher())


def test_nobody_decides_on_their_own() -> None:
    suggestion = suggest(make_claim(), publisher(), text=BETTER)
    shown = page(suggestion, publisher())
    assert "a colleague decides" in shown
    assert 'name="_accept"' not in shown
    sent = {"_accept": "1", "reason": "Gut.", "seen": digest(content(suggestion.claim))}
    answer = as_(publisher()).post(address(suggestion), sent)
    assert answer.status_code == 422
    assert "Nobody decides on their own work" in messages(answer)
    assert Claim.objects.get().version == 1


def test_whoever_proposed_takes_it_back() -> None:
    suggestion = suggest(make_claim(), text=BETTER)
    assert "Taken back" in messages(decide(suggestion, editor(), "_retract"))
    suggestion.refresh_from_db()
    assert suggestion.state == "retracted"


def test_an_editor_looks_and_does_not_decide() -> None:
    suggestion = suggest(make_claim(), publisher(), text=BETTER)
    assert "Whoever may publish decides." in page(suggestion, editor())
    sent = {"_accept": "1", "reason": "Ja."}
    assert as_(editor()).post(address(suggestion), sent).status_code == 403
    assert as_(editor()).post(address(suggestion), {"_retract": "1"}).status_code == 422
    suggestion.refresh_from_db()
    assert suggestion.state == "open"


def test_what_is_not_there_leads_to_the_index() -> None:
    suggestion = suggest(make_claim(), text=BETTER)
    gone = address(suggestion).replace(str(suggestion.pk), "999999")
    assert as_(publisher()).get(gone).status_code == 302
    stranger = User.objects.create_user("stranger", is_staff=True)
    assert as_(stranger).get(address(suggestion)).status_code == 403


def queries(suggestion: Suggestion) -> int:
    client = as_(publisher())
    client.get(address(suggestion))
    with CaptureQueriesContext(connection) as asked:
        client.get(address(suggestion))
    return len(asked)


def test_many_names_cost_no_more_queries() -> None:
    claim = make_claim()
    sentences = claim.article.current_version.sentences.all()
    one = suggest(claim, editor(), about=[make_actor().pk], evidence=_all(sentences[:1]))
    few = queries(one)
    many = suggest(
        claim,
        editor(),
        evidence=_all(sentences),
        about=[make_actor().pk for _ in range(8)],
        tags=["Bern", "Rat", "Brücke"],
    )
    assert queries(many) == few


def _all(sentences: Any) -> list[Any]:
    return [[sentence.pk, 0, len(sentence.text), "supports"] for sentence in sentences]
