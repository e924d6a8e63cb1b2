"""Nothing that changes is forgotten, whoever changes it and however."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from editorial.actions import articles, claims, curating, events, labels
from kb.models import (
    Actor,
    Alias,
    Article,
    ClaimAbout,
    ClaimTerms,
    Event,
    Sentence,
    SentenceTerms,
    Unindexed,
)
from kb.search.backend import replace
from kb.search.index import catch_up, catch_up_with_all
from tests.kb.search.changes import WAYS, draft, sql
from tests.kb.search.finding import found
from tests.makers import (
    TEXT,
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


@pytest.mark.parametrize("way", WAYS)
def test_what_changed_is_found_by_its_new_words_alone(
    way: Callable[[], tuple[type, Callable[[], object]]],
) -> None:
    model, change = way()
    old = found("Alt", model, editor())
    assert old
    assert Unindexed.objects.count() == 0
    assert found("Neu", model, editor()) != old
    change()
    assert Unindexed.objects.count() > 0
    new = found("Neu", model, editor())
    assert new
    if model is not Sentence:  # of another version: another sentence
        assert new == old
    assert found("Alt", model, editor()) == []


def test_a_merged_actor_is_found_as_the_other() -> None:
    old, new = make_actor("Alt"), make_actor("Neu")
    assert found("Alt", Actor, editor()) == [old.pk]
    merge(old, new)
    assert found("Neu", Actor, editor()) == [new.pk]
    assert old.pk not in found("Alt", Actor, editor())


def test_a_merged_event_is_found_as_the_other() -> None:
    old, new = make_event("Alt"), make_event("Neu")
    merge(old, new)
    assert found("Alt", Event, editor()) == []
    assert found("Neu", Event, editor()) == [new.pk]


@pytest.mark.parametrize("by_sql", [False, True])
def test_what_is_deleted_leaves_no_terms(by_sql: bool) -> None:
    claim, actor, event = draft(), make_actor("Ada"), make_event("Gipfel")
    catch_up_with_all()
    if by_sql:
        for table in ("evidence", "attribution"):
            sql(f"DELETE FROM kb_{table} WHERE claim_id = %s", claim.pk)
        for row in (claim, actor, event):
            sql(f"DELETE FROM {row._meta.db_table} WHERE id = %s", row.pk)
    else:
        for row in (claim, actor, event):
            row.delete()
    assert Unindexed.objects.count() > 0
    assert found("Brücke", user=editor()) == found("Ada", Actor, editor()) == []
    assert not ClaimTerms.objects.exists()
    if connection.vendor == "sqlite":
        assert _of_fts("kb_claimterms") == _of_fts("kb_eventterms") == []


def _of_fts(table: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid FROM {table}_fts ORDER BY rowid")
        return [pk for (pk,) in cursor.fetchall()]


def test_a_label_that_goes_is_found_no_more() -> None:
    claim = make_claim(about=[make_actor("Ada Rot")])
    assert found("Rot") == [claim.pk]
    ClaimAbout.objects.get().delete()
    assert found("Rot") == []
    ClaimAbout.objects.bulk_create([ClaimAbout(claim=claim, actor=make_actor("Bea Blau"))])
    assert found("Blau") == [claim.pk]


def test_aliases_that_go_are_found_no_more() -> None:
    actor = make_actor("Ada", aliases=["Rot"])
    other = make_actor("Bea")
    assert found("Rot", Actor, editor()) == [actor.pk]
    sql("UPDATE kb_alias SET actor_id = %s", other.pk)
    assert found("Rot", Actor, editor()) == [other.pk]
    Alias.objects.all().delete()
    assert found("Rot", Actor, editor()) == []


def test_a_correction_takes_the_terms_of_older_sentences_away() -> None:
    article = make_article()
    catch_up_with_all()
    version = correct(article, TEXT.replace("Brücke", "Tunnel"))
    catch_up_with_all()
    assert set(SentenceTerms.objects.values_list("sentence__version", flat=True)) == {version.pk}
    assert found("Brücke", Sentence) == []
    assert len(found("Tunnel", Sentence)) == 3


def test_a_sealed_article_has_no_terms_until_it_is_opened_again() -> None:
    article = make_article(title="Zeppelin")
    assert found("Zeppelin", Article)
    articles.seal(article=article, by=publisher(), reason="Verfügung.")
    assert found("Zeppelin", Article, editor()) == found("Brücke", Sentence, editor()) == []
    assert not SentenceTerms.objects.exists()
    assert not _of_all_fts()
    articles.reopen(article=article, access="full", by=publisher(), reason="Aufgehoben.")
    assert found("Zeppelin", Article) == [article.pk]
    assert len(found("Brücke", Sentence)) == 3


def _of_all_fts() -> list[int]:
    if connection.vendor != "sqlite":
        return []
    return _of_fts("kb_sentenceterms") + _of_fts("kb_articleterms")


def test_what_does_not_touch_the_terms_is_not_noted() -> None:
    claim, article = make_claim(), make_article()
    catch_up_with_all()
    labels.label(claim=claim, by=editor(), tags=["Brücken"])
    curating.change(row=article, by=editor(), license="frei")
    sql("UPDATE kb_claim SET text = text")
    sql("UPDATE kb_actor SET name = name, description = 'x'")
    assert Unindexed.objects.count() == 0


def test_an_event_is_noted_for_itself_and_no_claim() -> None:
    row = make_event("Gipfel")
    make_claim(events=[row])
    catch_up_with_all()
    events.take_part(event=row, actor=make_actor(), by=editor(), role="host")
    catch_up_with_all()
    curating.change(row=row, by=editor(), title="Treffen")
    assert [*Unindexed.objects.values_list("kind", "object_id")] == [("event", row.pk)]


# --- Catching up --------------------------------------------------------------------------------


def test_one_catches_up_with_so_many_changes() -> None:
    for _ in range(5):
        draft()
    catch_up_with_all()
    sql("UPDATE kb_claim SET text = 'Neu.', version = 2")
    assert Unindexed.objects.count() == 5
    assert catch_up(3) == 3
    assert Unindexed.objects.count() == 2
    assert catch_up_with_all() == 2
    assert catch_up_with_all() == 0


# SQLite has nothing to look at here: the order of its joins goes by no statistics of ours.
@pytest.mark.skipif(connection.vendor != "postgresql", reason="only its planner goes by statistics")
def test_the_planner_knows_of_the_rows_that_an_import_brought() -> None:
    sql("ANALYZE kb_sentence")  # as it may happen to, just before
    make_article()
    Unindexed.objects.bulk_create(Unindexed(kind="claim", object_id=n) for n in range(501))
    catch_up_with_all()
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'kb_sentence'")
        assert cursor.fetchone() == (Sentence.objects.count(),)


def test_terms_made_anew_are_those_that_were_kept() -> None:
    make_claim(about=[make_actor("Ada Rot")], events=[make_event()], article=make_article())
    catch_up_with_all()
    before = _terms()
    assert all(before)
    call_command("index_terms", "--all", stdout=StringIO())
    assert _terms() == before


def _terms() -> list[list[tuple[int, str, str]]]:
    rows = (ClaimTerms, SentenceTerms)
    return [[*model.objects.order_by("pk").values_list()] for model in rows]


def test_the_command_says_what_it_did() -> None:
    draft()
    out = StringIO()
    noted = Unindexed.objects.count()
    call_command("index_terms", stdout=out)
    call_command("index_terms", stdout=out)
    assert out.getvalue().splitlines() == [
        f"{noted} changes can be found now.",
        "All was up to date.",
    ]


def test_the_command_makes_lost_terms_anew() -> None:
    claim = make_claim("Die Brücke steht.")
    catch_up_with_all()
    replace(ClaimTerms, [claim.pk], [])
    assert found("Brücke") == []
    call_command("index_terms", "--all", stdout=StringIO())
    assert found("Brücke") == [claim.pk]


# --- Requests -----------------------------------------------------------------------------------


def test_what_a_request_changed_can_be_found_when_it_is_answered(client: Client) -> None:
    make_claim()
    assert Unindexed.objects.count() > 0
    client.post("/de/claims/")  # which no page answers; whoever changed them was before
    assert Unindexed.objects.count() == 0


def test_reading_writes_nothing(client: Client) -> None:
    make_claim()
    noted = Unindexed.objects.count()
    assert noted
    client.get("/de/claims/")
    client.head("/de/claims/")
    assert Unindexed.objects.count() == noted


def test_a_passage_of_a_claim_changes_no_terms_of_its_own() -> None:
    article = make_article()
    claim = make_claim(article=article, status="draft")
    catch_up_with_all()
    fifth = article.current_version.sentences.get(position=5)
    claims.revise(claim=claim, by=editor(), passages=[whole(fifth)])
    assert found("Ingenieur", user=editor()) == []
