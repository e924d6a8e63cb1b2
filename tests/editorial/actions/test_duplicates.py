"""Near-duplicates: whatever comes together, the result is that of one article after another."""

import random
from collections.abc import Iterable, Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.actions import articles
from editorial.actions.duplicates import link_batch, same_address
from kb.models import Article, ArticleVersion, Fingerprint, NearDuplicate, Sentence, sha256
from kb.text.shingles import CANDIDATES, NEAR, likeness, shingles
from tests import makers

pytestmark = pytest.mark.django_db

WORDS = [f"{head}{tail}" for head in "bdfgklmn" for tail in ("aum", "ein", "ort", "uch", "ild")]


def words(number: int, seed: int) -> list[str]:
    return random.Random(seed).choices(WORDS, k=number)


def edited(text: Sequence[str], edits: int, seed: int) -> list[str]:
    """`text` with some of its words replaced."""
    chance, new = random.Random(seed), list(text)
    for place in chance.sample(range(len(new)), edits):
        new[place] = f"neu{chance.randrange(10**6)}"
    return new


def store(number: int) -> list[int]:
    """As many articles without a text; their ids ascend."""
    made = Article.objects.bulk_create(
        Article(title="Titel", language="de", source="tests") for _ in range(number)
    )
    return sorted(article.pk for article in made)


def give(texts: Iterable[tuple[int, str]]) -> None:
    """Makes each text the current one of its article, as bulk imports do: by rows alone."""
    for pk, text in texts:
        number = ArticleVersion.objects.filter(article=pk).count() + 1
        version = ArticleVersion.objects.create(
            article_id=pk, number=number, text=text, sha256=sha256(text), segmenter="given"
        )
        span = {"start": 0, "end": len(text), "text": text}
        Sentence.objects.create(version=version, position=1, paragraph=1, role="body", **span)
        Article.objects.filter(pk=pk).update(current_version=version)


def come(texts: Sequence[tuple[int, str]], borders: Iterable[int]) -> None:
    """The texts come in batches that end at `borders`."""
    ends = sorted({*borders, len(texts)})
    for start, end in zip([0, *ends], ends, strict=False):
        give(texts[start:end])
        link_batch(texts[start:end])


def outcome(ids: Sequence[int]) -> tuple[set[tuple[int, int, float]], list[int]]:
    """Links and origins, by the places of the articles in `ids`."""
    place = {pk: each for each, pk in enumerate(ids)}
    links = NearDuplicate.objects.values_list("article", "other", "likeness")
    origins = Fingerprint.objects.order_by("pk").values_list("origin", flat=True)
    return {(place[a], place[b], alike) for a, b, alike in links}, [place[pk] for pk in origins]


def components(ids: Sequence[int]) -> list[int]:
    """The smallest article that each hangs together with, found by walking the links."""
    beside: dict[int, set[int]] = {pk: {pk} for pk in ids}
    for one, other in NearDuplicate.objects.values_list("article", "other"):
        beside[one].add(other)
        beside[other].add(one)
    while any(len(beside[n]) > len(b) for b in beside.values() for n in b):
        beside = {pk: set().union(*(beside[n] for n in b)) for pk, b in beside.items()}
    return [ids.index(min(beside[pk])) for pk in ids]


def families(seed: int) -> list[tuple[int, str]]:
    """Forty texts for 24 articles: copies, edits of edits, strangers, some articles more than once."""
    chance = random.Random(seed)
    pool = [words(60, seed * 100 + each) for each in range(2)]
    texts: list[tuple[int, str]] = []
    for turn in range(40):
        place = turn if turn < 24 else chance.randrange(24)
        text = edited(chance.choice(pool), chance.choice((0, 0, 0, 1, 2)), seed * 1000 + turn)
        pool.append(text)
        # A version that changes nothing is none.
        if " ".join(text) not in [its for each, its in texts if each == place]:
            texts.append((place, " ".join(text)))
    return texts


@pytest.mark.parametrize("seed", range(4))
def test_the_borders_of_batches_change_nothing(seed: int) -> None:
    outcomes = []
    for borders in (range(40), (), (13, 26), (1, 2, 24, 39)):
        Fingerprint.objects.all().delete()
        NearDuplicate.objects.all().delete()
        ids = store(24)
        come([(ids[place], text) for place, text in families(seed)], borders)
        outcomes.append(outcome(ids))
    assert outcomes[1:] == outcomes[:1] * 3
    assert outcomes[0][1] == components(ids)
    assert len(outcomes[0][0]) > 24
