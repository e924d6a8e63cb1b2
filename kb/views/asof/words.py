"""What pages of the past say in words of their own: who spoke, who decided."""

from collections.abc import Callable
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kb.asof import Said
from kb.models import Actor, Mode
from kb.templatetags.speech import day, in_words

__all__ = ["linked", "name_of", "person", "speech"]


def name_of(actor: Actor) -> SafeString:
    """The name an actor had, if it may be told today."""
    if not actor.name:
        return conditional_escape(_("somebody whom no public page names any more"))
    return conditional_escape(actor.name)


def linked(query: str) -> Callable[[Actor], SafeString]:
    """Names that lead to the actor's page of the same day; `query` is of the form "?asof=…"."""

    def named(actor: Actor) -> SafeString:
        if not actor.pk:
            return name_of(actor)
        return format_html('<a href="{}{}">{}</a>', actor.get_absolute_url(), query, actor.name)

    return named


def speech(said: Said, named: Callable[[Actor], SafeString]) -> SafeString:
    """ "Mark Rutte, as the author reports (indirect speech), on 3 December 2025" """
    line = in_words(said.speaker, Mode(said.claim.mode), said.through, named)
    on = said.said_on
    return format_html(_("{line}, on {day}"), line=line, day=day(on)) if on else line


def person(user: Any) -> str:
    """Who decided, by the name the account gives; what people log in with is not told."""
    return str(user.get_full_name() or _("an editor"))
