"""The desk's buttons: from what a form sent to what was done, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.admin.desk import picks, writing
from editorial.admin.desk.forms import ClaimFields, NameForm, NoClaimForm
from kb.models import Article, ArticleVersion, Claim, Sentence

__all__ = ["BUTTONS", "Button", "Done", "Sent", "pressed"]


@dataclass(frozen=True)
class Done:
    """What was done, said once, and the positions of the sentences that changed."""

    said: str
    touched: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Sent:
    """A post of the desk, its picks looked up. Raises ValidationError when made of bad ones."""

    data: QueryDict
    article: Article
    by: User
    picks: dict[int, picks.Pick]
    sentences: list[Sentence]

    @classmethod
    def of(cls, data: QueryDict, article: Article, version: ArticleVersion, by: User) -> "Sent":
        if data.get("version") != str(version.number):
            raise ValidationError(
                _("The article has another text by now: open the desk again."), code="lost-edit"
            )
        writing.refuse_sealed(article)
        picked = picks.read(data.getlist("pick"))
        return cls(data, article, by, picked, picks.sentences(version, picked.values()))

    def done(self, said: str) -> Done:
        return Done(said, frozenset(self.picks))

    def passages(self) -> list[Any]:
        return picks.passages(self.sentences, self.picks, self.data.get("stance", ""))


def _draft(sent: Sent) -> Done:
    form = _checked(ClaimFields(sent.data, article=sent.article))
    is_submitted = "_submit" in sent.data
    claim = writing.draft(
        form=form,
        article=sent.article,
        sentences=sent.sentences,
        passages=sent.passages(),
        by=sent.by,
        is_submitted=is_submitted,
    )
    said = _("Waits for a colleague: “%(claim)s”") if is_submitted else _("Saved: “%(claim)s”")
    return sent.done(said % {"claim": _short(claim)})


def _add(sent: Sent) -> Done:
    number = sent.data.get("claim", "")
    claim = Claim.objects.filter(pk=number).first() if number.isdecimal() else None
    if claim is None:
        raise ValidationError({"claim": _("Choose the claim that is meant.")})
    is_proposed = writing.add_to(claim=claim, passages=sent.passages(), by=sent.by)
    said = (
        _("Proposed to colleagues for: “%(claim)s”") if is_proposed else _("Added to: “%(claim)s”")
    )
    return sent.done(said % {"claim": _short(claim)})


def _close(sent: Sent) -> Done:
    form = _checked(NoClaimForm(sent.data))
    writing.close(sentences=sent.sentences, reason=form.cleaned_data["reason"], by=sent.by)
    said = ngettext(
        "%(n)d sentence holds no claim.", "%(n)d sentences hold no claim.", len(sent.picks)
    )
    return sent.done(said % {"n": len(sent.picks)})


def _lift(sent: Sent) -> Done:
    writing.lift(sentences=sent.sentences, by=sent.by)
    said = ngettext(
        "%(n)d sentence is open again.", "%(n)d sentences are open again.", len(sent.picks)
    )
    return sent.done(said % {"n": len(sent.picks)})


def _name(sent: Sent) -> Done:
    form = _checked(NameForm(sent.data, article=sent.article))
    actor = writing.name(form=form, by=sent.by)
    said = _("“%(words)s” names %(actor)s from now on.")
    return Done(said % {"words": form.cleaned_data["name"], "actor": actor.name})


@dataclass(frozen=True)
class Button:
    """What a button does, and the permissions it takes."""

    does: Callable[[Sent], Done]
    needs: tuple[str, ...]


BUTTONS = {
    "_draft": Button(_draft, ("kb.add_claim",)),
    "_submit": Button(_draft, ("kb.add_claim", "kb.change_claim")),
    "_add": Button(_add, ("kb.change_claim",)),
    "_close": Button(_close, ("kb.add_noclaim",)),
    "_lift": Button(_lift, ("kb.delete_noclaim",)),
    "_name": Button(_name, ("kb.add_actor", "kb.add_alias")),
}


def pressed(data: QueryDict) -> str:
    """The name of the button that sent `data`; without one, as Enter in a field sends it, the draft's."""
    return next((name for name in BUTTONS if name in data), "_draft")


def _checked(form: Any) -> Any:
    """The form, if it is in order. Raises ValidationError with what is wrong, field by field."""
    if form.is_valid():
        return form
    wrong = {**form.errors.as_data()}
    if lost := getattr(form, "hops", None) and form.hops.non_form_errors().as_data():
        wrong["hops-"] = lost
    for hop in getattr(form, "hops", ()):
        for name, errors in hop.errors.as_data().items():
            wrong[hop.add_prefix(name)] = errors
    raise ValidationError(wrong)


def _short(claim: Claim) -> str:
    return Truncator(claim.text).chars(90)
