"""Two people save the same form at the same moment: one is refused, and nothing typed is lost."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from kb.models import Claim
from kb.verify import verify
from tests.editorial.admin.pages import address, as_, filled, refilled, submit
from tests.kb.test_races import race
from tests.makers import editor, make_actor, make_claim, publisher

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def at_once(url: str, sent: dict[Client, dict[str, Any]]) -> list[Any]:
    """The answers to what several browsers send in the same moment."""
    answers: list[Any] = []
    start = Barrier(len(sent))

    def send(client: Client, data: dict[str, Any]) -> None:
        start.wait()
        try:
            answers.append(client.post(url, data))
        finally:
            connection.close()

    threads = [Thread(target=send, args=each) for each in sent.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers, key=lambda answer: int(answer.status_code))


def test_of_two_saves_of_one_claim_exactly_one_is_refused_and_keeps_what_was_typed() -> None:
    texts = {as_(editor()): "Die erste Fassung.", as_(publisher()): "Die zweite Fassung."}
    for _ in range(ROUNDS):
        claim = make_claim(status="draft")
        url = address(claim)
        sent = {client: filled(client, url) | {"text": text} for client, text in texts.items()}
        saved, refused = at_once(url, sent)
        assert (saved.status_code, refused.status_code) == (302, 409)
        claim.refresh_from_db()
        assert claim.version == 2
        assert {claim.text, refilled(refused)["text"]} == {*texts.values()}
        assert claim.text in str(refused.context["conflict"].clashes[0].theirs).replace(
            "<mark>", ""
        ).replace("</mark>", "")
    assert list(verify()) == []


def test_of_two_who_save_theirs_nevertheless_one_sees_the_other_first() -> None:
    claim = make_claim(status="draft")
    url, one, other = address(claim), as_(editor()), as_(publisher())
    sent = {
        client: filled(client, url) | {"text": f"Fassung {n}."}
        for n, client in enumerate((one, other))
    }
    submit(as_(publisher()), url, text="Eine dritte Fassung.")
    insisting = {
        client: refilled(client.post(url, data)) | {"_mine": "1"} for client, data in sent.items()
    }
    saved, refused = at_once(url, insisting)
    assert (saved.status_code, refused.status_code) == (302, 409)
    claim.refresh_from_db()
    assert {claim.text, refilled(refused)["text"]} == {"Fassung 0.", "Fassung 1."}


def test_of_two_saves_of_one_actor_one_waits_and_is_refused() -> None:
    actor = make_actor("Mark Rutte")
    url, one, other = address(actor), as_(editor()), as_(publisher())
    first = filled(one, url) | {"description": "Meine."}
    second = filled(other, url) | {"aliases-TOTAL_FORMS": "1", "aliases-0-name": "Der Chef"}
    answers: list[Any] = []
    race(
        lambda: answers.append(one.post(url, first)),
        lambda: answers.append(other.post(url, second)),
    )
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.context["conflict"].clashes == []
    assert other.post(url, refilled(refused) | {"_both": "1"}).status_code == 302
    actor.refresh_from_db()
    assert (actor.description, actor.aliases.get().name) == ("Meine.", "Der Chef")
    assert not Claim.objects.exists()
