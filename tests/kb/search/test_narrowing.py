from datetime import date

import pytest

from editorial.actions import articles
from kb.models import Actor, Article, Event, Sentence
from tests.kb.search.finding import found, texts
from tests.makers import (
    correct,
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    merge,
    publisher,
    whole,
)

pytestmark = pytest.mark.django_db


def test_claims_are_narrowed_by_speaker_actor_author_event_and_tag() -> None:
    ada, bea, cleo = make_actor("Ada Rot"), make_actor("Bea Blau"), make_actor("Cleo Grün")
    claim = make_claim(
        article=make_article(author=cleo),
        speaker=ada,
        mode="direct",
        about=[bea],
        events=[make_event("Gipfel der Räte")],
        tags=["Neue Brücken"],
    )
    make_claim()
    for typed in (
        "speaker:Rot",
        "sagt:Rots",
        'actor:"Ada Rot"',
        "akteur:Blau",
        "author:Grün",
        "autorin:gruen",
        "event:Gipfel",
        "ereignis:Rat",
        "tag:Brücken",
        "thema:neue-brücken",
        "actor:Rot actor:Blau",
    ):
        assert found(typed) == [claim.pk], typed
    for typed in ("speaker:Blau", "author:Rot", "event:Brücken", "tag:Gipfel", "actor:Niemand"):
        assert found(typed) == [], typed


def test_fields_and_words_go_together() -> None:
    ada = make_actor("Ada Rot")
    claim = make_claim("Die Brücke steht.", about=[ada])
    make_claim("Der Tunnel steht.", about=[ada])
    assert found("actor:Rot Brücken") == [claim.pk]
    assert found("actor:Rot -Tunnel") == [claim.pk]


def test_an_actor_is_meant_by_an_alias_too() -> None:
    claim = make_claim(about=[make_actor("Ada Rot", aliases=["Ministerin für Brücken"])])
    assert found('actor:"Ministerin Brücke"') == [claim.pk]


def test_claims_are_narrowed_by_the_day_they_were_made() -> None:
    said = make_claim(said_on=date(2024, 2, 29))
    printed = make_claim()  # in an article of 2025-12-03
    assert found("from:2024 to:2024") == found("bis:2024-02") == [said.pk]
    assert found("from:2025-12-03") == found("ab:2025-12-03 bis:2025-12-03") == [printed.pk]
    assert found("from:2025-12-04") == found("to:2023") == found("from:2025 to:2024") == []
    assert found("from:0001 to:9999") == [printed.pk, said.pk]


def test_what_has_no_day_is_in_no_time() -> None:
    make_claim(article=make_article(published_on=None))
    assert found("from:0001") == found("to:9999") == []


def test_articles_and_events_have_days_and_authors() -> None:
    article = make_article(published_on="2024-05-06", author=make_actor("Ada Rot"))
    event = make_event(start="2023-04-05")
    make_claim(events=[event], article=article)
    assert found("from:2024 to:2024 author:Rot", Article) == [article.pk]
    assert found("from:2025", Article) == []
    assert found("from:2023-04-05 to:2023-04-05", Event) == [event.pk]


def test_what_a_thing_does_not_have_finds_none() -> None:
    actor = make_actor("Ada Rot")
    make_claim(about=[actor], events=[make_event("Gipfel")])
    assert found("Rot", Actor) == [actor.pk]
    assert found("Rot from:2000", Actor) == found("Rot author:Rot", Actor) == []
    assert found("Gipfel event:Gipfel", Event) == []
    assert found("speaker:Rot", Article) == []


def test_sentences_are_narrowed_by_their_article_and_by_what_rests_on_them() -> None:
    ada = make_actor("Ada Rot")
    article = make_article("Eins steht. Zwei steht. Drei steht.", author=ada)
    second = article.current_version.sentences.get(position=2)
    bea = make_actor("Bea Blau")
    make_claim(
        article=article,
        passages=[whole(second)],
        about=[bea],
        events=[make_event("Gipfel")],
        tags=["Brücken"],
    )
    make_article("Vier steht.", published_on="2020-01-01")
    assert len(found("steht author:Rot", Sentence)) == 3
    for typed in ("steht actor:Blau", "event:Gipfel", "tag:brücken", "stehen speaker:Rot"):
        assert texts(typed, Sentence) == ["Zwei steht."], typed
    assert texts("steht to:2020", Sentence) == ["Vier steht."]
    assert len(found("steht from:2021", Sentence)) == 3


