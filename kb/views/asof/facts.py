"""What pages of the past tell, label by label: the stuff of which differences are made."""

from collections.abc import Iterable
from datetime import date
from html import unescape
from typing import Any

from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kb.asof import ActorThen, ArticleThen, ClaimThen, Column, EventThen, Part, Relation
from kb.asof.actors import Office
from kb.asof.differences import Fact, Item
from kb.models import Decision, Evidence, Stance
from kb.templatetags.words import marks, period, relation
from kb.views.asof.words import name_of, person, speech
from kb.views.passages import Passage, join

__all__ = ["actor_facts", "article_facts", "claim_facts", "event_facts"]

STANCES = {
    Stance.SUPPORTS: lambda: _("Supported by"),
    Stance.DISPUTES: lambda: _("Disputed by"),
    Stance.CONTEXT: lambda: _("Seen in context"),
}


def claim_facts(then: ClaimThen, query: str) -> list[Fact]:
    claim = then.said.claim
    return [
        Fact(_("Claim"), claim.text, language=claim.language),
        Fact(_("Kind"), str(claim.get_kind_display())),
        Fact(_("Said by"), _plain(speech(then.said, name_of))),
        *_passages(then, query),
        Fact(_("How it stands to other claims"), items=_relations(then.relations, query)),
        Fact(_("About"), items=_named(then.about, query)),
        Fact(_("Events"), items=_named(then.events, query)),
        Fact(_("Tags"), items=tuple(Item(tag.pk, tag.name) for tag in then.tags)),
        Fact(_("Due on"), _due(claim)),
        Fact(_("What was decided"), items=_decided(then.decisions)),
    ]


def actor_facts(then: ActorThen, query: str) -> list[Fact]:
    actor = then.actor
    return [
        Fact(_("Name"), actor.name),
        Fact(_("Kind"), str(actor.get_kind_display())),
        Fact(_("Description"), actor.description),
        Fact(_("Also called"), items=tuple(Item(name, name) for name in then.names)),
        Fact(_("Affiliations"), items=_offices(then.offices, query)),
        Fact(_("Persons"), items=_offices(then.members, query)),
        _column(_("What it says"), then.said, query),
        _column(_("What is said about it"), then.about, query),
        _column(_("What it passes on"), then.passed_on, query),
        Fact(_("Events"), items=_parts(then.parts, query)),
        Fact(
            _("Articles by this author"),
            items=tuple(
                Item(each.pk, each.title, each.language, each.get_absolute_url() + query)
                for each in then.articles
            ),
        ),
    ]


def event_facts(then: EventThen, query: str) -> list[Fact]:
    event = then.event
    return [
        Fact(_("Title"), event.title),
        Fact(_("Kind"), str(event.get_kind_display())),
        Fact(_("Time"), _plain(period(event))),
        Fact(_("Place"), event.place),
        Fact(_("Part of"), then.whole.title if then.whole else ""),
        Fact(_("Who took part"), items=_parts(then.present, query)),
        Fact(_("Who stayed away"), items=_parts(then.absent, query)),
        _column(_("What is said about it"), then.claims, query),
        Fact(_("Parts of it"), items=_named(then.parts, query)),
    ]


def article_facts(then: ArticleThen, query: str) -> list[Fact]:
    article, version = then.article, then.version
    number = _("version %(number)d") % {"number": version.number}
    return [
        Fact(_("Title"), article.title, language=article.language),
        Fact(_("Author"), then.author.name if then.author else article.byline),
        Fact(_("Outlet"), article.outlet.name if article.outlet else ""),
        Fact(_("Published on"), _day(article.published_on)),
        Fact(_("Source"), article.url),
        Fact(_("Version"), ": ".join(filter(None, (capfirst(number), version.note)))),
        Fact(_("Text"), _text(then), language=article.language),
        Fact(
            _("Claims on it"),
            items=tuple(
                Item(
                    said.claim.pk,
                    said.claim.text,
                    said.claim.language,
                    said.claim.get_absolute_url() + query,
                )
                for said in then.in_order
            ),
        ),
        Fact(_("What was decided"), items=_decided(then.decisions)),
    ]


# --- Parts of facts ------------------------------------------------------------------------------


