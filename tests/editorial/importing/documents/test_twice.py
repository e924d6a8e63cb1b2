"""Twice is once: what a second import does where the file, the base or both have changed."""

from collections.abc import Callable
from typing import Any

import pytest

from editorial.actions import articles, claims, imports
from editorial.actions.curating import change
from editorial.models import ImportItem, ImportRun, Suggestion
from kb.models import Actor, Article, ArticleVersion, Claim, Evidence, NoClaim, Tag
from tests.editorial.importing.documents.filebed import (
    SOURCE,
    TEXT,
    Imported,
    claim,
    cut,
    document,
    exported,
    rows,
)
from tests.makers import (
    correct,
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    publisher,
    whole,
)

Load = Callable[..., Imported]

FIRST = cut("Der Rat tagt am Montag in Bern.")
SECOND = cut("Er will über die Brücke entscheiden.")
LAST = cut("Der Ingenieur widerspricht ihr.")
SENTENCES = [[0, 31], [32, 68], [70, 80, "heading"], [82, 126], [127, 158]]


def rich(**more: Any) -> Any:
    """A document with everything that it can hold."""
    said = claim(
        FIRST,
        {"document": {"id": "b"}, **SECOND},
        attribution=[{"actor": "Minister"}, {"actor": "Rutte", "mode": "direct"}],
        about=["Nato", "Sie"],
        events=["Gipfel", "Unbekannt"],
        tags=["Brücken"],
        kind="prediction",
        said_on="2025-12-03",
        label="x",
        relations=[{"kind": "supports", "claim": {"id": "c2"}}],
    )
    given = {
        "title": "Titel",
        "date": "2025-12-03",
        "author": "Anna Keller",
        "license": "CC0",
        "sentences": SENTENCES,
        "no_claim": [{"sentence_index": 2, "reason": "Zwischentitel"}],
        "section": {"a": [1.5]},
    }
    return document("rat", TEXT, said, claim(SECOND), **given | more)


def unchanged(load: Load, *lines: Any, **options: Any) -> Imported:
    """Imports once more: not one row of any table is written or changed."""
    before = rows()
    told = load(*lines, **options)
    assert rows() == before
    return told


@pytest.mark.parametrize("publish", [False, True])
def test_the_second_import_writes_nothing_at_all(load: Load, publish: bool) -> None:
    make_event("Gipfel")
    make_actor("Mark Rutte", aliases=["Rutte"])
    lines = rich(), document("b")
    assert load(*lines, publish=publish).errors == []
    told = unchanged(load, *lines, publish=publish)
    assert told.summary == (
        "documents: 0 new, 0 changed, 2 same; claims: 0 new, 0 changed, 2 same; "
        "evidence: 0 new, 0 changed, 3 same; rejected: 0; kept: 0"
    )


def test_the_same_said_in_other_words_changes_nothing(load: Load) -> None:
    load(rich(), document("b"))
    state = exported()
    other = rich()
    del other["document"]["title"]
    other["claims"][0]["evidence"] = [{"quote": FIRST["quote"], "sentence_index": 0}]
    other["claims"][1]["evidence"] = [{"start": SECOND["start"], "end": SECOND["end"]}]
    told = load(document("b"), other)
    assert "documents: 0 new, 0 changed, 2 same; claims: 0 new, 0 changed, 2 same" in told.summary
    assert exported() == state
    unchanged(load, document("b"), other)


def test_a_second_import_of_what_is_rejected_writes_nothing_either(load: Load) -> None:
    bad = claim(FIRST, {"quote": "Nirgends"}, relations=[{"kind": "x"}])
    judged = [{"sentence_index": 0, "reason": "x"}, {"sentence_index": 9, "reason": "x"}]
    lines = (
        document("rat", TEXT, bad, claim(FIRST | {"start": 1}), no_claim=judged),
        document("x", kind="y"),
        b"{\n",
    )
    first = load(*lines)
    second = unchanged(load, *lines)
    assert (second.failure, second.rejected) == (first.failure, first.rejected)
    assert len(first.rejected) == 3


def test_the_same_document_twice_in_a_file_is_an_update(load: Load) -> None:
    told = load(document("a"), document("a", title="Neu"), document("a", title="Neu"))
    assert told.summary.startswith("documents: 1 new, 1 changed, 1 same;")
    assert Article.objects.get().title == "Neu"


def test_another_text_is_a_correction(load: Load) -> None:
    load(rich(), document("b"))
    told = load(document("b", TEXT.replace("Bern", "Basel")))
    assert "documents: 0 new, 1 changed, 0 same" in told.summary
    assert "line 1: version 2 added; of 1 passages 1 stand in it, 0 wait" in told.out[0]
    article = Article.objects.get(external_id="b")
    assert article.current_version is not None
    assert (article.current_version.number, article.versions.count()) == (2, 2)
    replaced = Evidence.objects.get(state="replaced")
    assert replaced.sentence.version.number == 1
    assert Evidence.objects.filter(state="stands").count() == 3
    assert ImportRun.objects.first().notes == [told.out[0]]
    unchanged(load, document("b", TEXT.replace("Bern", "Basel")))


