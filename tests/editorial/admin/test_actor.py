import pytest

from kb.models import Actor, Event, Tag
from tests.editorial.admin.pages import address, as_, filled, messages, said, submit
from tests.makers import editor, make_actor, make_claim, make_event, merge, publisher

pytestmark = pytest.mark.django_db


def test_a_new_actor_gets_its_address_once() -> None:
    client = as_(editor())
    for _ in range(2):
        answer = submit(
            client,
            address(Actor, "add"),
            name="Mark Rutte",
            kind="person",
            **{"aliases-TOTAL_FORMS": "1", "aliases-0-name": "Rutte"},
        )
        assert answer.status_code == 302, said(answer)
    first, second = Actor.objects.order_by("pk")
    assert (first.slug, second.slug) == ("mark-rutte", "mark-rutte-2")
    assert first.aliases.get().name == "Rutte"
    submit(client, address(first), name="Mark Rutte senior")
    first.refresh_from_db()
    assert (first.slug, first.version) == ("mark-rutte", 2)


def test_a_bad_wikidata_id_is_a_message() -> None:
    answer = submit(as_(editor()), address(make_actor()), wikidata_id="Rutte")
    assert "A Wikidata id is a Q and a number" in said(answer)


def test_a_lost_edit_of_what_belongs_to_it_is_refused_too() -> None:
    actor = make_actor()
    client, url = as_(editor()), address(actor)
    mine = filled(client, url) | {"description": "Meins."}
    submit(
        as_(publisher()), url, **{"aliases-TOTAL_FORMS": "1", "aliases-0-name": "Die Ministerin"}
    )
    assert "publisher saved this meanwhile" in said(client.post(url, mine))


def test_an_actor_that_was_named_is_kept() -> None:
    actor = make_actor()
    claim = make_claim(status="draft", about=[actor])
    claim.about_links.get().delete()
    answer = as_(editor()).post(address(actor, "delete"), {"post": "yes"})
    assert answer.status_code == 302
    assert "merged, not deleted" in messages(answer)
    assert Actor.objects.filter(pk=actor.pk).exists()


def test_an_actor_that_nothing_names_can_go() -> None:
    actor = make_actor(aliases=["Die Ministerin"])
    answer = as_(editor()).post(address(actor, "delete"), {"post": "yes"})
    assert answer.status_code == 302
    assert not Actor.objects.exists()


def test_actors_are_found_by_their_other_names() -> None:
    actor = make_actor("Mark Rutte", aliases=["Generalsekretär"])
    asked = {"app_label": "kb", "model_name": "claim", "field_name": "about"}
    found = as_(editor()).get("/admin/autocomplete/", asked | {"term": "general"}).json()
    assert found["results"] == [{"id": str(actor.pk), "text": "Mark Rutte"}]


def test_the_history_says_who_changed_what() -> None:
    actor = make_actor("Alter Name")
    submit(as_(publisher()), address(actor), name="Neuer Name")
    page = as_(editor()).get(address(actor, "history")).content.decode()
    assert "<del>Alter</del> Name" in page
    assert "<ins>Neuer</ins> Name" in page
    assert "publisher" in page


def test_an_old_state_is_not_put_back_past_the_rules() -> None:
    actor = make_actor()
    url = f"{address(actor, 'history')}{actor.history.first().pk}/"
    answer = as_(publisher()).post(url, {"name": "x"}, follow=True)
    assert "it was not there yet" in answer.content.decode()
    assert actor.history.count() == 1


def test_a_new_event_gets_its_address_and_participants() -> None:
    actor = make_actor()
    answer = submit(
        as_(editor()),
        address(Event, "add"),
        title="Nato-Treffen",
        kind="meeting",
        start="2025-12-03",
        **{
            "participations-TOTAL_FORMS": "1",
            "participations-0-actor": actor.pk,
            "participations-0-role": "absent",
        },
    )
    assert answer.status_code == 302, said(answer)
    event = Event.objects.get()
    assert (event.slug, event.participations.get().role) == ("nato-treffen", "absent")


def test_an_event_that_ends_before_it_starts_is_a_message() -> None:
    answer = submit(as_(editor()), address(make_event()), end="1999-01-01")
    assert "The end is before the start." in said(answer)


def test_a_tag_is_there_once_in_whatever_case() -> None:
    client = as_(editor())
    assert submit(client, address(Tag, "add"), name="Brücke").status_code == 302
    assert "There is a tag with this name" in said(
        submit(client, address(Tag, "add"), name="brücke")
    )
    assert Tag.objects.get().slug == "bruecke"


def test_names_that_begin_as_typed_are_offered_first() -> None:
    make_actor("Generalsekretär der Nato")
    nato = make_actor("Nato", kind="organisation")
    make_actor("Nato-Brigade", kind="group")
    merge(make_actor("Nato (alt)"), into=nato)
    asked = {"term": "nato", "app_label": "kb", "model_name": "claim", "field_name": "speaker"}
    answer = as_(editor()).get("/admin/autocomplete/", asked).json()["results"]
    offered = [each["text"] for each in answer]
    assert offered == ["Nato", "Nato-Brigade", "Generalsekretär der Nato"]
