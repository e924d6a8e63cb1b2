"""A small base in which every report has something to list."""

from typing import NamedTuple

from django.db import transaction

from editorial.actions import assignments, corrections, labels, suggestions
from editorial.models import Reanchoring, Suggestion
from editorial.state import content
from kb.models import Actor, Article, Claim, ClaimRelation, Outlet, Stance
from tests import makers

__all__ = ["Made", "everything", "put_on_old_wording", "suggest"]

FULLER = makers.TEXT.replace("widerspricht ihr", "widerspricht ihr heftig")  # sentence 5


class Made(NamedTuple):
    article: Article
    unsupported: Claim
    disputed: Claim
    relation: ClaimRelation
    suggestion: Suggestion
    actor: Actor
    waiting: Reanchoring


def everything() -> Made:
    """One of each thing that a report lists, by the editor; assigned to and decided by the publisher."""
    outlet = Outlet.objects.get_or_create(name="Der Bund")[0]
    article = makers.make_article(title="Die Brücke", outlet=outlet)
    unsupported = makers.make_claim(
        "Gebaut wird später.", status="draft", article=article, passages=[]
    )
    assignments.assign(claim=unsupported, by=makers.publisher(), to=makers.publisher())
    makers.make_claim("Es wird gebaut.", status="in_review", article=article)
    fourth, fifth = (article.current_version.sentences.get(position=n) for n in (4, 5))
    passages = [makers.whole(fourth), makers.whole(fifth, Stance.DISPUTES)]
    disputed = makers.make_claim("Sie ist sicher.", article=article, passages=passages)
    other = makers.make_claim("Sie ist unsicher.", article=article)
    relation = labels.relate(
        subject=other,
        object=disputed,
        kind="contradicts",
        by=makers.editor(),
        note="Am selben Tag.",
    )
    suggestion = suggest(disputed, "Sie ist ganz sicher.")
    suggest(disputed, "Sie war nie sicher.", by=makers.publisher())
    actor = makers.make_actor("Rita Rat", description="Ministerin für Verkehr")
    if not Actor.objects.filter(wikidata_id="Q42").exists():
        makers.make_actor("Rita Rat", wikidata_id="Q42")
    return Made(article, unsupported, disputed, relation, suggestion, actor, put_on_old_wording())


def suggest(claim: Claim, text: str, by: object = None) -> Suggestion:
    wanted = content(claim) | {"text": text}
    return suggestions.suggest(
        claim=claim, by=by or makers.editor(), content=wanted, note="Genauer."
    )


@transaction.atomic
def put_on_old_wording(text: str = FULLER) -> Reanchoring:
    """A claim one of whose sentences a correction reworded: the passage waits."""
    article = makers.make_article(title="Die berichtigte Brücke")
    claim = makers.make_claim(
        "Sie hält.",
        article=article,
        passages=[makers.whole(article.current_version.sentences.get(position=n)) for n in (4, 5)],
    )
    corrections.correct(
        article=article, by=makers.editor(), text=text, reason="Der Artikel wurde berichtigt."
    )
    return Reanchoring.objects.get(evidence__claim=claim)
