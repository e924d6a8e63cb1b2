"""The forms of the page that proposes a change to a published claim, and what they propose."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from editorial.admin.claim_form import ClaimForm
from editorial.admin.evidence import AttributionForm, EvidenceForm
from editorial.admin.typed import Typed, actors, sentences_of
from editorial.state import plain
from kb.models import (
    Article,
    Attribution,
    Claim,
    Evidence,
    Mode,
    Sentence,
    Stance,
    Tag,
)

__all__ = ["ProposalForm", "hop_rows", "hops_of", "passage_rows", "passages_of", "proposed"]

NAME = _("Name of the actor")
NUMBER = _("Number of the sentence in this article")
EXTRA_HOPS, EXTRA_PASSAGES = 2, 3


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ProposalForm(ClaimForm):
    """A claim as somebody would have it; nothing here is saved into the claim itself."""

    dropped = forms.MultipleChoiceField(
        label=_("Take away"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea({"rows": 2, "cols": 80}),
        help_text=_("Why, for whoever decides."),
    )

    class Meta:
        model = Claim
        fields = ("text", "kind", "speaker", "mode", "said_on", "due_on", "language")
        widgets = {
            "text": forms.Textarea({"rows": 3, "cols": 80}),
            "speaker": Typed(
                Claim._meta.get_field("speaker"), admin.site, meant=actors, label=NAME
            ),
            "said_on": DayInput(),
            "due_on": DayInput(),
        }

    def __init__(self, *args: Any, current: dict[str, Any], said: dict[str, Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = Evidence.objects.live().filter(claim=self.instance.pk).select_related("sentence")
        dropped: Any = self.fields["dropped"]
        dropped.choices = [
            (
                key(place(row)),
                format_html("<span>{}: <q>{}</q></span>", row.get_stance_display(), row.quote),
            )
            for row in rows.in_text_order()
        ]
        self.current = current
        self.initial.update({name: said[name] for name in self.Meta.fields})
        self.initial.update(
            about_actors=said["about"],
            about_events=said["events"],
            its_tags=list(Tag.objects.filter(name__in=said["tags"]).values_list("pk", flat=True)),
            dropped=[key(row) for row in current["evidence"] if row not in said["evidence"]],
        )


class HopForm(AttributionForm):
    """A hop; one that was there keeps its cue's place while the cue is not changed."""

    field_order = ("place", "actor", "mode", "cue_sentence", "cue")

    class Meta:
        model = Attribution
        fields = ("actor", "mode", "cue_sentence")
        widgets = {
            "actor": Typed(
                Attribution._meta.get_field("actor"), admin.site, meant=actors, label=NAME
            )
        }

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source = Attribution._meta.get_field("cue_sentence")
        self.fields["cue_sentence"].widget = sentence_widget(self, "cue_sentence", source, article)
        self.instance.cue_start = self.initial.get("cue_start")
        self.instance.cue_end = self.initial.get("cue_end")


class PassageForm(EvidenceForm):
    field_order = ("sentence", "quote", "start", "end", "stance")

    class Meta:
        model = Evidence
        fields = ("sentence", "stance")

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source = Evidence._meta.get_field("sentence")
        self.fields["sentence"].widget = sentence_widget(self, "sentence", source, article)
        self.fields["stance"].initial = Stance.SUPPORTS


def sentence_widget(form: Any, name: str, source: Any, article: Article) -> Typed:
    widget = Typed(source, admin.site, meant=sentences_of(article), label=NUMBER)
    widget.is_required = form.fields[name].required
    widget.choices = form.fields[name].choices
    return widget


DELETES: Any = {"can_delete": True, "can_delete_extra": False}
HopFormSet: Any = forms.formset_factory(HopForm, extra=EXTRA_HOPS, **DELETES)
PassageFormSet: Any = forms.formset_factory(PassageForm, extra=EXTRA_PASSAGES, **DELETES)


