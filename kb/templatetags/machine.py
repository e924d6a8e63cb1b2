"""What pages say to machines: JSON-LD in the head, and addresses for other programs."""

from collections.abc import Iterable
from html import unescape
from typing import Any, Protocol
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language

from kb.exports import schemaorg
from kb.exports.schemaorg.documents import Node, trail
from kb.models import Actor, Affiliation, Article, Claim, Event, Participation
from kb.templatetags.speech import who_says
from kb.templatetags.words import marks

__all__ = [
    "actor_data",
    "article_data",
    "captured",
    "data",
    "event_data",
    "oembed",
    "page_data",
    "site_data",
    "summary",
]

register = template.Library()

QUOTE_CHARS = 160  # of a quote in a description; networks show little more


class Words(Protocol):
    @property
    def words(self) -> str: ...


class Quoted(Protocol):
    """A claim with the first passage that supports it, if its reader may see one."""

    @property
    def claim(self) -> Claim: ...
    @property
    def quote(self) -> Words | None: ...


@register.simple_block_tag
def captured(content: SafeString) -> SafeString:
    """What stands in it, to be used more than once: `{% captured as name %}…{% endcaptured %}`."""
    return content


@register.simple_tag
def data(document: Node) -> SafeString:
    """A document of JSON-LD as a data block."""
    return schemaorg.inline(document)


@register.simple_tag
def page_data(title: str, request: Any, kind: str = "WebPage") -> SafeString:
    """A page that tells of no single thing; its title as it stands in the page."""
    node = schemaorg.page(
        kind,
        title=unescape(title),
        address=request.get_full_path(),
        language=get_language() or settings.LANGUAGE_CODE,
        absolute=request.build_absolute_uri,
    )
    return schemaorg.inline(schemaorg.document([node]))


@register.simple_tag
def site_data(request: Any) -> SafeString:
    """The site itself, on its first page."""
    languages = [code for code, _ in settings.LANGUAGES]
    absolute = request.build_absolute_uri
    node = schemaorg.site(languages=languages, search=reverse("search"), absolute=absolute)
    return schemaorg.inline(schemaorg.document([node]))


@register.simple_tag
def article_data(article: Article, request: Any) -> SafeString:
    """The article, which comes with its author and outlet."""
    absolute = request.build_absolute_uri
    steps = trail(absolute, (article.title, article.permalink))
    return schemaorg.inline(schemaorg.document([schemaorg.article(article, absolute), steps]))


@register.simple_tag
def actor_data(
    actor: Actor, request: Any, names: Iterable[str], offices: Iterable[Affiliation]
) -> SafeString:
    """The actor with other names and offices, which come with their organisations."""
    absolute = request.build_absolute_uri
    node = schemaorg.actor(actor, absolute, names=names, offices=offices)
    steps = trail(absolute, (actor.name, f"/actors/{actor.slug}/"))
    return schemaorg.inline(schemaorg.document([node, steps]))


@register.simple_tag
def event_data(
    event: Event,
    request: Any,
    participations: Iterable[Participation] | None = None,
    whole: Event | None = None,
) -> SafeString:
    """The event with those who took part, who come with their actors."""
    absolute = request.build_absolute_uri
    node = schemaorg.event(event, absolute, participations=participations or (), whole=whole)
    steps = trail(absolute, (event.title, f"/events/{event.slug}/"))
    return schemaorg.inline(schemaorg.document([node, steps]))


@register.simple_tag
def summary(entry: Quoted) -> str:
    """A claim's first quote, shortened, and who says it; as plain text."""
    claim = entry.claim
    said = unescape(who_says(claim))
    if entry.quote is None:
        return said
    opening, closing = marks(claim.language)
    return f"{opening}{Truncator(entry.quote.words).chars(QUOTE_CHARS)}{closing} – {said}"


@register.simple_tag(takes_context=True)
def oembed(context: dict[str, Any], claim: Claim) -> str:
    """Where other programs learn how to embed the claim, in the language of this page."""
    absolute = context["request"].build_absolute_uri
    asked = {"url": absolute(claim.get_absolute_url()), "format": "json"}
    return str(absolute(f"{reverse('oembed')}?{urlencode(asked)}"))
