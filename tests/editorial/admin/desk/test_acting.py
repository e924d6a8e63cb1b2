"""What a post of the desk is refused for, whoever made it up."""

from typing import Any

import pytest

from editorial.actions import articles
from editorial.models import Suggestion
from kb.models import Actor, Alias, Article, Claim, Evidence, NoClaim
from tests.editorial.admin.desk.test_desk import desk, press, reasons
from tests.editorial.admin.pages import as_, filled
from tests.makers import editor, make_actor, make_article, make_claim, publisher

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


def nameless(article: Article) -> Actor:
    """Somebody who belongs to that article alone."""
    return make_actor("Sie", kind=Actor.Kind.UNKNOWN, listed=False, only_in=article)


@pytest.mark.parametrize("field", ["speaker", "about_actors", "hops-0-actor"])
def test_who_belongs_to_another_article_is_not_entered(field: str) -> None:
    stranger = nameless(make_article("Ein anderer Text."))
    sent = {"pick": "4", "text": "Sie ist sicher.", "mode": "indirect"}
    sent |= {"speaker": make_actor().pk, field: stranger.pk}
    refusal = reasons(press("_draft", make_article(), **sent))
    assert "belongs to another article alone" in refusal
    assert not Claim.objects.exists()


def test_who_belongs_to_another_article_is_given_no_name() -> None:
    stranger = nameless(make_article("Ein anderer Text."))
    answer = press("_name", make_article(), name="die Ministerin", named=stranger.pk)
    assert "belongs to another article alone" in reasons(answer)
    assert not Alias.objects.exists()


def test_who_belongs_to_the_article_speaks_in_it() -> None:
    article = make_article()
    she = nameless(article)
    press("_draft", article, pick="4", text="Sie ist sicher.", mode="indirect", speaker=she.pk)
    assert Claim.objects.get().speaker == she


@pytest.mark.parametrize(
    ("button", "sent"),
    [
        ("_draft", {"pick": "4", "text": "Sie ist sicher."}),
        ("_submit", {"pick": "4", "text": "Sie ist sicher."}),
        ("_add", {"pick": "5"}),
        ("_close", {"pick": "5", "reason": "Nichts."}),
        ("_lift", {"pick": "1"}),
        ("_name", {"name": "Die Brücke", "new_kind": "organisation"}),
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_nothing_is_entered_on_a_sealed_article(
    button: str, sent: dict[str, Any], htmx: bool
) -> None:
    article = make_article()
    claim = make_claim(article=article, status=Claim.Status.DRAFT)
    press("_close", article, pick="1", reason="Nur Einleitung.")
    client = as_(editor())
    form = filled(client, desk(article))  # opened before it was sealed
    articles.seal(article=article, by=publisher(), reason="Auf Wunsch.")
    actors = Actor.objects.count()
    headers = {"HX-Request": "true", "HX-Target": "said"} if htmx else {}
    posted = form | {button: "1", "claim": claim.pk} | sent
    answer = client.post(desk(article), posted, headers=headers)
    refusal = f"“{article.title}” is sealed: nothing can be entered until it is opened again."
    assert answer.status_code == 422
    assert refusal in answer.content.decode()
    assert (Claim.objects.count(), Evidence.objects.count(), Actor.objects.count()) == (
        1,
        1,
        actors,
    )
    assert NoClaim.objects.get().sentence.position == 1


def test_the_desk_of_a_sealed_article_is_there_to_read() -> None:
    article = make_article()
    make_claim("Die Brücke hält.", article=article, status=Claim.Status.DRAFT)
    articles.seal(article=article, by=publisher(), reason="Auf Wunsch.")
    page = as_(editor()).get(desk(article)).content.decode()
    assert "This article is sealed." in page
    assert "Die Brücke hält." in page
    assert 'type="submit"' not in page.partition('id="desk_form"')[2]
    assert page.count(" disabled>") == 6  # one box a sentence
    assert "editorial/desk-" not in page


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
def test_a_cue_across_a_line_end_stands_where_it_stands_in_the_text(line_end: str) -> None:
    said = f"Die Brücke sei sicher,{line_end}sagte{line_end}die Ministerin."
    article = make_article(f"Der Rat tagt heute.\n\n{said}")
    text = article.current_version.sentences.get(position=2).text
    assert f"sagte{line_end}die" in text
    sent = {"pick": "2", "text": "Sie ist sicher.", "mode": "indirect", "speaker": make_actor().pk}
    # As a browser sends it: every line end as CRLF.
    press("_draft", article, cue="sicher,\r\nsagte\r\ndie", **sent)
    hop = Claim.objects.get().attributions.get()
    words = hop.cue_sentence.text[hop.cue_start : hop.cue_end]
    assert words == f"sicher,{line_end}sagte{line_end}die"