def test_white_space_or_a_unicode_form_is_another_text(load: Load) -> None:
    load(document("a"))
    for number, text in enumerate((TEXT + " ", TEXT.replace("ü", "u\u0308")), start=2):
        load(document("a", text))
        assert Article.objects.get().current_version.number == number
        assert Article.objects.get().current_version.text == text


def test_what_the_line_leaves_out_stays(load: Load) -> None:
    load(rich(), document("b"))
    load(document("rat", title="Neuer Titel", other=1))
    article = Article.objects.get(external_id="rat")
    assert (article.title, article.license, str(article.published_on)) == (
        "Neuer Titel",
        "CC0",
        "2025-12-03",
    )
    assert article.extra == {"section": {"a": [1.5]}, "other": 1}
    assert article.author is not None
    assert (article.claims.count(), NoClaim.objects.count()) == (2, 1)
    assert ArticleVersion.objects.filter(article=article).count() == 1


@pytest.mark.parametrize(
    "changes", [{"title": "Von Hand"}, {"access": "full"}, {"published_on": "2020-01-01"}]
)
def test_an_article_edited_here_is_kept(load: Load, changes: dict[str, Any]) -> None:
    load(document("a", TEXT, claim(FIRST), date="2019-01-01"))
    change(row=Article.objects.get(), by=editor(), **changes)
    told = unchanged(load, document("a", TEXT, claim(FIRST), license="CC BY"))
    assert [line.partition(": ")[2] for line in told.out[:-1]] == [
        f'{told.path}: line 1: document "a" of tests: edited here'
    ]
    assert told.summary.endswith("rejected: 0; kept: 1")


def test_a_text_corrected_here_is_kept_and_new_claims_have_no_place(load: Load) -> None:
    load(document("a", TEXT, claim(FIRST)))
    corrected = TEXT.replace("Bern", "Basel")
    correct(Article.objects.get(), corrected)
    unchanged(load, document("a", TEXT, claim(FIRST)))
    told = load(document("a", TEXT, claim(FIRST), claim(SECOND, tags=["Neu"]), title="Neu"))
    assert told.reasons == ["the article has another text here; its claims have no place in it"]
    assert not Tag.objects.exists()
    assert Article.objects.get().current_version.text == corrected


def test_an_article_made_here_is_left_and_claims_are_added(load: Load) -> None:
    make_article(TEXT, source=SOURCE, external_id="a", title="Von Hand")
    told = load(document("a", TEXT, claim(FIRST), title="Vom Import"))
    assert 'document "a" of tests: made here' in told.out[0]
    assert (Article.objects.get().title, Claim.objects.count()) == ("Von Hand", 1)


def test_an_article_made_here_that_is_the_same_is_the_same(load: Load) -> None:
    load(document("anderes"))
    make_article(TEXT, source=SOURCE, external_id="a", title="Titel")
    assert "1 same" in unchanged(load, document("a", title="Titel", access="full")).summary


def test_a_claim_made_here_is_left(load: Load) -> None:
    load(document("anderes"))
    article = make_article(TEXT, source=SOURCE, external_id="a", title="Titel")
    sentence = article.current_version.sentences.get(position=1)
    mine = make_claim(
        "Meine.",
        status="draft",
        article=article,
        external_id="c1",
        passages=[whole(sentence)],
        kind="report",
    )
    same = document("a", TEXT, claim(FIRST, text="Meine."), title="Titel")
    assert unchanged(load, same).summary.endswith("kept: 0")
    other = document(
        "a", TEXT, claim(FIRST, text="Deine.", tags=["Neu"], speaker="Sie"), title="Titel"
    )
    told = unchanged(load, other)
    assert told.out[0].endswith("claim c1: made here")
    mine.refresh_from_db()
    assert mine.text == "Meine."
    assert not Actor.objects.filter(name="Sie").exists()


def test_a_draft_is_changed_to_what_the_line_says(load: Load) -> None:
    load(document("a", TEXT, claim(FIRST, speaker="Sie", tags=["Alt"])))
    other = claim(
        FIRST,
        LAST,
        text="Anders.",
        kind="demand",
        mode="direct",
        speaker="Er",
        said_on="2025-01-01",
        about=["Nato"],
        tags=["Neu"],
        label="z",
    )
    told = load(document("a", TEXT, other))
    assert "claims: 0 new, 1 changed, 0 same; evidence: 1 new, 0 changed, 1 same" in told.summary
    stored = Claim.objects.select_related("speaker").get()
    assert (stored.text, stored.kind, stored.mode, stored.speaker.name, str(stored.said_on)) == (
        "Anders.",
        "demand",
        "direct",
        "Er",
        "2025-01-01",
    )
    assert sorted(tag.name for tag in stored.tags.all()) == ["Alt", "Neu"]
    assert stored.evidence.count() == 2
    assert stored.extra == {"label": "z"}
    assert stored.history.filter(history_type="~").exists()
    unchanged(load, document("a", TEXT, other))


