"""The desk as a browser without scripts meets it, and the parts that htmx asks it for."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editorial.actions import suggestions
from editorial.actions.parts import Passage
from editorial.admin.desk.acting import BUTTONS
from editorial.models import Suggestion
from kb.models import Actor, Article, Claim, Evidence, NoClaim, Revision
from kb.search.index import catch_up_with_all
from kb.verify import verify
from tests.editorial.admin.pages import as_, filled, messages
from tests.makers import (
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    merge,
    publisher,
)

pytestmark = pytest.mark.django_db


def desk(article: Article) -> str:
    return f"/admin/kb/article/{article.pk}/desk/"


def press(
    button: str, article: Article, /, *, by: Any = None, htmx: bool = False, **changes: Any
) -> Any:
    """Presses a button of the desk, with the rest of its form as it stands."""
    client = as_(by or editor())
    data = filled(client, desk(article)) | {button: "1"} | changes
    headers = {"HX-Request": "true", "HX-Target": "said"} if htmx else {}
    return client.post(desk(article), data, headers=headers)


def part(article: Article, name: str, **asked: Any) -> str:
    headers = {"HX-Request": "true", "HX-Target": name}
    answer = as_(editor()).get(desk(article), asked, headers=headers)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def reasons(answer: Any) -> str:
    assert answer.status_code == 422
    return " ".join(reason for each in answer.context["wrong"] for reason in each.reasons)


def test_it_shows_every_sentence_and_what_is_open() -> None:
    article = make_article()
    page = as_(editor()).get(desk(article)).content.decode()
    for sentence in article.current_version.sentences.all():
        assert f">{sentence.text}</label>" in page
    assert "6 of 6 sentences open." in page


def test_a_claim_is_saved_on_what_was_picked() -> None:
    article, speaker, minister, event = make_article(), make_actor(), make_actor(), make_event()
    answer = press(
        "_draft",
        article,
        pick=["5", "4:0-22"],
        text="Die Brücke ist sicher.",
        kind="assessment",
        mode="indirect",
        speaker=speaker.pk,
        about_actors=[minister.pk],
        about_events=[event.pk],
        said_on="2025-12-02",
    )
    assert answer.status_code == 302
    assert answer.url == f"{desk(article)}#s6"
    assert messages(answer) == "Saved: “Die Brücke ist sicher.”"
    claim = Claim.objects.get()
    assert (claim.text, claim.kind, claim.mode) == (
        "Die Brücke ist sicher.",
        "assessment",
        "indirect",
    )
    assert (claim.speaker, claim.status, claim.writer) == (speaker, "draft", editor())
    assert [row.quote for row in claim.evidence.in_text_order()] == [
        "Die Brücke sei sicher,",
        "Der Ingenieur widerspricht ihr.",
    ]
    assert list(claim.about.all()) == [minister]
    assert list(claim.events.all()) == [event]
    assert not list(verify())


def test_the_text_starts_from_what_is_picked() -> None:
    page = as_(editor()).get(desk(make_article()), {"pick": ["4:4-10", "6"]})
    assert page.context["form"].initial["text"] == "Brücke Gebaut wird erst im Jahr 2031."


def test_a_claim_is_handed_in_at_once() -> None:
    article = make_article()
    press("_submit", article, pick="4", text="Die Brücke ist sicher.")
    assert Claim.objects.get().status == Claim.Status.IN_REVIEW


def test_a_chain_is_kept_in_its_order_with_the_words_that_show_it() -> None:
    article = make_article()
    council, minister = make_actor("Der Rat"), make_actor("Die Ministerin")
    press(
        "_draft",
        article,
        pick="4",
        text="Die Brücke ist sicher.",
        mode="indirect",
        speaker=minister.pk,
        cue="sagte die Ministerin",
        **{"hops-0-actor": council.pk, "hops-0-how": "reported"},
    )
    first, last = Claim.objects.get().attributions.all()
    assert (first.actor, first.mode, first.cue_sentence) == (council, "reported", None)
    assert (last.actor, last.mode) == (minister, "indirect")
    words = last.cue_sentence.text[last.cue_start : last.cue_end]
    assert words == "sagte die Ministerin"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"pick": []}, "Pick a sentence first."),
        ({"pick": "99"}, "This text has no sentence 99."),
        ({"pick": "4:0-999"}, "has 44 characters"),
        ({"pick": "x"}, "names no sentence"),
        ({"text": " "}, "This field is required."),
        ({"mode": "direct"}, "Say who speaks"),
        ({"stance": "proves"}, "Select a valid choice"),
        ({"kind": "rumour"}, "Select a valid choice"),
        ({"speaker": "99999"}, "Choose somebody else"),
        ({"speaker": "\0"}, "Null characters are not allowed."),
        ({"text": "a\0b"}, "Null characters are not allowed."),
        ({"said_on": "gestern"}, "Enter a valid date."),
        ({"version": "2"}, "another text by now"),
        ({"hops-0-actor": "99999"}, "Choose somebody else"),
    ],
)
def test_a_bad_claim_is_refused_with_its_reason_and_nothing_is_lost(
    changes: dict[str, Any], reason: str
) -> None:
    article = make_article()
    sent = {
        "pick": "4",
        "text": "Die Brücke ist sicher.",
        "about_actors": [make_actor().pk],
    } | changes
    answer = press("_draft", article, **sent)
    assert reason in reasons(answer)
    assert not Claim.objects.exists()
    assert answer.context["form"]["text"].value() == sent["text"]
    swapped = press("_draft", article, htmx=True, **sent)
    assert swapped.status_code == 422
    assert reason in swapped.content.decode()
    assert "<html" not in swapped.content.decode()


def test_nobody_who_was_merged_is_entered() -> None:
    old = make_actor("Alt")
    merge(old, into=make_actor("Neu"))
    sent = {"pick": "4", "text": "Sicher."}
    for field in ("speaker", "about_actors", "hops-0-actor"):
        answer = press("_draft", make_article(), **sent, **{field: old.pk})
        assert "whoever was merged" in reasons(answer), field
    assert not Claim.objects.exists()


def test_a_cue_must_stand_in_what_is_picked() -> None:
    speaker = make_actor()
    sent = {"pick": "4", "text": "Sicher.", "mode": "indirect", "speaker": speaker.pk}
    answer = press("_draft", make_article(), cue="sagte der Rat", **sent)
    assert reasons(answer) == "“sagte der Rat” stands in none of the picked sentences."


def test_nobody_stands_twice_in_a_chain() -> None:
    speaker = make_actor()
    sent = {"pick": "4", "text": "Sicher.", "mode": "indirect", "speaker": speaker.pk}
    answer = press("_draft", make_article(), **sent, **{"hops-0-actor": speaker.pk})
    assert reasons(answer) == "Nobody stands twice in an attribution."


def test_what_is_picked_is_added_to_a_claim() -> None:
    article = make_article()
    claim = make_claim(article=article, status=Claim.Status.DRAFT)
    press("_add", article, pick="5", stance="disputes", claim=claim.pk)
    assert claim.evidence.get(stance="disputes").sentence.position == 5


def test_what_is_added_to_a_published_claim_is_proposed_one_on_top_of_the_other() -> None:
    article = make_article()
    claim = make_claim(article=article)
    press("_add", article, pick="5", claim=claim.pk)
    answer = press("_add", article, pick="6:0-6", claim=claim.pk)
    assert "Proposed to colleagues" in messages(answer)
    assert claim.evidence.count() == 1
    waiting = Suggestion.objects.get(state="open")
    suggestions.accept(suggestion=waiting, by=publisher(), reason="Stimmt.")
    assert [row.quote for row in claim.evidence.in_text_order()] == [
        "Die Brücke sei sicher, sagte die Ministerin.",
        "Der Ingenieur widerspricht ihr.",
        "Gebaut",
    ]
    assert not list(verify())


def test_claims_that_are_there_are_found_by_their_words() -> None:
    article = make_article()
    claim = make_claim("Die Brücke hält hundert Jahre.", article=article, status="draft")
    catch_up_with_all()
    assert f'value="{claim.pk}"' in part(article, "found", q="BRUCKE hundert")
    assert "No claim has these words." in part(article, "found", q="Tunnel")


def test_a_claim_like_the_one_being_typed_is_shown() -> None:
    article = make_article()
    claim = make_claim("Die Brücke hält hundert Jahre.", article=article, status="draft")
    catch_up_with_all()
    shown = part(article, "similar", text="Die Brücke hält noch hundert Jahre")
    assert f'value="{claim.pk}"' in shown
    assert "value=" not in part(article, "similar", text="Der Rat tagt am Montag in Bern.")


def test_what_the_sentence_names_and_how_it_speaks_is_suggested() -> None:
    minister = make_actor("Anna Muster")
    article = make_article("Die Brücke sei sicher, sagte Anna Muster. Sie hält.")
    shown = part(article, "suggestions", pick="1")
    assert "Anna Muster says it: indirect speech" in shown
    assert f'data-speaker="{minister.pk}"' in shown
    assert "The sentence keeps its distance" in shown
    assert "No" not in part(article, "suggestions")
    assert not Claim.objects.exists()


@pytest.mark.parametrize("claim", ["", "0", "99999", "x", "²"])
def test_nothing_is_added_to_a_claim_that_is_not_there(claim: str) -> None:
    answer = press("_add", make_article(), pick="5", claim=claim)
    assert reasons(answer) == "Choose the claim that is meant."


def test_sentences_are_closed_with_a_reason_and_opened_again() -> None:
    article = make_article()
    press("_close", article, pick=["1", "2"], reason="Nur Einleitung.")
    assert [judged.reason for judged in NoClaim.objects.all()] == ["Nur Einleitung."] * 2
    press("_lift", article, pick="2")
    assert NoClaim.objects.get().sentence.position == 1


def test_a_covered_sentence_is_not_closed() -> None:
    article = make_article()
    make_claim(article=article)
    answer = press("_close", article, pick=["1", "4"], reason="Nichts.")
    assert "A claim rests on this sentence" in reasons(answer)
    assert not NoClaim.objects.exists()


def test_words_become_another_name_or_a_new_actor() -> None:
    article, minister = make_article(), make_actor("Anna Muster")
    press("_name", article, name="die Ministerin", named=minister.pk)
    assert minister.aliases.get().name == "die Ministerin"
    press("_name", article, name="Der Ingenieur", new_kind="person")
    assert Actor.objects.get(name="Der Ingenieur").kind == "person"
    assert "Choose whom" in reasons(press("_name", article, name="Rat"))


def test_an_answer_to_htmx_holds_the_touched_sentences_and_no_others() -> None:
    article = make_article()
    answer = press("_draft", article, htmx=True, pick=["2", "5"], text="Etwas.")
    swapped = answer.content.decode()
    assert swapped.count('data-hx-swap-oob="true"') == 4  # two sentences, the count, what was named
    assert 'id="s2"' in swapped
    assert 'id="s5"' in swapped
    assert "4 of 6 sentences open." in swapped
    assert answer["HX-Trigger-After-Swap"] == '{"desk:done": {"did": "_draft", "next": 6}}'


def test_a_save_that_changes_what_the_public_sees_raises_the_revision() -> None:
    article = make_article()
    before = Revision.current()
    press("_close", article, pick="1", reason="Nichts.")
    assert Revision.current() > before


def test_the_chain_is_told_as_readers_will_see_it_in_both_languages() -> None:
    minister, council = make_actor("Anna Muster"), make_actor("Der Rat", kind="group")
    asked = {"speaker": minister.pk, "mode": "indirect", "hops-0-actor": council.pk}
    forms = {f"hops-{name}_FORMS": n for name, n in (("TOTAL", 3), ("INITIAL", 0))}
    shown = part(make_article(), "chain", **asked, **forms)
    assert "Anna Muster, as Der Rat say, as the author reports (indirect speech)" in shown
    assert "Anna Muster, wie Der Rat sagen" in shown


def test_a_part_that_the_desk_does_not_have_is_not_found() -> None:
    headers = {"HX-Request": "true", "HX-Target": "nothing"}
    assert as_(editor()).get(desk(make_article()), headers=headers).status_code == 404


def test_an_article_without_a_text_has_no_desk() -> None:
    article = Article.objects.create(title="Leer", kind="news", language="de")
    Article.history.bulk_history_create([article])
    assert as_(editor()).get(desk(article)).status_code == 302


def test_it_offers_only_what_somebody_may_do() -> None:
    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_article"))
    assert as_(looker).get(desk(make_article())).status_code == 403  # it shows drafts
    looker.user_permissions.add(Permission.objects.get(codename="view_claim"))
    article = make_article()
    page = as_(looker).get(desk(article))
    assert 'type="submit"' not in page.content.decode().partition('id="desk_form"')[2]
    assert "editorial/desk-" not in page.content.decode()
    for button in BUTTONS:
        assert as_(looker).post(desk(article), {button: "1", "pick": "1"}).status_code == 403


def test_who_is_not_logged_in_presses_nothing() -> None:
    article = make_article()
    client = Client()
    assert client.get(desk(article)).status_code == 302
    assert client.post(desk(article), {"_draft": "1"}).status_code == 302
    assert not Claim.objects.exists()


def _with_evidence(sentences: int, claims: int) -> Article:
    article = make_article(" ".join(f"Satz {n} steht hier." for n in range(sentences)))
    rows = list(article.current_version.sentences.all())
    for n in range(claims):
        sentence = rows[n % sentences]
        make_claim(
            article=article, passages=[Passage(sentence, n // sentences, 12)], status="draft"
        )
    return article


@pytest.mark.parametrize("how", ["opens", "saves"])
def test_ten_times_the_sentences_cost_no_more_queries(
    how: str,
) -> None:
    counts = []
    for sentences, claims in ((4, 6), (40, 60)):
        article = _with_evidence(sentences, claims)
        client = as_(editor())
        data = filled(client, desk(article)) | {"_draft": "1", "pick": ["2", "3"], "text": "Neu."}
        headers = {"HX-Request": "true", "HX-Target": "said"}
        catch_up_with_all()  # what was made here is not the request's to make terms of
        with CaptureQueriesContext(connection) as queries:
            if how == "opens":
                assert client.get(desk(article)).status_code == 200
            else:
                assert client.post(desk(article), data, headers=headers).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Evidence.objects.count() >= 66
