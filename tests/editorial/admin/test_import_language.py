"""What the readers of articles say to an editor who works in German, and what does not depend on it."""

import pytest
from django.utils import translation

from editorial.importing.articles.load import import_articles
from editorial.importing.articles.reading import read
from editorial.models import ImportItem, ImportRun
from kb.models import Article
from tests.editorial.admin.pages import as_
from tests.editorial.admin.test_import_page import bring, file, store, text_of
from tests.editorial.commands.test_import_articles import PAGE
from tests.makers import TEXT, editor, make_article, make_claim

pytestmark = pytest.mark.django_db

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Zeitung</title>
<item><title>Streit</title><description>Der Rat tagt am Montag in Bern.</description></item>
<item><title>Nur ein Titel</title></item></channel></rss>"""
NO_NEWS = '{"uri": "urn:x:1", "type": "video", "standard": {"name": "ninjs", "version": "3.1"}}'
UNFIT = '{"type": "text", "standard": {"name": "ninjs", "version": "3.1"}}'


@pytest.fixture(autouse=True)
def german(english: None, settings: pytest.FixtureRequest) -> None:
    """As the site is set up."""
    settings.LANGUAGE_CODE = "de"  # type: ignore[attr-defined]
    translation.activate("de")


def test_notes_are_german_in_the_preview_and_in_the_run() -> None:
    client = as_(editor())
    other = make_article(url="https://zeitung.example/bruecke", text="Etwas ganz anderes.")
    preview = bring(client, file("page.html", PAGE.replace('lang="de"', 'lang="fr"')))
    shown = text_of(client.get(preview))
    assert "Kodierung: UTF-8, in der Seite angegeben" in shown
    assert "Sprache: de nach den Wörtern, obwohl fr angegeben ist" in shown
    store(client, preview)
    run = ImportRun.objects.get()
    page = text_of(client.get(f"/admin/editorial/importrun/{run.pk}/change/"))
    assert "Kodierung: UTF-8, in der Seite angegeben" in page
    assert f"dieselbe Adresse wie Artikel {other.pk} (" in page


def test_a_contradicted_encoding_is_told_in_a_german_sentence() -> None:
    with_mark = b"\xef\xbb\xbf" + PAGE.replace('charset="utf-8"', 'charset="latin-1"').encode()
    client = as_(editor())
    shown = text_of(client.get(bring(client, file("page.html", with_mark))))
    assert (
        "Kodierung: UTF-8, nach der Bytereihenfolge-Marke (BOM), "
        "obwohl latin-1 in der Seite angegeben ist" in shown
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", "", "a.txt: ist leer; es muss ein Text darin stehen"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0", "lesbar sind reiner Text (.txt), Webseiten"),
        ("a.html", "<p>Kurz.</p>", "auf der Seite wurde kein Artikel gefunden"),
        ("a.xml", FEED, "Eintrag 2 &quot;Nur ein Titel&quot;: ohne Text"),
        ("a.xml", "<rss><channel>", "kein wohlgeformtes XML"),
        ("a.json", NO_NEWS, "ein Video (type &quot;video&quot;), kein Artikel"),
        ("a.json", UNFIT, "nicht, wie ninjs 3 es vorsieht: &quot;uri&quot; fehlt"),
        ("a.json", "[1]", "eine ninjs-Meldung ist ein Objekt, nicht 1"),
        ("a.zip", "x", "lässt sich nicht als Zip-Archiv öffnen"),
    ],
)
def test_rejections_are_german(name: str, content: str | bytes, said: str) -> None:
    client = as_(editor())
    assert said in text_of(client.get(bring(client, file(name, content))))


def test_a_pasted_text_says_nothing_of_its_bytes() -> None:
    client = as_(editor())
    shown = text_of(client.get(bring(client, text=TEXT)))
    assert "Kommt als neuer Artikel herein." in shown
    assert "Kodierung" not in shown


def test_a_feeds_entry_says_once_how_the_feed_was_read() -> None:
    client = as_(editor())
    shown = text_of(client.get(bring(client, file("a.xml", FEED))))
    assert shown.count("Kodierung:") == 1
    assert "nur die Zusammenfassung aus dem Feed" in shown


def test_passages_that_wait_after_an_import_are_told_in_german() -> None:
    client = as_(editor())
    store(client, bring(client, file("page.html", PAGE)))
    article = Article.objects.get()
    make_claim(article=article)
    fourth = article.current_version.sentences.get(position=4).text
    changed = PAGE.replace(fourth, "Ganz anderes stand am Morgen darauf in jeder Zeitung.")
    store(client, bring(client, file("page.html", changed)))
    notes = ImportRun.objects.first().notes
    (note,) = [note for note in notes if "Fassung 2" in note]
    assert note.startswith("https://zeitung.example/bruecke: Fassung 2 hinzugefügt; von 1")


@pytest.mark.parametrize(("name", "content"), [("page.html", PAGE), ("feed.xml", FEED)])
def test_twice_is_once_in_whatever_language(name: str, content: str) -> None:
    def bring_in(language: str) -> None:
        with translation.override(language):
            import_articles(read(content.encode(), name=name), by=editor(), path=name)

    bring_in("de")
    before = list(ImportItem.objects.values_list("key", "seed_digest", "state_digest"))
    bring_in("en")
    assert list(ImportItem.objects.values_list("key", "seed_digest", "state_digest")) == before
    assert Article.objects.count() == len(before) == 1
