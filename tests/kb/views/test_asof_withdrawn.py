"""Claims that were withdrawn by a decision that leaves their past to readers."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from editorial.actions import articles, claims
from editorial.actions.claims import Passage
from kb.models import Article, Claim, Decision
from tests import html
from tests.kb.asof.days import on
from tests.makers import TEXT, editor, make_actor, make_article, make_claim, publisher, whole

pytestmark = pytest.mark.django_db

BEFORE, AFTER = "2026-01-10", "2026-02-02"
QUOTE = "Die Brücke sei sicher, sagte die Ministerin."


def left(claim: Any, *, stays_readable: bool = True) -> Claim:
    with on("2026-02-01"):
        return claims.withdraw(
            claim=claim, by=publisher(), reason="Sie irrte.", stays_readable=stays_readable
        )


def made(text: str = "Die Brücke hält.", **fields: Any) -> Any:
    return early(make_claim, text, **fields)


def early(make: Callable[..., Any], *args: Any, **fields: Any) -> Any:
    with on("2026-01-05"):
        return make(*args, **fields)


def get(client: Client, address: str, status: int = 200) -> str:
    response = client.get(f"/en{address}")
    assert response.status_code == status, address
    shown = response.content.decode()
    assert html.errors(shown) == []
    return shown


def test_it_is_read_as_of_a_day_before_with_a_banner_that_says_why_it_is_gone(
    client: Client,
) -> None:
    article = early(make_article, access=Article.Access.QUOTES)
    claim = left(made(article=article, speaker=early(make_actor, "Ada Rot"), mode="indirect"))
    for address in (f"/claims/{claim.pk}/", f"/claims/{claim.pk}/card/"):
        gone = get(client, address, 410)
        assert "Sie irrte." in gone
        assert "Die Brücke hält" not in gone
        assert f'href="/en/claims/{claim.pk}/?asof=2026-01-31"' in gone
    shown = get(client, f"/claims/{claim.pk}/?asof={BEFORE}")
    assert 'Withdrawn on <time datetime="2026-02-01">1 February 2026</time>' in shown
    assert "Sie irrte." in shown
    assert ">Die Brücke hält.</h1>" in shown
    # Its words and who said them, though today's pages name neither.
    assert QUOTE.removesuffix(".") in shown
    assert "Ada Rot" in shown
    assert "/actors/ada-rot/" not in shown
    difference = get(client, f"/claims/{claim.pk}/?asof={BEFORE}&to={AFTER}")
    assert "Die Brücke hält." in difference
    assert "Withdrawn on" in difference


@pytest.mark.parametrize("day", ["2026-01-04", "2026-02-01", AFTER])
def test_of_a_day_when_it_was_not_public_there_is_the_answer_of_today(
    client: Client, day: str
) -> None:
    claim = left(made())
    assert "Sie irrte." in get(client, f"/claims/{claim.pk}/?asof={day}", 410)


def test_a_day_that_is_none_is_refused_as_ever(client: Client) -> None:
    claim = left(made())
    assert "This is no date" in get(client, f"/claims/{claim.pk}/?asof=gestern", 400)


def test_the_last_decision_counts(client: Client) -> None:
    claim = left(made())
    with on("2026-02-03"):
        claims.submit(claim=claim, by=editor())
        claims.publish(claim=claim, by=publisher())
    with on("2026-02-05"):
        claims.withdraw(claim=claim, by=publisher(), reason="Doch falsch.")
    shown = get(client, f"/claims/{claim.pk}/?asof={BEFORE}", 410)
    assert "Doch falsch." in shown
    assert "/?asof=2026-01" not in shown.partition("<main")[2]


def test_what_is_rewritten_since_is_told_nowhere(client: Client) -> None:
    claim = left(made(article=early(make_article, access=Article.Access.QUOTES)))
    secret = claim.article.current_version.sentences.get(position=5)
    claims.revise(
        claim=claim, by=editor(), text="Geheimer Entwurf.", passages=[whole(secret, "supports")]
    )
    for query in (f"?asof={BEFORE}", f"?asof={BEFORE}&to={AFTER}", ""):
        shown = get(client, f"/claims/{claim.pk}/{query}", 200 if query else 410)
        assert "geheim" not in shown.lower()
        assert secret.text not in shown
    article = get(client, f"{claim.article.get_absolute_url()[3:]}?asof={BEFORE}")
    assert secret.text not in article
    assert "Die Brücke hält." in article


def test_pages_of_that_day_name_it_and_those_of_a_claim_that_is_gone_for_good_do_not(
    client: Client,
) -> None:
    speaker = early(make_actor, "Ada Rot")
    stays = made("Sie bleibt nachlesbar.", speaker=speaker, mode="indirect")
    goes = made("Sie ist ganz weg.", speaker=speaker, mode="indirect")
    made("Sie steht.", speaker=speaker, mode="indirect")
    left(stays)
    left(goes, stays_readable=False)
    then = get(client, f"/actors/{speaker.slug}/?asof={BEFORE}")
    assert "Sie bleibt nachlesbar." in then
    assert "Sie ist ganz weg." not in then
    today = get(client, f"/actors/{speaker.slug}/")
    assert "Sie bleibt nachlesbar." not in today


def test_sealed_words_never_come_back_nor_what_rested_on_them_alone(client: Client) -> None:
    open_one = early(make_article)
    sealed = early(make_article, TEXT.replace("Ingenieur", "Statiker"), title="Versiegelt")
    sentences = [each.current_version.sentences for each in (open_one, sealed)]
    passages = [whole(sentences[0].get(position=4)), whole(sentences[1].get(position=5))]
    both = left(made("Sie ruht auf beiden.", article=open_one, passages=passages))
    alone = left(made("Sie ruht auf einem.", article=sealed))
    with on("2026-02-10"):
        articles.seal(article=sealed, by=publisher(), reason="Auf Wunsch.")
    shown = get(client, f"/claims/{both.pk}/?asof={BEFORE}")
    assert "Sie ruht auf beiden." in shown
    assert "Statiker" not in shown
    assert "Versiegelt" not in shown
    assert "ruht" not in get(client, f"/claims/{alone.pk}/?asof={BEFORE}", 410)


def test_articles_of_which_no_words_are_shown_stay_so(client: Client) -> None:
    article = early(make_article, access=Article.Access.LINK)
    claim = left(made(article=article))
    shown = get(client, f"/claims/{claim.pk}/?asof={BEFORE}")
    assert "The words cannot be shown here today." in shown
    assert "sagte die Ministerin" not in shown


def test_the_log_says_that_it_may_be_looked_back_on(client: Client) -> None:
    left(made())
    left(made("Eine andere."), stays_readable=False)
    shown = get(client, "/corrections/")
    assert shown.count("may still be looked back on") == 1
    assert shown.count("Sie irrte.") == 2  # not one act: they leave different things


def test_only_a_withdrawal_by_hand_leaves_it(client: Client) -> None:
    claim = made()
    with on("2026-02-01"):
        articles.seal(article=claim.article, by=publisher(), reason="Auf Wunsch.")
    decision = Decision.objects.get(claim=claim, verb=Decision.Verb.WITHDRAWN)
    assert not decision.stays_readable
    get(client, f"/claims/{claim.pk}/?asof={BEFORE}", 410)


def test_more_claims_left_cost_no_more_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    speaker = early(make_actor, "Ada Rot")
    made("Sie steht.", about=[speaker])

    def add(number: int) -> None:
        for _ in range(number):
            gone = early(make_actor)
            left(made(speaker=gone, mode="indirect", about=[speaker]))

    add(1)
    address = f"/en/actors/{speaker.slug}/?asof={BEFORE}"
    with django_assert_max_num_queries(100) as first:
        client.get(address)
    add(5)
    with django_assert_max_num_queries(len(first)):
        shown = client.get(address)
    assert shown.content.decode().count("<li") > 5


def test_a_passage_may_be_part_of_a_sentence(client: Client) -> None:
    article = early(make_article, access=Article.Access.QUOTES)
    sentence = article.current_version.sentences.get(position=4)
    claim = left(made(article=article, passages=[Passage(sentence, 0, 22, "supports")]))
    shown = get(client, f"/claims/{claim.pk}/?asof={BEFORE}")
    assert "Die Brücke sei sicher," in shown