def hops_of(data: Any, article: Article, said: dict[str, Any]) -> Any:
    """The formset of the chain that `said` has."""
    rows = said["attribution"]
    cut = Cut([row[2] for row in rows if row[2]])
    initial = [
        {
            "place": position,
            "actor": actor,
            "mode": mode,
            "cue_sentence": sentence,
            "cue": cut(sentence, start, end) if sentence else "",
            "cue_start": start,
            "cue_end": end,
        }
        for position, (actor, mode, sentence, start, end) in enumerate(rows, start=1)
    ]
    return HopFormSet(data, prefix="hops", initial=initial, form_kwargs={"article": article})


def passages_of(data: Any, article: Article, said: dict[str, Any], current: dict[str, Any]) -> Any:
    """The formset of passages that `said` has and the claim has not."""
    rows = [row for row in said["evidence"] if row not in current["evidence"]]
    cut = Cut([row[0] for row in rows])
    initial = [
        {"sentence": pk, "quote": cut(pk, start, end), "start": start, "stance": stance}
        for pk, start, end, stance in rows
    ]
    return PassageFormSet(
        data, prefix="passages", initial=initial, form_kwargs={"article": article}
    )


class Cut:
    """Quotes out of sentences, which are read at once."""

    def __init__(self, sentences: list[int]) -> None:
        self.found = Sentence.objects.in_bulk(sentences)

    def __call__(self, sentence: int, start: int, end: int) -> str:
        return self.found[sentence].text[start:end] if sentence in self.found else ""


def place(row: Evidence) -> list[Any]:
    return [row.sentence_id, row.start, row.end, row.stance]


def key(row: list[Any]) -> str:
    return ":".join(str(value) for value in row)


def proposed(form: ProposalForm, hops: Any, passages: Any) -> dict[str, Any]:
    """The content that the valid forms ask for, as in `editorial.state.content`.

    Without hops or passages, which not everybody may write, those of the claim stay.
    """
    said = form.cleaned_data
    dropped = said.get("dropped", ())
    kept = [row for row in form.current["evidence"] if key(row) not in dropped]
    new = [row for row in passage_rows(passages) if row not in kept]
    return {
        **{name: plain(said[name]) for name in ("text", "kind", "language", "mode")},
        "speaker": said["speaker"].pk,
        "said_on": plain(said["said_on"]),
        "due_on": plain(said["due_on"]),
        "attribution": hop_rows(form, hops),
        "evidence": sorted(kept + [row for n, row in enumerate(new) if row not in new[:n]]),
        "about": sorted(actor.pk for actor in said["about_actors"]),
        "events": sorted(event.pk for event in said["about_events"]),
        "tags": sorted(tag.name for tag in said["its_tags"]),
    }


def passage_rows(formset: Any) -> list[list[Any]]:
    if formset is None:
        return []
    names = ("start", "end", "stance")
    kept = [form.cleaned_data for form in formset if form not in formset.deleted_forms]
    filled = [said for said in kept if said.get("sentence")]
    return [[said["sentence"].pk, *(said[name] for name in names)] for said in filled]


def hop_rows(form: ProposalForm, formset: Any) -> list[list[Any]]:
    """The chain by position, a hop without one last.

    A chain of one is the speaker: it follows where only the speaker or the mode is changed.
    """
    said = form.cleaned_data
    rows = _typed(formset) if formset is not None else form.current["attribution"]
    is_changed = formset is not None and formset.has_changed()
    if is_changed or len(rows) > 1 or not {"speaker", "mode"} & {*form.changed_data}:
        return rows
    if said["mode"] == Mode.AUTHOR:
        return []
    cue = rows[0][2:] if rows else [None, None, None]
    return [[said["speaker"].pk, said["mode"], *cue]]


def _typed(formset: Any) -> list[list[Any]]:
    kept = [hop for hop in formset if hop not in formset.deleted_forms]
    filled = [hop for hop in kept if hop.cleaned_data.get("actor")]
    return [_row(hop) for hop in sorted(filled, key=_position)]


def _position(hop: Any) -> tuple[bool, int]:
    position = hop.cleaned_data["place"]
    return position is None, position or 0


def _row(hop: Any) -> list[Any]:
    row: Attribution = hop.instance
    return [row.actor_id, row.mode, row.cue_sentence_id, row.cue_start, row.cue_end]
