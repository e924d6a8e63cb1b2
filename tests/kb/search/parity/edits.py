"""Random edits: what editors do at the desk, and what SQL does behind their backs."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from editorial.actions import actors, articles, claims, corrections, curating, labels, merging
from editorial.models import Merge
from kb.errors import explained
from kb.models import Actor, Article, Claim, Event, Mode, Outlet, Sentence, Tag
from kb.search.index import catch_up
from tests.kb.search.parity.pool import Pool
from tests.makers import editor, make_actor, make_article, make_claim, make_event, publisher, whole

__all__ = ["Base", "begin", "edit"]

WHY = "Aus Gründen."
ACCESS = ("full", "full", "full", "quotes", "link")
STATUSES = ("draft", "in_review", "published", "published", "published", "withdrawn")
LANGUAGES = ("de", "de", "de", "de", "de-CH", "en", "fr", "it", "pl")
TAGS = 12


@dataclass
class Base:
    chance: Random
    pool: Pool
    went_through: Counter[str] = field(default_factory=Counter)

    def pick(self, rows: Any) -> Any:
        found = list(rows.order_by("pk"))
        if not found:
            raise ValidationError("nothing to do")
        return self.chance.choice(found)

    def actor(self) -> Actor:
        return self.pick(Actor.objects.filter(merged_into=None, only_in=None))  # type: ignore[no-any-return]

    def event(self) -> Event:
        return self.pick(Event.objects.filter(merged_into=None))  # type: ignore[no-any-return]

    def article(self) -> Article:
        return self.pick(Article.objects.exclude(access="sealed"))  # type: ignore[no-any-return]

    def day(self) -> date | None:
        day = date(2015, 1, 1) + timedelta(days=self.chance.randrange(4000))
        return self.chance.choice((day, day, day, None))

    def some(self, pick: Callable[[], Any]) -> list[Any]:
        return list(dict.fromkeys(pick() for _ in range(self.chance.choice((0, 1, 1, 2)))))


def add_article(base: Base) -> None:
    chance = base.chance
    make_article(
        base.pool.text(chance, chance.randrange(3, 9)),
        title=base.pool.text(chance)[:150],
        access=chance.choice(ACCESS),
        language=chance.choice(LANGUAGES),
        author=chance.choice((base.actor(), None)),
        outlet=chance.choice((base.pick(Outlet.objects.all()), None)),
        byline=chance.choice(("", base.pool.name(chance)))[:150],
        published_on=base.day(),
    )


def add_claim(base: Base) -> None:
    chance, article = base.chance, base.article()
    cited = base.pick(Sentence.objects.filter(version=article.current_version))
    told = {"speaker": base.actor(), "mode": Mode.INDIRECT}
    make_claim(
        base.pool.text(chance)[:500],
        status=chance.choice(STATUSES),
        article=article,
        passages=[whole(cited)],
        about=base.some(base.actor),
        events=base.some(base.event),
        tags=[base.pick(Tag.objects.filter(merged_into=None)).name],
        said_on=base.day(),
        **chance.choice(({}, told)),
    )


def revise(base: Base) -> None:
    claim = base.pick(Claim.objects.exclude(status="published"))
    claims.revise(claim=claim, by=editor(), text=base.pool.text(base.chance)[:500])


def publish(base: Base) -> None:
    claim = base.pick(Claim.objects.exclude(status="published"))
    if claim.status != "in_review":
        claims.submit(claim=claim, by=editor())
    claims.publish(claim=claim, by=publisher())


def withdraw(base: Base) -> None:
    claims.withdraw(claim=base.pick(Claim.objects.published()), by=publisher(), reason=WHY)


def correct_claim(base: Base) -> None:
    claim = base.pick(Claim.objects.published())
    words = base.pool.text(base.chance)[:500]
    claims.correct(claim=claim, writer=editor(), by=publisher(), reason=WHY, text=words)


def correct_article(base: Base) -> None:
    article, chance = base.article(), base.chance
    parts = article.current_version.text.split(". ")
    parts[chance.randrange(len(parts))] = base.pool.text(chance)
    text = ". ".join(parts)
    corrections.correct(article=article, by=editor(), text=text, reason=WHY)


def rename(base: Base) -> None:
    named = {"actor": "name", "event": "title", "article": "title", "outlet": "name"}
    kind = base.chance.choice(list(named))
    rows = {"actor": base.actor, "event": base.event, "article": base.article}
    row = rows[kind]() if kind in rows else base.pick(Outlet.objects.all())
    curating.change(row=row, by=editor(), **{named[kind]: base.pool.name(base.chance)})


def name_also(base: Base) -> None:
    actors.name_also(actor=base.actor(), names=[base.pool.name(base.chance)], by=editor())


def unname(base: Base) -> None:
    actor = base.pick(Actor.objects.exclude(aliases=None))
    base.pick(actor.aliases).delete()


def relabel(base: Base) -> None:
    labels.relabel(
        claim=base.pick(Claim.objects.all()),
        by=editor(),
        about=base.some(base.actor),
        events=base.some(base.event),
        tags=[base.pick(Tag.objects.filter(merged_into=None))],
    )


def merge(base: Base) -> None:
    model = base.chance.choice((Actor, Event, Tag))
    things = model._default_manager.filter(merged_into=None)
    gone = base.pick(things.exclude(only_in__isnull=False) if model is Actor else things)
    into = base.pick(things.exclude(pk=gone.pk))
    merging.merge(gone=gone, into=into, by=publisher(), reason=WHY)


def unmerge(base: Base) -> None:
    undone = base.pick(Merge.objects.filter(undone_at=None))
    merging.unmerge(merge=undone, by=publisher(), reason=WHY)


def seal(base: Base) -> None:
    articles.seal(article=base.article(), by=publisher(), reason=WHY)


def reopen(base: Base) -> None:
    article = base.pick(Article.objects.filter(access="sealed"))
    access = base.chance.choice(ACCESS)
    articles.reopen(article=article, access=access, by=publisher(), reason=WHY)


def show_less_or_more(base: Base) -> None:
    curating.change(row=base.article(), by=editor(), access=base.chance.choice(ACCESS))


def delete(base: Base) -> None:
    base.pick(Claim.objects.filter(status="draft", published_at=None)).delete()


def by_sql(base: Base) -> None:
    table, column = base.chance.choice(
        (
            ("kb_alias", "name"),
            ("kb_event", "place"),
            ("kb_article", "byline"),
            ("kb_actor", "name"),
        )
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} ORDER BY id")
        ids = [pk for (pk,) in cursor.fetchall()]
        if not ids:
            raise ValidationError("nothing to do")
        changed = f"UPDATE {table} SET {column} = %s WHERE id = %s"
        cursor.execute(changed, [base.pool.name(base.chance), base.chance.choice(ids)])


def catch_up_a_little(base: Base) -> None:
    catch_up(base.chance.choice((1, 10, 100)))


EDITS: tuple[Callable[[Base], None], ...] = (
    *(add_article,) * 4,
    *(add_claim,) * 12,
    *(revise,) * 2,
    *(publish,) * 2,
    *(withdraw,) * 1,
    *(correct_claim,) * 3,
    *(correct_article,) * 2,
    *(rename,) * 3,
    *(name_also,) * 2,
    *(unname,) * 1,
    *(relabel,) * 3,
    *(merge,) * 1,
    *(unmerge,) * 1,
    *(seal,) * 1,
    *(reopen,) * 1,
    *(show_less_or_more,) * 1,
    *(delete,) * 1,
    *(by_sql,) * 2,
    *(catch_up_a_little,) * 3,
)


def begin(base: Base) -> None:
    """Something of everything; and one article with more sentences than are ever ranked."""
    chance, pool = base.chance, base.pool
    for number in range(TAGS):
        Tag.objects.create(name=f"{pool.name(chance)} {number}"[:90])
    for number in range(5):
        Outlet.objects.create(name=f"{pool.name(chance)} {number}")
    for _ in range(30):
        make_actor(pool.name(chance))
        make_event(pool.name(chance), start=base.day() or "2025-06-01", place=pool.name(chance))
    lines = (f"Zeile {number} nennt {pool.name(chance)}." for number in range(2100))
    make_article(" ".join(lines), published_on="2020-02-02")


def edit(base: Base) -> None:
    """One edit; what is refused leaves nothing behind, and another is tried."""
    while True:
        step = base.chance.choice(EDITS)
        try:
            with explained(), transaction.atomic():
                step(base)
        except (ValidationError, DatabaseError):
            base.went_through["refused"] += 1
            continue
        base.went_through[step.__name__] += 1
        return
