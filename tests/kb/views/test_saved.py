"""A search that somebody with a login keeps, and what is new since."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from editorial.actions import claims
from kb.models import SavedSearch
from kb.search.index import catch_up_with_all
from kb.views.saved import SaveForm
from tests import html
from tests.makers import editor, make_claim, publisher

pytestmark = pytest.mark.django_db


def reader() -> User:
    return User.objects.get_or_create(username="reader")[0]


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def save(client: Client, name: str = "Brücken", query: str = "q=brücke") -> int:
    return client.post("/de/searches/", {"name": name, "query": query}).status_code


def listed(client: Client) -> str:
    answer = client.get("/de/searches/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert html.errors(page) == []
    return page


def test_without_a_login_there_are_none() -> None:
    answer = Client().get("/de/searches/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/?next=/de/searches/")
    assert "searches/" not in Client().get("/de/claims/").content.decode()


def test_the_list_of_claims_offers_to_keep_what_is_asked_for() -> None:
    page = as_(reader()).get("/de/claims/?q=br%C3%BCcke&kind=report").content.decode()
    assert 'name="query" value="q=br%C3%BCcke&amp;kind=report"' in page


def test_it_counts_what_was_published_since_and_begins_anew_when_looked_at() -> None:
    client = as_(reader())
    make_claim("Die Brücke hält.")
    catch_up_with_all()
    assert save(client) == 302
    assert "Nichts Neues" in listed(client) or "Nothing new" in listed(client)
    make_claim("Die Brücken wackeln.")
    make_claim("Die Brücke im Entwurf.", status="draft")
    make_claim("Die Strasse hält.")
    catch_up_with_all()
    assert " 1 " in listed(client).split("<form")[1]
    saved = SavedSearch.objects.get()
    answer = client.post(f"/de/searches/{saved.pk}/seen/")
    assert (answer.status_code, answer["Location"]) == (302, "/de/claims/?q=br%C3%BCcke")
    assert f"/searches/{saved.pk}/seen/" not in listed(client)


def test_what_was_withdrawn_meanwhile_is_not_new() -> None:
    client = as_(editor())
    save(client)
    claim = make_claim("Die Brücke hält.")
    catch_up_with_all()
    claims.withdraw(claim=claim, by=publisher(), reason="Falsch.")
    assert "/seen/" not in listed(client)


def test_a_name_is_kept_once_and_the_search_is_not_lost() -> None:
    client = as_(reader())
    assert save(client) == 302
    assert save(client, query="kind=demand") == 422
    assert SavedSearch.objects.count() == 1
    answer = client.post("/de/searches/", {"name": "", "query": "kind=demand"})
    assert 'value="kind=demand"' in answer.content.decode()
    assert save(as_(publisher())) == 302, "somebody else's is another"


def test_there_is_an_end_of_them() -> None:
    client = as_(reader())
    for number in range(50):
        assert save(client, f"Nr. {number}") == 302
    assert save(client, "Nr. 51") == 422


def test_what_belongs_to_another_is_not_there() -> None:
    save(as_(editor()))
    saved = SavedSearch.objects.get()
    client = as_(reader())
    assert client.post(f"/de/searches/{saved.pk}/seen/").status_code == 404
    assert client.post(f"/de/searches/{saved.pk}/delete/").status_code == 404
    assert "Brücken" not in listed(client)


def test_it_can_be_deleted() -> None:
    client = as_(reader())
    save(client)
    client.post(f"/de/searches/{SavedSearch.objects.get().pk}/delete/")
    assert not SavedSearch.objects.exists()


def test_anything_sent_as_a_search_is_one() -> None:
    client = as_(reader())
    for number, query in enumerate(("q=%00", "about=niemand", "year=x", "=&&", "q=" + "a" * 3000)):
        assert save(client, f"Nr. {number}", query) in (302, 422)
    listed(client)


def test_of_two_saved_at_once_one_is_told_that_the_name_is_taken() -> None:
    owner = reader()
    forms = [
        SaveForm({"name": "Brücken", "query": "q=br"}, instance=SavedSearch(owner=owner, seen=0))
        for _ in range(2)
    ]
    assert all(form.is_valid() for form in forms)
    assert [form.is_kept() for form in forms] == [True, False]
    assert forms[1].has_error("name", "unique")


def test_a_long_question_in_any_script_is_kept() -> None:
    client = as_(reader())
    assert save(client, query=f"q={'Київ ' * 80}&author={'Ж' * 400}") == 302
    assert listed(client).count("%D0%96") >= 400
