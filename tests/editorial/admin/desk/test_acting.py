"""What a post of the desk is refused for, whoever made it up."""

import pytest

from editorial.models import Suggestion
from kb.models import Article, Claim, Evidence
from tests.editorial.admin.desk.test_desk import desk, press, reasons
from tests.editorial.admin.pages import as_
from tests.makers import editor, make_article, make_claim

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", [Claim.Status.DRAFT, Claim.Status.PUBLISHED])
@pytest.mark.parametrize("stance", ["", "proves"])
def test_nothing_is_added_with_a_stance_that_there_is_not(status: str, stance: str) -> None:
    article = make_article()
    claim = make_claim(article=article, status=status)
    answer = press("_add", article, pick="5", claim=claim.pk, stance=stance)
    assert reasons(answer) == "Choose what the picked passage does to the claim."
    assert Evidence.objects.count() == 1
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "said"}])
def test_a_form_without_its_hops_is_refused_aloud(headers: dict[str, str]) -> None:
    article = make_article()
    sent = {"_draft": "1", "version": "1", "pick": "5", "text": "Er widerspricht."}
    chosen = {"stance": "supports", "kind": "report", "mode": "author"}
    answer = as_(editor()).post(desk(article), sent | chosen, headers=headers)
    assert answer.status_code == 422
    assert "ManagementForm" in answer.content.decode()
    assert not Claim.objects.exists()


@pytest.mark.parametrize("field", ["about_actors", "about_events", "its_tags"])
def test_a_number_that_no_database_holds_is_refused(field: str) -> None:
    article: Article = make_article()
    sent = {"pick": "5", "text": "Er widerspricht.", field: ["9" * 30]}
    assert "9" * 30 in reasons(press("_draft", article, **sent))


def test_typed_words_with_a_nul_name_nobody() -> None:
    sent = {"pick": "5", "text": "Er widerspricht.", "speaker-typed": "a\0b"}
    assert "Null characters" in reasons(press("_draft", make_article(), **sent))
