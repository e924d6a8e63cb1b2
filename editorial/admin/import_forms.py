"""The forms of importing articles: what comes in, and what an editor says of each article."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.importing.articles.draft import Draft
from editorial.importing.articles.store import Chosen, chosen, cut_anew
from kb.models import Actor, Article

__all__ = ["UPLOAD_LIMIT_BYTES", "ArticleForm", "ImportForm"]

# What waits for a preview lies in the database.
UPLOAD_LIMIT_BYTES = 20_000_000


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """One file or more; a list of them."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(SeveralFiles, self).clean(file, initial) for file in files]


class OneActor(AutocompleteSelect):
    """Shows the actor that was chosen; what can be no choice is shown as none."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        keys = [key for key in map(str, value) if re.fullmatch("[0-9]{1,18}", key, re.ASCII)]
        return super().optgroups(name, keys, attrs)


class ImportForm(forms.Form):
    """One way in of three."""

    file = SeveralFiles(
        label=_("Files"),
        required=False,
        allow_empty_file=True,  # reading says which is empty, and the others come in
        help_text=_(
            "Plain text, web pages, ninjs items, feeds, or a zip archive of them; several at once."
        ),
    )
    address = forms.URLField(
        label=_("Address"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=_("Of the page or feed. It is fetched once, as robots.txt allows."),
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 12, "cols": 80}),
        help_text=_("Kept exactly as it stands here; blank lines part paragraphs."),
    )

    def clean_file(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["file"]
        size = sum(file.size for file in files)
        if size > UPLOAD_LIMIT_BYTES:
            raise ValidationError(
                gettext("These are %(size)d bytes; at most %(limit)d come in at once. Divide them.")
                % {"size": size, "limit": UPLOAD_LIMIT_BYTES}
            )
        if len(files) > 1 and any(file.name.lower().endswith(".zip") for file in files):
            raise ValidationError(gettext("An archive comes in alone. Choose nothing beside it."))
        return files

    def clean_text(self) -> str:
        # Browsers send every line end as CRLF, whatever it was before.
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = [name for name in ("file", "address", "text") if cleaned.get(name)]
        if len(given) != 1 and not self.errors:
            raise ValidationError(
                gettext("Choose files, name an address, or paste a text: one of them.")
            )
        return cleaned


class ArticleForm(forms.Form):
    """What an editor says of one article before it is stored."""

    is_wanted = forms.BooleanField(label=_("Store this article"), required=False)
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=300,
        help_text=_("If empty, the first sentence."),
        widget=forms.TextInput({"class": "vTextField"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Article.Kind.choices)
    language = forms.CharField(
        label=_("Language"), max_length=12, widget=forms.TextInput({"size": 6})
    )
    published_on = forms.DateField(
        label=_("Published on"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    outlet = forms.CharField(
        label=_("Outlet"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"size": 40, "list": "outlets"}),
    )
    byline = forms.CharField(
        label=_("Author as printed"),
        required=False,
        max_length=300,
        widget=forms.TextInput({"size": 40}),
        help_text=_("The one actor of this name becomes the author."),
    )
    author = forms.ModelChoiceField(
        label=_("Author"),
        required=False,
        queryset=Actor.objects.filter(merged_into=None),
        widget=OneActor(Article._meta.get_field("author"), admin.site),
        help_text=_("Only where the name alone does not say who it is."),
    )
    url = forms.URLField(
        label=_("Address"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        widget=forms.URLInput({"class": "vURLField"}),
    )
    access = forms.ChoiceField(
        label=_("Access"),
        choices=[c for c in Article.Access.choices if c[0] != Article.Access.SEALED],
        help_text=_("What readers see of the text."),
    )

    def __init__(self, draft: Draft, known: Article | None, *args: Any, **kwargs: Any) -> None:
        """`known` is the article as it is here already: what stands there was chosen once."""
        super().__init__(*args, **kwargs)
        self.draft = draft
        self.initial = {
            "is_wanted": True,
            "title": draft.title,
            "kind": draft.kind or Article.Kind.OTHER,
            "language": draft.language or "de",
            "published_on": draft.published_on,
            "outlet": draft.outlet,
            "byline": draft.author,
            "url": draft.url,
            "access": Article.Access.QUOTES,
        }
        if known:
            self.initial |= _as_it_is(known)

    def choice(self) -> Chosen:
        """The draft as the form has it, or where it was not sent, as it proposes."""
        said = self.cleaned_data if self.is_bound else self.initial
        made = chosen(self.draft, access=said["access"], actor=said.get("author"))
        made.title, made.kind, made.url = said["title"], said["kind"], said["url"]
        made.published_on, made.outlet = said["published_on"], said["outlet"]
        made.author = said["byline"]
        cut_anew(made, said["language"])
        return made


def _as_it_is(article: Article) -> dict[str, Any]:
    names = ("title", "kind", "language", "published_on", "byline", "url", "author")
    known = {name: getattr(article, name) for name in names}
    known["outlet"] = article.outlet.name if article.outlet else ""
    if article.access != Article.Access.SEALED:
        known["access"] = article.access
    return {name: value for name, value in known.items() if value}
