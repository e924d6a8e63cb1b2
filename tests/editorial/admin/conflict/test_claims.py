"""Two editors have the form of one claim open: nothing of either is lost, and nobody is surprised."""

import pytest

from editorial.actions import claims, labels
from editorial.actions.claims import Hop
from kb.models import Claim, Mode
from tests.editorial.admin.pages import address, as_, filled, refilled, said, submit
from tests.makers import editor, make_actor, make_claim, publisher, whole

pytestmark = pytest.mark.django_db


def test_both_texts_stand_side_by_side_and_nothing_typed_is_lost() -> None:
    claim = make_claim("Die Brücke ist sicher.", status="draft")
    mine, url = as_(editor()), address(claim)
    sent = filled(mine, url) | {"text": "Die Brücke ist nicht sicher.", "kind": "report"}
    submit(as_(publisher()), url, text="Die Brücke ist wohl sicher.")
    answer = mine.post(url, sent)
    assert answer.status_code == 409
    assert "publisher saved this meanwhile, on " in said(answer)
    page = answer.content.decode()
    assert "Die Brücke ist <mark>wohl</mark> sicher." in page
    assert "Die Brücke ist <mark>nicht</mark> sicher." in page
    kept = refilled(answer)
    assert (kept["text"], kept["kind"]) == ("Die Brücke ist nicht sicher.", "report")
    conflict = answer.context["conflict"]
    assert [(edit.by, edit.what) for edit in conflict.edits] == [("publisher", ("text",))]
    assert (conflict.own, conflict.adopted) == (["Kind"], [])
    claim.refresh_from_db()
    assert (claim.text, claim.kind) == ("Die Brücke ist wohl sicher.", "assessment")


def test_saving_again_is_refused_until_somebody_decides() -> None:
    claim = make_claim(status="draft")
    mine, url = as_(editor()), address(claim)
    sent = filled(mine, url) | {"text": "Meine."}
    submit(as_(publisher()), url, text="Ihre.")
    first = refilled(mine.post(url, sent))
    again = mine.post(url, first | {"_both": "1"})
    assert again.status_code == 409
    assert mine.post(url, refilled(again) | {"_compare": "1"}).status_code == 409
    claim.refresh_from_db()
    assert claim.text == "Ihre."


def test_mine_is_saved_nevertheless_and_the_history_says_so() -> None:
    claim = make_claim(status="draft")
    mine, url = as_(editor()), address(claim)
    sent = filled(mine, url) | {"text": "Meine."}
    submit(as_(publisher()), url, text="Ihre.")
    answer = mine.post(url, refilled(mine.post(url, sent)) | {"_mine": "1"})
    assert answer.status_code == 302, said(answer)
    claim.refresh_from_db()
    assert (claim.text, claim.version, claim.writer) == ("Meine.", 3, editor())
    latest = claim.history.first()
    assert latest.history_user == editor()
    assert latest.history_change_reason == "Saved over what publisher had saved meanwhile: Text"


def test_theirs_is_taken_field_by_field() -> None:
    claim = make_claim(status="draft")
    mine, url = as_(editor()), address(claim)
    sent = filled(mine, url) | {"text": "Meine.", "kind": "report"}
    submit(as_(publisher()), url, text="Ihre.", kind="demand")
    answer = mine.post(url, sent)
    assert [clash.name for clash in answer.context["conflict"].clashes] == ["text", "kind"]
    answer = mine.post(url, refilled(answer) | {"_theirs": "text"})
    assert answer.status_code == 409
    kept = refilled(answer)
    assert (kept["text"], kept["kind"]) == ("Ihre.", "report")
    assert [clash.name for clash in answer.context["conflict"].clashes] == ["kind"]
    assert mine.post(url, kept | {"_mine": "1"}).status_code == 302
    claim.refresh_from_db()
    assert (claim.text, claim.kind) == ("Ihre.", "report")


def test_changes_that_do_not_overlap_are_saved_together() -> None:
    claim = make_claim(status="draft")
    mine, url = as_(editor()), address(claim)
    sent = filled(mine, url) | {"kind": "report"}
    submit(as_(publisher()), url, said_on="2025-12-02")
    answer = mine.post(url, sent)
    conflict = answer.context["conflict"]
    assert (conflict.clashes, conflict.own, conflict.adopted) == ([], ["Kind"], ["Said on"])
    answer = mine.post(url, refilled(answer) | {"_both": "1"})
    assert answer.status_code == 302, said(answer)
    claim.refresh_from_db()
    assert (claim.kind, str(claim.said_on), claim.version) == ("report", "2025-12-02", 3)
    reason = claim.history.first().history_change_reason
    assert reason == "Saved together with what publisher had saved meanwhile"


