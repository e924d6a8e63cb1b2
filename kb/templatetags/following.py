"""Where the feed of a page is."""

from typing import Any

from django import template
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language

__all__ = ["feed"]

register = template.Library()

PLACES = ("before", "after")  # where a page of a list begins; a feed has no pages


@register.simple_tag
def feed(name: str, *args: Any, query: str = "") -> str:
    """The address of a feed in the language of this page.

    `query` is the part of the page's address that narrows it, as in "?about=mark-rutte".
    """
    chosen = QueryDict(query.removeprefix("?"), mutable=True)
    for place in PLACES:
        chosen.pop(place, None)
    chosen["lang"] = get_language()
    return f"{reverse(name, args=args)}?{chosen.urlencode()}"
