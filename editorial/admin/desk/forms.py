"""The forms of the desk: a claim with its chain, words that name an actor, why there is no claim."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.actions.parts import Hop, Passage
from editorial.admin.spans import Words, locate
from editorial.admin.typed import choose, choose_one
from kb.models import (
    Actor,
    Article,
    Attribution,
    Claim,
    ClaimTag,
    Event,
    Mode,
    Sentence,
    Stance,
    Tag,
)

__all__ = ["ClaimFields", "HopFields", "NameForm", "NoClaimForm"]

HOPS = 3  # before the speaker; who needs more writes them on the claim's own page
REASON_LENGTH = 300  # characters

_LINE_END = re.compile("\r\n|\r|\n")


def living(model: type[Actor] | type[Event] | type[Tag]) -> QuerySet[Any]:
    """Those who were not merged into another."""
    return model.objects.filter(merged_into=None)


def name_only_known(article: Article, *fields: Any) -> None:
    """Lets `fields` name whom a claim of `article` may: nobody who belongs to another article alone."""
    for field in fields:
        field.queryset = living(Actor).filter(Q(only_in=None) | Q(only_in=article))
        field.error_messages["invalid_choice"] = gettext(
            "Choose somebody else: whoever was merged or belongs to another article alone cannot stand here."
        )


class HopFields(forms.Form):
    """One hop of an attribution before the speaker: who, how, and by which words one sees it."""

    actor = choose_one(_("Who"), Attribution._meta.get_field("actor"))
    how = forms.ChoiceField(
        label=_("How"),
        choices=[choice for choice in Mode.choices if choice[0] != Mode.AUTHOR],
        initial=Mode.REPORTED,
        required=False,
    )
    cue = Words(label=_("Words that show it"))

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_only_known(article, self.fields["actor"])

    def hop(self, sentences: list[Sentence]) -> Hop | None:
        """The hop, its cue found in the picked `sentences`; None where nobody is named."""
        actor, how = self.cleaned_data.get("actor"), self.cleaned_data.get("how")
        if not actor:
            return None
        return Hop(actor, how or Mode.REPORTED, cue_in(sentences, self.cleaned_data.get("cue")))


HopFormSet = forms.formset_factory(HopFields, extra=HOPS, max_num=HOPS)


class ClaimFields(forms.Form):
    """A claim as the desk takes it down; its passages are what is picked."""

    text = forms.CharField(
        label=_("Claim"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One plain sentence that can be understood alone."),
    )
    stance = forms.ChoiceField(
        label=_("What is picked"),
        choices=Stance.choices,
        initial=Stance.SUPPORTS,
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Claim.Kind.choices)
    mode = forms.ChoiceField(label=_("How it is said"), choices=Mode.choices, initial=Mode.AUTHOR)
    speaker = choose_one(_("Who says it"), Claim._meta.get_field("speaker"))
    cue = Words(label=_("Words that show it"))
    about_actors = choose(living(Actor), _("About"), Claim._meta.get_field("about"))
    about_events = choose(living(Event), _("Events"), Claim._meta.get_field("events"))
    its_tags = choose(living(Tag), _("Tags"), ClaimTag._meta.get_field("tag"))
    said_on = forms.DateField(
        label=_("Said on"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def __init__(self, data: Any = None, initial: Any = None, *, article: Article) -> None:
        super().__init__(data, initial=initial)
        name_only_known(article, self.fields["speaker"], self.fields["about_actors"])
        self.fields["speaker"].help_text = gettext("If empty, the author.")
        self.hops = HopFormSet(data or None, prefix="hops", form_kwargs={"article": article})

    def is_valid(self) -> bool:
        return super().is_valid() & self.hops.is_valid()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        is_author = cleaned["mode"] == Mode.AUTHOR
        if not is_author and not cleaned["speaker"]:
            message = gettext("Say who speaks, or choose the author's own voice.")
            self.add_error("speaker", ValidationError(message, code="chain"))
        return cleaned

    def content(self, sentences: list[Sentence]) -> dict[str, Any]:
        """What `claims.draft` takes, but for the article and the passages.

        Raises ValidationError for a cue that is not in the picked `sentences`.
        """
        cleaned = self.cleaned_data
        return {
            **{name: cleaned[name] for name in ("text", "kind", "mode", "speaker", "said_on")},
            "hops": self._chain(sentences),
            "about": list(cleaned["about_actors"]),
            "events": list(cleaned["about_events"]),
            "tags": [tag.name for tag in cleaned["its_tags"]],
        }

    def _chain(self, sentences: list[Sentence]) -> list[Hop]:
        before = [hop for form in self.hops if (hop := form.hop(sentences))]
        mode, speaker = self.cleaned_data["mode"], self.cleaned_data["speaker"]
        if mode == Mode.AUTHOR:
            return before
        return [*before, Hop(speaker, mode, cue_in(sentences, self.cleaned_data["cue"]))]


class NoClaimForm(forms.Form):
    reason = forms.CharField(
        label=_("Why there is no claim"),
        max_length=REASON_LENGTH,
        initial=_("Claims nothing."),
        help_text=_("Shown to readers beside the sentence."),
    )


class NameForm(forms.Form):
    """Words of the text that name somebody: one who is known, or somebody new."""

    name = forms.CharField(label=_("Words"), max_length=Actor._meta.get_field("name").max_length)
    named = choose_one(_("are another name of"), Attribution._meta.get_field("actor"))
    new_kind = forms.ChoiceField(
        label=_("or somebody new"),
        choices=[
            ("", "—"),
            *[choice for choice in Actor.Kind.choices if choice[0] != Actor.Kind.UNKNOWN],
        ],
        required=False,
    )

    def __init__(self, data: Any = None, initial: Any = None, *, article: Article) -> None:
        super().__init__(data, initial=initial)
        name_only_known(article, self.fields["named"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("named")) == bool(cleaned.get("new_kind")):
            message = gettext("Choose whom the words name, or which kind of actor is new.")
            raise ValidationError(message, code="name")
        return cleaned


def cue_in(sentences: list[Sentence], words: str | None) -> Passage | None:
    """The place of `words` in the one of the `sentences` that holds them; None without words.

    A line end stands for any other: a form does not tell them apart. Raises ValidationError where
    the words stand in none of them or more than once.
    """
    if not words:
        return None
    pattern = f"(?:{_LINE_END.pattern})".join(re.escape(part) for part in _LINE_END.split(words))
    found = [(sentence, re.search(pattern, sentence.text)) for sentence in sentences]
    holding = [(sentence, place.group()) for sentence, place in found if place]
    if not holding:
        raise ValidationError(
            _("“%(words)s” stands in none of the picked sentences."),
            code="cue",
            params={"words": words},
        )
    if len(holding) > 1:
        raise ValidationError(
            _("“%(words)s” stands in several of the picked sentences: take more words."),
            code="cue",
            params={"words": words},
        )
    sentence, exactly = holding[0]
    return Passage(sentence, *locate(sentence.text, exactly))