def test_what_a_field_names_can_be_unwanted() -> None:
    ada, bea = make_actor("Ada Rot"), make_actor("Bea Blau")
    article = make_article("Eins steht. Zwei steht.", author=ada)
    second = article.current_version.sentences.get(position=2)
    claim = make_claim(
        article=article, passages=[whole(second)], about=[bea], tags=["Brücken"], speaker=ada
    )
    other = make_claim()
    for typed in ("-actor:Blau", "-speaker:Rot", "-author:Rot", "-tag:Brücken"):
        assert found(typed) == [other.pk], typed
    assert found("-actor:Niemand") == [other.pk, claim.pk]
    assert found("-author:Rot", Article) == [other.article_id]  # by nobody who is known
    assert texts("steht -actor:Blau", Sentence) == ["Eins steht."]
    assert texts("steht -author:Rot", Sentence) == []
    assert found("Rot -tag:Brücken", Actor) == [ada.pk]


@pytest.mark.parametrize("typed", ["author:Rot", "-Trump", "from:2020", '-"Trump kommt"'])
def test_only_sentences_of_current_versions_are_found(typed: str) -> None:
    article = make_article("Trump kommt heute. Der Rat tagt.", author=make_actor("Ada Rot"))
    correct(article, "Niemand kommt heute. Der Rat tagt.")
    assert texts(typed, Sentence) == ["Der Rat tagt.", "Niemand kommt heute."]


def test_nobody_who_was_merged_is_found() -> None:
    kept, gone = make_actor("Ada Rot"), make_actor("Ada Roth")
    merge(gone, into=kept)
    assert found("-Blau", Actor, editor()) == [kept.pk]


def test_what_drafts_say_narrows_no_readers_sentences() -> None:
    article = make_article("Eins steht. Zwei steht.")
    second = article.current_version.sentences.get(position=2)
    bea = make_actor("Bea Blau")
    make_claim(article=article, passages=[whole(second)], about=[bea], status="draft")
    assert found("actor:Blau", Sentence) == []
    assert found("actor:Blau", Sentence, editor()) == [second.pk]


def test_who_wrote_a_sealed_article_and_when_is_not_told() -> None:
    author = make_actor("Ada Rot")
    sealed, other = make_article(author=author, published_on="2020-01-01"), make_article()
    passages = [whole(a.current_version.sentences.get(position=4)) for a in (sealed, other)]
    speaker = make_actor("Bea Blau")
    claim = make_claim(article=sealed, passages=passages, speaker=speaker, mode="direct")
    assert found("author:Rot") == found("to:2020") == [claim.pk]
    articles.seal(article=sealed, by=publisher(), reason="Verfügung.")
    assert found("Brücke") == [claim.pk]
    assert found("author:Rot") == found("to:2020") == found("from:2020") == []
    assert found("author:Rot", user=editor()) == found("to:2020", user=editor()) == [claim.pk]


def test_a_tag_is_meant_by_part_of_its_name_in_any_script() -> None:
    claim = make_claim(tags=["Київ"])
    make_claim(tags=["Luxemburg"])  # its address holds an x, as that of a name without letters
    assert found("tag:Київ") == found("tag:київ") == [claim.pk]
    assert found("tag:東京") == []


def test_hidden_namesakes_crowd_nobody_out() -> None:
    Actor.objects.bulk_create(
        Actor(name="Ada Rot", slug=f"ada-{number}", kind="person") for number in range(250)
    )
    claim = make_claim(about=[make_actor("Ada Rot")])
    assert found("actor:Rot") == [claim.pk]


@pytest.mark.parametrize("name", ["author", "actor", "speaker", "event", "tag"])
@pytest.mark.parametrize("typed", ["ͺ a", "%", "_", "'", "\\", "* OR 1", "ﹰ", "x" * 300])
def test_any_name_may_be_asked_for(name: str, typed: str) -> None:
    make_claim(article=make_article("Eins zwei. Drei vier. Fünf sechs. Sieben acht."))
    for model in (Actor, Article, Event, Sentence):
        assert found(f'{name}:"{typed}" Haus', model) == []
