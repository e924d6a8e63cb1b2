"""Texts in pieces, some of them marked."""

from collections.abc import Iterable
from typing import Protocol

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

__all__ = ["marked"]

register = template.Library()


class Marked(Protocol):
    text: str
    is_marked: bool


@register.filter
def marked(pieces: Iterable[Marked]) -> SafeString:
    """The text as it stands, what is marked of it in `<mark>`."""
    return format_html_join("", "{}", ([_marked(piece)] for piece in pieces))


def _marked(piece: Marked) -> str:
    return format_html("<mark>{}</mark>", piece.text) if piece.is_marked else piece.text
