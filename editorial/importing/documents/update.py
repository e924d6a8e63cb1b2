"""Documents and claims that are here already: changed by the verbs an editor's work goes through."""

from dataclasses import replace
from typing import Any

from editorial.actions import corrections
from editorial.actions.curating import change
from editorial.actions.parts import Hop, Passage
from editorial.importing.changing import Wanted, change_claim
from editorial.importing.documents.claims import Resting, extra_of, who
from editorial.importing.documents.grounds import Ground
from editorial.importing.documents.items import Document, GivenClaim
from editorial.importing.documents.memory import Memory
from editorial.importing.documents.names import Names
from editorial.importing.documents.passages import segmented
from editorial.importing.documents.run import Run
from kb.models import Actor, Article, Attribution, Claim, Event, Sentence
from kb.text.sentences import Span

__all__ = ["article_differs", "change_article", "change_given_claim", "wanted"]


def article_differs(document: Document, article: Article, names: Names) -> bool:
    """Whether the line says anything of an article that is not so."""
    said = {n: v for n, v in _fields(document, article).items() if getattr(article, n) != v}
    if document.author and names.known(document.author, article.pk) != article.author_id:
        said["author"] = document.author
    return bool(said) or _new_spans(document, article) is not None


def change_article(
    document: Document, article: Article, names: Names, memory: Memory, run: Run
) -> bool:
    """Brings an article to what the line says, and says whether anything changed.

    What the line leaves out stays as it is. Another text, or another given list of sentences, is
    a new version: a correction.
    """
    fields = _fields(document, article)
    if document.author:
        author = names.actor(document.author, article.pk)
        names.rows.write()
        fields["author"] = Actor.objects.get(pk=author)
    new = _new_spans(document, article)
    has_changed = change(row=article, by=run.writer, why=run.reason, **fields)
    if new is None:
        return has_changed
    spans, segmenter = new
    done = corrections.correct(
        article=article,
        by=run.writer,
        text=document.text,
        reason=run.reason,
        spans=spans,
        segmenter=segmenter,
    )
    memory.moved_along(done.imported)
    run.log.note(f"{document.refusals.place}: {done.summary}")
    return True


def _new_spans(document: Document, article: Article) -> tuple[list[Span], str] | None:
    """The sentences of the next version; None where there is none to be.

    An unchanged text is not cut anew unless its given list differs.
    """
    old = article.current_version
    if old is None or (old.text == document.text and document.sentences is None):
        return None
    spans, segmenter = segmented(document)
    stored = old.sentences.order_by("position").values_list("start", "end", "role")
    if old.text == document.text and [(s.start, s.end, s.role) for s in spans] == list(stored):
        return None
    return spans, segmenter


def _fields(document: Document, article: Article) -> dict[str, Any]:
    """The article's values that the line gives, but for its author."""
    given = {
        "title": ("title", document.title),
        "lang": ("language", document.language),
        "kind": ("kind", document.kind),
        "access": ("access", document.access),
        "url": ("url", document.url),
        "license": ("license", document.license),
        "date": ("published_on", document.published_on),
    }
    fields = {field: value for name, (field, value) in given.items() if name in document.own}
    return fields | ({"extra": article.extra | document.extra} if document.extra else {})


def wanted(
    given: GivenClaim, claim: Claim, ground: Ground, passages: list[Resting], names: Names
) -> Wanted:
    """A claim as the line says it. Its evidence may be a part only: the line may hold no more than
    what was rejected before. Raises ClaimError."""
    here = list(claim.attributions.select_related("actor", "cue_sentence").order_by("position"))
    about_here = claim.about_links.values_list("actor", flat=True)
    speaking = {claim.speaker_id, *(hop.actor_id for hop in here)}
    names.prefer({*speaking, *about_here}, claim.event_links.values_list("event", flat=True))
    if claim.speaker.name == ground.anonymous and claim.speaker.only_in_id == ground.article:
        ground = replace(ground, voice=claim.article.author_id)  # no newsroom speaks for them
    speaker, mode, chain = who(given, ground, names)
    about = [names.actor(name, ground.article) for name in given.about]
    # What was kept by name is not looked up again: nothing else is, either.
    kept = claim.extra.get("events", ())
    events = [names.event(title) for title in given.events if title not in kept]
    names.rows.write()
    fields: dict[str, Any] = {"text": given.text, "mode": mode, "speaker": _actors([speaker])[0]}
    fields |= {"kind": given.kind} if "kind" in given.raw else {}
    fields |= {"said_on": given.said_on} if given.said_on else {}
    sentences = Sentence.objects.in_bulk([sentence for sentence, *_ in passages])
    said = [(hop.actor_id, hop.mode) for hop in here]
    # A line that names the speaker alone says nothing of who passed it on.
    if chain == (said if given.hops else said[-1:]):
        hops = [Hop(hop.actor, hop.mode, _cue(hop)) for hop in here]
    else:
        actors = _actors([actor for actor, _ in chain])
        hops = [Hop(actor, mode) for actor, (_, mode) in zip(actors, chain, strict=True)]
    tags_here = set(claim.tag_links.values_list("tag__name", flat=True))
    return Wanted(
        fields=fields,
        hops=hops,
        passages=[
            Passage(sentences[pk], start, end, stance) for pk, start, end, stance in passages
        ],
        about=_actors(about),
        events=list(Event.objects.filter(pk__in=[pk for pk in events if pk])),
        tags=[tag if tag in tags_here else names.tag_called(tag) for tag in given.tags],
        is_whole=False,
    )


def change_given_claim(
    given: GivenClaim, claim: Claim, want: Wanted, names: Names, run: Run
) -> str:
    """Brings a claim to what the line says: "same", "changed" or "suggested"."""
    note = f"{run.source}: the document was changed"
    word = change_claim(claim=claim, wanted=want, by=run.writer, note=note)
    linked = set(claim.events.values_list("title", flat=True))
    new = extra_of(given, names, linked)
    if "events" in new:
        new["events"] = list(dict.fromkeys([*claim.extra.get("events", ()), *new["events"]]))
    extra = claim.extra | new
    if extra == claim.extra:
        return word
    if claim.status == Claim.Status.PUBLISHED:
        # No suggestion can hold them.
        run.log.keep(f"claim {given.id}: published here, so its further keys stay as they are")
        return word
    change(row=claim, by=run.writer, why=run.reason, extra=extra)
    return "changed"


def _cue(hop: Attribution) -> Passage | None:
    """The passage whose words show a hop, as it stands here: this form does not hold it."""
    if hop.cue_sentence is None or hop.cue_start is None or hop.cue_end is None:
        return None
    return Passage(hop.cue_sentence, hop.cue_start, hop.cue_end)


def _actors(ids: list[int]) -> list[Actor]:
    found = Actor.objects.in_bulk(ids)
    return [found[pk] for pk in dict.fromkeys(ids)]
