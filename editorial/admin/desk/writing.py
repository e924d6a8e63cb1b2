"""What the desk's buttons do, by the verbs of `editorial.actions`."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from editorial.actions import actors, articles, claims, suggestions
from editorial.actions.parts import Passage
from editorial.admin.desk.forms import ClaimFields, NameForm
from editorial.models import Suggestion
from editorial.state import content
from kb.models import Actor, Article, Claim, Sentence, raised_at_end

__all__ = ["add_to", "close", "draft", "lift", "name", "refuse_sealed"]


@raised_at_end()
def draft(
    *,
    form: ClaimFields,
    article: Article,
    sentences: list[Sentence],
    passages: list[Passage],
    by: User,
    is_submitted: bool,
) -> Claim:
    """A new claim that rests on `passages`; sent to review at once if wished."""
    _need(passages)
    _need_current(sentences)
    claim = claims.draft(article=article, passages=passages, by=by, **form.content(sentences))
    return claims.submit(claim=claim, by=by) if is_submitted else claim


@raised_at_end()
def add_to(*, claim: Claim, passages: list[Passage], by: User) -> bool:
    """Lets a claim rest on `passages` too. Of a public one it is proposed: then says True."""
    _need(passages)
    _need_current(passage.sentence for passage in passages)
    if claim.status != Claim.Status.PUBLISHED:
        claims.revise(claim=claim, by=by, passages=passages)
        return False
    # On top of what the same person proposed before, which this proposal takes the place of.
    open_ones = Suggestion.objects.filter(claim=claim, by=by, state=Suggestion.State.OPEN)
    before = open_ones.first()
    current = content(claim)
    proposed, clashes = suggestions.outcome(before, claim, current) if before else (current, set())
    if clashes:
        raise ValidationError(
            _(
                "You proposed something else for this claim, which was changed since: take it back first."
            ),
            code="stale",
        )
    added = [[p.sentence.pk, p.start, p.end, p.stance] for p in passages]
    evidence = [*proposed["evidence"], *(row for row in added if row not in proposed["evidence"])]
    note = before.note if before else ""
    suggestions.suggest(claim=claim, by=by, content=proposed | {"evidence": evidence}, note=note)
    return True


@transaction.atomic
def close(*, sentences: list[Sentence], reason: str, by: User) -> None:
    """Judges that the sentences hold no claim."""
    _need(sentences)
    _need_current(sentences)
    articles.judge(sentences=sentences, by=by, reason=reason)


@transaction.atomic
def lift(*, sentences: list[Sentence], by: User) -> None:
    """Takes that judgement back."""
    _need(sentences)
    _need_current(sentences)
    articles.lift(sentences=sentences, by=by)


def name(*, form: NameForm, by: User) -> Actor:
    """Notes the words as another name of an actor, or makes a new one of them."""
    words, known = form.cleaned_data["name"], form.cleaned_data["named"]
    if known:
        actors.name_also(actor=known, names=[words], by=by)
        return known
    return actors.add(by=by, name=words, kind=form.cleaned_data["new_kind"])


def refuse_sealed(article: Article) -> None:
    """Raises ValidationError for an article that is sealed: nothing is entered on it any more."""
    if article.access == Article.Access.SEALED:
        raise ValidationError(
            _("“%(article)s” is sealed: nothing can be entered until it is opened again."),
            code="sealed",
            params={"article": article.title},
        )


def _need(picked: Iterable[object]) -> None:
    if not picked:
        raise ValidationError(_("Pick a sentence first."), code="pick")


def _need_current(sentences: Iterable[Sentence]) -> None:
    """Holds the article until the transaction ends; refused where it has another text by now, or is sealed."""
    wanted = {sentence.version_id for sentence in sentences}
    held = Article.objects.select_for_update(no_key=True).filter(current_version__in=wanted)
    if len(held) < len(wanted):
        raise ValidationError(
            _("The article has another text by now: open the desk again."), code="lost-edit"
        )
    for article in held:
        refuse_sealed(article)
