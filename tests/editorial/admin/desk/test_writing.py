"""What the desk writes while others write too."""

import pytest
from django.core.exceptions import ValidationError

from editorial.actions import claims, labels
from editorial.admin.desk import writing
from editorial.admin.desk.forms import ClaimFields
from editorial.differences import differing
from editorial.models import Suggestion
from kb.models import Article, Claim, Evidence, NoClaim
from tests.makers import TEXT, correct, editor, make_article, make_claim, publisher, whole

pytestmark = pytest.mark.django_db


def waiting(claim: Claim) -> Suggestion:
    return Suggestion.objects.get(claim=claim, state=Suggestion.State.OPEN)


def add_to(claim: Claim, position: int) -> None:
    sentence = claim.article.current_version.sentences.get(position=position)
    known = Claim.objects.get(pk=claim.pk)
    writing.add_to(claim=known, passages=[whole(sentence)], by=editor())


def test_nothing_is_written_on_a_text_that_was_replaced_meanwhile() -> None:
    article = make_article()
    claim = make_claim(article=article, status=Claim.Status.DRAFT)
    sentence = article.current_version.sentences.get(position=5)
    correct(Article.objects.get(pk=article.pk), TEXT + " Ja.")
    form = ClaimFields({"text": "Er widerspricht.", "kind": "report"}, article=article)
    with pytest.raises(ValidationError, match="another text by now"):
        writing.draft(
            form=form,
            article=article,
            sentences=[sentence],
            passages=[whole(sentence)],
            by=editor(),
            is_submitted=False,
        )
    with pytest.raises(ValidationError, match="another text by now"):
        writing.add_to(claim=claim, passages=[whole(sentence)], by=editor())
    with pytest.raises(ValidationError, match="another text by now"):
        writing.close(sentences=[sentence], reason="Nichts.", by=editor())
    assert Evidence.objects.live().get().claim == claim
    assert not NoClaim.objects.exists()


def test_an_own_proposal_is_added_to_without_undoing_what_others_did_since() -> None:
    claim = make_claim()
    add_to(claim, 5)
    labels.label(claim=claim, by=publisher(), tags=["Brücken"])
    add_to(claim, 6)
    suggestion = waiting(claim)
    assert differing(suggestion.base, suggestion.content) == {"evidence"}
    assert len(suggestion.content["evidence"]) == 3


def test_an_own_proposal_brings_back_no_old_words() -> None:
    claim = make_claim()
    add_to(claim, 5)
    claims.withdraw(claim=claim, by=publisher(), reason="Ungenau.")
    claims.revise(claim=claim, by=editor(), text="Ein anderer Satz.")
    claims.submit(claim=claim, by=editor())
    claims.publish(claim=claim, by=publisher())
    add_to(claim, 6)
    assert waiting(claim).content["text"] == "Ein anderer Satz."
