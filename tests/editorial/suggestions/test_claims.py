"""Claims that are there already: likeness on the seeds' claims, words without case and diacritics."""

import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from editorial.suggestions.claims import search, similar
from kb.models import Article, Claim
from kb.search.index import catch_up_with_all
from tests import makers

pytestmark = pytest.mark.django_db

SEED = Path(settings.BASE_DIR) / "seeds" / "000_08da8c51ebda866c.toml"
OTHERWISE = {
    "rutte-einig": "Die Mitglieder der Nato sind sich untereinander einig.",
    "kein-verlass-auf-usa": "Auf die USA können sich die europäischen Nato-Mitglieder nicht mehr voll verlassen.",
    "rutte-ukraine": "Der Ukraine wird weiterhin und noch stärker geholfen.",
    "kein-fairer-friede": "Russland will keinen fairen Frieden.",
    "ukraine-unter-druck": "Und die Ukraine steht unter Druck wie nie.",
    "rubio-fehlt": "Rubio nahm am Nato-Aussenministertreffen in Brüssel nicht teil.",
    "rubio-haelt-zur-nato": "Rubio gilt im Umfeld von Trump als einer der wenigen, die zur NATO halten.",
}


def drafts(article: Article, *texts: str) -> list[Claim]:
    made = [makers.make_claim(text, article=article, status="draft") for text in texts]
    catch_up_with_all()
    return made


@pytest.fixture
def seeded() -> tuple[Article, dict[str, Claim]]:
    texts = {
        claim["key"]: claim["text"]
        for claim in tomllib.loads(SEED.read_text(encoding="utf-8"))["claim"]
    }
    article = makers.make_article()
    return article, dict(zip(texts, drafts(article, *texts.values()), strict=True))


def test_a_claim_worded_otherwise_is_recognised(seeded: tuple[Article, dict[str, Claim]]) -> None:
    article, claims = seeded
    for key, text in OTHERWISE.items():
        first = similar(text, article=article)[0]
        assert (first.claim, first.likeness >= 0.6) == (claims[key].pk, True)


def test_the_seeds_claims_are_not_taken_for_each_other(
    seeded: tuple[Article, dict[str, Claim]],
) -> None:
    article, claims = seeded
    for claim in claims.values():
        assert [one.claim for one in similar(claim.text, article=article)] == [claim.pk]
    assert len(list(combinations(claims, 2))) > 1000, "it would mean little of few"


def test_the_articles_own_claim_comes_before_anothers() -> None:
    article, other = makers.make_article(), makers.make_article("Ganz anderes. Ja. Nein. Doch.")
    text = "Die Brücke über die Aare ist einsturzgefährdet."
    (mine,), (theirs,) = drafts(article, text), drafts(other, text)
    for found in (similar(text, article=article), search("brücke", article=article)):
        assert [(one.claim, one.is_of_article) for one in found] == [
            (mine.pk, True),
            (theirs.pk, False),
        ]
    known = similar(text, article=article)[1]
    assert (known.article, known.article_title) == (other.pk, other.title)
    assert (known.status, known.speaker) == ("draft", theirs.speaker.name)


@pytest.mark.parametrize(
    "words",
    [
        *("rüstung", "RÜSTUNG", "Rustung", "ruestung", "STRASSE", "straße", "rüstung strasse"),
        *("café", "cafe", "ÉTÉ", "Straße, Rüstung!", "ausgaben"),
    ],
)
def test_case_and_diacritics_count_for_nothing(words: str) -> None:
    article = makers.make_article()
    (claim,) = drafts(article, "Rüstungsausgaben: das Café an der Strasse schliesst, l’été aussi.")
    drafts(article, "Ein Hund bellt.")
    assert [one.claim for one in search(words, article=article)] == [claim.pk]


def test_signs_of_patterns_are_no_patterns() -> None:
    article = makers.make_article()
    drafts(article, "Ein Hund bellt.")
    for words in ("(Hund)", "Hund?", "^hund$", "%", "\\"):  # the last two hold no word at all
        assert len(search(words, article=article)) == 1
    for words in ("[x-z]und", "H.*z", "Hund|Katze"):
        assert search(words, article=article) == []


def test_all_words_must_be_there() -> None:
    article = makers.make_article()
    (both,) = drafts(article, "Der Hund bellt die Katze an.")
    drafts(article, "Der Hund schläft.")
    assert [one.claim for one in search("katze hund", article=article)] == [both.pk]
    assert search("katze maus", article=article) == []


def test_without_words_the_articles_own_newest_come() -> None:
    article, other = makers.make_article(), makers.make_article("Ganz anderes. Ja. Nein. Doch.")
    one, two = drafts(article, "Der Hund bellt.", "Die Katze schläft.")
    drafts(other, "Das Huhn legt.")
    assert [known.claim for known in search(" ", article=article)] == [two.pk, one.pk]
    assert similar(" – ", article=article) == []


def test_published_claims_count_and_withdrawn_ones_do_not() -> None:
    article = makers.make_article()
    text = "Die Brücke über die Aare hält."
    published = makers.make_claim(text, article=article)
    makers.make_claim(text, article=article, status=Claim.Status.WITHDRAWN)
    catch_up_with_all()
    assert [one.claim for one in search("Aare", article=article)] == [published.pk]
    assert [one.claim for one in similar(text, article=article)] == [published.pk]


def test_more_claims_cost_no_more_queries_and_come_within_the_limit(
    django_assert_num_queries: Any,
) -> None:
    article = makers.make_article()
    for count in (1, 8):
        drafts(article, *(f"Die Brücke Nummer {n} wackelt." for n in range(count)))
        with django_assert_num_queries(3):
            assert len(search("brücke", article=article, limit=4)) == min(count, 4)
        with django_assert_num_queries(3):
            assert len(similar("Die Brücke wackelt.", article=article, limit=2)) <= 2
