"""What of an earlier state of a claim can come back, and the verbs that bring it back."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from editorial.actions import claims, labels
from editorial.actions.parts import Hop, Passage
from editorial.actions.stand_ins import cannot_rest_on, current_sentences, stand_ins
from editorial.differences import CHAIN, LABELS, differing
from editorial.history import LIVE, Past, Values
from editorial.state import content as content_now
from kb.models import Actor, Article, Claim, ClaimTag, Event, Evidence, Sentence, Tag, recorded_as

__all__ = ["as_it_can_be", "as_it_is", "put_in_force"]

PLAIN = ("text", "kind", "language")
DAYS = ("said_on", "due_on")


def as_it_is(claim: Claim) -> dict[str, Any]:
    """The content of a claim; while it is not public also its article and what came of it."""
    now = content_now(claim)
    if claim.status == Claim.Status.PUBLISHED:
        return now
    return now | {"article": claim.article_id, "outcome": claim.outcome}


def as_it_can_be(claim: Claim, now: dict[str, Any], past: Past) -> tuple[dict[str, Any], list[str]]:
    """What `past` makes of a claim that says `now`, and in words what of it cannot come back."""
    losses: list[str] = []
    tags = stand_ins(Tag, (row["tag_id"] for row in past.parts[ClaimTag]), losses)
    wanted = past.content({pk: tag.name for pk, tag in tags.items()})
    wanted["tags"] = sorted(set(wanted["tags"]))
    wanted["about"] = _standing(Actor, wanted["about"], now["about"], losses)
    wanted["events"] = _standing(Event, wanted["events"], now["events"], losses)
    wanted["evidence"] = _evidence(claim, now, past, losses)
    wanted |= _chain(now, wanted, losses)
    if "outcome" in now:
        wanted |= {"article": past.own["article_id"], "outcome": past.own["outcome"]}
    elif past.own["outcome"] != claim.outcome:
        losses.append(_("What came of it stays as it is: change it on the claim’s page."))
    if past.own["status"] != claim.status:
        kept = {"status": claim.get_status_display()}
        losses.append(_("It stays “%(status)s”: decisions and steps are not undone.") % kept)
    return wanted, losses


def put_in_force(
    claim: Claim,
    now: dict[str, Any],
    wanted: dict[str, Any],
    past: Past,
    by: User,
    reason: str,
) -> None:
    """Makes a claim that is not public say `wanted`, as the work of `by`."""
    names = differing(now, wanted)
    with recorded_as(by, reason):
        if names.difference(LABELS, ("outcome",)):
            claims.revise(claim=claim, by=by, **_change(claim, now, wanted, past))
        if names.intersection(LABELS):
            labels.relabel(
                claim=claim,
                by=by,
                about=Actor.objects.filter(pk__in=wanted["about"]),
                events=Event.objects.filter(pk__in=wanted["events"]),
                tags=Tag.objects.filter(name__in=wanted["tags"]),
            )
        if "outcome" in names:
            labels.note_outcome(claim=claim, by=by, outcome=wanted["outcome"])


# --- What can come back ------------------------------------------------------------------------


def _standing(model: type[Any], ids: list[int], now: list[int], losses: list[str]) -> list[int]:
    known = set(ids).intersection(now)
    new = stand_ins(model, set(ids) - known, losses)
    return sorted(known | {row.pk for row in new.values()})


def _chain(now: dict[str, Any], wanted: dict[str, Any], losses: list[str]) -> dict[str, Any]:
    """Speaker, mode and attribution: they come back together or not at all."""
    unit = {name: now[name] for name in CHAIN}
    if not differing(unit, {name: wanted[name] for name in CHAIN}):
        return unit
    named = {wanted["speaker"], *(hop[0] for hop in wanted["attribution"])}
    known = {now["speaker"], *(hop[0] for hop in now["attribution"])}
    found = {pk: pk for pk in named & known}
    found |= {pk: row.pk for pk, row in stand_ins(Actor, named - known, losses).items()}
    if named - found.keys():
        losses.append(_("Who says it stays as it is, for somebody of then is gone."))
        return unit
    cues = current_sentences(hop[2] for hop in wanted["attribution"] if hop[2])
    hops = [_hop([found[hop[0]], *hop[1:]], now, cues, losses) for hop in wanted["attribution"]]
    return {"speaker": found[wanted["speaker"]], "mode": wanted["mode"], "attribution": hops}


def _hop(
    hop: list[Any], now: dict[str, Any], cues: dict[int, Sentence], losses: list[str]
) -> list[Any]:
    """The hop; without its cue where that stands in the current text no more."""
    actor, mode, cue, start, end = hop
    if cue is None or hop in now["attribution"]:
        return hop
    why = cannot_rest_on(cues[cue], start, end)
    if not why:
        return hop
    same = [known for known in now["attribution"] if known[:2] == [actor, mode]]
    if same:
        return list(same[0])  # with the cue that a correction of the article gave it
    losses.append(why)
    return [actor, mode, None, None, None]


def _evidence(claim: Claim, now: dict[str, Any], past: Past, losses: list[str]) -> list[Any]:
    """The passages of then; those that a correction carried over are where it put them."""
    live = [row for row in past.parts[Evidence] if row["state"] in LIVE]
    heirs, places = _heirs(claim)
    found = [places[pk] for row in live for pk in _last_heirs(row["id"], heirs)]
    sentences = current_sentences(place[0] for place in found)
    wanted: list[list[Any]] = []
    for place in found:
        pk, start, end, _stance = place
        why = "" if place in now["evidence"] else cannot_rest_on(sentences[pk], start, end)
        if why:
            losses.append(why)
        elif place not in wanted:
            wanted.append(place)
    return sorted(wanted)


def _heirs(claim: Claim) -> tuple[dict[int, list[int]], dict[int, list[Any]]]:
    """Which evidence replaced which, and where each stood last; by id, deleted ones too."""
    heirs: dict[int, list[int]] = defaultdict(list)
    places: dict[int, list[Any]] = {}
    columns = ("sentence_id", "start", "end", "stance", "replaces_id")
    rows = Evidence.history.filter(claim_id=claim.pk).order_by("history_id")
    for pk, *place, replaced in rows.values_list("id", *columns):
        places[pk] = place
        if replaced and pk not in heirs[replaced]:
            heirs[replaced].append(pk)
    return heirs, places


def _last_heirs(pk: int, heirs: dict[int, list[int]]) -> list[int]:
    """`pk` itself where nothing replaced it; what replaces is newer, so this ends."""
    if not heirs.get(pk):
        return [pk]
    return [last for heir in heirs[pk] for last in _last_heirs(heir, heirs)]


def _place(row: Values) -> list[Any]:
    return [row["sentence_id"], row["start"], row["end"], row["stance"]]


# --- What to tell the verbs --------------------------------------------------------------------


def _change(
    claim: Claim, now: dict[str, Any], wanted: dict[str, Any], past: Past
) -> dict[str, Any]:
    names = differing(now, wanted)
    change = {name: wanted[name] for name in names.intersection(PLAIN)}
    for name in names.intersection(DAYS):
        change[name] = date.fromisoformat(wanted[name]) if wanted[name] else None
    if "article" in names:
        change["article"] = Article.objects.get(pk=wanted["article"])
    if names.intersection(CHAIN):
        change |= _speech(wanted)
    if "evidence" in names:
        gone = [row for row in now["evidence"] if row not in wanted["evidence"]]
        change["passages"] = _passages(now, wanted, past)
        change["dropped"] = [
            row
            for row in claim.evidence.live()
            if [row.sentence_id, row.start, row.end, row.stance] in gone
        ]
    return change


def _speech(wanted: dict[str, Any]) -> dict[str, Any]:
    chain = wanted["attribution"]
    actors = Actor.objects.in_bulk([wanted["speaker"], *(hop[0] for hop in chain)])
    cues = current_sentences(hop[2] for hop in chain if hop[2])
    hops = [
        Hop(actors[actor], mode, Passage(cues[cue], start, end) if cue else None)
        for actor, mode, cue, start, end in chain
    ]
    return {"speaker": actors[wanted["speaker"]], "mode": wanted["mode"], "hops": hops}


def _passages(now: dict[str, Any], wanted: dict[str, Any], past: Past) -> list[Passage]:
    """New passages, with the notes of then."""
    notes = {tuple(_place(row)): row["note"] for row in past.parts[Evidence]}
    new = [row for row in wanted["evidence"] if row not in now["evidence"]]
    sentences = current_sentences(row[0] for row in new)
    passages = [Passage(sentences[pk], start, end, stance) for pk, start, end, stance in new]
    return [
        replace(each, note=notes.get((each.sentence.pk, each.start, each.end, each.stance), ""))
        for each in passages
    ]
