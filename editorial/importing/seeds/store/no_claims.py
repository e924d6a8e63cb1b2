"""Sentences judged to hold no claim."""

from editorial.actions import articles
from editorial.actions.curating import change
from editorial.importing.seeds.items import NoClaimSeed
from editorial.importing.seeds.run import Noun, Run, settle
from editorial.state import digest, no_claim_state
from kb.models import NoClaim, sha256

__all__ = ["store"]


def store(run: Run) -> None:
    for seed in list(run.seeds.no_claims):
        quote = seed.quote
        key = f"{quote.stem}#{digest(quote)[:16]}"
        # In another wording of the text the judgement is another's: it is looked up again.
        basis = [seed, sha256(run.seeds.texts[quote.stem].text)]
        settle(run, NO_CLAIM, key, seed, place=seed.place, basis=basis)


def _judge(run: Run, key: str, seed: NoClaimSeed) -> NoClaim:
    sentences = run.text(seed.quote.stem).whole_sentences(seed.quote)
    articles.judge(sentences=sentences, by=run.writer, reason=seed.reason)
    return NoClaim.objects.get(sentence=sentences[0])


def _change(run: Run, key: str, seed: NoClaimSeed, judgement: NoClaim) -> NoClaim:
    sentences = run.text(seed.quote.stem).whole_sentences(seed.quote)
    articles.judge(sentences=sentences, by=run.writer, reason=seed.reason)
    judgements = list(NoClaim.objects.filter(sentence__in=sentences).order_by("sentence__position"))
    for each in judgements:
        if each.by_id == run.writer.pk:
            change(row=each, by=run.writer, why=seed.reason, reason=seed.reason)
    return judgements[0]


NO_CLAIM = Noun("no_claim", "no claim", no_claim_state, _judge, _change)
