"""Sentences that a document judges to hold no claim."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from editorial.actions.curating import change
from editorial.importing.documents.grounds import Ground
from editorial.importing.documents.items import Document, Judgement, Reference
from editorial.importing.documents.memory import Memory, judgement_digest, judgement_key
from editorial.importing.documents.run import Run
from editorial.models import ImportItem
from editorial.state import digest, no_claim_state
from kb.models import Evidence, NoClaim

__all__ = ["is_open", "judge"]


def is_open(document: Document, judgement: Judgement, memory: Memory) -> bool:
    """Whether a judgement is new, or was another one last time."""
    item = memory.item(judgement_key(document.key, judgement))
    return item is None or item.seed_digest != judgement_digest(document, judgement)


def judge(
    documents: Sequence[Document],
    grounds: Mapping[Reference, Ground],
    memory: Memory,
    run: Run,
) -> None:
    """Stores the judgements that are new, after the claims: what a claim rests on is not judged."""
    rows, wanted = memory.rows, list(_placed(documents, grounds, memory))
    sentences = [sentence for _, _, sentence in wanted]
    resting = Evidence.objects.covering().filter(sentence__in=sentences)
    covered = set(resting.values_list("sentence", flat=True))
    known: dict[int, Any] = {
        one.sentence_id: one for one in NoClaim.objects.filter(sentence__in=sentences)
    }
    standing = _standing(wanted, memory)
    for document, judgement, sentence in wanted:
        identity = judgement_key(document.key, judgement)
        stored, item = known.get(sentence), memory.item(identity)
        if sentence in covered:
            document.refusals.part(
                -1, "no_claim", judgement.number, "a claim rests on this sentence"
            )
            continue
        if stored is None and (item is None or item.object_id in standing):
            said = {"reason": judgement.reason, "by_id": run.writer.pk, "at": rows.written_now}
            stored = SimpleNamespace(**rows.add(NoClaim, sentence_id=sentence, **said))
        elif stored is None or not _rephrased(stored, judgement, item, run):
            why = "edited here" if stored else "lifted here"
            run.log.keep(f"{document.refusals.place}: no_claim {judgement.number + 1}: {why}")
            continue
        digests = judgement_digest(document, judgement), digest(no_claim_state(stored))
        memory.remember(identity, stored.id, digests)
    rows.write()
    memory.save()


def _standing(wanted: Iterable[tuple[Document, Judgement, int]], memory: Memory) -> set[int]:
    """Of the judgements that earlier imports brought those that nobody lifted: where the sentence
    judged now is another, theirs is one of an older version."""
    items = [memory.item(judgement_key(document.key, one)) for document, one, _ in wanted]
    known = NoClaim.objects.filter(pk__in=[item.object_id for item in items if item])
    return set(known.values_list("pk", flat=True))


def _placed(
    documents: Sequence[Document], grounds: Mapping[Reference, Ground], memory: Memory
) -> Iterator[tuple[Document, Judgement, int]]:
    """The judgements that are open, each with its sentence as it is stored."""
    for document in documents:
        ground = grounds.get(document.key)
        if ground is None or ground.text.text != document.text or document.sentences is None:
            continue
        places = {
            span.start: pk for span, pk in zip(ground.text.spans, ground.sentences, strict=True)
        }
        for judgement in document.judgements:
            start = document.sentences[judgement.sentence_index][0]
            if start in places and is_open(document, judgement, memory):
                yield document, judgement, places[start]


def _rephrased(stored: Any, judgement: Judgement, item: ImportItem | None, run: Run) -> bool:
    """Gives a judgement the reason of the line where it still is as the last import left it."""
    if stored.reason == judgement.reason:
        return True
    if item is None or digest(no_claim_state(stored)) != item.state_digest:
        return False
    return change(row=stored, by=run.writer, why=run.reason, reason=judgement.reason)
