"""The admin finds by the forms of words, too, over drafts as well."""

from typing import Any

import pytest

from kb.search.index import catch_up_with_all
from tests.editorial.admin.pages import as_
from tests.makers import editor, make_actor, make_claim, make_event

pytestmark = pytest.mark.django_db


def found(noun: str, words: str, **query: Any) -> str:
    answer = as_(editor()).get(f"/admin/kb/{noun}/", {"q": words, **query})
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_finds_drafts_by_other_forms_of_their_words() -> None:
    make_claim("Die Brücken halten.", status="draft")
    make_claim("Die Strasse hält.", status="draft")
    catch_up_with_all()
    page = found("claim", "brücke")
    assert "Die Brücken halten." in page
    assert "Die Strasse hält." not in page


def test_letters_within_a_word_are_found_as_before() -> None:
    make_claim("Die Brückenzölle steigen.", status="draft")
    catch_up_with_all()
    assert "Die Brückenzölle steigen." in found("claim", "ckenzö")


def test_fields_phrases_and_what_is_not_wanted_narrow_it() -> None:
    ada, bob = make_actor("Ada Rot"), make_actor("Bob Blau")
    make_claim("Die Brücke hält.", speaker=ada, mode="direct")
    make_claim("Die Brücke wackelt.", speaker=bob, mode="direct")
    catch_up_with_all()
    for words in ("speaker:rot brücke", "brücke -wackeln", '"brücke hält"'):
        page = found("claim", words)
        assert "Die Brücke hält." in page
        assert "Die Brücke wackelt." not in page, words


@pytest.mark.parametrize("noun", ["actor", "event", "article", "claim"])
@pytest.mark.parametrize("words", ['"', "-", "a:b", "' OR 1=1 --", "NEAR(", "\x00", "*"])
def test_any_input_is_a_search(noun: str, words: str) -> None:
    make_claim(about=[make_actor()], events=[make_event()])
    catch_up_with_all()
    found(noun, words)
