"""Steps of claims: what a page promises beforehand is what is done, and no more."""

from typing import Any

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editorial.actions import assignments, claims
from editorial.models import Assignment, Batch, Step
from kb.models import Claim, Decision, Mode, Revision, Tag
from kb.search.index import catch_up_with_all
from tests.editorial.admin.pages import address, as_, messages
from tests.makers import editor, make_actor, make_article, make_claim, publisher

pytestmark = pytest.mark.django_db

LIST = "/admin/kb/claim/"


def choose(client: Client, action: str, *chosen: Claim, query: str = "", **more: Any) -> Any:
    """Ticks claims on the list and takes an action: the page that shows what would happen."""
    data = {"action": action, "_selected_action": [claim.pk for claim in chosen]}
    return client.post(LIST + query, data | more)


def form_of(page: Any) -> tuple[str, dict[str, Any]]:
    """Where the form of a page goes, and what a browser would send there as it stands."""
    assert page.status_code in (200, 422), page
    tree = html5lib.parse(page.content.decode(), namespaceHTMLElements=False)
    form = next(f for f in tree.iter("form") if "/step/" in (f.get("action") or ""))
    hidden = [f for f in form.iter("input") if f.get("type") == "hidden"]
    return form.get("action") or "", {f.get("name") or "": f.get("value", "") for f in hidden}


def confirm(client: Client, page: Any, **said: Any) -> Any:
    url, data = form_of(page)
    return client.post(url, data | said)


def decide(client: Client, action: str, *chosen: Claim, reason: str = "") -> Any:
    return confirm(client, choose(client, action, *chosen), reason=reason)


def offered(client: Client) -> set[str]:
    page = client.get(LIST)
    return {name for name, _label in page.context["action_form"].fields["action"].choices} - {""}


def why(page: Any) -> dict[str, list[str]]:
    """What does not go through, and why."""
    return {line.claim.text: line.why for line in page.context["stays"]}


def test_an_editor_decides_nothing() -> None:
    make_claim()
    assert offered(as_(editor())) == {"submit", "tag", "assign"}


def test_a_publisher_takes_every_step() -> None:
    make_claim()
    steps = {"submit", "publish", "return", "withdraw", "tag", "assign"}
    assert offered(as_(publisher())) == steps


def test_beforehand_one_sees_what_will_go_through_and_what_will_not_and_why() -> None:
    draft, public = make_claim("Ein Entwurf.", status="draft"), make_claim("Schon da.")
    bare = make_claim("Ohne Beleg.", status="draft", passages=[])
    client = as_(editor())
    page = choose(client, "submit", draft, public, bare)
    assert [line.claim for line in page.context["goes"]] == [draft]
    assert why(page) == {
        "Schon da.": ["This needs a claim that is draft, withdrawn; this one is published."],
        "Ohne Beleg.": ["A published claim needs at least one passage that supports it."],
    }
    shown = page.content.decode()
    assert all(line in shown for lines in why(page).values() for line in lines)
    answer = confirm(client, page)
    assert "Done for 1 claim." in messages(answer)
    assert "Not done" not in messages(answer)
    draft.refresh_from_db()
    assert draft.status == "in_review"


def test_a_publisher_publishes() -> None:
    claim = make_claim(status="in_review")
    before = Revision.current()
    answer = decide(as_(publisher()), "publish", claim)
    claim.refresh_from_db()
    assert claim.status == "published"
    assert Decision.objects.get().by == publisher()
    assert Revision.current() == before + 1
    assert address(Batch.objects.get()) in messages(answer), "the way back"


def test_before_publishing_one_sees_what_is_published() -> None:
    claim = make_claim("Die Brücke ist sicher.", status="in_review")
    page = choose(as_(publisher()), "publish", claim).content.decode()
    assert claim.text in page
    assert f'<q lang="de">{claim.evidence.get().quote}</q>' in page
    claim.refresh_from_db()
    assert claim.status == "in_review"


def test_nobody_publishes_what_they_have_not_seen() -> None:
    claim = make_claim("Harmlos.", status="in_review")
    client = as_(publisher())
    page = choose(client, "publish", claim)
    claims.revise(claim=claim, by=editor(), text="Ungeheuerlich.")
    assert "changed it after you saw it" in messages(confirm(client, page))
    claim.refresh_from_db()
    assert claim.status == "in_review"


