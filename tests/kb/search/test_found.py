import pytest
from pytest_django import DjangoAssertNumQueries

from kb.models import Actor, Article, Claim, ClaimAbout, Event, Sentence
from kb.search.asking import ask
from kb.search.found import LIMIT, Found, search
from kb.search.index import catch_up_with_all
from tests.kb.search.finding import found, texts
from tests.makers import editor, make_actor, make_article, make_claim, make_event, reader

pytestmark = pytest.mark.django_db


def test_words_are_found_in_any_of_their_forms() -> None:
    claim = make_claim("Die Häuser an der Grenze gingen verloren.")
    make_claim("Die Brücke steht.")
    assert found("Haus") == found("gehen Grenzen") == [claim.pk]


def test_all_words_must_be_there() -> None:
    both = make_claim("Der Rat will die Brücke bauen.")
    make_claim("Der Rat tagt.")
    assert found("Räte Brücken") == [both.pk]


def test_a_claim_is_found_by_who_says_it_and_whom_it_is_about() -> None:
    ada, bea = make_actor("Ada Rot"), make_actor("Bea Blau")
    claim = make_claim("Alles gut.", speaker=ada, mode="direct", about=[bea])
    assert found("Rot gut") == found("Blau") == found("Blaus") == [claim.pk]


def test_a_sentence_is_found_in_the_current_version_of_its_article() -> None:
    make_article("Der Rat tagt am Montag. Er baut Brücken.")
    assert texts("Brücke", Sentence) == ["Er baut Brücken."]


def test_an_article_is_found_by_its_title_and_its_author() -> None:
    author = make_actor("Ada Rot")
    article = make_article("Kein Wort davon.", title="Neue Brücken", author=author)
    assert found("Brücke", Article) == found("Rot", Article) == [article.pk]


def test_an_actor_is_found_by_any_name() -> None:
    actor = make_actor("Ada Rot", aliases=["Die Brückenministerin"])
    make_claim(about=[actor])
    assert found("Brückenministerin", Actor) == found("rot ada", Actor) == [actor.pk]


def test_an_event_is_found_by_its_title_and_place() -> None:
    event = make_event("Treffen der Räte", place="Bern")
    make_claim(events=[event])
    assert found("Rat", Event) == found("Bern", Event) == [event.pk]


def test_compounds_are_found_by_their_parts_but_not_the_other_way() -> None:
    whole = make_claim("Das Aussenministertreffen war kurz.")
    part = make_claim("Das Treffen war lang.")
    assert found("Treffen") == [part.pk, whole.pk]
    assert found("Aussenminister") == found("Aussenministertreffens") == [whole.pk]


def test_hyphens_make_two_words() -> None:
    claim = make_claim("Der US-Aussenminister fehlte beim Nato-Treffen.")
    assert found("Nato") == found("Aussenminister US") == found("Nato-Treffen") == [claim.pk]


def test_the_best_come_first() -> None:
    compound = make_claim("Brückenbau lohnt sich.")
    other_form = make_claim("Brücken lohnen sich.")
    exact = make_claim("Eine Brücke lohnt sich.")
    newer = make_claim("Diese Brücke auch.")
    assert found("Brücke") == [newer.pk, exact.pk, other_form.pk, compound.pk]


def test_words_that_stand_together_come_before_those_apart() -> None:
    together = make_claim("Ein fairer Frieden ist fern.")
    make_claim("Frieden, ein fairer, ist fern.")
    make_claim("Ein fairer und guter Frieden ist fern.")
    assert found("fairer Frieden")[0] == together.pk
    assert len(found("fairer Frieden")) == 3


def test_of_equals_the_newest_comes_first() -> None:
    claims = [make_claim("Die Brücke steht.").pk for _ in range(4)]
    assert found("Brücke") == claims[::-1]


def test_phrases_stand_as_they_are() -> None:
    claim = make_claim("Der Rat ist in guter Verfassung.")
    make_claim("Die Verfassung ist in guter Hand, der Rat auch.")
    assert found('"in guter Verfassung"') == found("„IN  GUTER-VERFASSUNG“ Rat") == [claim.pk]
    assert found('"in guten Verfassungen"') == []


def test_no_phrase_goes_from_one_text_to_the_next() -> None:
    make_claim("Alles ist gut", speaker=make_actor("Ada Rot"), mode="direct")
    assert found('"gut Ada"') == []


def test_no_phrase_is_found_in_parts_of_words() -> None:
    make_claim("Guter Ratschlag.")
    assert found('"guter rat"') == found('"uter ratschlag"') == []


