"""Taking an import back: as far as nobody has touched what it made since."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial.actions import accounts, articles, batches, claims, comments, events, imports, labels
from editorial.actions.curating import change
from editorial.actions.imports import TAKEN_BACK, take_back
from editorial.models import BatchItem, ImportItem, ImportRun, Suggestion
from editorial.state import article_state, claim_state, digest
from kb.models import Article, Claim, ClaimRelation, Revision
from kb.verify import verify
from tests.makers import correct, editor, make_article, make_claim, publisher, whole

pytestmark = pytest.mark.django_db

REASON = "Die Quelle war falsch."


def begin() -> ImportRun:
    return ImportRun.objects.create(
        source="tests", path="x", by=accounts.writer(), finished_at=timezone.now()
    )


def note(run: ImportRun, thing: Article | Claim) -> ImportItem:
    """What the import of an article or a claim leaves behind."""
    state = article_state(thing) if isinstance(thing, Article) else claim_state(thing)
    kind = thing._meta.model_name or ""
    return ImportItem.objects.create(
        run=run,
        made_in=run,
        source=run.source,
        kind=kind,
        key=f"{kind}-{thing.pk}",
        object_id=thing.pk,
        seed_digest=digest(thing.pk),
        state_digest=digest(state),
    )


def imported(run: ImportRun, *statuses: str, article: Article | None = None) -> list[Claim]:
    """An article with a claim for each of `statuses`, all brought by `run`."""
    if article is None:
        article = make_article(by=accounts.writer())
        note(run, article)
    made = []
    for status in statuses:
        sentence = article.current_version.sentences.get(position=4)
        claim = make_claim(
            article=article, status="draft", by=accounts.writer(), passages=[whole(sentence)]
        )
        if status != "draft":
            claims.submit(claim=claim, by=accounts.writer())
        if status == "published":
            claims.publish(claim=claim, by=accounts.publisher())
        note(run, claim)
        made.append(claim)
    return made


def back(run: ImportRun, **options: Any) -> imports.TakenBack:
    return take_back(run=run, by=publisher(), reason=REASON, **options)


def test_what_nobody_touched_goes() -> None:
    run = begin()
    draft, waiting, public = imported(run, "draft", "in_review", "published")
    article = draft.article
    done = back(run)
    assert (done.is_done, done.left) == (True, [])
    assert done.counts == {"claims deleted": 2, "claims withdrawn": 1, "articles sealed": 1}
    assert not Claim.objects.filter(pk__in=(draft.pk, waiting.pk)).exists()
    public.refresh_from_db()
    article.refresh_from_db()
    assert (public.status, article.access) == ("withdrawn", "sealed")
    assert public.decisions.first().reason == REASON
    assert article.decisions.get().reason == REASON
    assert article.decisions.get().by == publisher()
    assert article.versions.get().sentences.count() == 6
    gone = Claim.history.filter(id=draft.pk).latest()
    assert (gone.history_type, gone.history_user, gone.history_change_reason) == (
        "-",
        publisher(),
        REASON,
    )
    assert list(verify()) == []


def test_the_run_says_who_took_it_back_and_why() -> None:
    run = begin()
    imported(run, "draft", "published")
    back(run)
    run.refresh_from_db()
    assert (run.taken_back_by, run.reason, run.state) == (publisher(), REASON, "taken_back")
    assert run.counts[TAKEN_BACK] == {
        "claims deleted": 1,
        "claims withdrawn": 1,
        "articles sealed": 1,
    }
    items = ImportItem.objects.filter(made_in=run).values_list("kind", "fate")
    assert sorted(items) == [("article", "taken"), ("claim", "taken")]


def test_a_reason_is_needed() -> None:
    run = begin()
    imported(run, "draft")
    with pytest.raises(ValidationError, match="Give a reason"):
        take_back(run=run, by=publisher(), reason=" ")
    assert Claim.objects.exists()


def test_an_import_under_way_is_not_taken_back() -> None:
    run = begin()
    ImportRun.objects.update(finished_at=None)
    imported(run, "draft")
    with pytest.raises(ValidationError, match="still under way"):
        back(run)
    assert Claim.objects.exists()


def test_an_interrupted_import_is_over_when_it_is_taken_back() -> None:
    run = begin()
    imported(run, "draft")
    long_ago = timezone.now() - timedelta(hours=1)
    ImportRun.objects.update(finished_at=None, active_at=long_ago)
    back(run)
    run.refresh_from_db()
    assert run.finished_at is not None
    assert not Claim.objects.exists()


# --- What is left ---------------------------------------------------------------------------------


def edit_article(run: ImportRun, claim: Claim) -> None:
    change(row=claim.article, by=editor(), title="Ein besserer Titel")


def add_version(run: ImportRun, claim: Claim) -> None:
    correct(claim.article, "Ganz anders.")


def seal_by_hand(run: ImportRun, claim: Claim) -> None:
    articles.seal(article=claim.article, by=publisher(), reason="Verfügung")


def seal_and_reopen(run: ImportRun, claim: Claim) -> None:
    seal_by_hand(run, claim)
    articles.reopen(article=claim.article, access="full", by=publisher(), reason="aufgehoben")


def judge(run: ImportRun, claim: Claim) -> None:
    first = claim.article.current_version.sentences.get(position=1)
    articles.judge(sentences=[first], by=editor(), reason="Ein Termin.")


def name_in_event(run: ImportRun, claim: Claim) -> None:
    first = claim.article.current_version.sentences.get(position=1)
    event = events.add(by=editor(), title="Sitzung", kind="meeting", start="2025-12-01")
    events.take_part(
        event=event, actor=claim.speaker, role="participant", sentence=first, by=editor()
    )


def rest_another_claim(run: ImportRun, claim: Claim) -> None:
    fifth = claim.article.current_version.sentences.get(position=5)
    make_claim(article=make_article(), passages=[whole(fifth)])


def record_another_claim(run: ImportRun, claim: Claim) -> None:
    make_claim(article=claim.article, status="draft", passages=[])


def later_import(run: ImportRun, claim: Claim) -> None:
    ImportItem.objects.filter(kind="article").update(run=begin())


ARTICLE_LEFT: list[tuple[Callable[[ImportRun, Claim], None], str]] = [
    (edit_article, "it was edited here"),
    (add_version, "it was edited here"),
    (seal_by_hand, "it was edited here"),
    (seal_and_reopen, "a later decision was made on it"),
    (judge, "somebody judged sentences of it"),
    (name_in_event, "an event names a sentence of it"),
    (rest_another_claim, "a claim that stays rests on it"),
    (record_another_claim, "a claim stays that was recorded in it"),
    (later_import, "a later import changed it"),
]


@pytest.mark.parametrize(("touch", "why"), ARTICLE_LEFT)
def test_an_article_that_was_touched_is_left(
    touch: Callable[[ImportRun, Claim], None], why: str
) -> None:
    run = begin()
    (claim,) = imported(run, "draft")
    touch(run, claim)
    access = Article.objects.get(pk=claim.article_id).access
    done = back(run)
    item = ImportItem.objects.get(kind="article", object_id=claim.article_id)
    title = Article.objects.get(pk=claim.article_id).title
    assert done.left == [f"left: article {item.key} ({title}): {why}"]
    assert (done.counts["left"], done.counts["articles sealed"]) == (1, 0)
    assert item.fate == "left"
    assert Article.objects.get(pk=claim.article_id).access == access
    assert list(verify()) == []


def edit_claim(claim: Claim) -> None:
    claims.revise(claim=claim, by=editor(), text="Die Brücke hält.")


def submit(claim: Claim) -> None:
    claims.submit(claim=claim, by=editor())


def publish(claim: Claim) -> None:
    submit(claim)
    claims.publish(claim=claim, by=publisher())


def return_it(claim: Claim) -> None:
    submit(claim)
    claims.give_back(claim=claim, by=publisher(), reason="Noch nicht.")


def rest_elsewhere_too(claim: Claim) -> None:
    other = make_article().current_version.sentences.get(position=5)
    claims.revise(claim=claim, by=editor(), passages=[whole(other)])


def tag(claim: Claim) -> None:
    labels.label(claim=claim, by=editor(), tags=["Brücken"])


def relate(claim: Claim) -> None:
    labels.relate(subject=make_claim(), object=claim, kind="contradicts", by=editor())


def suggest(claim: Claim) -> None:
    Suggestion.objects.create(claim=claim, claim_version=1, content={}, by=editor())


CLAIM_LEFT: list[tuple[Callable[[Claim], None], str]] = [
    (edit_claim, "it was edited here"),
    (submit, "it was edited here"),
    (publish, "it was edited here"),
    (rest_elsewhere_too, "it was edited here"),
    (tag, "it was edited here"),
    (return_it, "a later decision was made on it"),
    (relate, "it was related to another claim since"),
    (suggest, "somebody suggested a change to it"),
]


@pytest.mark.parametrize(("touch", "why"), CLAIM_LEFT)
def test_a_claim_that_was_touched_is_left_with_its_article(
    touch: Callable[[Claim], None], why: str
) -> None:
    run = begin()
    touched, other = imported(run, "draft", "draft")
    touch(touched)
    status = Claim.objects.get(pk=touched.pk).status
    done = back(run)
    assert done.counts == {"claims deleted": 1, "left": 2}
    assert done.left[0].startswith(f"left: claim claim-{touched.pk} (")
    assert done.left[0].endswith(f"): {why}")
    assert done.left[1].endswith("a claim that stays rests on it")
    assert Claim.objects.get(pk=touched.pk).status == status
    assert not Claim.objects.filter(pk=other.pk).exists()
    run.refresh_from_db()
    assert run.notes == done.left
    assert list(verify()) == []


def test_a_public_claim_corrected_since_is_left() -> None:
    run = begin()
    (claim,) = imported(run, "published")
    claims.correct(
        claim=claim, writer=editor(), by=publisher(), reason="genauer", text="Sie ist sicher."
    )
    assert back(run).counts == {"left": 2}
    claim.refresh_from_db()
    assert claim.status == "published"


def test_a_claim_deleted_here_stays_deleted() -> None:
    run = begin()
    (claim,) = imported(run, "draft")
    key = f"claim-{claim.pk}"
    claim.delete()
    done = back(run)
    assert done.left == [f"left: claim {key}: it was deleted here"]
    assert done.counts == {"left": 1, "articles sealed": 1}


def between(subject: Claim, object: Claim) -> dict[str, Any]:
    return {"subject": subject, "object": object, "kind": "qualifies", "by": accounts.writer()}


def note_relation(run: ImportRun, relation: ClaimRelation) -> None:
    ImportItem.objects.create(
        run=run,
        made_in=run,
        source="another",  # an item has its document's source
        kind="relation",
        key=f"relation-{relation.pk}",
        object_id=relation.pk,
        seed_digest="x",
        state_digest="x",
    )


def test_its_own_relations_go_with_its_drafts() -> None:
    run = begin()
    one, other = imported(run, "draft", "published")
    note_relation(run, labels.relate(**between(other, one)))
    assert back(run).left == []
    assert not ClaimRelation.objects.exists()
    assert not ImportItem.objects.filter(kind="relation").exists()
    assert list(verify()) == []


def test_a_relation_that_another_import_brought_is_not_lost() -> None:
    first, second = begin(), begin()
    (one,) = imported(first, "draft")
    (other,) = imported(second, "draft")
    note_relation(second, labels.relate(**between(other, one)))
    assert back(first).left[0].endswith("it was related to another claim since")
    assert ClaimRelation.objects.exists()
    assert back(second).left == []
    assert back(first).left == []
    assert not Claim.objects.exists()


def test_a_claim_in_an_article_of_an_earlier_import_goes_alone() -> None:
    first, second = begin(), begin()
    imported(first, "draft")
    article = Article.objects.get()
    imported(second, "published", article=article)
    assert back(second).counts == {"claims withdrawn": 1}
    article.refresh_from_db()
    assert article.access == "full"


# --- Killed, gone on, looked at again -------------------------------------------------------------


def test_it_goes_on_where_the_time_ran_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "_BATCH_ITEMS", 2)
    run = begin()
    imported(run, *["draft"] * 3, *["published"] * 3)
    calls = 0
    while not (done := back(run, seconds=0)).is_done:
        calls += 1
        run.refresh_from_db()
        assert run.state == "being_taken_back"
    assert calls > 2
    run.refresh_from_db()
    assert run.state == "taken_back"
    assert run.counts[TAKEN_BACK] == {
        "claims deleted": 3,
        "claims withdrawn": 3,
        "articles sealed": 1,
    }
    assert done.counts["articles sealed"] == 0
    assert list(verify()) == []


def test_what_was_left_is_looked_at_again_when_it_is_taken_back_again() -> None:
    run = begin()
    (claim,) = imported(run, "draft")
    fifth = claim.article.current_version.sentences.get(position=5)
    other = make_claim(article=make_article(), status="draft", passages=[whole(fifth)])
    assert back(run).counts["left"] == 1
    other.delete()
    assert back(run).counts == {"articles sealed": 1}
    assert Article.objects.get(pk=claim.article_id).access == "sealed"


def test_twice_is_once() -> None:
    run = begin()
    imported(run, "draft", "published")
    back(run)
    before = Revision.current()
    assert back(run).counts == {}
    assert Revision.current() == before


def test_a_batch_asks_no_more_of_more_drafts() -> None:
    counts = []
    for number in (2, 20):
        run = begin()
        imported(run, *["draft"] * number)
        with CaptureQueriesContext(connection) as asked:
            back(run)
        written = sum(1 for query in asked if "INSERT INTO" in query["sql"])
        counts.append(len(asked) - written)
    few, many = counts
    assert many <= few + 2


def test_comments_and_assignments_touch_nothing() -> None:
    run = begin()
    draft, public = imported(run, "draft", "published")
    for claim in (draft, public):
        comments.add(claim=claim, by=editor(), text="Gut so.")
    work = batches.Work("assign", publisher(), to=editor())
    batches.take(work=work, seen={draft.pk: 1, public.pk: 1})
    assert back(run).left == []
    assert [claim.status for claim in Claim.objects.all()] == ["withdrawn"]
    assert [item.claim for item in BatchItem.objects.all()] == [None, public]
    assert list(verify()) == []
