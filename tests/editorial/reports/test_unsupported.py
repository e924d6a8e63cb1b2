"""Claims on their way that nothing supports, and why not."""

import pytest

from editorial.actions import articles
from editorial.reports import unsupported
from kb.models import Claim, Stance
from tests import makers

pytestmark = pytest.mark.django_db


def lines(**asked: object) -> dict[str, unsupported.Line]:
    rows = unsupported.rows(**asked).order_by("pk")  # type: ignore[arg-type]
    return {line.claim.text: line for line in unsupported.lines(list(rows))}


def draft(text: str, stance: str = "", **fields: object) -> Claim:
    article = makers.make_article()
    sentence = article.current_version.sentences.get(position=4)
    passages = [makers.whole(sentence, stance)] if stance else []
    return makers.make_claim(text, status="draft", article=article, passages=passages, **fields)


def test_it_lists_what_has_no_support_and_says_what_there_is_instead() -> None:
    draft("Leer")
    draft("Nur Kontext", Stance.CONTEXT)
    draft("Nur bestritten", Stance.DISPUTES)
    draft("Gestützt", Stance.SUPPORTS)
    makers.make_claim("Öffentlich")
    found = lines()
    assert list(found) == ["Leer", "Nur Kontext", "Nur bestritten"]
    counts = [(line.sealed, line.disputes, line.context, line.gone) for line in found.values()]
    assert counts == [(0, 0, 0, 0), (0, 0, 1, 0), (0, 1, 0, 0)]


def test_support_in_a_sealed_article_is_none() -> None:
    claim = draft("Versiegelt", Stance.SUPPORTS)
    articles.seal(article=claim.article, by=makers.publisher(), reason="Gericht.")
    assert lines()["Versiegelt"].sealed == 1


def test_it_narrows_by_person_and_status() -> None:
    draft("Von mir")
    draft("Von ihr", by=makers.publisher())
    assert list(lines(person=makers.publisher())) == ["Von ihr"]
    assert list(lines(status="draft")) == ["Von mir", "Von ihr"]
    assert list(lines(status="in_review")) == []
