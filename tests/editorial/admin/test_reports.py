"""The reports as pages: who sees which, what they lead to, and the same as a table to download."""

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editorial.admin.reports.catalogue import REPORTS, Report
from editorial.admin.reports.download import harmless
from editorial.reports import listing
from kb.models import Claim, Outlet
from tests import html, makers
from tests.editorial.admin.pages import as_
from tests.editorial.reports.made import everything, put_on_old_wording, suggest
from tests.makers import editor, publisher

pytestmark = pytest.mark.django_db

NAMES = [report.name for report in REPORTS]
each_report = pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)


def address(name: str) -> str:
    return reverse(f"editorial:report_{name}")


def shown(name: str, by: User | None = None, **query: Any) -> Any:
    answer = as_(by or publisher()).get(address(name), query)
    assert answer.status_code == 200
    return answer


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def table(name: str, by: User | None = None, **query: Any) -> list[dict[str, str]]:
    answer = as_(by or publisher()).get(address(name), query | {"format": "csv"})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


# --- The index ------------------------------------------------------------------------------------


def test_the_index_lists_every_report_with_how_much_it_holds() -> None:
    everything()
    answer = as_(publisher()).get(reverse("editorial:reports"))
    assert not html.errors(answer.content.decode())
    counts = {entry["report"].name: entry["figure"] for entry in answer.context["entries"]}
    assert counts == {
        "coverage": "2",
        "unsupported": "1",
        "contradictions": "1",
        "disputes": "1",
        "proposals": "2",
        "identifiers": "1",
        "anchors": "1",
        "wordings": "1",
        "workload": "2",
    }
    for name in NAMES:
        assert address(name) in answer.content.decode()


def test_large_numbers_are_not_counted_to_their_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "COUNTED", 1)
    for _ in range(3):
        makers.make_article()
    monkeypatch.setattr("editorial.admin.reports.pages.COUNTED", 1)
    index = as_(publisher()).get(reverse("editorial:reports"))
    assert "more than 1" in words(index)
    assert "more than 1 article" in words(shown("coverage"))


def test_the_admin_and_the_queue_lead_here() -> None:
    client = as_(editor())
    for page in ("admin:index", "admin:kb_claim_queue"):
        assert reverse("editorial:reports") in client.get(reverse(page)).content.decode()


# --- Each report ----------------------------------------------------------------------------------


@each_report
def test_each_page_is_valid_and_leads_to_where_things_are_mended(report: Report) -> None:
    everything()
    answer = shown(report.name)
    assert not html.errors(answer.content.decode())
    client = as_(publisher())
    assert answer.context["lines"]
    for entry in answer.context["lines"]:
        for link in (entry["address"], *entry["links"].values()):
            assert client.get(link).status_code == 200, link


@each_report
@pytest.mark.parametrize("language", ["de", "en"])
def test_each_page_says_so_when_there_is_nothing_to_do(report: Report, language: str) -> None:
    client = as_(publisher())
    client.cookies["django_language"] = language
    answer = client.get(report.link, {"person": publisher().pk + 1000})
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()
    assert not answer.context.get("lines")


