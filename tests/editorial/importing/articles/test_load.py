"""Articles that were read come in: twice is once, a bad one spoils nothing, people's work stays."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User

from editorial.actions import accounts, articles
from editorial.actions.curating import change
from editorial.actions.imports import take_back
from editorial.importing.articles.draft import Draft
from editorial.importing.articles.load import Report, import_articles
from editorial.importing.articles.store import Chosen, Outcome, chosen
from editorial.importing.errors import Place, Rejection
from editorial.models import ImportItem, ImportRun
from kb.models import Actor, Article, NearDuplicate, Original, Outlet, Revision
from kb.text.sentences import Span
from kb.verify import verify
from tests.editorial.importing.seeds.seedbed import rows
from tests.makers import TEXT, editor, make_actor, make_article, make_claim, publisher, whole

pytestmark = pytest.mark.django_db


def draft(external_id: str = "a.txt", text: str = TEXT, **fields: Any) -> Draft:
    known: dict[str, Any] = {"original": text.encode(), "content_type": "text/plain; charset=UTF-8"}
    return Draft(external_id=external_id, text=text, **known | fields)


def bring(*found: Draft | Rejection, by: User | None = None, **options: Any) -> Report:
    return import_articles(found, by=by or accounts.writer(), path="x", **options)


def test_all_that_a_draft_says_is_stored() -> None:
    content = TEXT.encode("utf-16")
    bring(
        draft(
            original=content,
            content_type="text/plain; charset=UTF-16",
            title="Streit um die Brücke",
            kind="news",
            language="de",
            published_on=date(2025, 12, 3),
            url="https://zeitung.example/bruecke",
            author="Anna Keller",
            outlet="Die Zeitung",
            license="CC BY 4.0",
        )
    )
    article = Article.objects.get()
    assert (article.source, article.external_id) == ("articles", "a.txt")
    assert (article.title, article.kind, article.language) == ("Streit um die Brücke", "news", "de")
    assert (article.published_on, article.url) == (
        date(2025, 12, 3),
        "https://zeitung.example/bruecke",
    )
    assert (article.author, article.byline, article.license) == (None, "Anna Keller", "CC BY 4.0")
    assert (article.outlet.name, article.access) == ("Die Zeitung", "quotes")
    assert article.outlet.history.get().history_user == accounts.writer()
    original = Original.objects.get(version=article.current_version)
    assert (bytes(original.bytes), original.content_type) == (content, "text/plain; charset=UTF-16")
    assert article.current_version.text == TEXT
    assert list(verify()) == []


def test_given_sentences_are_kept() -> None:
    spans = [Span(0, 5, 1, "heading"), Span(6, 18, 2, "body")]
    bring(draft(text="Titel Ein Satz hier", spans=None))
    bring(draft("b.html", "Titel Ein Satz hier.", spans=[*spans[:1], Span(6, 20, 2, "body")]))
    roles = Article.objects.get(external_id="b.html").current_version.sentences.in_order()
    assert [(s.role, s.text) for s in roles] == [("heading", "Titel"), ("body", "Ein Satz hier.")]


def test_defaults_are_for_what_a_draft_does_not_say() -> None:
    bring(
        draft("a", language="fr", kind="speech"),
        draft("b"),
        language="it",
        kind="news",
        access="full",
    )
    said = Article.objects.order_by("external_id").values_list("language", "kind", "access")
    assert list(said) == [("fr", "speech", "full"), ("it", "news", "full")]


@pytest.mark.parametrize("name", ["Anna Keller", "A. Keller"])
def test_the_one_actor_of_a_name_is_the_author(name: str) -> None:
    actor = make_actor("Anna Keller", aliases=["A. Keller"])
    bring(draft(author=name))
    article = Article.objects.get()
    assert (article.author, article.byline) == (actor, name)


def test_of_two_with_one_name_nobody_is_the_author() -> None:
    make_actor("Anna Keller")
    make_actor("Anna Keller-Muster", aliases=["Anna Keller"])
    bring(draft(author="Anna Keller"))
    assert Article.objects.get().author is None


def test_who_is_not_listed_is_not_the_author() -> None:
    make_actor("Anna Keller", listed=False)
    bring(draft(author="Anna Keller"))
    assert Article.objects.get().author is None
    assert Actor.objects.count() == 1


def test_a_bad_draft_is_a_line_and_stops_nothing() -> None:
    report = bring(
        draft("a"),
        draft("b", url="ftp//nowhere"),
        Rejection(Place("c.html"), "no article was found on the page"),
        draft("d", "a\0b"),
        draft("e"),
    )
    assert [a.external_id for a in Article.objects.order_by("pk")] == ["a", "e"]
    assert report.summary == "articles: 2 new, 0 changed, 0 reopened, 0 same; rejected: 3; kept: 0"
    first, second, third = ImportRun.objects.get().log
    assert first.startswith("b: url: ")
    assert second == "c.html: no article was found on the page"
    assert third == "d: Character 2 is NUL, which no text may hold; remove it."
    assert not ImportItem.objects.filter(key="b").exists()


def test_twice_is_once() -> None:
    bring(draft(outlet="Zeitung"), draft("b", "Ein anderer Text."))
    before, revision = rows(), Revision.current()
    report = bring(draft(outlet="Zeitung"), draft("b", "Ein anderer Text."))
    assert report.summary.startswith("articles: 0 new, 0 changed, 0 reopened, 2 same;")
    assert (report.is_changed, report.run) == (False, None)
    assert (rows(), Revision.current()) == (before, revision)


def test_the_number_rises_once_a_batch() -> None:
    before = Revision.current()
    bring(*(draft(str(number), f"Text {number}. {TEXT}") for number in range(5)))
    assert Revision.current() == before + 1


def test_a_new_text_is_a_correction() -> None:
    bring(draft())
    article = Article.objects.get()
    fourth = article.current_version.sentences.get(position=4)
    claim = make_claim(article=article, passages=[whole(fourth)])
    bring(draft(text=f"{TEXT} Nachtrag."))
    article.refresh_from_db()
    assert article.current_version.number == 2
    assert claim.evidence.get(state="stands").sentence.version.number == 2
    (note,) = ImportRun.objects.first().notes
    assert note.startswith("a.txt: version 2 added; of 1 passages 1 stand in it, 0 wait")
    assert article.versions.filter(original__isnull=False).count() == 2


def test_other_fields_are_no_new_version() -> None:
    bring(draft(title="Alt", license="CC BY 4.0"))
    report = bring(draft(title="Neu"))
    article = Article.objects.get()
    assert "1 changed" in report.summary
    assert (article.title, article.license) == ("Neu", "CC BY 4.0")
    assert article.versions.count() == 1


def test_what_was_edited_here_is_kept() -> None:
    bring(draft(title="Alt"))
    change(row=Article.objects.get(), by=editor(), title="Besser")
    report = bring(draft(title="Neu", text=f"{TEXT} Nachtrag."))
    article = Article.objects.get()
    assert (article.title, article.versions.count()) == ("Besser", 1)
    assert report.kept == 1


def test_what_an_editor_set_in_a_preview_only_a_person_changes() -> None:
    bring(chosen(draft(), title="Von Hand", kind="speech"), by=editor())
    report = bring(draft(title="Aus der Datei", text=f"{TEXT} Nachtrag."))
    article = Article.objects.get()
    assert (article.title, article.kind, article.versions.count()) == ("Von Hand", "speech", 2)
    assert report.kept == 1
    assert "kept: a.txt: title: as an editor set them" in ImportRun.objects.first().notes
    bring(chosen(draft(text=f"{TEXT} Nachtrag."), title="Noch besser"), by=publisher())
    article.refresh_from_db()
    assert article.title == "Noch besser"


def test_a_dry_run_tells_and_changes_nothing() -> None:
    editor()
    accounts.writer()
    before = rows()
    told: list[Outcome] = []
    report = bring(draft(), draft("b"), dry_run=True, told=told.append)
    assert [outcome.word for outcome in told] == ["new", "new"]
    assert report.summary.startswith("articles: 2 new")
    assert rows() == before


def test_duplicates_are_told() -> None:
    there = make_article(url="https://zeitung.example/a", text="Ganz etwas anderes steht hier.")
    same = make_article()
    long = " ".join(f"Satz {number} sagt etwas über {number * 7} Brücken." for number in range(60))
    near = make_article(f"{long} Ein Nachtrag.")
    told: list[Outcome] = []
    bring(
        draft("a", "Kurz und neu.", url="https://zeitung.example/a"),
        draft("b"),
        draft("c", long),
        told=told.append,
    )
    found = [[(d.article, d.how) for d in outcome.duplicates] for outcome in told]
    assert found == [[(there, "address")], [(same, "text")], [(near, "near")]]
    notes = ImportRun.objects.get().notes
    assert f"a: the same address as article {there.pk} ({there})" in notes
    assert f"b: the same text as article {same.pk} ({same})" in notes
    assert any(f"% the same text as article {near.pk} (" in line for line in notes)
    assert NearDuplicate.objects.count() >= 2


@pytest.mark.parametrize("who", [accounts.writer, publisher], ids=["command", "person"])
def test_what_was_taken_back_comes_back(who: Callable[[], User]) -> None:
    bring(chosen(draft(), access="link"), by=who())
    run = ImportRun.objects.get()
    take_back(run=run, by=publisher(), reason="Ein Irrtum.")
    article = Article.objects.get()
    assert article.access == "sealed"
    report = bring(draft(text=f"{TEXT} Nachtrag."), by=who())
    assert "1 reopened" in report.summary
    article.refresh_from_db()
    assert (article.access, article.current_version.number) == ("quotes", 2)
    item = ImportItem.objects.get()
    assert (item.made_in, item.fate) == (report.run, "")
    assert bring(draft(text=f"{TEXT} Nachtrag."), by=who()).run is None
    take_back(run=report.run, by=publisher(), reason="Doch ein Irrtum.")
    article.refresh_from_db()
    assert article.access == "sealed"
    assert list(verify()) == []


def test_what_was_taken_back_and_reopened_by_hand_is_kept() -> None:
    bring(draft())
    take_back(run=ImportRun.objects.get(), by=publisher(), reason="Ein Irrtum.")
    article = Article.objects.get()
    articles.reopen(article=article, access="full", by=publisher(), reason="Doch nicht.")
    assert bring(draft()).kept == 1
    article.refresh_from_db()
    assert article.access == "full"


def test_an_editor_does_not_undo_what_a_publisher_took_back() -> None:
    bring(draft(), by=editor())
    take_back(run=ImportRun.objects.get(), by=publisher(), reason="Ein Irrtum.")
    assert bring(draft(text=f"{TEXT} Nachtrag."), by=editor()).kept == 1
    assert Article.objects.get().access == "sealed"


def test_who_imports_is_who_the_history_names() -> None:
    bring(draft(outlet="Zeitung"), by=editor())
    assert Article.objects.get().history.first().history_user == editor()
    assert Outlet.objects.get().history.get().history_user == editor()
    assert ImportRun.objects.get().by == editor()


def test_a_choice_is_a_draft_with_more() -> None:
    made = chosen(draft(title="Titel"), title="", access="full")
    assert isinstance(made, Chosen)
    assert (made.title, made.access, made.text) == ("Titel", "full", TEXT)
