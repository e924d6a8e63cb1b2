"""Who says a claim, in words: speaker, chain of attribution, way of speaking, day."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kb.models import Actor, Claim, Mode

__all__ = ["day", "in_words", "speech", "who_says"]

register = template.Library()


@register.simple_tag
def speech(claim: Claim) -> SafeString:
    """ "Mark Rutte, as the author reports (indirect speech), on 3 December 2025", with links.

    The claim comes with speaker and article; where its chain has more than one hop, with
    its attributions too: no query is made here.
    """
    line = who_says(claim, _linked)
    article = claim.article
    # Of a sealed article not even the date is told.
    said_on = claim.said_on or (article.published_on if article.is_public else None)
    return format_html(_("{line}, on {day}"), line=line, day=day(said_on)) if said_on else line


@register.simple_tag
def speech_here(claim: Claim) -> SafeString:
    """The same without the day, where the article is at hand."""
    return who_says(claim, _linked)


def who_says(claim: Claim, named: Callable[[Actor], str] = str) -> SafeString:
    """Speaker, chain and way of speaking, of a claim that comes as `speech` asks for it."""
    return in_words(claim.speaker, Mode(claim.mode), claim.through, named)


def in_words(
    speaker: Actor,
    mode: Mode,
    through: Sequence[Actor],
    named: Callable[[Actor], str] = str,
) -> SafeString:
    """ "Mark Rutte, as ministers say, as the author reports (indirect speech)"

    `through` are the actors between the author and the speaker, from the author on.
    """
    if mode == Mode.AUTHOR:
        return format_html(_("{line}, in the author’s own voice"), line=named(speaker))
    line: str = named(speaker)
    for actor in reversed(through):
        line = format_html(_says(actor), line=line, actor=named(actor))
    return format_html(_("{line}, as the author reports ({mode})"), line=line, mode=mode.label)


def _says(actor: Actor) -> str:
    if actor.kind == Actor.Kind.GROUP:
        return pgettext("several people", "{line}, as {actor} say")
    return pgettext("one speaker", "{line}, as {actor} says")


def _linked(actor: Actor) -> SafeString:
    return format_html('<a href="{}">{}</a>', actor.get_absolute_url(), actor.name)


@register.filter
def day(value: date | None) -> SafeString:
    """A date in words inside `<time>`."""
    if value is None:
        return SafeString("")
    if isinstance(value, datetime):
        value = localdate(value)
    # Translators: Django's format for a whole date, as in "3 December 2025".
    words = date_format(value, pgettext("date format", "j F Y"))
    return format_html('<time datetime="{}">{}</time>', value.isoformat()[:10], words)
