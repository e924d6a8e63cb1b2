"""What the database refuses: each line on its own then, and only the one to blame is rejected."""

from collections.abc import Callable
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest
from django.db import connection

from editorial.importing.documents.load import import_jsonl
from kb.models import Actor, Article, Claim, Tag
from tests.editorial.importing.documents.filebed import TEXT, Imported, claim, cut, document, write

Load = Callable[..., Imported]

FIRST = cut("Der Rat tagt am Montag in Bern.")

# A rule of somebody else's, which no look-up can know beforehand.
REFUSE = {
    "sqlite": (
        "CREATE TRIGGER tests_refuse BEFORE INSERT ON {table} WHEN NEW.{column} = 'unerwünscht' "
        "BEGIN SELECT RAISE(ABORT, 'INV key: tests'); END"
    ),
    "postgresql": (
        "CREATE FUNCTION tests_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NEW.{column} = 'unerwünscht' THEN RAISE EXCEPTION 'INV key: tests' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$; "
        "CREATE TRIGGER tests_refuse BEFORE INSERT ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION tests_refuse()"
    ),
}
DROP = {
    "sqlite": "DROP TRIGGER tests_refuse",
    "postgresql": "DROP TRIGGER tests_refuse ON {table}; DROP FUNCTION tests_refuse()",
}


def refuse(table: str, column: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(REFUSE[connection.vendor].format(table=table, column=column))


def allow(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(DROP[connection.vendor].format(table=table))


def many(**bad: str) -> list[dict[str, object]]:
    """Thirty documents with claims, of which the twelfth is bad in one way."""
    lines = [document(f"d{n}", TEXT, claim(FIRST, tags=[f"t{n}"])) for n in range(30)]
    for place, name in bad.items():
        target = lines[11]["document"] if place in ("title", "source") else lines[11]["claims"][0]
        target[place] = name
    return lines


@pytest.mark.parametrize(
    ("table", "column", "bad"),
    [
        ("kb_article", "title", {"title": "unerwünscht"}),
        ("kb_claim", "text", {"text": "unerwünscht"}),
        ("kb_actor", "name", {"speaker": "unerwünscht"}),
    ],
)
def test_only_the_line_to_blame_is_rejected(
    load: Load, table: str, column: str, bad: dict[str, str]
) -> None:
    refuse(table, column)
    told = load(*many(**bad))
    allow(table)
    assert told.reasons == ["There is one with this number or name already."]
    (line,) = told.rejected
    assert line["document"]["id"] == "d11"
    assert told.summary == (
        "documents: 29 new, 0 changed, 0 same; claims: 29 new, 0 changed, 0 same; "
        "evidence: 29 new, 0 changed, 0 same; rejected: 1; kept: 0"
    )
    assert Article.objects.count() == Claim.objects.count() == Tag.objects.count() == 29
    assert load(*many(**bad)).summary.startswith("documents: 1 new, 0 changed, 29 same;")


def test_the_links_of_a_document_that_was_refused_are_not_followed(load: Load) -> None:
    refuse("kb_article", "title")
    other = claim({"document": {"id": "d1"}, **FIRST}, id="c2")
    lines = many(title="unerwünscht")
    lines[11]["claims"].append({"id": "c9", **other})  # type: ignore[attr-defined]
    told = load(*lines)
    allow("kb_article")
    assert told.failure.startswith("1 rejected")


def test_an_update_that_is_refused_leaves_the_others(load: Load) -> None:
    load(*many())
    refuse("kb_historicalarticle", "title")
    told = load(
        *(
            line | {"document": line["document"] | {"title": title}}  # type: ignore[operator]
            for line, title in zip(many(), ["a", "unerwünscht"] * 15, strict=True)
        )
    )
    allow("kb_historicalarticle")
    assert told.summary.startswith("documents: 0 new, 15 changed, 0 same;")
    assert len(told.rejected) == 15
    assert Article.objects.filter(title="a").count() == 15
    assert not Article.objects.filter(title="unerwünscht").exists()


def test_a_row_in_the_way_is_explained(load: Load) -> None:
    """Somebody took the address that a new actor of the article is about to get."""
    load(document("a"))
    after = Article.objects.latest("pk").pk + 1
    # PostgreSQL: each attempt draws its own 200 ids, so every other attempt finds its way barred,
    # the first among them. SQLite: each goes on with the next id, so one comes in, and no more.
    block, barred = (200, 0) if connection.vendor == "postgresql" else (1, 1)
    taken = [pk for pk in range(after, after + 14 * block) if (pk - after) // block % 2 == barred]
    Actor.objects.bulk_create(
        Actor(name="x", slug=f"sie--{pk}", kind=Actor.Kind.GROUP, sort_name="x") for pk in taken
    )
    Actor.history.bulk_history_create(list(Actor.objects.filter(name="x")))
    told = load(*(document(f"b{n}", TEXT, claim(FIRST, speaker="Sie")) for n in range(10)))
    assert 0 < len(told.rejected) < 10
    assert all("already" in reason or "slug" in reason for reason in told.reasons)
    assert Claim.objects.count() == 10 - len(told.rejected)
    assert Article.objects.count() == 1 + Claim.objects.count()


def test_a_file_that_is_being_imported_is_left_to_that(file: Path) -> None:
    write(file, document("a"))
    with file.open("rb") as other:
        flock(other, LOCK_EX)
        with pytest.raises(OSError, match="is being imported already"):
            import_jsonl([file], source="tests")
    assert not Article.objects.exists()
    assert import_jsonl([file], source="tests").rejected == 0
