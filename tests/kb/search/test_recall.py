"""Searches that people wrote by reading, and the sentences that they must find: searches.toml."""

import json
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from editorial.importing.seeds.load import load_seeds
from kb.models import Article, Sentence
from kb.search.asking import ask
from kb.search.found import search
from kb.search.index import catch_up_with_all
from tests.makers import make_article, reader

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent
PAGE = 25  # sentences
ENOUGH = 0.95  # of the searches


@pytest.fixture
def documents(shared_data: Path) -> dict[str, Article]:
    load_seeds(settings.BASE_DIR / "seeds")
    first = Article.objects.get(external_id="000_08da8c51ebda866c")
    found = {"nato": first, "harbour": make_article(_english(), language="en")}
    lines = (shared_data / "claims" / "bundestag-speeches-de.jsonl").read_text("utf-8").splitlines()
    for document in (json.loads(line)["document"] for line in lines):
        name = next(part for part in document["id"].split("_") if part.startswith("ID"))
        found[name] = make_article(document["text"], title=document["title"])
    catch_up_with_all()
    return found


def _english() -> str:
    return (HERE / "searches_en.txt").read_text("utf-8")


def test_people_find_what_they_look_for(documents: dict[str, Article]) -> None:
    searches = tomllib.loads((HERE / "searches.toml").read_text("utf-8"))["search"]
    missed = [each["typed"] for each in searches if not _finds(each, documents)]
    english = sum("harbour" in each["finds"] for each in searches)
    assert (len(searches) - english, english) == (60, 20)
    share = 1 - len(missed) / len(searches)
    print(f"{share:.1%} of {len(searches)} searches found; missed: {missed}")
    assert share >= ENOUGH, missed


def _finds(each: dict[str, dict[str, list[int]]], documents: dict[str, Article]) -> bool:
    rows = Sentence.objects.visible_to(reader())
    first = {*search(rows, ask(str(each["typed"])), reader()).ids[:PAGE]}
    wanted = [
        documents[name].current_version.sentences.get(position=position).pk
        for name, positions in each["finds"].items()
        for position in positions
    ]
    return first.issuperset(wanted)
