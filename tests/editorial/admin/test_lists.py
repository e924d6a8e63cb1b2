"""Every list of the admin: searched, filtered, and as cheap with ten more rows."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editorial.actions import (
    articles,
    assignments,
    batches,
    comments,
    labels,
    merging,
    suggestions,
)
from editorial.actions.batches import Work
from editorial.models import (
    Batch,
    Comment,
    Distinct,
    ImportItem,
    ImportRun,
    Merge,
    Reanchoring,
    Step,
    Suggestion,
)
from kb.models import (
    Actor,
    Article,
    ArticleVersion,
    Attribution,
    Claim,
    ClaimRelation,
    Decision,
    Event,
    Evidence,
    NearDuplicate,
    NoClaim,
    Original,
    Outlet,
    Report,
    Sentence,
    Tag,
    sha256,
)
from tests.editorial.admin.pages import address, as_
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


def outlet(n: int) -> Outlet:
    return Outlet.objects.create(name=f"Blatt {n}", newsroom=make_actor())


def article(n: int) -> Article:
    return make_article(outlet=outlet(n), author=make_actor())


def original(n: int) -> Original:
    version = make_article().current_version
    return Original.objects.create(
        version=version, bytes=b"<p>", sha256=sha256(b"<p>"), content_type="text/html"
    )


def no_claim(n: int) -> NoClaim:
    sentence = make_article().current_version.sentences.get(position=1)
    return articles.judge(sentences=[sentence], by=editor(), reason="Nur Bericht.")[0]


def near_duplicate(n: int) -> NearDuplicate:
    text = " ".join(f"Wort{n}x{place}" for place in range(20))
    make_article(text)
    return NearDuplicate.objects.get(other=make_article(text))


def event(n: int) -> Event:
    return make_event(part_of=make_event())


def merged_actor(n: int) -> Actor:
    actor = make_actor()
    merge(actor, make_actor())
    return actor


def claim(n: int) -> Claim:
    return make_claim(speaker=make_actor(), mode="direct", tags=[f"Thema {n}"])


def report(n: int) -> Report:
    return Report.objects.create(claim=make_claim(), claim_version=1, text=f"Falsch {n}.")


def comment(n: int) -> Comment:
    return comments.add(claim=claim(n), by=editor(), text=f"Bemerkung {n}")


def batch(n: int) -> Batch:
    """Of one claim more for each number, so that its page grows with it."""
    work = Work(Step.WITHDRAW, publisher(), reason=f"Grund {n}")
    taken = batches.take(work=work, seen={claim(k).pk: 1 for k in range(n + 1)})
    assert taken.batch
    return taken.batch


def assigned(n: int) -> None:
    assignments.assign(claim=claim(n), by=editor(), to=publisher())


def relation(n: int) -> ClaimRelation:
    return labels.relate(subject=claim(n), object=claim(-n), kind="supports", by=editor())


def import_run(n: int) -> ImportRun:
    return ImportRun.objects.create(source="seed", path=f"{n}.toml", by=editor())


def import_item(n: int) -> ImportItem:
    run = import_run(n)
    return ImportItem.objects.create(
        run=run, made_in=run, source="seed", kind="claim", key=f"c{n}", object_id=n
    )


def suggestion(n: int) -> Suggestion:
    content = {"text": f"Die Brücke Nummer {n} hält."}
    made = suggestions.suggest(claim=claim(n), by=editor(), content=content, note=f"n{n}")
    return suggestions.reject(suggestion=made, by=publisher(), reason="Nein.")


def merged_tags(n: int) -> Merge:
    one, other = (Tag.objects.create(name=f"Thema {n} {side}") for side in "ab")
    return merging.merge(gone=one, into=other, by=publisher(), reason=f"Grund {n}")


def told_apart(n: int) -> Distinct:
    return merging.tell_apart(
        one=make_actor(), other=make_actor(), by=editor(), reason=f"Grund {n}"
    )


MAKERS: dict[type[models.Model], Callable[[int], Any]] = {
    Actor: merged_actor,
    Article: article,
    ArticleVersion: article,
    Attribution: claim,
    Batch: batch,
    Claim: assigned,
    ClaimRelation: relation,
    Comment: comment,
    Report: report,
    Decision: claim,
    Distinct: told_apart,
    Event: event,
    Evidence: claim,
    ImportItem: import_item,
    ImportRun: import_run,
    Merge: merged_tags,
    NearDuplicate: near_duplicate,
    NoClaim: no_claim,
    Original: original,
    Outlet: outlet,
    Sentence: article,
    Suggestion: suggestion,
    Tag: claim,
}
# Its list is a queue of its own: test_reanchoring.py.
QUEUES = {Reanchoring}
IDS = [model.__name__ for model in MAKERS]


def test_every_model_of_ours_is_in_the_admin() -> None:
    ours = {m for m in admin.site._registry if m._meta.app_label in ("kb", "editorial")}
    assert ours - QUEUES == set(MAKERS)


@pytest.mark.parametrize("model", MAKERS, ids=IDS)
def test_ten_more_rows_cost_no_more_queries(model: type[models.Model]) -> None:
    client, url = as_(publisher()), address(model, "changelist")
    MAKERS[model](1)
    client.get(url)
    costs = []
    for numbers in (range(0), range(2, 12)):
        for n in numbers:
            MAKERS[model](n)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url)
        costs.append(len(queries))
        assert page.status_code == 200
    assert len(page.context["cl"].result_list) > 10
    assert costs[0] == costs[1], [query["sql"] for query in queries]


@pytest.mark.parametrize("model", MAKERS, ids=IDS)
def test_it_is_searched(model: type[models.Model]) -> None:
    MAKERS[model](1)
    client, url = as_(publisher()), address(model, "changelist")
    assert not found(client, url, "nirgends")
    thing = model._default_manager.last()
    searched = admin.site._registry[model].search_fields
    values = (attrgetter(field.replace("__", "."))(thing) for field in searched)
    assert thing in found(client, url, next(filter(None, values)))


@pytest.mark.parametrize("model", MAKERS, ids=IDS)
@pytest.mark.parametrize("words", ["a " * 3000, "a" * 60_000], ids=["many words", "a long word"])
def test_anything_is_searched_for(model: type[models.Model], words: str) -> None:
    found(as_(publisher()), address(model, "changelist"), words)


def found(client: Client, url: str, words: str) -> list[Any]:
    page = client.get(url, {"q": words})
    assert page.status_code == 200
    return list(page.context["cl"].result_list)


@pytest.mark.parametrize("model", MAKERS, ids=IDS)
def test_each_page_of_an_object_opens(model: type[models.Model]) -> None:
    MAKERS[model](1)
    thing = model._default_manager.last()
    client = as_(publisher())
    assert client.get(address(thing)).status_code == 200
    assert client.get(address(thing, "history")).status_code == 200


def test_people_have_a_list() -> None:
    boss = User.objects.create_superuser("boss")
    assert as_(boss).get(address(User, "changelist")).status_code == 200


@pytest.mark.parametrize("query", ["status__exact=%00", "id__exact=" + "9" * 30])
def test_a_filter_that_no_column_can_hold_is_no_error_page(query: str) -> None:
    answer = as_(publisher()).get(f"{address(Claim, 'changelist')}?{query}", follow=True)
    assert answer.status_code == 200


def test_a_pattern_is_no_filter() -> None:
    answer = as_(publisher()).get(f"{address(Claim, 'changelist')}?text__regex=(")
    assert answer.status_code == 400
