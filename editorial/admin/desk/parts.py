"""What the parts of the desk's page show, from its address or from what was posted."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from editorial.actions.parts import Passage
from editorial.admin.desk import picks
from editorial.admin.desk.forms import ClaimFields, NameForm, NoClaimForm
from editorial.admin.desk.suggested import suggested
from editorial.admin.desk.used import used
from editorial.suggestions import claims as known
from kb.models import Article, Mode
from kb.templatetags.speech import in_words

__all__ = ["PARTS", "Wrong", "chain", "initial", "wrong"]

SEVERAL = ("about_actors", "about_events", "its_tags")
LANGUAGES = ("de", "en")  # of the pages on which readers will see it


def initial(sent: Any, passages: Iterable[Passage]) -> dict[str, Any]:
    """What the form of a claim begins with: what the address says, the picked words as its text."""
    said: dict[str, Any] = {
        name: sent.getlist(name) if name in SEVERAL else sent[name]
        for name in ClaimFields.base_fields
        if name in sent
    }
    words = " ".join(part.sentence.text[part.start : part.end] for part in passages)
    return {"text": words} | said


def kept(sent: Any, form: Any) -> dict[str, str]:
    """What was sent for the fields of `form`, to show it again."""
    return {name: sent[name] for name in form.base_fields if name in sent}


def suggestions(sent: Any, article: Article) -> dict[str, Any]:
    """What is suggested for the picked sentences; nothing where none is picked, or badly."""
    try:
        picked = picks.read(sent.getlist("pick"))
    except ValidationError:
        picked = {}
    if not picked or article.current_version is None:
        return {}
    return {"suggested": suggested(article.current_version, picked, _asked(sent))}


def offers(sent: Any, article: Article) -> dict[str, Any]:
    """What the article's claims named last, to be taken again."""
    return {"used": used(article, _asked(sent))}


def _asked(sent: Any) -> Any:
    """What an address says of the claim that is being entered."""
    asked = sent.copy()
    for name in asked.keys() - {"pick", *ClaimFields.base_fields}:
        del asked[name]
    return asked


def similar(sent: Any, article: Article) -> dict[str, Any]:
    """Claims that say nearly what is being typed, so that none is entered twice."""
    return {"similar": known.similar(sent.get("text", ""), article=article)}


def found(sent: Any, article: Article) -> dict[str, Any]:
    """Claims that hold the words searched for; before there are any, none."""
    words = sent.get("q", "").strip()
    return {"q": words, "found": known.search(words, article=article) if words else []}


def chain(sent: Any, article: Article) -> dict[str, Any]:
    """Who says the claim, as readers will see it, in each language; empty while nobody is named."""
    form = ClaimFields(sent, article=article)
    form.is_valid()
    cleaned = form.cleaned_data
    speaker, mode = cleaned.get("speaker") or article.author, cleaned.get("mode")
    if not (speaker and mode):
        return {"chain": []}
    hops = [hop.cleaned_data.get("actor") for hop in form.hops if hop.is_valid()]
    through = [actor for actor in hops if actor] if mode != Mode.AUTHOR else []
    said = []
    for language in LANGUAGES:
        with translation.override(language):
            said.append((language, in_words(speaker, Mode(mode), through)))
    return {"chain": said}


class Part(NamedTuple):
    """A part that htmx asks for by its id: where it is drawn, and what it shows."""

    template: str
    shows: Callable[[Any, Article], Mapping[str, Any]]


PARTS = {
    "suggestions": Part("claim", suggestions),
    "similar": Part("claim", similar),
    "chain": Part("claim", chain),
    "found": Part("found", found),
}


class Wrong(NamedTuple):
    """What is wrong with a field, by its name in the form and its label; both may be empty."""

    name: str
    label: str
    reasons: list[str]


def wrong(refusal: ValidationError) -> list[Wrong]:
    """What was refused, field by field."""
    if not hasattr(refusal, "error_dict"):
        return [Wrong("", "", refusal.messages)]
    return [
        Wrong("", "", messages) if name == NON_FIELD_ERRORS else Wrong(name, _label(name), messages)
        for name, messages in refusal.message_dict.items()
    ]


def _label(name: str) -> str:
    for form in (ClaimFields, NoClaimForm, NameForm):
        if name in form.base_fields:
            return str(form.base_fields[name].label)
    return _("Attribution") if name.startswith("hops-") else ""
