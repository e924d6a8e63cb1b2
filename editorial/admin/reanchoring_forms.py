"""The forms of the queue of passages: what to show of it, and where a passage goes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from editorial.actions.parts import Passage
from editorial.admin.reanchoring_entries import NOUNS
from editorial.admin.spans import Words, locate
from editorial.models import Reanchoring
from kb.models import Article, ArticleVersion, Sentence

__all__ = ["DropForm", "PlaceForm", "QueueForm"]

ARTICLES_OFFERED = 200
AROUND = 4  # sentences before and after the place that is likely
MORE = 20


class QueueForm(forms.Form):
    """Which of what waits is shown."""

    article = forms.ModelChoiceField(
        Article.objects.all(), label=_("Article"), required=False, widget=forms.Select
    )
    verdict = forms.ChoiceField(
        label=_("What became of the sentence"),
        required=False,
        choices=[("", _("all")), *Reanchoring.Verdict.choices],
    )
    noun = forms.ChoiceField(
        label=_("What points at it"),
        required=False,
        choices=[("", _("all")), *((name, label) for name, label in NOUNS.items())],
    )
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, waiting: Any) -> None:
        """`waiting` are the rows whose articles are offered."""
        super().__init__(data)
        ids = waiting.order_by().values("version__article")
        offered = Article.objects.filter(pk__in=ids).order_by("title", "pk")
        rows = list(offered.values_list("pk", "title")[:ARTICLES_OFFERED])
        self.fields["article"].widget.choices = [("", _("all")), *rows]

    def chosen(self) -> dict[str, Any]:
        """The filters as lookups; what is none is left out, and the form says so."""
        self.full_clean()
        said = self.cleaned_data
        found: dict[str, Any] = {}
        if said.get("article"):
            found["version__article"] = said["article"]
        if said.get("verdict"):
            found["verdict"] = said["verdict"]
        if said.get("noun"):
            found[f"{said['noun']}__isnull"] = False
        return found


class PlaceForm(forms.Form):
    """Another place than the one proposed: a sentence of the text as it stands, or words of it."""

    sentence = forms.ModelChoiceField(
        Sentence.objects.none(),
        label=_("Sentence"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the sentence."),
            "invalid_choice": _("This sentence is not of the current version; choose another."),
        },
    )
    words = Words(
        label=_("Words of it"),
        help_text=_(
            "If only a part of the sentence is meant: the words, exactly as they stand there."
        ),
    )
    reason = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea({"rows": 2}))
    first = forms.IntegerField(required=False, widget=forms.HiddenInput)
    last = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, version: ArticleVersion, near: int, data: Any = None) -> None:
        """`near` is the number of the sentence around which others are offered."""
        super().__init__(data, prefix="at")
        sentences: Any = self.fields["sentence"]
        sentences.queryset = version.sentences.all()
        self.length = version.sentences.count()
        self.begin, self.end = self._window(near)
        self.offered = list(
            version.sentences.filter(position__range=(self.begin, self.end)).in_order()
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        sentence, words = cleaned.get("sentence"), cleaned.get("words") or ""
        if sentence:
            try:
                cleaned["passage"] = Passage(sentence, *locate(sentence.text, words))
            except ValidationError as refusal:
                self.add_error("words", refusal)
        return cleaned

    @property
    def choices(self) -> list[tuple[Sentence, bool]]:
        """The sentences on offer, and which of them is chosen."""
        chosen = str(self["sentence"].value() or "")
        return [(sentence, str(sentence.pk) == chosen) for sentence in self.offered]

    @property
    def has_earlier(self) -> bool:
        return self.begin > 1

    @property
    def has_later(self) -> bool:
        return self.end < self.length

    def _window(self, near: int) -> tuple[int, int]:
        """From which sentence to which: as wide as it was asked for, it only ever grows."""
        begin = self._asked("first", near - AROUND) - MORE * ("_earlier" in self.data)
        end = self._asked("last", near + AROUND) + MORE * ("_later" in self.data)
        return max(min(begin, near - AROUND), 1), min(max(end, near + AROUND), self.length)

    def _asked(self, name: str, default: int) -> int:
        value = self.data.get(self.add_prefix(name), "")
        is_number = value.isascii() and value.isdecimal() and len(value) < 10
        return int(value) if is_number else default


class DropForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Say why it goes.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="drop")
