"""The page that proposes a change to a published claim; nothing here needs a script."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from editorial.actions import claims, suggestions
from editorial.models import Suggestion
from editorial.state import content
from kb.models import Claim, Mode, Tag
from tests.editorial.admin.pages import address, as_, filled, messages
from tests.makers import editor, make_actor, make_claim, make_event, publisher

pytestmark = pytest.mark.django_db

BETTER = "Die Brücke sei sicher, sagt sie."


def page_of(claim: Claim) -> str:
    return reverse("admin:kb_claim_propose", args=(claim.pk,))


def propose(claim: Claim, by: User | None = None, query: str = "", **changes: Any) -> Any:
    client, url = as_(by or editor()), page_of(claim) + query
    return client.post(url, filled(client, url) | changes)


def test_the_form_starts_from_the_claim() -> None:
    speaker = make_actor("Mark Rutte")
    claim = make_claim("Sie hält.", speaker=speaker, mode=Mode.INDIRECT, tags=["Bern"])
    sent = filled(as_(editor()), page_of(claim))
    assert (sent["text"], sent["speaker"], sent["mode"]) == (
        "Sie hält.",
        str(speaker.pk),
        "indirect",
    )
    assert sent["hops-0-actor"] == str(speaker.pk)
    assert sent["its_tags"] == [str(Tag.objects.get().pk)]


def test_a_change_waits_and_the_claim_stays() -> None:
    claim = make_claim()
    answer = propose(claim, text=BETTER, said_on="2025-12-02", note="Wer sagt es?")
    suggestion = Suggestion.objects.get()
    assert answer.status_code == 302
    assert answer.url == address(suggestion)
    assert "A colleague decides" in messages(answer)
    assert (suggestion.by, suggestion.note) == (editor(), "Wer sagt es?")
    changed = {"text": BETTER, "said_on": "2025-12-02"}
    assert suggestion.content == suggestion.base | changed
    assert Claim.objects.get().version == 1


def test_all_of_a_claim_can_be_changed_and_put_in_force() -> None:
    claim, event = make_claim(), make_event("Ratssitzung")
    minister, rutte = make_actor("Die Ministerin"), make_actor("Mark Rutte")
    Tag.objects.create(name="Bern")
    old = content(claim)["evidence"][0]
    sentence = claim.article.current_version.sentences.get(position=5)
    answer = propose(
        claim,
        kind="report",
        speaker=rutte.pk,
        mode="indirect",
        dropped=[":".join(map(str, old))],
        about_actors=[minister.pk],
        about_events=[event.pk],
        its_tags=[Tag.objects.get().pk],
        **{
            "hops-0-place": "2",
            "hops-0-actor": rutte.pk,
            "hops-0-mode": "indirect",
            "hops-0-cue_sentence": sentence.pk,
            "hops-0-cue": "widerspricht",
            "hops-1-place": "1",
            "hops-1-actor": minister.pk,
            "hops-1-mode": "reported",
            "passages-0-sentence": sentence.pk,
            "passages-0-quote": "Der Ingenieur",
            "passages-0-stance": "supports",
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    suggestion = Suggestion.objects.get()
    suggestions.accept(suggestion=suggestion, by=publisher(), reason="Genauer.")
    assert content(Claim.objects.get()) == suggestion.base | {
        "kind": "report",
        "speaker": rutte.pk,
        "mode": "indirect",
        "attribution": [
            [minister.pk, "reported", None, None, None],
            [rutte.pk, "indirect", sentence.pk, 14, 26],
        ],
        "evidence": [[sentence.pk, 0, 13, "supports"]],
        "about": [minister.pk],
        "events": [event.pk],
        "tags": ["Bern"],
    }


def test_without_a_script_names_and_numbers_are_typed() -> None:
    claim, rutte = make_claim(), make_actor("Mark Rutte")
    Tag.objects.create(name="Bern")
    answer = propose(
        claim,
        mode="indirect",
        **{
            "speaker-typed": "Mark Rutte",
            "its_tags-typed": "bern",
            "passages-0-sentence-typed": "5",
            "passages-0-quote": "Der Ingenieur",
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    said = Suggestion.objects.get().content
    assert said["attribution"] == [[rutte.pk, "indirect", None, None, None]]
    sentence = claim.article.current_version.sentences.get(position=5)
    assert [sentence.pk, 0, 13, "supports"] in said["evidence"]
    assert said["tags"] == ["Bern"]


def test_a_name_that_nobody_has_is_refused_and_kept() -> None:
    make_actor("Die Ministerin"), make_actor("Die Ministerin")
    typed = {
        "speaker-typed": "Niemand",
        "its_tags-typed": "Nichts",
        "hops-0-actor-typed": "Die Ministerin",
    }
    answer = propose(make_claim(), **typed)
    assert answer.status_code == 422
    assert {"speaker", "its_tags"} <= answer.context["form"].errors.keys()
    assert "actor" in answer.context["hops"].errors[0], "two are called so"
    for name in typed.values():
        assert name in answer.content.decode()


def test_a_chain_of_one_follows_its_speaker_and_keeps_its_cue() -> None:
    rutte, rubio = make_actor("Mark Rutte"), make_actor("Marco Rubio")
    claim = make_claim(speaker=rutte, mode=Mode.INDIRECT)
    assert propose(claim, speaker=rubio.pk).status_code == 302
    assert Suggestion.objects.get().content["attribution"] == [
        [rubio.pk, "indirect", None, None, None]
    ]


def test_bad_input_comes_back_with_what_is_wrong() -> None:
    claim = make_claim()
    sentence = claim.article.current_version.sentences.get(position=5)
    answer = propose(
        claim,
        text="",
        note="Meine Notiz",
        **{"passages-0-sentence": sentence.pk, "passages-0-quote": "Das steht nicht da"},
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "This field is required." in shown
    assert "does not say this" in shown
    assert "Meine Notiz" in shown
    assert "Das steht nicht da" in shown
    assert not Suggestion.objects.exists()


def test_what_nobody_could_accept_comes_back_with_the_reason() -> None:
    claim = make_claim()
    only = ":".join(map(str, content(claim)["evidence"][0]))
    answer = propose(claim, dropped=[only], text=BETTER)
    assert answer.status_code == 422
    assert "at least one passage that supports it" in answer.content.decode()
    assert BETTER in answer.content.decode()


def test_nothing_changed_is_no_suggestion() -> None:
    answer = propose(make_claim())
    assert answer.status_code == 422
    assert "Nothing differs" in answer.content.decode()


def test_whoever_saved_meanwhile_is_named() -> None:
    claim, client = make_claim(), as_(editor())
    sent = filled(client, page_of(claim)) | {"text": BETTER}
    claims.correct(claim=claim, writer=editor(), by=publisher(), reason="Art", kind="report")
    answer = client.post(page_of(claim), sent)
    assert answer.status_code == 422
    assert "saved this meanwhile" in answer.content.decode()
    assert not Suggestion.objects.exists()


def test_one_goes_on_from_an_earlier_suggestion() -> None:
    claim = make_claim()
    sentence = claim.article.current_version.sentences.get(position=5)
    propose(claim, **{"passages-0-sentence": sentence.pk, "passages-0-quote": "Der Ingenieur"})
    first = Suggestion.objects.get()
    claims.correct(claim=claim, writer=editor(), by=publisher(), reason="Art", kind="report")
    assert f"?from={first.pk}" in as_(editor()).get(page_of(claim)).content.decode()
    answer = propose(claim, query=f"?from={first.pk}", text=BETTER)
    assert answer.status_code == 302, answer.context["form"].errors
    first.refresh_from_db()
    newer = Suggestion.objects.exclude(pk=first.pk).get()
    assert (first.state, newer.claim_version) == ("superseded", 2)
    assert [sentence.pk, 0, 13, "supports"] in newer.content["evidence"]
    assert (newer.content["text"], newer.content["kind"]) == (BETTER, "report")


@pytest.mark.parametrize("asked", ["x", "999999", "9" * 30, "²"])
def test_an_earlier_one_that_is_not_there_is_none(asked: str) -> None:
    claim = make_claim()
    assert as_(editor()).get(page_of(claim), {"from": asked}).context["earlier"] is None


def test_a_claim_that_is_not_published_is_changed_on_its_own_page() -> None:
    claim = make_claim(status="draft")
    answer = as_(editor()).get(page_of(claim))
    assert answer.url == address(claim)
    assert "Only a published claim" in messages(answer)


def test_it_takes_the_right_to_change_claims() -> None:
    stranger = User.objects.create_user("stranger", is_staff=True)
    assert as_(stranger).get(page_of(make_claim())).status_code == 403


def test_the_claims_page_leads_here_while_it_is_published() -> None:
    claim, draft = make_claim(), make_claim(status="draft")
    assert page_of(claim) in as_(editor()).get(address(claim)).content.decode()
    assert page_of(draft) not in as_(editor()).get(address(draft)).content.decode()
    propose(claim, text=BETTER)
    assert "1 suggestion waits" in as_(editor()).get(address(claim)).content.decode()