@each_report
def test_ten_more_rows_cost_no_more_queries(report: Report) -> None:
    def asked(**query: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(report.link, query)
            b"".join(answer)
        return len(queries)

    client = as_(publisher())
    everything()
    asked()
    page, file = asked(), asked(format="csv")
    everything_again()
    assert (asked(), asked(format="csv")) == (page, file)


def everything_again() -> None:
    """More of everything, by and for other people."""
    for number in range(3):
        article = everything().article
        person = User.objects.create_user(f"colleague-{number}", is_staff=True)
        makers.make_claim(status="draft", by=person, passages=[], article=article)
        makers.make_actor(f"Akteur {number}")
        suggest(makers.make_claim(), f"Anders {number}")
        put_on_old_wording()


@each_report
def test_the_table_holds_every_line_of_the_page(report: Report) -> None:
    everything()
    rows = table(report.name)
    entries = shown(report.name).context["lines"]
    assert len(rows) == len(entries) > 0
    mended = [f"http://testserver{entry['address']}" for entry in entries]
    assert [row["to be mended at"] for row in rows] == mended


# --- Narrowing, sorting, paging -------------------------------------------------------------------


def titles(answer: Any) -> list[str]:
    return [entry["line"].article.title for entry in answer.context["lines"]]


def test_the_form_narrows_page_and_table_alike() -> None:
    bund = Outlet.objects.create(name="Bund")
    makers.make_article(title="Eins", outlet=bund)
    two = makers.make_article(title="Zwei", outlet=bund, text="It rains.", language="en")
    makers.make_article(title="Drei")
    for query, expected in (
        ({"outlet": bund.pk}, ["Eins", "Zwei"]),
        ({"language": "en"}, ["Zwei"]),
        ({"article": two.pk}, ["Zwei"]),
        ({"order": "fewest"}, ["Zwei", "Eins", "Drei"]),
        ({"state": "begun"}, []),
    ):
        assert titles(shown("coverage", **query)) == expected
        assert [row["article"] for row in table("coverage", **query)] == expected
    assert "Nothing fits this choice." in words(shown("coverage", state="begun"))


def test_pages_follow_each_other_in_the_order_and_choice_that_was_asked() -> None:
    bund = Outlet.objects.create(name="Bund")
    made = [makers.make_article(title=f"Nummer {n}", outlet=bund) for n in range(27)]
    makers.make_article(title="Fremd")
    for order in ("", "most", "fewest"):
        first = shown("coverage", outlet=bund.pk, order=order)
        assert "27 articles" in words(first)
        second = as_(publisher()).get(address("coverage") + first.context["following"])
        assert titles(first) + titles(second) == [article.title for article in made]
        assert second.context["following"] == ""
        assert "To the beginning of the list" in words(second)


def test_names_are_pages_too() -> None:
    for number in range(27):
        makers.make_actor(f"Rat ~ {number:02}")
    first = shown("identifiers", order="name")
    second = as_(publisher()).get(address("identifiers") + first.context["following"])
    names = [
        entry["line"].actor.name for page in (first, second) for entry in page.context["lines"]
    ]
    assert names == sorted(names)
    assert len(set(names)) == 27


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"article": "999999"}, "There is no article with this number."),
        ({"article": "9" * 30}, "There is no article with this number."),
        ({"article": "x"}, "There is no article with this number."),
        ({"outlet": "x"}, "Select a valid choice."),
        ({"language": "xx"}, "Select a valid choice."),
        ({"order": "x"}, "Select a valid choice."),
        ({"after": "x"}, "This list has no such page."),
        ({"after": f"~{'9' * 30}"}, "This list has no such page."),
        ({"after": "x~1", "order": "most"}, "This list has no such page."),
        ({"after": "²~²", "order": "most"}, "This list has no such page."),
        ({"after": "\0"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_understood_shows_nothing_and_says_why(
    query: dict[str, str], reason: str
) -> None:
    makers.make_article()
    answer = shown("coverage", **query)
    assert reason in words(answer)
    assert "Nothing is listed" in words(answer)
    assert "lines" not in answer.context
    assert not html.errors(answer.content.decode())
    file = as_(publisher()).get(address("coverage"), query | {"format": "csv"})
    assert file.status_code == 400
    assert reason in words(file)


def test_behind_the_last_line_the_page_says_so() -> None:
    article = makers.make_article()
    answer = shown("coverage", after=f"~{article.pk}")
    assert "Nothing stands behind this place any more." in words(answer)


@each_report
def test_nothing_can_be_sent(report: Report) -> None:
    assert as_(publisher()).post(report.link).status_code == 405
    assert as_(publisher()).post(reverse("editorial:reports")).status_code == 405


# --- The table ------------------------------------------------------------------------------------


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_a_formula(begin: str) -> None:
    assert harmless(f"{begin}1") == f"'{begin}1"


def test_numbers_stay_numbers_and_quotes_are_quoted() -> None:
    assert (harmless(-1), harmless("1 – 2"), harmless("")) == (-1, "1 – 2", "")
    makers.make_article(title='=HYPERLINK("x"),\n„So“')
    (row,) = table("coverage")
    assert row["article"] == '\'=HYPERLINK("x"),\n„So“'
    assert (row["sentences"], row["open"], row["first open sentence no."]) == ("6", "6", "1")
    assert row["published on"] == "2025-12-03"


def test_the_table_is_a_file_with_a_name_in_one_language() -> None:
    makers.make_article()
    client = as_(publisher())
    client.cookies["django_language"] = "en"
    answer = client.get(address("coverage"), {"format": "csv"})
    name = f'attachment; filename="coverage-{date.today().isoformat()}.csv"'
    assert answer["Content-Disposition"] == name
    assert answer.streaming
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}article no.,article,language,")


# --- Rights ---------------------------------------------------------------------------------------


def with_rights(*codenames: str) -> User:
    person = User.objects.create_user("-".join(codenames) or "stranger", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return person


@each_report
@pytest.mark.parametrize("query", [{}, {"format": "csv"}])
def test_whoever_lacks_one_of_its_rights_is_refused(report: Report, query: dict[str, str]) -> None:
    everything()
    needed = [f"view_{model._meta.model_name}" for model in report.needs]
    assert as_(with_rights(*needed)).get(report.link, query).status_code == 200
    for lacking in needed:
        kept = [right for right in needed if right != lacking]
        client = as_(with_rights(f"not_{lacking}", *kept))
        assert client.get(report.link, query).status_code == 403
        if kept:
            listed = client.get(reverse("editorial:reports")).content.decode()
            assert report.link not in listed


def test_without_any_right_there_is_no_index() -> None:
    assert as_(with_rights()).get(reverse("editorial:reports")).status_code == 403


def people(answer: Any) -> list[str]:
    return [entry["line"].person.username for entry in answer.context["lines"]]


def test_only_publishers_see_what_lies_on_others_desks() -> None:
    makers.make_claim(status="draft", by=publisher())
    makers.make_claim(status="draft", by=editor())
    assert people(shown("workload")) == ["editor", "publisher"]
    assert people(shown("workload", person=editor().pk)) == ["editor"]
    User.objects.filter(username="editor").update(is_active=False)
    assert people(shown("workload", person=editor().pk)) == ["editor"]
    User.objects.filter(username="editor").update(is_active=True)
    assert people(shown("workload", editor())) == ["editor"]
    assert people(shown("workload", editor(), person=publisher().pk)) == ["editor"]
    assert [row["person"] for row in table("workload", editor())] == ["editor"]
    index = as_(editor()).get(reverse("editorial:reports"))
    figures = {entry["report"].name: entry["figure"] for entry in index.context["entries"]}
    assert figures["workload"] == "1"


def test_a_pile_leads_to_exactly_what_was_counted() -> None:
    for status in ("draft", "draft", "in_review", "published"):
        claim = makers.make_claim(status=status)
    suggest(claim, "Anders.")
    (entry,) = shown("workload", person=editor().pk).context["lines"]
    client = as_(publisher())
    for pile in ("drafts", "in_review", "assigned", "proposed"):
        found = client.get(entry["links"][pile]).context["cl"].queryset.count()
        assert found == getattr(entry["line"], pile).number, pile
    assert Claim.objects.count() == 4