def test_unwanted_words_are_left_out_in_all_their_forms() -> None:
    kept = make_claim("Die Brücke steht.")
    make_claim("Die Brücke ging verloren.")
    make_claim("Die Brücken gehen kaputt.")
    assert found("Brücke -gehen") == found("-gegangen Brücke") == [kept.pk]


def test_unwanted_phrases_are_left_out_as_they_stand() -> None:
    kept = make_claim("Brücke, sehr schöne.")
    make_claim("Eine schöne Brücke.")
    assert found('Brücke -"schöne Brücke"') == [kept.pk]


def test_unwanted_words_alone_leave_the_rest() -> None:
    kept = make_claim("Die Brücke steht.")
    make_claim("Der Tunnel steht.")
    assert found("-Tunnel") == [kept.pk]


def test_where_nothing_has_all_words_some_will_do() -> None:
    claim = make_claim("Die Brücke steht.")
    make_claim("Der Rat tagt.")
    catch_up_with_all()
    answer = search(Claim.objects.all(), ask("Brücke Tunnel"), reader())
    assert answer == Found([claim.pk], is_some=True)
    assert not search(Claim.objects.all(), ask("Tunnel"), reader()).is_some


def test_some_words_will_not_do_without_the_phrase() -> None:
    make_claim("Die Brücke steht.")
    assert found('Brücke "nicht da"') == []


def test_more_words_come_before_fewer_where_some_will_do() -> None:
    two = make_claim("Die Brücke steht in Bern.")
    one = make_claim("Die Brücke fehlt.")
    assert found("Brücke Bern Tunnel") == [two.pk, one.pk]


def test_without_words_the_newest_come_first() -> None:
    claims = [make_claim().pk for _ in range(3)]
    assert found("") == found("???") == claims[::-1]


def test_of_very_many_the_newest_are_found() -> None:
    text = " ".join(f"Brücke {number} steht." for number in range(LIMIT + 1))
    ids = [*make_article(text).current_version.sentences.values_list("pk", flat=True)]
    catch_up_with_all()
    answer = search(Sentence.objects.all(), ask("Brücke"), reader())
    assert answer.is_full
    assert [*answer.ids] == sorted(ids, reverse=True)[:LIMIT]
    exactly = search(Sentence.objects.all(), ask("Brücke -2000"), reader())
    assert len(exactly.ids) == LIMIT
    assert not exactly.is_full


def test_one_goes_on_behind_what_was_seen() -> None:
    assert Found([3, 1, 2]).after(3) == [1, 2]
    assert Found([3, 1, 2]).after(2) == []
    assert Found([3, 1, 2]).after(9) == Found([3, 1, 2]).after(None) == [3, 1, 2]


def test_a_search_takes_the_same_queries_however_many_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(12):
        make_claim("Die Brücke steht.")
    catch_up_with_all()
    with django_assert_num_queries(1):
        assert len(search(Claim.objects.all(), ask("Brücke"), reader()).ids) == 12
    with django_assert_num_queries(2):
        search(Claim.objects.all(), ask("Brücke Tunnel"), reader())


def test_only_lists_of_their_own_ids_narrow_what_is_found() -> None:
    actor = make_actor()
    other = make_claim(text="Der Fluss steigt.")
    claim = make_claim(text="Der Fluss sinkt.", about=[actor])
    catch_up_with_all()
    links = ClaimAbout.objects.filter(actor=actor)
    for rows in (
        Claim.objects.about(actor),
        Claim.objects.filter(about_links__pk__in=links.values("pk")),
    ):
        assert search(rows, ask("Fluss"), reader()).ids == [claim.pk]
    others = Claim.objects.exclude(pk__in=links.values("claim"))
    assert search(others, ask("Fluss"), reader()).ids == [other.pk]


def test_only_what_one_may_see_is_found() -> None:
    make_claim("Die Brücke steht.", status="draft")
    make_claim("Die Brücke fällt.", status="withdrawn")
    assert found("Brücke") == []
    assert len(found("Brücke", user=editor())) == 2


def test_words_of_every_script_are_found() -> None:
    claim = make_claim("Київ und 東京 und Ελλάδα und 𝐁𝐫ü𝐜𝐤𝐞.")
    for typed in ("київ", "東京", "ΕΛΛΑΔΑ", "Brücke", "𝐛𝐫ü𝐜𝐤𝐞𝐧"):
        assert found(typed) == [claim.pk], typed
