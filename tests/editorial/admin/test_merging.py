from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from editorial.actions.claims import Hop
from editorial.actions.merging import merge, tell_apart
from editorial.models import Distinct, Merge
from kb.models import Tag
from tests.editorial.admin.pages import as_, messages
from tests.makers import editor, make_actor, make_claim, make_event, publisher

pytestmark = pytest.mark.django_db


def address(thing: Any, into: Any = None) -> str:
    path = reverse(f"admin:kb_{thing._meta.model_name}_merge", args=(thing.pk,))
    return f"{path}?into={into.pk}" if into else path


def press(
    user: User, gone: Any, into: Any, button: str = "_merge", reason: str = "Dieselbe."
) -> Any:
    return as_(user).post(address(gone, into), {button: "1", "reason": reason})


def page(path: str, user: User | None = None) -> str:
    answer = as_(user or publisher()).get(path)
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


def test_it_begins_with_choosing_the_other() -> None:
    actor = make_actor("Anna Alt")
    assert 'name="into"' in page(address(actor))


def test_the_preview_shows_all_that_moves() -> None:
    gone, into = make_actor("Anna Alt", aliases=["Die Alte"]), make_actor("Anna Neu")
    claim = make_claim("Die Brücke hält.", speaker=gone, about=[gone, into])
    shown = page(address(gone, into))
    assert reverse("admin:kb_claim_change", args=(claim.pk,)) in shown
    for words in ("Die Alte", "Die Brücke hält.", "said twice", "becomes another name"):
        assert words in shown
    assert Merge.objects.count() == 0


def test_the_preview_of_events_and_tags() -> None:
    events, part = (make_event(), make_event()), make_event("Abendessen")
    part.part_of = events[0]
    part.save()
    make_claim("Die Brücke hält.", events=[events[0]], tags=["Bruecke", "Brücke"])
    assert "Abendessen" in page(address(*events))
    assert "Die Brücke hält." in page(address(*Tag.objects.all()))


def test_a_publisher_merges() -> None:
    gone, into = make_actor("Anna Alt"), make_actor("Anna Neu")
    answer = press(publisher(), gone, into)
    assert answer.status_code == 302
    assert "“Anna Alt” was merged into “Anna Neu”." in messages(answer)
    gone.refresh_from_db()
    assert gone.merged_into == into


def test_an_editor_looks_and_tells_apart_but_does_not_merge() -> None:
    gone, into = make_actor(), make_actor()
    shown = page(address(gone, into), editor())
    assert "_apart" in shown
    assert "_merge" not in shown
    assert press(editor(), gone, into).status_code == 403
    assert press(editor(), gone, into, "_apart", "Zwei.").status_code == 302
    assert Distinct.objects.get().reason == "Zwei."
    assert Merge.objects.count() == 0


def test_what_stands_in_the_way_is_named_with_a_link() -> None:
    gone, into = make_actor(), make_actor()
    hops = [Hop(gone, "reported"), Hop(into, "indirect")]
    claim = make_claim(speaker=into, mode="indirect", hops=hops)
    shown = page(address(gone, into))
    assert "Both stand in the attribution of 1 claim" in shown
    assert reverse("admin:kb_claim_change", args=(claim.pk,)) in shown
    assert 'name="_merge"' not in shown
    answer = press(publisher(), gone, into)
    assert answer.status_code == 422
    assert b"Both stand in the attribution" in answer.content


def test_it_needs_a_reason_and_keeps_what_was_chosen() -> None:
    gone, into = make_actor("Anna Alt"), make_actor("Anna Neu")
    answer = press(publisher(), gone, into, reason=" ")
    assert answer.status_code == 422
    assert b"Anna Neu" in answer.content
    assert Merge.objects.count() == 0


@pytest.mark.parametrize("wrong", ["", "x", "0", "9" * 30, "-1", "٣", "1 2", "\0"])
def test_nonsense_is_one_clear_message(wrong: str) -> None:
    answer = as_(publisher()).get(address(make_actor()), {"into": wrong})
    assert answer.status_code == 422
    assert b"errorlist" in answer.content


def test_neither_itself_nor_what_was_merged_is_chosen() -> None:
    actor, gone, into = make_actor(), make_actor(), make_actor()
    merge(gone=gone, into=into, by=publisher(), reason="Dieselbe.")
    for other in (actor, gone):
        assert as_(publisher()).get(address(actor, other)).status_code == 422
    assert as_(publisher()).get(address(gone, actor)).status_code == 302


