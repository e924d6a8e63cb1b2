"""What the claims of an article named last, to be taken again by one key: events, actors, tags."""

from typing import Any

from django.db.models import Max, Model
from django.utils.translation import gettext as _

from editorial.admin.desk.suggested import Take
from kb.models import Actor, Article, Event, Tag

__all__ = ["used"]

MOST = 9  # as many as there are digit keys
MOST_EVENTS = 4  # of these; actors take what is left
MOST_TAGS = 2
FIELDS = {"event": "about_events", "about": "about_actors", "tag": "its_tags"}


def used(article: Article, asked: Any) -> list[Take]:
    """At most MOST of them, of each kind those used last first; `asked` is the address they are added to.

    Three queries, however many claims the article has.
    """
    events = _last(Event, "claim_links", "claim_links__claim__article", article, MOST_EVENTS)
    tags = _last(Tag, "claim_links", "claim_links__content_object__article", article, MOST_TAGS)
    left = MOST - len(events) - len(tags)
    actors = _last(Actor, "about_links", "about_links__claim__article", article, left)
    return [
        *(
            _take(_("Event %(event)s") % {"event": one.title}, "event", one, asked)
            for one in events
        ),
        *(_take(_("About %(actor)s") % {"actor": one.name}, "about", one, asked) for one in actors),
        *(_take(_("Tag %(tag)s") % {"tag": one.name}, "tag", one, asked) for one in tags),
    ]


def _last(model: Any, link: str, of: str, article: Article, most: int) -> list[Any]:
    """Those that claims of the article name by `link`, the one named last first."""
    named = model.objects.filter(**{of: article}, merged_into=None)
    return list(named.annotate(last=Max(link)).order_by("-last", "pk")[:most])


def _take(words: str, kind: str, one: Model, asked: Any) -> Take:
    query = asked.copy()
    query.appendlist(FIELDS[kind], one.pk)
    return Take(words, "", ((kind, one.pk), ("name", str(one))), query.urlencode())
