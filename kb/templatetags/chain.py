"""Who says that who says it, from the author on, as one sentence that leads to the claim."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kb.models import Actor, Claim

__all__ = ["chain"]

register = template.Library()


@register.simple_tag
def chain(claim: Claim) -> SafeString:
    """ "The author reports that ministers say that Mark Rutte says:", with links.

    The claim comes with its speaker and its article's author; where its chain has more than one
    hop, with its attributions too: no query is made here. Of a sealed article the author is not
    told.
    """
    said = _ending(claim.speaker)
    for actor in reversed(claim.through):
        said = _saying(actor, said)
    return _reporting(claim, said) if claim.hops else said


def _ending(actor: Actor) -> SafeString:
    if actor.kind == Actor.Kind.GROUP:
        words = pgettext("several people", "{actor} say:")
    else:
        words = pgettext("one speaker", "{actor} says:")
    return format_html(words, actor=_linked(actor))


def _saying(actor: Actor, said: SafeString) -> SafeString:
    if actor.kind == Actor.Kind.GROUP:
        words = pgettext("several people", "{actor} say that {said}")
    else:
        words = pgettext("one speaker", "{actor} says that {said}")
    return format_html(words, actor=_linked(actor), said=said)


def _reporting(claim: Claim, said: SafeString) -> SafeString:
    author = claim.article.author if claim.article.is_public else None
    if author is None or not author.listed:
        return format_html(_("The author reports that {said}"), said=said)
    if author.kind == Actor.Kind.GROUP:
        words = pgettext("several people", "{actor} report that {said}")
    else:
        words = pgettext("one speaker", "{actor} reports that {said}")
    return format_html(words, actor=_linked(author), said=said)


def _linked(actor: Actor) -> SafeString:
    return format_html('<a href="{}">{}</a>', actor.get_absolute_url(), actor.name)