def _passages(then: ClaimThen, query: str) -> Iterable[Fact]:
    """A fact for each stance; rows that touch are one passage."""
    readable = {sentence.pk for sentence in then.cited.sentences}
    passages = join(then.cited.evidence)
    for stance, label in STANCES.items():
        found = (each for each in passages if each.stance == stance)
        items = (_passage(each, readable, then.cited.origins, query) for each in found)
        yield Fact(label(), items=tuple(items))


def _passage(passage: Passage, readable: set[int], origins: dict[int, int], query: str) -> Item:
    article = passage.version.article
    opening, closing = marks(article.language)
    is_readable = all(row.sentence_id in readable for row in passage.rows)
    words = [
        f"{opening}{passage.words}{closing}" if is_readable else "[…]",
        article.title,
        _("version %(number)d") % {"number": passage.version.number},
        *dict.fromkeys(row.note for row in passage.rows if row.note),
    ]
    if any(row.state == Evidence.State.WAITING for row in passage.rows):
        words.append(_("the article had changed since"))
    first = passage.first.pk
    address = article.get_absolute_url() + query
    return Item(origins.get(first, first), " · ".join(words), article.language, address)


def _relations(relations: Iterable[Relation], query: str) -> tuple[Item, ...]:
    return tuple(
        Item(
            (each.kind, each.is_outgoing, each.other.claim.pk),
            ": ".join(filter(None, (relation(each), each.other.claim.text, each.note))),
            each.other.claim.language,
            each.other.claim.get_absolute_url() + query,
        )
        for each in relations
    )


def _named(things: Iterable[Any], query: str) -> tuple[Item, ...]:
    return tuple(
        Item(thing.pk, str(thing), address=thing.get_absolute_url() + query) for thing in things
    )


def _offices(offices: Iterable[Office], query: str) -> tuple[Item, ...]:
    return tuple(
        Item(
            office.row.pk,
            ", ".join(filter(None, (office.row.role, office.other.name, _tenure(office.row)))),
            address=office.other.get_absolute_url() + query,
        )
        for office in offices
    )


def _tenure(row: Any) -> str:
    return " – ".join(_day(on) for on in (row.start, row.end)) if row.start or row.end else ""


def _parts(parts: Iterable[Part], query: str) -> tuple[Item, ...]:
    return tuple(
        Item(
            part.row.pk,
            f"{part.other}, {part.row.get_role_display()}",
            address=part.other.get_absolute_url() + query,
        )
        for part in parts
    )


def _column(label: str, column: Column, query: str) -> Fact:
    """Of more claims than a page takes only those are compared that both days have in view."""
    items = tuple(
        Item(
            said.claim.pk,
            said.claim.text,
            said.claim.language,
            said.claim.get_absolute_url() + query,
        )
        for said in column.claims
    )
    since = min(said.claim.pk for said in column.claims) if column.has_more else 0
    return Fact(label, items=items, since=since)


def _text(then: ArticleThen) -> str:
    """The sentences that may be read, with a gap where one is left out."""
    words, previous = [], 0
    for sentence in then.sentences:
        if sentence.position > previous + 1:
            words.append("[…]")
        words.append(sentence.text)
        previous = sentence.position
    return " ".join(words)


def _decided(decisions: Iterable[Decision]) -> tuple[Item, ...]:
    return tuple(Item(each.pk, _decision(each)) for each in decisions)


def _decision(decision: Decision) -> str:
    words = _("%(verb)s by %(person)s, %(day)s") % {
        "verb": capfirst(str(decision.get_verb_display())),
        "person": person(decision.by),
        "day": _day(localdate(decision.at)),
    }
    return ": ".join(filter(None, (words, decision.reason)))


def _due(claim: Any) -> str:
    outcome = str(claim.get_outcome_display()) if claim.outcome else ""
    return ": ".join(filter(None, (_day(claim.due_on), outcome))) if claim.due_on else ""


def _day(value: date | None) -> str:
    # Translators: Django's format for a whole date, as in "3 December 2025".
    return date_format(value, pgettext("date format", "j F Y")) if value else ""


def _plain(words: Any) -> str:
    return unescape(strip_tags(str(words)))
