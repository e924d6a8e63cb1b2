"""What the public was told at a moment, as far as a reader may see it today.

Everything comes from the tables of history: a row holds until the next one of its object. Two
sieves lie on it: what was public then, and what this reader may see now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from kb.asof.withdrawn import told_of_old
from kb.models import (
    Actor,
    Article,
    Attribution,
    Claim,
    ClaimAbout,
    ClaimEvent,
    Event,
    Outlet,
    Participation,
)
from kb.text.folding import slug

__all__ = ["Past", "restored"]


def restored(row: Any) -> Any:
    """The object as a row of history tells it; it is not meant to be saved."""
    values = {field.attname: getattr(row, field.attname) for field in row.tracked_fields}
    return row.instance_type(**values)


@dataclass(frozen=True)
class Past:
    """The base as `user` may look back on it: all that was written before the moment `at`."""

    at: datetime
    user: Any

    def standing(self, rows: QuerySet) -> QuerySet:
        """Those of the history `rows` that said how things stood then."""
        followed = rows.model.objects.filter(
            id=OuterRef("id"), history_id__gt=OuterRef("history_id"), history_date__lt=self.at
        )
        known = rows.filter(history_date__lt=self.at).exclude(history_type="-")
        return known.filter(~Exists(followed))

    # --- What was public then and may be seen now, as rows of history --------------------------

    def claims(self) -> QuerySet:
        told = told_of_old().filter(pk=OuterRef("id"))
        return self._published().filter(_seen(Claim, self.user) | Exists(told))

    def articles(self) -> QuerySet:
        return self._open().filter(_seen(Article, self.user))

    def events(self) -> QuerySet:
        rows = self.standing(Event.history.filter(merged_into_id=None))
        return rows.filter(self._named("id"), _seen(Event, self.user))

    def actors(self) -> QuerySet:
        """Also those that were merged into another one since."""
        me = OuterRef("id")
        meetings = self.standing(Participation.history.filter(actor_id=me))
        rows = self.standing(Actor.history.filter(merged_into_id=None))
        return rows.filter(_seen(Actor, self.user)).filter(
            Exists(self._published().filter(speaker_id=me))
            | Exists(self.told(ClaimAbout.history.filter(actor_id=me)))
            | Exists(self.told(Attribution.history.filter(actor_id=me)))
            | Exists(self._open().filter(author_id=me))
            | Exists(meetings.filter(self._named("event_id")))
        )

    def told(self, rows: QuerySet, column: str = "claim_id") -> QuerySet:
        """Those of the history `rows` that stood then and belong to a claim public then."""
        return self.standing(rows).filter(Exists(self._published().filter(id=OuterRef(column))))

    # --- Names ---------------------------------------------------------------------------------

    def named(self, model: Any, ids: Iterable[int | None]) -> dict[int, Any]:
        """By their ids the things that may be named today, with the names they had then.

        The ids are those that something public then named. Of articles only those that were
        public themselves. One query, none without an id.
        """
        wanted = sorted({pk for pk in ids if pk})
        if not wanted:
            return {}
        if model is Article:
            return {row.pk: row for row in self.articles_of(self.articles().filter(id__in=wanted))}
        rows = self.standing(model.history.filter(id__in=wanted))
        if model is not Outlet:
            rows = rows.filter(_seen(model, self.user))
        return {row.id: restored(row) for row in rows}

    def articles_of(self, rows: Iterable[Any]) -> list[Article]:
        """Articles as these rows of history tell them, under the addresses they have now."""
        articles: list[Article] = [restored(row) for row in rows]
        ids = [article.pk for article in articles]
        titles = Article.objects.filter(pk__in=ids).values_list("pk", "title")
        slugs = {pk: slug(title) for pk, title in titles}
        outlets = self.named(Outlet, (article.outlet_id for article in articles))
        for article in articles:
            article.slug = slugs[article.pk]
            article.outlet = outlets.get(article.outlet_id or 0)
        return articles

    # --- Steps ---------------------------------------------------------------------------------

    def _published(self) -> QuerySet:
        return self.standing(Claim.history.filter(status=Claim.Status.PUBLISHED))

    def _open(self) -> QuerySet:
        rows = Article.history.filter(current_version_id__isnull=False)
        return self.standing(rows.exclude(access=Article.Access.SEALED))

    def _named(self, column: str) -> Exists:
        """Whether the event in `column` was named by a claim public then."""
        return Exists(self.told(ClaimEvent.history.filter(event_id=OuterRef(column))))


def _seen(model: Any, user: Any) -> Any:
    """Whether the object of a row may be seen today, or another one that it was merged into."""
    visible = model.objects.visible_to(user)
    seen: Any = Exists(visible.filter(pk=OuterRef("id")))
    if any(field.name == "merged_into" for field in model._meta.fields):
        seen |= Exists(visible.filter(merged_from=OuterRef("id")))
    return seen
