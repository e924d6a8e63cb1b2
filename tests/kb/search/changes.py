"""Ways in which what is found by "Alt" comes to be found by "Neu": by the desk, in bulk, by SQL.

Each makes the thing, and gives its model with the change that is still to come.
"""

from collections.abc import Callable

from django.db import connection

from editorial.actions import actors, claims, curating, labels
from kb.models import Actor, Article, Claim, Event, Outlet, Sentence
from tests.makers import (
    correct,
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    merge,
    publisher,
)

__all__ = ["WAYS", "draft", "sql"]


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def draft(text: str = "Die Brücke steht.") -> Claim:
    return make_claim(text, status="draft")


def claim_by_orm() -> tuple[type, Callable[[], object]]:
    claim = draft("Alt.")
    return Claim, lambda: claims.revise(claim=claim, by=editor(), text="Neu.")


def claim_by_sql() -> tuple[type, Callable[[], object]]:
    claim = draft("Alt.")
    return Claim, lambda: sql(
        "UPDATE kb_claim SET text = 'Neu.', version = 2 WHERE id = %s", claim.pk
    )


def public_claim() -> tuple[type, Callable[[], object]]:
    claim = make_claim("Alt.")
    return Claim, lambda: claims.correct(
        claim=claim, writer=editor(), by=publisher(), reason="So.", text="Neu."
    )


def claims_in_bulk() -> tuple[type, Callable[[], object]]:
    claim = draft("Alt.")
    return Claim, lambda: Claim.objects.filter(pk=claim.pk).update(text="Neu.", version=2)


def speaker() -> tuple[type, Callable[[], object]]:
    old, new = make_actor("Alt"), make_actor("Neu")
    claim = make_claim(status="draft", speaker=old, mode="direct")
    return Claim, lambda: claims.revise(claim=claim, by=editor(), speaker=new)


def speakers_name() -> tuple[type, Callable[[], object]]:
    actor = make_actor("Alt")
    make_claim(speaker=actor, mode="direct")
    return Claim, lambda: curating.change(row=actor, by=editor(), name="Neu")


def name_by_sql() -> tuple[type, Callable[[], object]]:
    actor = make_actor("Alt")
    make_claim(about=[actor])
    return Claim, lambda: sql("UPDATE kb_actor SET name = 'Neu' WHERE id = %s", actor.pk)


def about_by_orm() -> tuple[type, Callable[[], object]]:
    old, new = make_actor("Alt"), make_actor("Neu")
    claim = make_claim(about=[old])
    return Claim, lambda: labels.relabel(claim=claim, by=editor(), about=[new], events=(), tags=())


def about_by_sql() -> tuple[type, Callable[[], object]]:
    old, new = make_actor("Alt"), make_actor("Neu")
    make_claim(about=[old])
    return Claim, lambda: sql(
        "UPDATE kb_claimabout SET actor_id = %s WHERE actor_id = %s", new.pk, old.pk
    )


def merged_actor() -> tuple[type, Callable[[], object]]:
    old, new = make_actor("Alt"), make_actor("Neu")
    make_claim(about=[old])
    return Claim, lambda: merge(old, new)


def actor() -> tuple[type, Callable[[], object]]:
    row = make_actor("Alt")
    return Actor, lambda: curating.change(row=row, by=editor(), name="Neu")


def alias_by_orm() -> tuple[type, Callable[[], object]]:
    row = make_actor("Ada", aliases=["Alt"])

    def change() -> None:
        row.aliases.get().delete()
        actors.name_also(actor=row, names=["Neu"], by=editor())

    return Actor, change


def alias_by_sql() -> tuple[type, Callable[[], object]]:
    make_actor("Ada", aliases=["Alt"])
    return Actor, lambda: sql("UPDATE kb_alias SET name = 'Neu'")


def event() -> tuple[type, Callable[[], object]]:
    row = make_event("Alt")
    return Event, lambda: curating.change(row=row, by=editor(), title="Neu")


def place_by_sql() -> tuple[type, Callable[[], object]]:
    make_event("Gipfel", place="Alt")
    return Event, lambda: sql("UPDATE kb_event SET place = 'Neu'")


def title() -> tuple[type, Callable[[], object]]:
    row = make_article(title="Alt")
    return Article, lambda: curating.change(row=row, by=editor(), title="Neu")


def byline_by_sql() -> tuple[type, Callable[[], object]]:
    make_article(byline="Von Alt")
    return Article, lambda: sql("UPDATE kb_article SET byline = 'Von Neu'")


def author() -> tuple[type, Callable[[], object]]:
    row, new = make_article(author=make_actor("Alt")), make_actor("Neu")
    return Article, lambda: curating.change(row=row, by=editor(), author=new)


def authors_name() -> tuple[type, Callable[[], object]]:
    row = make_actor("Alt")
    make_article(author=row)
    return Article, lambda: curating.change(row=row, by=editor(), name="Neu")


def merged_author() -> tuple[type, Callable[[], object]]:
    old, new = make_actor("Alt"), make_actor("Neu")
    make_article(author=old)
    return Article, lambda: merge(old, new)


def outlet() -> tuple[type, Callable[[], object]]:
    row = Outlet.objects.create(name="Alt")
    make_article(outlet=row)
    return Article, lambda: curating.change(row=row, by=editor(), name="Neu")


def outlet_by_sql() -> tuple[type, Callable[[], object]]:
    make_article(outlet=Outlet.objects.create(name="Alt"))
    return Article, lambda: sql("UPDATE kb_outlet SET name = 'Neu'")


def text() -> tuple[type, Callable[[], object]]:
    row = make_article("Alt ist das. Und gut.")
    return Sentence, lambda: correct(row, "Neu ist das. Und gut.")


WAYS = [
    about_by_orm,
    about_by_sql,
    actor,
    alias_by_orm,
    alias_by_sql,
    author,
    authors_name,
    byline_by_sql,
    claim_by_orm,
    claim_by_sql,
    claims_in_bulk,
    event,
    merged_actor,
    merged_author,
    name_by_sql,
    outlet,
    outlet_by_sql,
    place_by_sql,
    public_claim,
    speaker,
    speakers_name,
    text,
    title,
]
