"""Correcting a text in the admin: give the new one, see what it touches, save it or not."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editorial.actions import articles
from editorial.actions.claims import Hop, Passage
from editorial.importing.fetching import fetch
from editorial.models import Reanchoring, Upload
from kb.models import Article, Claim, Decision, Mode, Original
from kb.verify import verify
from tests.editorial.admin.pages import address, as_, filled, messages
from tests.editorial.admin.test_single_rights import without
from tests.editorial.commands.test_import_articles import PAGE
from tests.editorial.importing.fetching.servers import Server, ok, reaching
from tests.editorial.importing.seeds.seedbed import rows
from tests.makers import TEXT, editor, make_actor, make_article, make_claim, make_event, publisher
from tests.makers import whole as whole_sentence

pytestmark = pytest.mark.django_db

# Of its six sentences the fourth says something else, the fifth is worded anew, the sixth stays.
NEW = TEXT.replace("sei sicher, sagte", "sei nicht sicher, sagte").replace(
    "Der Ingenieur widerspricht ihr.", "Der Ingenieur widerspricht ihr aber."
)


def at(article: Article, position: int) -> Passage:
    return whole_sentence(article.current_version.sentences.get(position=position))


def correct_page(article: Article) -> str:
    return f"/admin/kb/article/{article.pk}/correct/"


def bring(client: Client, article: Article, **data: Any) -> str:
    """Sends a new text in; the address of what it would do."""
    answer = client.post(correct_page(article), {"text": article.current_version.text} | data)
    assert answer.status_code == 302, answer.context["form"].errors
    return str(answer.url)


def save(client: Client, page: str, **changes: str) -> Any:
    data = filled(client, page) | {"reason": "Die Agentur hat berichtigt.", "_save": "x"}
    return client.post(page, data | changes)


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def file(name: str, content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def test_the_article_leads_to_its_correction() -> None:
    article = make_article()
    shown = as_(editor()).get(address(article)).content.decode()
    assert f'href="{correct_page(article)}"' in shown
    page = as_(editor()).get(correct_page(article))
    assert filled(as_(editor()), correct_page(article))["text"] == TEXT
    assert "version 1" in text_of(page)


def test_what_it_touches_is_shown_and_nothing_is_stored() -> None:
    article = make_article()
    make_claim("Sie ist sicher.", article=article)
    make_claim("Der Ingenieur widerspricht.", article=article, passages=[at(article, 5)])
    client = as_(publisher())
    page = bring(client, article, text=NEW.replace("\n", "\r\n"))
    before = rows()
    answer = client.get(page)
    assert answer.status_code == 200
    shown = text_of(answer)
    assert "1 claim would be withdrawn: it loses its last support" in shown
    assert "1 claim keeps the wording of version 1 until somebody has looked" in shown
    assert shown.index("would be withdrawn") < shown.index("keeps the wording")
    assert "changed: negation" in shown
    assert "Save, and withdraw 1 claim" in shown
    assert "widerspricht ihr<ins> aber</ins>." in shown
    assert [(word, number) for word, number in answer.context["comparison"].counts] == [
        ("identical", 4),
        ("reworded", 2),
    ]
    assert rows() == before


def test_it_is_saved_as_it_was_seen() -> None:
    article = make_article()
    gone = make_claim(article=article)
    waits = make_claim(article=article, passages=[at(article, 5)])
    stays = make_claim(article=article, passages=[at(article, 6)])
    client = as_(publisher())
    page = bring(client, article, text=NEW.replace("\n", "\r\n"))
    answer = save(client, page)
    assert answer.status_code == 302, text_of(answer)
    assert answer.url == f"/admin/editorial/reanchoring/?article={article.pk}"
    assert messages(answer) == (
        "Version 2 is stored. 1 place went along. 2 wait for you. 1 claim was withdrawn."
    )
    article.refresh_from_db()
    assert (article.current_version.number, article.current_version.text) == (2, NEW)
    assert article.current_version.note == "Die Agentur hat berichtigt."
    assert not Original.objects.exists()
    states = {claim: Claim.objects.get(pk=claim.pk).status for claim in (gone, waits, stays)}
    assert states == {gone: "withdrawn", waits: "published", stays: "published"}
    assert Reanchoring.objects.waiting().count() == 2
    assert Decision.objects.get(article=article, verb="corrected").by == publisher()
    assert not Upload.objects.exists()
    assert list(verify()) == []


def test_nothing_of_a_pasted_text_is_trimmed() -> None:
    article = make_article()
    client = as_(editor())
    text = f"\ufeff \n{TEXT} Nachtrag.\n\n \t"
    save(client, bring(client, article, text=text.replace("\n", "\r\n")))
    article.refresh_from_db()
    assert article.current_version.text == text


def test_a_file_is_kept_as_it_came() -> None:
    article = make_article()
    client = as_(editor())
    content = f"{TEXT} Später mehr.".replace("\n", "\r\n").encode("utf-16")
    page = bring(client, article, file=file("neu.txt", content))
    assert "neu.txt" in text_of(client.get(page))
    save(client, page)
    article.refresh_from_db()
    assert article.current_version.text == content.decode("utf-16")
    assert bytes(article.current_version.original.bytes) == content


def test_of_a_web_page_only_the_text_counts() -> None:
    article = make_article(title="Unser Titel", language="de")
    client = as_(editor())
    save(client, bring(client, article, file=file("seite.html", PAGE)))
    article.refresh_from_db()
    assert article.title == "Unser Titel"
    assert article.url == ""
    assert article.current_version.number == 2
    assert article.current_version.sentences.filter(role="heading").exists()
    assert article.current_version.original.content_type.startswith("text/html")


def test_an_address_is_fetched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    # The product's own fetcher, with a policy that reaches the test's server.
    monkeypatch.setattr("editorial.admin.import_uploads.fetch", partial(fetch, policy=reaching()))
    article = make_article()
    client = as_(editor())
    with Server({"/neu": ok(PAGE.encode())}) as server:
        save(client, bring(client, article, address=server.url("/neu")))
        assert server.paths().count("/neu") == 1
        wrong = client.post(correct_page(article), {"address": server.url("/nichts")})
    assert "404" in text_of(wrong)
    article.refresh_from_db()
    assert article.current_version.retrieved_at is not None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Nothing is new yet"),
        ({"text": NEW, "address": "https://zeitung.example/"}, "one of them"),
        ({"text": " \r\n "}, "There is no text."),
        ({"text": "a\0b"}, "Null characters"),
        ({"address": "http://127.0.0.1/"}, "127.0.0.1"),
        ({"file": ("leer.txt", "")}, "is empty"),
        ({"file": ("bild.png", "\x89PNG\r\n")}, "of a kind that cannot be read"),
        ({"file": ("gleich.txt", TEXT)}, "Nothing changed"),
    ],
    ids=["nothing", "two ways", "blank", "nul", "inside", "empty", "picture", "the same"],
)
def test_what_cannot_come_in_is_told(data: dict[str, Any], said: str) -> None:
    article = make_article()
    data = {name: file(*value) if name == "file" else value for name, value in data.items()}
    answer = as_(editor()).post(correct_page(article), {"text": TEXT} | data)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Upload.objects.exists()


def test_what_was_typed_is_still_there_when_it_is_refused() -> None:
    article = make_article()
    sent = {"text": NEW, "address": "https://zeitung.example/"}
    answer = as_(editor()).post(correct_page(article), sent)
    assert NEW.replace("\n", "\r\n") in answer.content.decode().replace("\n", "\r\n")
    assert "https://zeitung.example/" in answer.content.decode()


def test_a_text_can_be_changed_again_before_it_is_saved() -> None:
    article = make_article()
    client = as_(editor())
    page = bring(client, article, text=NEW)
    upload = Upload.objects.get()
    again = f"{correct_page(article)}?upload={upload.pk}"
    assert again in client.get(page).content.decode()
    assert filled(client, again)["text"] == NEW
    assert filled(as_(publisher()), again)["text"] == TEXT
    for nonsense in ("x", "9" * 40, "²", "-1"):
        assert filled(client, f"{correct_page(article)}?upload={nonsense}")["text"] == TEXT


def test_a_reason_is_asked_for() -> None:
    article = make_article()
    client = as_(editor())
    answer = save(client, bring(client, article, text=NEW), reason=" ")
    assert answer.status_code == 422
    assert "This field is required." in text_of(answer)
    assert article.versions.count() == 1


def test_who_may_not_withdraw_saves_nothing_that_withdraws() -> None:
    article = make_article()
    claim = make_claim(article=article)
    client = as_(editor())
    page = bring(client, article, text=NEW)
    shown = text_of(client.get(page))
    assert "Only a colleague who may withdraw claims can save it" in shown
    assert 'name="_save"' not in shown
    answer = save(client, page)
    assert answer.status_code == 403
    assert "a colleague who may do that has to save it" in text_of(answer)
    assert "Die Agentur hat berichtigt." in text_of(answer)
    assert article.versions.count() == 1
    assert Claim.objects.get(pk=claim.pk).is_public


def test_what_changed_meanwhile_is_shown_before_it_is_saved() -> None:
    article = make_article()
    client = as_(publisher())
    page = bring(client, article, text=NEW)
    seen = filled(client, page)
    make_claim("Neu dazugekommen.", article=article)
    answer = client.post(page, seen | {"reason": "Berichtigt.", "_save": "x"})
    assert answer.status_code == 422
    shown = text_of(answer)
    assert "Something changed since you looked" in shown
    assert "Neu dazugekommen." in shown
    assert "Berichtigt." in shown
    assert article.versions.count() == 1
    assert save(client, page).status_code == 302


def test_what_a_colleague_saved_first_is_told_and_nothing_is_lost() -> None:
    article = make_article()
    mine, theirs = as_(editor()), as_(publisher())
    page = bring(mine, article, text=NEW)
    save(theirs, bring(theirs, article, text=NEW))
    answer = save_again = mine.get(page)
    assert "Nothing changed" in messages(save_again)
    assert filled(mine, answer.url)["text"] == NEW


def test_others_do_not_see_it_and_nobody_twice() -> None:
    article, other = make_article(), make_article("Ein anderer Text.")
    client = as_(editor())
    page = bring(client, article, text=NEW)
    assert as_(publisher()).get(page).url == address(article)
    assert client.get(page.replace(f"/{article.pk}/", f"/{other.pk}/")).status_code == 302
    save(client, page)
    answer = client.post(page, {"reason": "Noch einmal.", "_save": "x"})
    assert "not waiting any more" in messages(answer)
    assert article.versions.count() == 2


def test_discarding_stores_nothing() -> None:
    article = make_article()
    client = as_(editor())
    page = bring(client, article, text=NEW)
    assert client.post(page, {"_discard": "x"}).url == address(article)
    assert not Upload.objects.exists()
    assert article.versions.count() == 1


def test_a_correction_that_waits_is_no_import() -> None:
    article = make_article()
    client = as_(editor())
    bring(client, article, text=NEW)
    upload = Upload.objects.get()
    importing = "/admin/kb/article/import/"
    assert f"{importing}{upload.pk}/" not in client.get(importing).content.decode()
    assert client.get(f"{importing}{upload.pk}/").url == importing
    assert Upload.objects.exists()


def test_a_sealed_article_is_not_corrected() -> None:
    article = make_article()
    articles.seal(article=article, by=publisher(), reason="Gesperrt.")
    client = as_(publisher())
    answer = client.get(correct_page(article))
    assert answer.url == address(article)
    assert "sealed" in messages(answer)
    assert correct_page(article) not in client.get(address(article)).content.decode()


@pytest.mark.parametrize("right", ["change_article", "view_claim"])
def test_who_lacks_a_right_does_not_get_there(right: str) -> None:
    article = make_article()
    rights = ("view_claim", "change_claim") if right == "view_claim" else (right,)
    client = as_(without(*rights))
    assert client.get(correct_page(article)).status_code == 403
    assert client.post(f"{correct_page(article)}1/").status_code == 403
    assert correct_page(article) not in client.get(address(article)).content.decode()


def test_events_and_pages_are_named() -> None:
    article = make_article()
    speaker = make_actor("Ministerin Muster")
    event = make_event("Ratssitzung in Bern")
    make_claim(article=article, speaker=speaker, mode=Mode.DIRECT, events=[event], tags=["Brücke"])
    articles.judge(sentences=[at(article, 1).sentence], by=editor(), reason="Nur ein Termin.")
    client = as_(publisher())
    shown = text_of(client.get(bring(client, article, text=NEW)))
    assert f'<a href="{address(event)}">Ratssitzung in Bern</a>' in shown
    assert f'<a href="{speaker.get_absolute_url()}">Ministerin Muster</a>' in shown
    assert ">Brücke</a>" in shown
    assert "Judged “no claim”: 1 goes along." in shown


def long_text(sentences: int) -> str:
    """Of another length it is another text: the near-duplicate of none."""
    word = f"Zahl{sentences}"
    return " ".join(f"Satz Nummer {n} {word} sagt {word} von {word}." for n in range(sentences))


def many(claims: int, passages: int) -> tuple[Article, str]:
    """An article with that many claims, each with its passages and a cue; a text that moves all."""
    text = long_text(claims + passages)
    article, by = make_article(text), make_actor()
    for number in range(1, claims + 1):
        resting = [at(article, number + step) for step in range(passages)]
        cue = Passage(resting[0].sentence, 0, 4)
        said = {"speaker": by, "mode": Mode.INDIRECT, "hops": [Hop(by, Mode.INDIRECT, cue)]}
        labels = {"events": [make_event()], "tags": [f"Tag {number}"]}
        make_claim(article=article, passages=resting, **said, **labels)
    return article, text.replace("Satz Nummer", "Der Satz Nummer")


def counted(does: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = does()
    assert answer.status_code in (200, 302), text_of(answer)
    return len(queries)


def test_two_hundred_passages_take_no_more_questions_than_ten() -> None:
    client, numbers = as_(publisher()), []
    save(client, bring(client, make_article(), text=NEW))  # makes what is made once
    for claims, passages in ((2, 5), (20, 10)):
        article, text = many(claims, passages)
        page = bring(client, article, text=text)
        asked = counted(partial(client.get, page))
        data = filled(client, page) | {"reason": "Berichtigt.", "_save": "x"}
        numbers.append((asked, counted(partial(client.post, page, data))))
        assert Reanchoring.objects.filter(version__article=article).count() >= claims * passages
    assert numbers[0] == numbers[1]
