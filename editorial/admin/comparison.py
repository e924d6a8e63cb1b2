"""Two contents of a claim beside each other, in words: what a suggestion would change."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from editorial.differences import CHAIN, LISTS, compared, named
from kb.models import Actor, Claim, Event, Mode, Sentence, Stance
from kb.templatetags.speech import in_words

__all__ = ["Row", "comparison", "listed"]

PLAIN = ("kind", "said_on", "due_on", "language")
# As they stand below each other, what is one thing together.
IN_ORDER = ("text", "kind", *CHAIN, *PLAIN[1:], *LISTS)


@dataclass(frozen=True)
class Row:
    """One field of a claim as it stands and as it is proposed."""

    label: str
    old: SafeString
    new: SafeString
    is_changed: bool


def comparison(old: dict[str, Any], new: dict[str, Any]) -> list[Row]:
    """All that a claim says, field by field; both are contents as in `editorial.state`.

    Three queries: for all actors, events and sentences that either of them names.
    """
    both = Named((old, new))
    rows = [_text(old, new)]
    rows += [_plain(name, old, new) for name in PLAIN[:1]]
    rows += [
        _single(_("Who says it"), both.speech(old), both.speech(new), is_changed=_says(old, new))
    ]
    rows += [_plain(name, old, new) for name in PLAIN[1:]]
    rows.append(_several("evidence", old, new, both.passage))
    rows.append(_several("about", old, new, lambda pk: both.name(both.actors, pk)))
    rows.append(_several("events", old, new, lambda pk: both.name(both.events, pk)))
    rows.append(_several("tags", old, new, lambda name: format_html("{}", name)))
    return rows


def listed(names: Collection[str]) -> str:
    """What people call these fields, in the order of the comparison."""
    return ", ".join(str(named(name)) for name in IN_ORDER if name in names)


class Named:
    """The objects that contents name by their ids."""

    def __init__(self, contents: Iterable[dict[str, Any]]) -> None:
        contents = list(contents)
        hops = [hop for content in contents for hop in content["attribution"]]
        rows = [row for content in contents for row in content["evidence"]]
        actors = [pk for content in contents for pk in (content["speaker"], *content["about"])]
        events = [pk for content in contents for pk in content["events"]]
        sentences = [hop[2] for hop in hops if hop[2]] + [row[0] for row in rows]
        self.actors = Actor.objects.in_bulk([*actors, *(hop[0] for hop in hops)])
        self.events = Event.objects.in_bulk(events)
        self.sentences = Sentence.objects.select_related("version__article").in_bulk(sentences)
        articles = {found.version.article_id for found in self.sentences.values()}
        self.is_of_several = len(articles) > 1

    def name(self, found: dict[int, Any], pk: int) -> SafeString:
        return format_html("{}", found[pk] if pk in found else _("gone (%(id)d)") % {"id": pk})

    def speech(self, content: dict[str, Any]) -> SafeString:
        """Who says it, as readers are told, and the words that show it."""
        chain = [self.actors.get(hop[0]) for hop in content["attribution"]]
        speaker = self.actors.get(content["speaker"])
        if speaker is None or None in chain:
            return format_html("{}", _("somebody who is gone"))
        through = [actor for actor in chain[:-1] if actor]
        line = in_words(speaker, Mode(content["mode"]), through)
        return format_html("{}{}", line, self._cues(content["attribution"]))

    def _cues(self, chain: list[Any]) -> SafeString:
        cues = [
            (self.name(self.actors, actor), self._cut(sentence, start, end))
            for actor, _mode, sentence, start, end in chain
            if sentence
        ]
        return format_html_join("", '<br><span class="source">{}: <q>{}</q></span>', cues)

    def passage(self, row: list[Any]) -> SafeString:
        sentence, start, end, stance = row
        found = self.sentences.get(sentence)
        article = found.version.article.title if found and self.is_of_several else ""
        return format_html(
            '<span class="stance">{}</span> <q>{}</q> <span class="source">{}</span>',
            Stance(stance).label,
            self._cut(sentence, start, end),
            article,
        )

    def _cut(self, sentence: int, start: int, end: int) -> str:
        found = self.sentences.get(sentence)
        return found.text[start:end] if found else _("gone (%(id)d)") % {"id": sentence}


def _text(old: dict[str, Any], new: dict[str, Any]) -> Row:
    olds, news = compared(old["text"], new["text"])
    return Row(
        _label("text"),
        _runs(olds, "del"),
        _runs(news, "ins"),
        is_changed=old["text"] != new["text"],
    )


def _runs(runs: Iterable[Any], tag: str) -> SafeString:
    return format_html_join(
        "", "{}", ((_marked(tag, run.text) if run.is_changed else run.text,) for run in runs)
    )


def _plain(name: str, old: dict[str, Any], new: dict[str, Any]) -> Row:
    before, after = _in_words(name, old[name]), _in_words(name, new[name])
    return _single(_label(name), before, after, is_changed=old[name] != new[name])


def _in_words(name: str, value: Any) -> SafeString:
    if not value:
        return format_html('<span class="none">{}</span>', _("none"))
    if name == "kind":
        value = dict(Claim.Kind.choices).get(value, value)
    elif name != "language":
        value = date_format(date.fromisoformat(value))
    return format_html("{}", value)


def _single(label: str, old: SafeString, new: SafeString, *, is_changed: bool) -> Row:
    if not is_changed:
        return Row(label, old, new, is_changed)
    return Row(label, _marked("del", old), _marked("ins", new), is_changed)


def _several(
    name: str, old: dict[str, Any], new: dict[str, Any], shown: Callable[[Any], SafeString]
) -> Row:
    return Row(
        _label(name),
        _list(old[name], new[name], "del", shown),
        _list(new[name], old[name], "ins", shown),
        is_changed=old[name] != new[name],
    )


def _list(
    rows: list[Any], others: list[Any], tag: str, shown: Callable[[Any], SafeString]
) -> SafeString:
    if not rows:
        return format_html('<span class="none">{}</span>', _("none"))
    lines = ((shown(row) if row in others else _marked(tag, shown(row)),) for row in rows)
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", lines))


def _marked(tag: str, text: str) -> SafeString:
    return format_html("<ins>{}</ins>" if tag == "ins" else "<del>{}</del>", text)


def _says(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return any(old[name] != new[name] for name in ("speaker", "mode", "attribution"))


def _label(name: str) -> str:
    return str(capfirst(named(name)))
