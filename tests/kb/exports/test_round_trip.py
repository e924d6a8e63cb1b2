"""Export → empty base → export gives the same bytes, whatever editors did to the base."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from editorial.actions import articles, claims, labels
from editorial.actions.parts import Hop
from editorial.importing.documents.load import Report, import_jsonl
from kb.models import Actor, Article, Claim, Outlet, Sentence
from kb.text.sentences import split
from kb.verify import verify
from tests.editorial.importing.documents.filebed import exported, rows, taken_back, write
from tests.makers import (
    correct,
    editor,
    make_actor,
    make_claim,
    make_event,
    merge_in_name_only,
    publisher,
    whole,
)

pytestmark = pytest.mark.django_db

IDS = ["a", "A", "ä", "z", "é", "e\u0301", "😀", "\uffee", "10", "9", "a b", "a-b", "ÿ#\n1"]
NAMES = [
    "Sie",
    "Mark Rutte",
    "Rutte",
    "Müller",
    "Ungenannte Autorschaft",
    "😀 e\u0301",
    "O'Neil\r\n",
]
WORDS = ["Rat", "Brücke", "😀", "e\u0301s", "ge\u00adtagt", "Bern.\r\n", "ja!", "שלום", "z.B.", "\u2028",
         "𝔘𝔫𝔦", "nein?", "\n\n", "\t", "„Er", "geht.“", "Ende."]  # fmt: skip
NUMBERS = st.one_of(
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
)
LETTERS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=8)
EXTRAS = st.recursive(
    NUMBERS | LETTERS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(LETTERS, inner, max_size=3),
    max_leaves=6,
)


@st.composite
def texts(draw: Any) -> str:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=14))
    return "Der Rat tagt. " + " ".join(words) + draw(st.sampled_from(["", " ", "\r\n", " Punkt."]))


@st.composite
def passages(draw: Any, text: str, others: dict[str, str]) -> dict[str, Any]:
    """A passage of whole and partial sentences, here or in another document."""
    there = draw(st.sampled_from([None, None, *others]))
    spans = split(others[there] if there else text, "de")
    first = draw(st.integers(0, len(spans) - 1))
    last = draw(st.integers(first, min(first + 2, len(spans) - 1)))
    start = draw(st.integers(spans[first].start, spans[first].end - 1))
    end = draw(st.integers(max(spans[last].start, start) + 1, spans[last].end))
    stance = draw(st.sampled_from(["supports", "supports", "disputes", "context"]))
    place = {"start": start, "end": end, "stance": stance}
    return {"document": {"id": there}, **place} if there else place


@st.composite
def said(draw: Any, id: str, text: str, others: dict[str, str]) -> dict[str, Any]:
    given = {
        "id": id,
        "text": draw(st.sampled_from(["Ja.", "Nein 😀.", "e\u0301"])),
        "x": draw(EXTRAS),
    }
    given["evidence"] = draw(st.lists(passages(text, others), max_size=4))
    for key in ("about", "events", "tags"):
        given[key] = draw(st.lists(st.sampled_from(NAMES), max_size=3, unique=True))
    given["kind"] = draw(st.sampled_from(["report", "demand", None]))
    voice = draw(st.sampled_from(["author", "speaker", "chain", "strange"]))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=3, max_size=3, unique=True))
    if voice in ("speaker", "strange"):
        given["speaker"] = names[0]
        given["mode"] = "direct" if voice == "speaker" else "author"
    if voice == "chain":
        given["attribution"] = [{"actor": name, "mode": "indirect"} for name in names]
    return given


@st.composite
def bases(draw: Any) -> list[dict[str, Any]]:
    ids = draw(st.lists(st.sampled_from(IDS), min_size=2, max_size=4, unique=True))
    wording = {id: draw(texts()) for id in ids}
    lines = []
    for id, text in wording.items():
        given = {"id": id, "source": "s", "text": text, "x": draw(EXTRAS)}
        given["author"] = draw(st.sampled_from([None, *NAMES]))
        given["lang"] = draw(st.sampled_from([None, "de", "en-GB", "fr"]))
        spans = split(text, "de")
        if draw(st.booleans()):
            roles = st.sampled_from(["heading", "lead", "body", "caption"])
            given["sentences"] = [[s.start, s.end, draw(roles)] for s in spans]
            given["no_claim"] = [{"sentence_index": len(spans) - 1, "reason": "Nichts\r\n."}]
        others = {other: words for other, words in wording.items() if other != id}
        claim_ids = draw(st.lists(st.sampled_from(IDS), max_size=3, unique=True))
        stated = [draw(said(each, text, others)) for each in claim_ids]
        for one in stated:
            if draw(st.booleans()):
                target = draw(st.sampled_from(claim_ids))
                one["relations"] = [{"kind": "revises", "claim": {"id": target}}]
        lines.append({"document": given, "claims": stated})
    return lines


def tidy(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what cannot be: a claim related to itself, a judgement where a claim rests."""
    for line in lines:
        for one in line["claims"]:
            relations = one.get("relations", [])
            one["relations"] = [r for r in relations if r["claim"]["id"] != one["id"]]
        covered = [e for each in lines for one in each["claims"] for e in one["evidence"]]
        if covered:
            line["document"].pop("no_claim", None)
    return lines


def bring_in(path: Path, *lines: Any) -> Report:
    return import_jsonl([write(path, *lines)])


# --- What editors do to a base -------------------------------------------------------------------


def publish_all(pick: int) -> None:
    for claim in Claim.objects.filter(status="draft"):
        if claim.evidence.supporting().exists():
            claims.submit(claim=claim, by=claim.writer)
            claims.publish(claim=claim, by=publisher())


