"""Whatever is typed is a question: on both databases, in every kind of thing."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kb.models import Actor, Article, Claim, Event, Sentence
from kb.search.analysis import fold
from kb.search.asking import ask
from kb.search.found import search
from kb.search.index import catch_up_with_all
from kb.search.marking import hits
from kb.search.proposing import completions, meant
from kb.search.words import beginning_with, like
from tests.makers import editor, make_actor, make_article, make_claim, make_event, reader

pytestmark = pytest.mark.django_db

STRINGS = 2000
MODELS = (Actor, Article, Claim, Event, Sentence)
FTS5 = """ " "" ' ( ) () * ** ^ : , . + - -- { } {terms} terms: {terms}: AND OR NOT NEAR NEAR( NEAR(a,2) "a"*
    ^a a* a+b "a b" a:b kb_claimterms: rank bm25(0) \\ """.split()
SQL = """ ; -- /* */ ' '' '; DROP " "" ` $$ $1 %s %(a)s %% ? :a @a 0x1 1=1 OR UNION SELECT NULL LIKE % _ ESCAPE
    \\' \\ E'\\x00' ::text []{} {a,b} {"a} array[1] || COLLATE """.split()
TSQUERY = (
    "& | ! !! <-> <2> <0> :* :A :ABCD a:*b (a&b)|!c '' 'a''b' a<->b @@ to_tsquery( ~ ~*".split()
)
WORDS = """Brücke Rat Räte die und AND not Aussenministertreffen 2031 ß ſ ﬁ ͺ 東京 \u200b \u00ad \u0301 \ufeff
    😀 \ud800 \x00 \x01 \x1c ﷺ 𝐁 İ author: actor: event:x tag:% from:2025 to:9999-99 -x -"a " „ “ »""".split(
    " "
)
PARTS = [part for part in (*FTS5, *SQL, *TSQUERY, *WORDS) if part]
ALPHABET = st.sampled_from([*PARTS, " ", " ", "\n", '"', "-", ":", "·", "|"])
ANYTHING = st.text() | st.lists(ALPHABET, max_size=30).map("".join)


@pytest.fixture
def base() -> None:
    make_claim(
        "Die Räte tragen das Aussenministertreffen.",
        article=make_article(author=make_actor("Ada Rot")),
        about=[make_actor("Bea Blau", aliases=["B. B."])],
        events=[make_event("Gipfel", place="Bern")],
        tags=["Brücken"],
    )
    catch_up_with_all()


@contextmanager
def told(typed: str) -> Iterator[None]:
    """Says which input it was; what a database refuses would spoil the rest of the test."""
    try:
        with transaction.atomic():
            yield
    except Exception as error:
        raise AssertionError(f"{typed!r} is an error") from error


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=ANYTHING, text=ANYTHING)
@example(typed="ͺ-a -ͺ ﹰ", text="")
@example(typed='author:"ͺ a" tag:Київ', text="")
@example(typed="\0\ud800", text="\0\ud800")
@example(typed=" ".join(f"w{n}" for n in range(200)), text="w1")
@example(typed='"' + " ".join("a" * 200) + '"', text="a")
@example(typed='"a b" ' * 60, text="a b")
@example(typed="-a " * 130, text="a b")
@example(typed="actor:a " * 50, text="a b")
@example(typed="ß" * 400, text="ss")
def test_any_text_is_a_question(base: None, typed: str, text: str) -> None:
    with told(typed):
        asked = ask(typed)
        for model in MODELS:
            for user in (reader(), editor()):
                search(model._default_manager.visible_to(user), asked, user)
        assert all(0 <= start < end <= len(text) for start, end in hits(text, "de", asked))
        meant(Claim.objects.visible_to(reader()), asked, reader())
        completions(typed, reader())
        for word in (fold(typed), *(word.folded for word in asked.words)):
            like(word)
            beginning_with(word)


def test_the_syntax_of_indexes_and_databases_is_a_question(base: None) -> None:
    chance = Random(2000)
    strings = {"".join(_parts(chance)) for _ in range(STRINGS * 2)}
    for number, typed in enumerate(sorted(strings)[:STRINGS]):
        model = MODELS[number % len(MODELS)]
        with told(typed):
            asked = ask(typed)
            found = search(model._default_manager.visible_to(reader()), asked, reader())
            assert len(found.ids) <= model._default_manager.count()
            for word in asked.words[:2]:
                like(word.folded)
                beginning_with(word.folded)
    assert len(strings) >= STRINGS


def _parts(chance: Random) -> Iterator[str]:
    for _ in range(chance.randrange(2, 9)):
        yield chance.choice(PARTS)
        yield chance.choice(("", " ", " ", '"'))


@pytest.mark.parametrize(
    "typed", ['"', '""', "*", "AND", "NOT a", "NEAR(a b)", "a*", "'", "--", "%", "\\"]
)
def test_syntax_means_nothing(base: None, typed: str) -> None:
    """A sign has no power: what it stands beside is found as without it."""
    users = (Claim.objects.visible_to(reader()), reader())
    plain = search(users[0], ask("Räte"), users[1])
    assert len(plain.ids) == 1
    for mixed in (f"Räte {typed}", f"{typed} Räte"):
        assert search(users[0], ask(mixed), users[1]).ids == plain.ids