def test_what_came_between_does_not_hold_up_the_others() -> None:
    one, other = make_claim("Eins.", status="in_review"), make_claim(status="in_review")
    client = as_(publisher())
    page = choose(client, "publish", one, other)
    claims.give_back(claim=one, by=publisher(), reason="Noch nicht.")
    told = messages(confirm(client, page))
    assert "Done for 1 claim." in told
    assert "Not done: “Eins.” This needs a claim that is in review; this one is draft." in told


def test_many_refusals_are_counted_and_not_all_told() -> None:
    article = make_article()
    chosen = [make_claim(article=article, status="in_review") for _ in range(12)]
    client = as_(publisher())
    page = choose(client, "publish", *chosen)
    for claim in chosen:
        claims.give_back(claim=claim, by=publisher(), reason="Noch nicht.")
    told = messages(confirm(client, page))
    assert told.count("Not done: ") == 10
    assert "Not done for 2 more claims." in told


def test_who_submits_again_is_not_who_wrote() -> None:
    claim = make_claim(status="withdrawn")
    claims.revise(claim=claim, by=publisher(), text="Neu gefasst.")
    claims.submit(claim=claim, by=editor())
    page = choose(as_(publisher()), "publish", claim)
    assert why(page)["Neu gefasst."] == ["Nobody decides on their own work: ask a colleague."]


def test_own_work_is_refused_whatever_is_sent() -> None:
    claim = make_claim("Eigenes.", status="in_review", by=publisher())
    client = as_(publisher())
    page = choose(client, "publish", claim)
    assert why(page) == {"Eigenes.": ["Nobody decides on their own work: ask a colleague."]}
    assert 'type="submit"' not in page.content.decode().partition("<main")[2]
    answer = client.post(f"{LIST}step/publish/", {"seen": f"{claim.pk}:{claim.version}"})
    assert "Nobody decides on their own work" in messages(answer)
    claim.refresh_from_db()
    assert claim.status == "in_review"


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [("return", "in_review", "draft"), ("withdraw", "published", "withdrawn")],
)
def test_a_reason_is_asked_for_first(action: str, before: str, after: str) -> None:
    claim = make_claim(status=before)
    client = as_(publisher())
    page = choose(client, action, claim)
    assert claim.text in page.content.decode()
    page = confirm(client, page, reason="  ")
    assert page.status_code == 422
    assert "required" in page.content.decode()
    claim.refresh_from_db()
    assert claim.status == before
    answer = confirm(client, page, reason="Die Quelle ist falsch.")
    assert "Done for 1 claim." in messages(answer)
    claim.refresh_from_db()
    assert claim.status == after
    assert claim.decisions.first().reason == "Die Quelle ist falsch."


@pytest.mark.parametrize("step", [Step.PUBLISH, Step.RETURN, Step.WITHDRAW])
def test_an_editor_cannot_force_a_step(step: Step) -> None:
    claim = make_claim(status="in_review")
    sent = {"seen": f"{claim.pk}:{claim.version}", "reason": "Doch."}
    answer = as_(editor()).post(f"{LIST}step/{step}/", sent)
    assert answer.status_code == 403
    claim.refresh_from_db()
    assert claim.status == "in_review"


def test_tags_are_chosen_then_looked_at_then_added() -> None:
    bridge, river = Tag.objects.create(name="Brücke"), Tag.objects.create(name="Fluss")
    tagged, bare = make_claim("Hat schon."), make_claim("Hat keine.")
    tagged.tags.add("Brücke")
    client = as_(editor())
    first = choose(client, "tag", tagged, bare)
    second = confirm(client, first, tags=[bridge.pk])
    assert why(second) == {"Hat schon.": ["It has these tags already."]}
    assert not bare.tags.exists(), "only looked at"
    third = confirm(client, second, tags=[river.pk])
    assert why(third) == {}, "another choice is another preview"
    assert "Done for 2 claims." in messages(confirm(client, third, tags=[river.pk]))
    assert [tag.name for tag in bare.tags.all()] == ["Fluss"]


def test_without_a_tag_there_is_nothing_to_look_at() -> None:
    client = as_(editor())
    page = confirm(client, choose(client, "tag", make_claim()))
    assert page.status_code == 422
    assert "required" in page.content.decode()


