"""Pages of the site themselves as schema.org knows them. No query is made here."""

from collections.abc import Iterable

from kb.exports.schemaorg.documents import NAME, Absolute, Node, present

__all__ = ["page", "site"]


def page(kind: str, *, title: str, address: str, language: str, absolute: Absolute) -> Node:
    """A page that tells of no single thing; `kind` is a WebPage or one of its subtypes."""
    whole = absolute(address)
    home = absolute("/")
    return present(
        type=kind,
        id=whole,
        url=whole,
        name=title,
        inLanguage=language,
        isPartOf=present(type="WebSite", id=home, url=home, name=NAME),
    )


def site(*, languages: Iterable[str], search: str, absolute: Absolute) -> Node:
    """The site, and how one searches it; `search` is the path of the page with the results."""
    home = absolute("/")
    template = f"{absolute(search)}?q={{words}}"
    return present(
        type="WebSite",
        id=home,
        url=home,
        name=NAME,
        inLanguage=list(languages),
        potentialAction=present(
            type="SearchAction", target=present(type="EntryPoint", urlTemplate=template)
        ),
    )
