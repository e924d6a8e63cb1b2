"""A form that is sent after the session ended: what was typed is shown, and offered again."""

import pytest
from django.test import Client
from django.urls import reverse

from kb.models import Claim
from tests.editorial.admin.pages import address, as_, filled, refilled
from tests.makers import editor, make_actor, make_article, make_claim

pytestmark = pytest.mark.django_db


def test_what_was_typed_is_shown_and_nothing_is_written() -> None:
    claim = make_claim(status="draft")
    client, url = as_(editor()), address(claim)
    sent = filled(client, url) | {"text": "Meine Fassung.", "evidence-0-note": "Meine Notiz."}
    client.logout()
    answer = client.post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Meine Fassung." in page
    assert "Meine Notiz." in page
    assert f"/admin/login/?next=%2Fadmin%2Fkb%2Fclaim%2F{claim.pk}%2Fchange%2F" in page
    claim.refresh_from_db()
    assert claim.version == 1


def test_a_stranger_learns_no_names_from_numbers() -> None:
    secret = make_actor("Geheime Quelle")
    article = make_article(title="Geheimer Titel")
    sent = {
        "csrfmiddlewaretoken": "x",
        "text": "Hallo.",
        "speaker": secret.pk,
        "about_actors": [secret.pk],
        "article": article.pk,
        "evidence-0-sentence": article.current_version.sentences.get(position=4).pk,
        "relations-0-object": make_claim("Geheime Aussage.", status="draft").pk,
    }
    for path in (reverse("admin:kb_claim_add"), reverse("admin:kb_claim_change", args=(1,))):
        page = Client().post(path, sent).content.decode()
        assert "Hallo." in page
        assert "Geheim" not in page
        assert "Ministerin" not in page


def test_without_words_and_by_looking_it_is_the_login_as_ever() -> None:
    path = reverse("admin:kb_claim_add")
    for answer in (Client().get(path), Client().post(path, {})):
        assert (answer.status_code, "/admin/login/" in answer.url) == (302, True)


def test_what_comes_back_after_the_login_is_looked_at_before_it_is_saved() -> None:
    claim = make_claim(status="draft")
    client, url = as_(editor()), address(claim)
    sent = filled(client, url) | {"text": "Meine Fassung."}
    answer = client.post(url, sent | {"_compare": "1"})
    assert answer.status_code == 409
    conflict = answer.context["conflict"]
    assert (conflict.own, conflict.edits) == (["Text"], [])
    assert "It is not saved yet." in answer.content.decode()
    assert "Somebody else" not in answer.content.decode()
    assert client.post(url, refilled(answer) | {"_both": "1"}).status_code == 302
    claim.refresh_from_db()
    assert (claim.text, claim.history.first().history_change_reason) == ("Meine Fassung.", None)


def test_a_new_one_comes_back_too() -> None:
    article, client = make_article(), as_(editor())
    path = reverse("admin:kb_claim_add")
    sent = filled(client, path) | {"article": article.pk, "text": "Neu.", "kind": "report"}
    answer = client.post(path, sent | {"_compare": "1"})
    assert answer.status_code == 200
    assert "It is not saved yet." in answer.content.decode()
    assert not Claim.objects.exists()
    assert client.post(path, refilled(answer) | {"_save": "1"}).status_code == 302
    assert Claim.objects.get().text == "Neu."