def test_claims_are_assigned_to_who_works_at_the_desk() -> None:
    one, other = make_claim("Eins."), make_claim("Zwei.")
    assignments.assign(claim=one, by=editor(), to=publisher())
    client = as_(editor())
    page = confirm(client, choose(client, "assign", one, other), to=publisher().pk)
    assert why(page) == {"Eins.": ["It is assigned to publisher already."]}
    confirm(client, page, to=publisher().pk)
    assert set(Assignment.objects.values_list("claim", "to__username")) == {
        (one.pk, "publisher"),
        (other.pk, "publisher"),
    }
    page = confirm(client, choose(client, "assign", one, other), to="")
    assert "Done for 2 claims." in messages(confirm(client, page, to=""))
    assert not Assignment.objects.exists()


def test_all_across_pages_go_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article()
    chosen = [make_claim(article=article, status="draft") for _ in range(3)]
    monkeypatch.setattr("editorial.admin.claim_steps.LIMIT", 2)
    answer = choose(as_(editor()), "submit", chosen[0], select_across="1")
    assert "More than 2 claims are chosen. Narrow the list" in messages(answer)
    monkeypatch.setattr("editorial.admin.claim_steps.LIMIT", 3)
    client = as_(editor())
    page = choose(client, "submit", chosen[0], select_across="1")
    assert "Done for 3 claims." in messages(confirm(client, page))


def test_one_comes_back_to_the_list_as_it_was_filtered() -> None:
    claim = make_claim(status="in_review")
    client = as_(publisher())
    page = choose(client, "publish", claim, query="?status__exact=in_review")
    assert confirm(client, page).url == f"{LIST}?status__exact=in_review"


def test_one_claim_comes_from_its_page_and_goes_back_there() -> None:
    claim = make_claim(status="in_review")
    client = as_(publisher())
    page = client.get(f"{LIST}step/publish/?claim={claim.pk}")
    assert confirm(client, page).url == address(claim)
    claim.refresh_from_db()
    assert claim.status == "published"


@pytest.mark.parametrize("query", ["", "?claim=", "?claim=999", "?claim=" + "9" * 30, "?claim=x"])
def test_without_claims_it_leads_to_the_list(query: str) -> None:
    answer = as_(publisher()).get(f"{LIST}step/publish/{query}")
    assert answer.url == LIST
    assert "Choose claims first." in messages(answer)


@pytest.mark.parametrize("seen", ["", "x", "1", "1:", "9" * 40 + ":1", "1:1;2:1"])
def test_what_nobody_saw_is_never_done(seen: str) -> None:
    make_claim(status="in_review")
    answer = as_(publisher()).post(f"{LIST}step/publish/", {"seen": seen, "reason": ""})
    assert answer.status_code in (302, 422)
    assert not Batch.objects.exists()


def test_an_unknown_step_has_no_page() -> None:
    assert as_(publisher()).get(f"{LIST}step/burn/").status_code == 404


def test_nothing_is_deleted_in_bulk() -> None:
    claim = make_claim(status="draft")
    choose(as_(publisher()), "delete_selected", claim, post="yes")
    assert Claim.objects.exists()


@pytest.mark.parametrize("action", ["submit", "publish", "return", "withdraw", "tag", "assign"])
def test_ten_more_claims_cost_no_more_queries(action: str) -> None:
    article, speaker, client = make_article(), make_actor(), as_(publisher())
    known: dict[str, Any] = {"article": article, "speaker": speaker, "mode": Mode.INDIRECT}
    status = {"submit": "draft", "withdraw": "published"}.get(action, "in_review")
    costs = []
    for _ in range(2):
        chosen = [make_claim(status=status, **known) for _ in range(10)]
        assignments.assign(claim=chosen[0], by=editor(), to=editor())
        chosen[0].tags.add("Brücke")
        chosen = list(Claim.objects.filter(status=status))
        catch_up_with_all()  # what was made here is not the request's to make terms of
        with CaptureQueriesContext(connection) as queries:
            page = choose(client, action, *chosen)
        assert len(page.context["goes"]) == len(chosen)
        costs.append(len(queries))
    assert costs[0] == costs[1]