def test_the_note_that_they_differ_is_taken_back_where_it_hinders() -> None:
    gone, into = make_actor(), make_actor()
    note = tell_apart(one=gone, other=into, by=editor(), reason="Vater und Sohn.")
    path = reverse("admin:editorial_distinct_delete", args=(note.pk,))
    assert path in page(address(gone, into))
    as_(editor()).post(path, {"post": "yes"})
    assert not Distinct.objects.exists()
    assert "stands in the way" not in page(address(gone, into))


def test_likely_duplicates_are_listed_with_the_way_to_both() -> None:
    one, other = make_actor("Mark Rutte"), make_actor("Rutte, Mark")
    shown = page(reverse("admin:kb_actor_duplicates"))
    assert "1 pair looks like the same" in shown
    assert f"{address(other)}?into={one.pk}" in shown
    press(editor(), one, other, "_apart")
    assert "Nothing looks like something else" in page(reverse("admin:kb_actor_duplicates"))


def test_the_list_goes_on_by_key(django_assert_num_queries: Any) -> None:
    for number in range(60):
        make_actor(f"Person mit Namen {number} zwei")
        make_actor(f"Person mit Namen {number} zwei")
    path = reverse("admin:kb_actor_duplicates")
    first = as_(publisher()).get(path)
    assert len(first.context["entries"]) == 50
    after = first.context["following"]
    rest = as_(publisher()).get(path, {"after": after})
    assert len(rest.context["entries"]) == 10
    assert not rest.context["following"]
    assert as_(publisher()).get(path, {"after": "9~x~~\0"}).context["is_first"]


def test_ten_more_rows_cost_no_more_queries(
    django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    client, into = as_(publisher()), make_actor()
    few, many = make_actor(), make_actor()
    for actor, number in ((few, 2), (many, 12)):
        for _ in range(number):
            make_claim(speaker=actor, mode="indirect", about=[actor])
            make_event(part_of=None)
    client.get(address(few, into))
    with django_assert_max_num_queries(60) as counted:
        client.get(address(few, into))
    with django_assert_num_queries(len(counted)):
        client.get(address(many, into))


def test_the_page_of_what_was_merged_leads_to_its_way_back() -> None:
    gone, into = make_actor("Anna Alt"), make_actor("Anna Neu")
    make_claim(speaker=gone, mode="indirect")
    row = merge(gone=gone, into=into, by=publisher(), reason="Dieselbe.")
    record = reverse("admin:editorial_merge_change", args=(row.pk,))
    undo = reverse("admin:editorial_merge_undo", args=(row.pk,))
    assert record in page(reverse("admin:kb_actor_change", args=(gone.pk,)))
    assert undo in page(record)
    assert undo not in page(record, editor())
    assert "1 claim changes its speaker or attribution back" in page(undo)
    assert as_(editor()).post(undo, {"reason": "Nein."}).status_code == 403
    answer = as_(publisher()).post(undo, {"reason": "Doch zwei."})
    assert "The merge is undone." in messages(answer)
    gone.refresh_from_db()
    assert gone.merged_into is None
    assert as_(publisher()).get(undo).status_code == 302


def test_what_stays_is_told_before_and_after() -> None:
    gone, into = make_actor(), make_actor()
    claim = make_claim(about=[gone])
    row = merge(gone=gone, into=into, by=publisher(), reason="Dieselbe.")
    claim.about_links.get().delete()
    undo = reverse("admin:editorial_merge_undo", args=(row.pk,))
    assert "1 thing was touched since and stays" in page(undo)
    answer = as_(publisher()).post(undo, {"reason": "Doch zwei."})
    assert "It was deleted since." in messages(answer)


def test_what_a_later_merge_rests_on_is_not_offered() -> None:
    one, two, three = make_actor(), make_actor("Mitte"), make_actor("Letzte")
    row = merge(gone=one, into=two, by=publisher(), reason="Dieselbe.")
    merge(gone=two, into=three, by=publisher(), reason="Dieselbe.")
    undo = reverse("admin:editorial_merge_undo", args=(row.pk,))
    assert "“Mitte” was merged into “Letzte” since" in page(undo)
    assert as_(publisher()).post(undo, {"reason": "Doch."}).status_code == 422


def test_nobody_from_outside_gets_in() -> None:
    answer = Client().get(address(make_actor()))
    assert answer.status_code == 302
    assert "/admin/login/" in answer.url  # type: ignore[attr-defined]  # of a redirect


def test_merged_events_are_not_offered_to_choose_from() -> None:
    gone, into = make_event("Gipfel alt"), make_event("Gipfel neu")
    merge(gone=gone, into=into, by=publisher(), reason="Dasselbe.")
    asked = {"app_label": "kb", "model_name": "event", "field_name": "part_of", "term": "Gipfel"}
    answer = as_(editor()).get("/admin/autocomplete/", asked)
    assert [found["text"] for found in answer.json()["results"]] == ["Gipfel neu"]
