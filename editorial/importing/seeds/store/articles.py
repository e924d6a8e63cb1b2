"""Articles: their fields, and a new version where the text of the file changed."""

from typing import Any

from editorial.actions import articles, corrections
from editorial.actions.curating import change
from editorial.actions.imports import reopen
from editorial.importing.seeds.items import ArticleSeed
from editorial.importing.seeds.run import Noun, Run, settle
from editorial.models import ImportItem
from editorial.state import article_state
from kb.models import Article, Outlet, recorded_as, sha256

__all__ = ["store"]


def store(run: Run) -> None:
    for stem, seed in list(run.seeds.articles.items()):
        text = run.seeds.texts[stem]
        basis = [seed, text.published_on, sha256(text.text)]
        settle(run, ARTICLE, stem, seed, place=seed.place, basis=basis)


def _add(run: Run, stem: str, seed: ArticleSeed) -> Article:
    return articles.add(
        by=run.writer,
        text=run.seeds.texts[stem].text,
        source=run.source,
        external_id=stem,
        **_fields(run, stem, seed),
    )


def _change(run: Run, stem: str, seed: ArticleSeed, article: Article) -> Article:
    change(row=article, by=run.writer, **_fields(run, stem, seed))
    text = run.seeds.texts[stem].text
    if article.current_version and article.current_version.text != text:
        _replace_text(run, article, text)
    return article


def _bring_back(run: Run, item: ImportItem, seed: ArticleSeed, article: Article) -> None:
    reopen(item=item, article=article, access=seed.access, by=run.writer)


def _replace_text(run: Run, article: Article, text: str) -> None:
    why = f"Import: {run.source}"
    done = corrections.correct(article=article, by=run.writer, text=text, reason=why)
    run.moved_along(done.imported)
    run.notes.append(f"{article.external_id}: {done.summary}")


def _fields(run: Run, stem: str, seed: ArticleSeed) -> dict[str, Any]:
    """The article's values; what the seed leaves out keeps its default, the title as it is."""
    fields: dict[str, Any] = {
        "kind": seed.kind,
        "language": seed.language,
        "access": seed.access,
        "url": seed.url,
        "license": seed.license,
        "byline": seed.byline,
        "published_on": run.seeds.texts[stem].published_on,
        "author": run.find("actor", seed.author, "author") if seed.author else None,
        "outlet": _outlet(run, seed.outlet) if seed.outlet else None,
    }
    return fields | ({"title": seed.title} if seed.title else {})


def _outlet(run: Run, name: str) -> Outlet:
    with recorded_as(run.writer):
        return Outlet.objects.get_or_create(name=name)[0]


ARTICLE = Noun("article", "articles", article_state, _add, _change, bring_back=_bring_back)