def test_labels_of_both_are_joined() -> None:
    old, one, other = make_actor(), make_actor(), make_actor()
    claim = make_claim(status="draft", about=[old])
    mine, url = as_(editor()), address(claim)
    sent = filled(mine, url) | {"about_actors": [one.pk]}
    labels.label(claim=claim, by=publisher(), about=[other])
    answer = mine.post(url, sent)
    assert answer.context["conflict"].clashes == []
    assert mine.post(url, refilled(answer) | {"_both": "1"}).status_code == 302
    assert set(claim.about.all()) == {one, other}


def test_a_third_save_is_noticed_too() -> None:
    claim = make_claim(status="draft")
    mine, url = as_(editor()), address(claim)
    sent = filled(mine, url) | {"text": "Meine."}
    submit(as_(publisher()), url, text="Ihre.")
    seen = refilled(mine.post(url, sent))
    submit(as_(publisher()), url, text="Ihre zweite.")
    answer = mine.post(url, seen | {"_mine": "1"})
    assert answer.status_code == 409
    conflict = answer.context["conflict"]
    assert "zweite" in conflict.clashes[0].theirs
    assert {edit.by for edit in conflict.edits} == {"publisher"}
    claim.refresh_from_db()
    assert claim.text == "Ihre zweite."


def test_passages_that_each_added_both_stand() -> None:
    claim = make_claim(status="draft")
    mine, url = as_(editor()), address(claim)
    sentences = claim.article.current_version.sentences
    fifth, sixth = sentences.get(position=5), sentences.get(position=6)
    sent = filled(mine, url) | {
        "evidence-TOTAL_FORMS": "2",
        "evidence-1-sentence": fifth.pk,
        "evidence-1-stance": "disputes",
        "evidence-1-note": "Meine Notiz.",
    }
    claims.revise(claim=claim, by=publisher(), passages=[whole(sixth)])
    answer = mine.post(url, sent)
    kept = refilled(answer)
    assert (kept["evidence-INITIAL_FORMS"], kept["evidence-TOTAL_FORMS"]) == ("2", "3")
    assert kept["evidence-2-note"] == "Meine Notiz."
    assert "evidence" in answer.context["conflict"].edits[0].what
    answer = mine.post(url, kept | {"_both": "1"})
    assert answer.status_code == 302, said(answer)
    assert set(claim.evidence.values_list("sentence", flat=True)) == {
        sentences.get(position=4).pk,
        fifth.pk,
        sixth.pk,
    }


def test_a_passage_both_take_away_is_gone_once() -> None:
    claim = make_claim(status="draft")
    mine, url = as_(editor()), address(claim)
    sent = filled(mine, url) | {"evidence-0-DELETE": "on", "text": "Meine."}
    claims.revise(claim=claim, by=publisher(), dropped=list(claim.evidence.all()))
    answer = mine.post(url, sent)
    kept = refilled(answer)
    assert kept["evidence-INITIAL_FORMS"] == "0"
    assert mine.post(url, kept | {"_both": "1"}).status_code == 302
    assert not claim.evidence.exists()


def test_a_passage_i_take_away_stays_marked_among_theirs() -> None:
    claim = make_claim(status="draft")
    mine, url = as_(editor()), address(claim)
    fifth = claim.article.current_version.sentences.get(position=5)
    sent = filled(mine, url) | {"evidence-0-DELETE": "on"}
    claims.revise(claim=claim, by=publisher(), passages=[whole(fifth)])
    kept = refilled(mine.post(url, sent))
    assert kept["evidence-0-DELETE"] == "on"
    assert mine.post(url, kept | {"_both": "1"}).status_code == 302
    assert claim.evidence.get().sentence == fifth


def test_speaker_mode_and_chain_are_one_thing() -> None:
    first, last, other = make_actor(), make_actor(), make_actor("Mark Rutte")
    claim = make_claim(status="draft", speaker=last, mode="indirect")
    mine, url = as_(editor()), address(claim)
    sent = filled(mine, url) | {
        "attributions-TOTAL_FORMS": "2",
        "attributions-0-place": "2",
        "attributions-1-place": "1",
        "attributions-1-actor": first.pk,
        "attributions-1-mode": "indirect",
    }
    submit(as_(publisher()), url, speaker=other.pk)
    answer = mine.post(url, sent)
    conflict = answer.context["conflict"]
    assert {clash.name for clash in conflict.clashes} == {"speaker", "attributions"}
    assert "Mark" in str(conflict.clashes[0].theirs)
    saved = mine.post(url, refilled(answer) | {"_mine": "1"})
    assert saved.status_code == 302, said(saved)
    chain = claim.attributions.values_list("position", "actor")
    assert list(chain) == [(1, first.pk), (2, last.pk)]


def test_taking_their_speaker_takes_their_chain() -> None:
    last, other = make_actor(), make_actor()
    claim = make_claim(status="draft", speaker=last, mode="indirect")
    mine, url = as_(editor()), address(claim)
    sent = filled(mine, url) | {"attributions-0-mode": "direct", "mode": "direct"}
    submit(as_(publisher()), url, speaker=other.pk)
    answer = mine.post(url, refilled(mine.post(url, sent)) | {"_theirs": "speaker"})
    conflict, kept = answer.context["conflict"], refilled(answer)
    assert (conflict.clashes, conflict.own) == ([], [])
    assert (kept["speaker"], kept["mode"]) == (str(other.pk), "indirect")
    assert (kept["attributions-0-actor"], kept["attributions-TOTAL_FORMS"]) == (str(other.pk), "1")