def test_evidence_that_the_line_leaves_out_stays(load: Load) -> None:
    load(document("a", TEXT, claim(FIRST, SECOND)))
    load(document("a", TEXT, claim(LAST)))
    assert Evidence.objects.count() == 3


def test_a_claim_edited_here_is_kept_untouched(load: Load) -> None:
    load(document("a", TEXT, claim(FIRST)))
    claims.revise(claim=Claim.objects.get(), by=editor(), text="Von Hand.")
    other = claim(FIRST, LAST, text="Anders.", tags=["Neu"], speaker="Sie", about=["Nato"])
    told = unchanged(load, document("a", TEXT, other))
    assert told.out[0].endswith("line 1: claim c1: edited here")
    assert told.summary == (
        "documents: 0 new, 0 changed, 1 same; claims: 0 new, 0 changed, 0 same; "
        "evidence: 0 new, 0 changed, 0 same; rejected: 0; kept: 1"
    )


def test_a_claim_deleted_here_stays_away(load: Load) -> None:
    load(document("a", TEXT, claim(FIRST), claim(SECOND)))
    Claim.objects.get(external_id="c1").delete()
    assert "2 same" in unchanged(load, document("a", TEXT, claim(FIRST), claim(SECOND))).summary
    other = document("a", TEXT, claim(FIRST, text="Anders.", tags=["Neu"]), claim(SECOND))
    told = unchanged(load, other)
    assert told.out[0].endswith("claim c1: deleted here")
    assert not Tag.objects.exists()


@pytest.mark.parametrize("publish", [False, True])
def test_a_published_claim_gets_a_suggestion_once(load: Load, publish: bool) -> None:
    load(document("a", TEXT, claim(FIRST)), publish=True)
    other = document("a", TEXT, claim(FIRST, LAST, text="Anders.", label="y"))
    told = load(other, publish=publish)
    assert "claims: 0 new, 1 changed" in told.summary
    stored = Claim.objects.get()
    assert (stored.text, stored.status, stored.extra) == ("Die Brücke ist sicher.", "published", {})
    assert stored.evidence.count() == 1
    suggestion = Suggestion.objects.get()
    assert suggestion.content["text"] == "Anders."
    assert len(suggestion.content["evidence"]) == 2
    unchanged(load, other, publish=publish)


def test_one_withdrawn_by_an_editor_stays_so(load: Load) -> None:
    load(document("a", TEXT, claim(FIRST)), publish=True)
    claims.withdraw(claim=Claim.objects.get(), by=publisher(), reason="Falsch.")
    unchanged(load, document("a", TEXT, claim(FIRST)), publish=True)
    told = unchanged(load, document("a", TEXT, claim(FIRST, text="Anders.")), publish=True)
    assert told.out[0].endswith("claim c1: edited here")


def test_what_was_taken_back_comes_in_again(load: Load) -> None:
    line = document("a", TEXT, claim(FIRST), claim(SECOND))
    load(line, publish=True)
    before = exported()
    imports.take_back(run=ImportRun.objects.get(), by=editor(), reason="Versehen.")
    assert Article.objects.get().access == "sealed"
    told = load(line, publish=True)
    assert told.errors == []
    assert exported() == before
    assert set(Claim.objects.values_list("status", flat=True)) == {"published"}
    assert not ImportItem.objects.exclude(fate="").exists()
    assert set(ImportItem.objects.values_list("made_in", "run")) == {
        (ImportRun.objects.first().pk, ImportRun.objects.first().pk)
    }
    unchanged(load, line, publish=True)


def test_what_was_edited_after_a_take_back_is_kept(load: Load) -> None:
    line = document("a", TEXT, claim(FIRST))
    load(line, publish=True)
    imports.take_back(run=ImportRun.objects.get(), by=editor(), reason="Versehen.")
    article = Article.objects.get()
    articles.reopen(article=article, access="link", by=editor(), reason="Doch nicht.")
    claims.revise(claim=Claim.objects.get(), by=editor(), text="Anders.")
    load(line, publish=True)
    article.refresh_from_db()
    stored = Claim.objects.get()
    assert (article.access, stored.text, stored.status) == ("link", "Anders.", "withdrawn")


def test_an_item_that_was_taken_back_as_a_draft_is_new_again(load: Load) -> None:
    line = document("a", TEXT, claim(FIRST))
    load(line)
    imports.take_back(run=ImportRun.objects.get(), by=editor(), reason="Versehen.")
    assert not Claim.objects.exists()
    assert "documents: 0 new, 1 changed, 0 same; claims: 1 new" in load(line).summary
    unchanged(load, line)


def test_an_author_named_later_speaks_for_the_drafts(load: Load) -> None:
    load(document("a", TEXT, claim(FIRST)))
    load(document("a", TEXT, claim(FIRST), author="Anna Keller"))
    stored = Claim.objects.select_related("speaker", "article__author").get()
    assert stored.speaker == stored.article.author
    assert stored.speaker.name == "Anna Keller"
