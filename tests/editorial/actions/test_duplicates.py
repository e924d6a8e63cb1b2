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
from kb.verify import verify
from tests import makers
from tests.kb.test_races import race

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


def chain() -> tuple[list[str], list[str], list[str]]:
    """Three texts: the one in the middle is near both others, they are not near each other."""
    left = words(90, 1)
    bridge = [*left[:70], *words(20, 2)]
    return left, bridge, [*bridge[20:], *words(20, 3)]


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


def test_a_copy_is_linked_to_the_first_ones_and_counts_with_them() -> None:
    ids = store(30)
    come([(pk, " ".join(words(60, 1))) for pk in ids], (7,))
    links, origins = outcome(ids)
    assert origins == [0] * 30
    assert {alike for _, _, alike in links} == {1.0}
    beside_last = sorted(one for one, other, _ in links if other == 29)
    assert beside_last == list(range(CANDIDATES))


def test_what_is_less_alike_than_the_threshold_is_not_linked() -> None:
    base = words(60, 1)
    texts = [base, *(edited(base, edits, edits) for edits in range(1, 12))]
    ids = store(len(texts))
    come([(pk, " ".join(text)) for pk, text in zip(ids, texts, strict=True)], ())
    links, _ = outcome(ids)
    sets = [shingles(" ".join(text)) for text in texts]
    for one, other, alike in links:
        assert alike == likeness(sets[one], sets[other]) >= NEAR
    assert {(0, 1), (0, 2)} <= {(one, other) for one, other, _ in links}
    assert (0, 11) not in {(one, other) for one, other, _ in links}


def test_a_new_text_leaves_its_copies_and_parts_those_it_alone_joined() -> None:
    left, bridge, right = chain()
    ids = store(3)
    come([(pk, " ".join(text)) for pk, text in zip(ids, (left, right, bridge), strict=True)], ())
    links, origins = outcome(ids)
    assert {(one, other) for one, other, _ in links} == {(0, 2), (1, 2)}
    assert origins == [0, 0, 0]
    come([(ids[2], " ".join(words(80, 4)))], ())
    assert outcome(ids) == (set(), [0, 1, 2])
    come([(ids[2], " ".join(bridge))], ())
    assert outcome(ids) == (links, [0, 0, 0])


def test_only_links_that_were_not_there_are_told() -> None:
    text = words(80, 1)
    first, second = store(2)
    give([(first, " ".join(text)), (second, " ".join(text))])
    assert link_batch([(first, " ".join(text))]) == []
    [link] = link_batch([(second, " ".join(text))])
    assert (link.article_id, link.other_id, link.likeness) == (first, second, 1.0)
    again = " ".join(edited(text, 2, 1))
    assert link_batch([(second, again)]) == []
    assert NearDuplicate.objects.get().likeness < 1.0
    assert NearDuplicate.objects.get().created_at == link.created_at


def test_more_texts_cost_no_more_queries() -> None:
    def cost(number: int, seed: int) -> int:
        pool = [words(60, seed + each) for each in range(number)]
        ids = store(2 * number)
        first, second = ids[:number], ids[number:]
        come([(pk, " ".join(text)) for pk, text in zip(first, pool, strict=True)], ())
        copies = [" ".join(edited(text, 1, seed)) for text in pool]
        again = [" ".join(edited(text, 2, seed)) for text in pool]
        batch = [*zip(second, copies, strict=True), *zip(first, again, strict=True)]
        give(batch)
        with CaptureQueriesContext(connection) as queries:
            link_batch(batch)
        assert NearDuplicate.objects.of(ids).count() == number
        return len(queries)

    assert cost(20, 5000) == cost(2, 1000)


def test_articles_made_at_the_desk_are_linked_too() -> None:
    first, second = makers.make_article(), makers.make_article()
    assert NearDuplicate.objects.get().likeness == 1.0
    text = "Ganz anders ist dieser Text, und er ist auch lang genug dafür."
    makers.correct(second, text)
    assert not NearDuplicate.objects.exists()
    assert [row.origin for row in Fingerprint.objects.order_by("pk")] == [first.pk, second.pk]
    assert list(verify()) == []


def test_a_sealed_article_joins_nothing_until_it_is_reopened() -> None:
    left, bridge, right = chain()
    made = [makers.make_article(" ".join(text)) for text in (left, right, bridge)]
    ids, by = [article.pk for article in made], makers.publisher()
    articles.seal(article=made[2], by=by, reason="Verfügung")
    assert outcome(ids)[1] == [0, 1, 2]
    assert len(outcome(ids)[0]) == 2
    copy = makers.make_article(" ".join(bridge))
    assert outcome([*ids, copy.pk])[1] == [0, 0, 2, 0]
    assert list(verify()) == []
    articles.reopen(article=made[2], access="full", by=by, reason="aufgehoben")
    assert outcome([*ids, copy.pk])[1] == [0, 0, 0, 0]
    assert list(verify()) == []


@pytest.mark.django_db(transaction=True)
def test_two_that_come_at_once_find_each_other() -> None:
    makers.editor()
    refused = race(makers.make_article, makers.make_article)
    assert refused == ["", ""]
    assert NearDuplicate.objects.count() == 1
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("https://example.org/a", "http://EXAMPLE.org:80/a?utm_source=brief#oben"),
        ("https://example.org/a?utm_source=brief", "https://example.org/a?utm_source=brief"),
    ],
)
def test_the_same_address_is_known_again(stored: str, asked: str) -> None:
    article = makers.make_article(url=stored)
    makers.make_article(url="https://example.org/b")
    makers.make_article()
    assert list(same_address(asked)) == [article]
    assert not same_address("").exists()
    assert not same_address().exists()


def test_an_address_is_looked_up_in_its_index() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # An empty table is read whole, by its primary key if need be; a full one is meant.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_indexscan = off")
    assert "kb_article_url" in same_address("https://example.org/a").explain()
