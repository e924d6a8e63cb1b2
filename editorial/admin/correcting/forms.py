"""The forms of a correction: the new text, and the reason for it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.admin.import_forms import UPLOAD_LIMIT_BYTES

__all__ = ["ReasonForm", "TextForm"]


class TextForm(forms.Form):
    """One way in of three: the text is edited here, or comes in a file, or from an address."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 24, "cols": 80, "spellcheck": "true"}),
        help_text=_("Kept exactly as it stands here; blank lines part paragraphs."),
    )
    file = forms.FileField(
        label=_("or a file"),
        required=False,
        allow_empty_file=True,  # reading says that it is empty
        help_text=_("Plain text, a web page or a ninjs item. Only its text counts here."),
    )
    address = forms.URLField(
        label=_("or an address"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=_("Of the corrected page. It is fetched once, as robots.txt allows."),
    )

    def __init__(self, now: str, *args: Any, **kwargs: Any) -> None:
        """`now` is the text as it stands; sent back unchanged, it says nothing."""
        super().__init__(*args, **kwargs)
        self.now = now
        self.initial.setdefault("text", now)

    def clean_text(self) -> str:
        # Browsers send every line end as CRLF, whatever it was before.
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        return "" if text == _as_browsers_have_it(self.now) else text

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > UPLOAD_LIMIT_BYTES:
            raise ValidationError(
                gettext("The file has %(size)d bytes; at most %(limit)d come in.")
                % {"size": file.size, "limit": UPLOAD_LIMIT_BYTES}
            )
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = [name for name in ("text", "file", "address") if cleaned.get(name)]
        if self.errors or len(given) == 1:
            return cleaned
        if not given:
            raise ValidationError(
                gettext("Nothing is new yet: edit the text, choose a file or name an address.")
            )
        raise ValidationError(
            gettext(
                "There is more than one new text. Edit it here, choose a file or name an address: "
                "one of them."
            )
        )


class ReasonForm(forms.Form):
    """What somebody says to a correction once they have seen what it touches."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 3, "cols": 80}),
        help_text=_("Why the text is another now. Readers see it with the new version."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


def _as_browsers_have_it(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
