"""From typed words to a place in a sentence."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kb.text.spans import find_quote

__all__ = ["Words", "locate"]


class Words(forms.CharField):
    """Words out of a sentence, typed or pasted; they say where a passage is."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea({"rows": 2, "cols": 40}), **options)

    def to_python(self, value: Any) -> str:
        # A browser sends every line end as CRLF.
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed((initial or "").strip(), data)


def locate(
    text: str, quote: str, start: int | None = None, end: int | None = None
) -> tuple[int, int]:
    """The span that `quote` has in `text`, in code points, end exclusive.

    Without a quote it is `start` and `end` as given, else the whole text. With one, `start`
    says from where on to look; without it the quote must stand there once. Raises
    ValidationError.
    """
    if not quote:
        start, end = start or 0, len(text) if end is None else end
        if not start < end <= len(text):
            raise ValidationError(
                _(
                    "The sentence has %(length)d characters; the passage would go from %(start)d to %(end)d."
                ),
                code="quote",
                params={"length": len(text), "start": start, "end": end},
            )
        return start, end
    places = [place for place in find_quote(quote, text) if place.start >= (start or 0)]
    if not places:
        raise ValidationError(
            _("The sentence does not say this, character by character."), code="quote"
        )
    if start is None and len(places) > 1:
        raise ValidationError(
            _("The sentence says this more than once: take more words, or say where it starts."),
            code="quote",
        )
    return places[0].start, places[0].end