def withdraw(pick: int) -> None:
    publish_all(pick)
    for claim in Claim.objects.filter(status="published")[pick % 2 :: 2]:
        claims.withdraw(claim=claim, by=publisher(), reason="Falsch.")


def write_anew(pick: int) -> None:
    for article in Article.objects.order_by("pk")[pick % 2 :: 2]:
        assert article.current_version is not None
        text = article.current_version.text
        correct(article, "Vorab 😀. " + text)


def seal(pick: int) -> None:
    article = Article.objects.order_by("pk")[pick % Article.objects.count()]
    articles.seal(article=article, by=publisher(), reason="Auf Wunsch.")


def know_people(pick: int) -> None:
    """Actors of those names, an ambiguous one, an alias, and some merged while claims name them."""
    rutte = make_actor("Mark Rutte", aliases=["Rutte"])
    make_actor("Müller"), make_actor("Müller")
    make_event("Sie"), make_event("Rutte"), make_event("Rutte")
    own = Actor.objects.filter(only_in__isnull=False).order_by("pk")
    for actor in own[pick % 2 :: 2]:
        merge_in_name_only(actor, rutte)


def speak_for_newsrooms(pick: int) -> None:
    outlet = Outlet.objects.create(name="Blatt", newsroom=make_actor("Redaktion"))
    make_claim(article=_article(outlet=outlet), status="draft")


def work_at_the_desk(pick: int) -> None:
    article = _article()
    sentence = article.current_version.sentences.get(position=1)
    one, two = make_actor("Erste"), make_actor("Zweite")
    cue = whole(sentence)
    chain = [Hop(one, "reported", cue), Hop(two, "direct", cue)]
    made = make_claim(article=article, speaker=two, mode="direct", hops=chain)
    other = make_claim(article=article, about=[one], events=[make_event("Gipfel")], tags=["x", "X"])
    labels.relate(subject=made, object=other, kind="qualifies", by=editor(), note="Eben.")
    open_ones = Sentence.objects.filter(version__article=article, position__in=(3, 5))
    articles.judge(sentences=open_ones, by=editor(), reason="Nichts.")


def _article(**fields: Any) -> Any:
    made = make_claim(status="draft", **({"article": _plain(**fields)} if fields else {}))
    return made.article


def _plain(**fields: Any) -> Any:
    article = make_claim(status="draft").article
    for name, value in fields.items():
        setattr(article, name, value)
    article.save()
    return article


EDITS: list[Callable[[int], None]] = [
    know_people,
    publish_all,
    withdraw,
    write_anew,
    speak_for_newsrooms,
    work_at_the_desk,
    seal,
]


def kept(report: Report) -> list[str]:
    return [note for note in report.notes if note.startswith("kept: ")]


def again_in_an_empty_base(path: Path, export: bytes) -> bytes:
    with taken_back():
        report = bring_in(path, export)
        assert (report.rejections, kept(report)) == ([], [])
        assert list(verify()) == []
        return exported()


KNOWN = ("ImportItem", "ImportRun", "User")  # what an import notes of what it found the same


def assert_it_changes_nothing_here(path: Path, export: bytes) -> None:
    before = rows()
    report = bring_in(path, export)
    after = rows()
    assert (report.rejections, kept(report)) == ([], [])
    changed = {name for name in after if name not in KNOWN and after[name] != before[name]}
    assert changed == set()
    assert exported() == export


@bounds(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(
    lines=bases(),
    edits=st.lists(st.sampled_from(EDITS), unique=True, max_size=4),
    pick=st.integers(0, 9),
)
def test_a_generated_base(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[dict[str, Any]],
    edits: list[Callable[[int], None]],
    pick: int,
) -> None:
    path = tmp_path_factory.mktemp("round") / "base.jsonl"
    with taken_back():
        report = bring_in(path, *tidy(lines))
        assert report.rejections == []
        for edit in edits:
            edit(pick)
        export = exported()
        with taken_back():
            assert_it_changes_nothing_here(path, export)
    assert again_in_an_empty_base(path, export) == export


@pytest.mark.parametrize("edit", EDITS)
def test_every_edit_on_its_own(tmp_path: Path, edit: Callable[[int], None]) -> None:
    path = tmp_path / "base.jsonl"
    evidence = [{"start": 0, "end": 13}, {"start": 14, "end": 17, "stance": "disputes"}]
    spoken = [
        {"id": "1", "text": "Ja.", "speaker": "Rutte", "events": ["Rutte", "Sie"]},
        {"id": "2", "text": "Nein.", "about": ["Müller", "Rutte"], "evidence": evidence},
        {"id": "3", "text": "Doch.", "attribution": [{"actor": "Sie"}, {"actor": "Müller"}]},
        {"id": "4", "text": "So.", "evidence": [{"document": {"id": "b"}, "start": 0, "end": 3}]},
    ]
    lines = [
        {"document": {"id": id, "source": "s", "text": "Der Rat tagt. Und mehr.", "author": author},
         "claims": spoken if id == "a" else spoken[:1]}
        for id, author in (("a", "Mark Rutte"), ("b", None))
    ]  # fmt: skip
    with taken_back():
        assert bring_in(path, *lines).rejections == []
        edit(0)
        export = exported()
        with taken_back():
            assert_it_changes_nothing_here(path, export)
    assert again_in_an_empty_base(path, export) == export


def test_the_seeds_of_this_project(tmp_path: Path) -> None:
    with taken_back():
        call_command("load_seeds", str(settings.BASE_DIR / "seeds"), verbosity=0)
        export = exported()
        assert_it_changes_nothing_here(tmp_path / "base.jsonl", export)
    assert export.count(b"\n") == 2
    assert again_in_an_empty_base(tmp_path / "base.jsonl", export) == export