def test_a_chain_i_changed_is_kept_where_theirs_says_the_same() -> None:
    first, last = make_actor(), make_actor()
    hops = [Hop(first, Mode.INDIRECT), Hop(last, Mode.DIRECT)]
    claim = make_claim(status="draft", speaker=last, mode="direct", hops=hops)
    mine, url = as_(editor()), address(claim)
    sent = filled(mine, url) | {"attributions-0-mode": "reported"}
    # Written anew, it has other ids, and says the same.
    claims.revise(claim=claim, by=publisher(), hops=hops, kind="report")
    answer = mine.post(url, sent)
    assert answer.context["conflict"].clashes == []
    saved = mine.post(url, refilled(answer) | {"_both": "1"})
    assert saved.status_code == 302, said(saved)
    assert list(claim.attributions.values_list("mode", flat=True)) == ["reported", "direct"]
    claim.refresh_from_db()
    assert claim.kind == "report"


@pytest.mark.parametrize(
    "state",
    ["", "{}", "[1]", '{"fields": 3}', "\x00", '{"fields":{},"rows":{},"marks":{"itself":"x"}}'],
)
def test_without_knowing_what_was_shown_all_that_differs_clashes(state: str) -> None:
    claim = make_claim(status="draft")
    mine, url = as_(editor()), address(claim)
    sent = filled(mine, url) | {"text": "Meine.", "seen_state": state}
    submit(as_(publisher()), url, kind="report")
    answer = mine.post(url, sent)
    assert answer.status_code == 409
    assert {clash.name for clash in answer.context["conflict"].clashes} == {"text", "kind"}
    assert refilled(answer)["text"] == "Meine."


def test_an_empty_post_changes_nothing() -> None:
    claim = make_claim(status="draft", about=[make_actor()])
    answer = as_(editor()).post(address(claim), {})
    assert answer.status_code == 409
    claim.refresh_from_db()
    assert (claim.version, claim.about.count(), claim.evidence.count()) == (1, 1, 1)


def test_what_was_typed_into_a_claim_that_was_published_meanwhile_is_kept_to_be_copied() -> None:
    claim = make_claim(status="in_review")
    mine, url = as_(editor()), address(claim)
    fifth = claim.article.current_version.sentences.get(position=5)
    sent = filled(mine, url) | {
        "text": "Meine Fassung.",
        "evidence-TOTAL_FORMS": "2",
        "evidence-1-sentence": fifth.pk,
        "evidence-1-stance": "disputes",
        "evidence-1-note": "Meine Notiz.",
    }
    claims.publish(claim=claim, by=publisher())
    answer = mine.post(url, sent)
    assert answer.status_code == 409
    conflict = answer.context["conflict"]
    assert "status: now published" in " ".join(conflict.edits[0].what)
    assert conflict.left[0].text == "Meine Fassung."
    assert "Meine Notiz." in conflict.left[1].text
    assert "Meine Fassung." in answer.content.decode()
    again = mine.post(url, refilled(answer) | {"_compare": "1"})
    assert [left.text for left in again.context["conflict"].left] == [
        left.text for left in conflict.left
    ]


def test_what_was_typed_into_a_claim_that_was_withdrawn_meanwhile_stays_in_its_fields() -> None:
    claim = make_claim(status="published")
    mine, url = as_(editor()), address(claim)
    sent = filled(mine, url) | {"outcome": "fulfilled"}
    claims.withdraw(claim=claim, by=publisher(), reason="Falsch.")
    answer = mine.post(url, sent)
    assert answer.status_code == 409
    assert refilled(answer)["outcome"] == "fulfilled"
    assert "Falsch." in answer.content.decode()


def test_what_was_typed_into_a_claim_that_was_deleted_meanwhile_is_shown() -> None:
    claim = make_claim(status="draft", tags=["Brücke"])
    mine, url = as_(editor()), address(claim)
    sent = filled(mine, url) | {"text": "Meine Fassung.", "evidence-0-note": "Meine Notiz."}
    as_(publisher()).post(address(claim, "delete"), {"post": "yes"})
    answer = mine.post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 410
    assert "publisher deleted this on " in page
    assert "Meine Fassung." in page
    assert "Meine Notiz." in page
    assert "Brücke" in page
    assert not Claim.objects.exists()


def test_nobody_hears_of_deleted_claims_who_may_not_write() -> None:
    claim = make_claim(status="draft")
    url = address(claim)
    as_(publisher()).post(address(claim, "delete"), {"post": "yes"})
    looker = type(editor()).objects.create_user("looker", is_staff=True)
    assert as_(looker).post(url, {"text": "x"}).status_code in (302, 403)
