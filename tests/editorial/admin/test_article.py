import pytest

from kb.models import Article, NearDuplicate, NoClaim, Outlet, Revision, Sentence
from tests.editorial.admin.pages import address, as_, filled, messages, said, submit
from tests.makers import editor, make_article, make_claim, publisher, whole

pytestmark = pytest.mark.django_db

ADD = "/admin/kb/article/add/"


def test_a_pasted_text_is_kept_to_the_code_point() -> None:
    text = "\n  Der Rat tagt.\n\nDie Brücke hält.  \n"
    before = Revision.current()
    answer = submit(as_(editor()), ADD, text=text.replace("\n", "\r\n"), kind="news", language="de")
    assert answer.status_code == 302, said(answer)
    article = Article.objects.get()
    assert article.current_version.text == text
    assert article.title == "Der Rat tagt."
    assert (article.access, article.source) == ("quotes", "desk")
    assert article.history.last().history_user == editor()
    assert Revision.current() > before


@pytest.mark.parametrize(
    ("text", "reason"), [(" \n", "There is no text."), ("a\x00b", "Null characters")]
)
def test_it_refuses_what_cannot_be_kept(text: str, reason: str) -> None:
    answer = submit(as_(editor()), ADD, text=text, kind="news", language="de")
    assert reason in said(answer)
    assert not Article.objects.exists()


def test_a_change_raises_version_and_revision() -> None:
    article = make_article()
    version, before = article.version, Revision.current()
    answer = submit(as_(editor()), address(article), title="Neuer Titel")
    assert answer.status_code == 302, said(answer)
    article.refresh_from_db()
    assert (article.title, article.version) == ("Neuer Titel", version + 1)
    assert Revision.current() == before + 1
    assert article.history.first().history_user == editor()


def test_a_lost_edit_is_refused_with_who_and_when() -> None:
    article = make_article()
    client, url = as_(editor()), address(article)
    mine = filled(client, url) | {"title": "Mein Titel"}
    submit(as_(publisher()), url, title="Ihr Titel")
    assert "publisher saved this meanwhile, on " in said(client.post(url, mine))
    article.refresh_from_db()
    assert article.title == "Ihr Titel"


def test_a_form_without_its_version_is_refused() -> None:
    article = make_article()
    client, url = as_(editor()), address(article)
    mine = filled(client, url) | {"title": "Mein Titel"}
    del mine["seen_version"]
    assert "saved this meanwhile" in said(client.post(url, mine))


def test_sealing_is_not_a_matter_of_this_form() -> None:
    answer = submit(as_(editor()), address(make_article()), access="sealed")
    assert "not one of the available choices" in said(answer)


def test_an_article_is_not_deleted() -> None:
    article = make_article()
    client = as_(publisher())
    assert client.post(address(article, "delete"), {"post": "yes"}).status_code == 403
    assert Article.objects.exists()


def test_versions_and_sentences_are_read_only() -> None:
    version = make_article().current_version
    client = as_(publisher())
    for thing in (version, version.sentences.first()):
        page = client.get(address(thing)).content.decode()
        assert 'name="_save"' not in page
        assert client.post(address(thing), {"text": "anders"}).status_code == 403
        assert client.post(address(thing, "delete"), {"post": "yes"}).status_code == 403
    page = client.get(address(version)).content.decode()
    assert '<li value="4"' in page


def test_the_list_of_an_articles_sentences_is_linked() -> None:
    article = make_article()
    client = as_(editor())
    assert "?version__id__exact=" in client.get(address(article)).content.decode()
    assert f"{article.pk}/desk/" in client.get(address(Article, "changelist")).content.decode()
    url = f"{address(Sentence, 'changelist')}?version__id__exact={article.current_version_id}"
    assert client.get(url).context["cl"].result_count == article.current_version.sentences.count()


def test_sentences_are_found_by_their_text_and_article() -> None:
    old = make_article(title="Bericht aus Bern")
    make_article(title="Anderes")
    asked = {"app_label": "kb", "model_name": "evidence", "field_name": "sentence"}
    found = as_(editor()).get("/admin/autocomplete/", asked | {"term": "Ministerin Bern"}).json()
    sentence = old.current_version.sentences.get(position=4)
    assert [row["id"] for row in found["results"]] == [str(sentence.pk)]


def test_a_sentence_is_judged_and_the_judgement_lifted() -> None:
    sentence = make_article().current_version.sentences.get(position=1)
    client = as_(editor())
    answer = submit(client, address(NoClaim, "add"), sentence=sentence.pk, reason="Nur Bericht.")
    assert answer.status_code == 302, said(answer)
    judged = NoClaim.objects.get()
    assert judged.by == editor()
    assert client.get(address(judged)).status_code == 200
    assert client.post(address(judged, "delete"), {"post": "yes"}).status_code == 302
    assert not NoClaim.objects.exists()
    assert NoClaim.history.first().history_user == editor()


def test_what_the_database_refuses_is_said_above_the_form() -> None:
    sentence = make_article().current_version.sentences.get(position=1)
    make_claim(article=sentence.version.article, passages=[whole(sentence)])
    answer = submit(as_(editor()), address(NoClaim, "add"), sentence=sentence.pk, reason="Nichts.")
    assert "A claim rests on this sentence" in said(answer)
    assert "Nichts." in answer.content.decode()


def test_an_outlet_with_articles_is_kept() -> None:
    outlet = Outlet.objects.create(name="Blatt")
    make_article(outlet=outlet)
    client = as_(editor())
    page = client.post(address(outlet, "delete"), {"post": "yes"})
    assert page.status_code == 200
    assert page.context["protected"]
    assert not messages(page)


def test_near_duplicates_are_named_with_their_likeness() -> None:
    article, copy = make_article(title="Eins"), make_article(title="Zwei")
    shown = as_(editor()).get(address(article)).content.decode()
    assert f'1.00 <a href="{address(copy)}">Zwei</a>' in shown


def test_a_likeness_is_rounded_in_the_list() -> None:
    make_article(title="Eins")
    make_article(title="Zwei")
    NearDuplicate.objects.update(likeness=0.9915254237288136)
    shown = as_(editor()).get("/admin/kb/nearduplicate/").content.decode()
    assert '<td class="field-rounded">0.99</td>' in shown
