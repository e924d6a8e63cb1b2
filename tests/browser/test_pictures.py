"""The pictures on the pages of actors and events, as a reader meets them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from editorial.actions import actors, events
from kb.models import Actor, Event
from tests import html
from tests.browser.conftest import Site
from tests.makers import editor, make_actor, make_article, make_claim, make_event

PHONE = {"width": 390, "height": 844}  # CSS pixels
SMALLEST = 12  # of letters, in CSS pixels
NAMES = (
    "Ständige Vertretung der Europäischen Union bei den Vereinten Nationen",
    "Bundesverfassungsgericht",
    "WWWWWWWWWWWWWWW MMMMMMMMMMMM",
    "Jens Muster",
)

# Of all words in pictures: how far they reach beyond theirs, and how high their letters are.
WORDS = """() => [...document.querySelectorAll('svg.picture')].flatMap(svg => {
  const whole = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].map(text => {
    const box = text.getBoundingClientRect();
    return {
      words: text.textContent,
      out: Math.max(
        whole.left - box.left, box.right - whole.right, whole.top - box.top, box.bottom - whole.bottom),
      size: parseFloat(getComputedStyle(text).fontSize) * whole.width / svg.viewBox.baseVal.width,
    };
  });
})"""

# Pairs of words that lie upon each other.
UPON = """() => [...document.querySelectorAll('svg.picture')].flatMap(svg => {
  const words = [...svg.querySelectorAll('tspan, text:not(:has(tspan))')];
  const boxes = words.map(text => text.getBoundingClientRect());
  return boxes.flatMap((one, i) => boxes.slice(i + 1).flatMap((other, n) =>
    one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 3 && other.top < one.bottom - 3
      ? [`${words[i].textContent} | ${words[i + n + 1].textContent}`] : []));
})"""


@pytest.fixture(scope="module")
def actor(site: Site) -> Actor:
    actor, article = make_actor("Annegret Beispiel-Mustermann"), make_article(title="Gespräch")
    others = [make_actor(name) for name in NAMES]
    actors.affiliate(
        actor=actor, organisation=others[0], role="Botschafterin", start="2020-01-01", by=editor()
    )
    for number, other in enumerate(others):
        day = f"202{number}-05-01"
        told = {"mode": "direct", "said_on": day, "article": article}
        make_claim(speaker=other, about=[actor], **told)
        make_claim(speaker=actor, about=[other, actor], **told)
    return actor


@pytest.fixture(scope="module")
def event(site: Site) -> Event:
    event = make_event("Konferenz", start="2025-02-14", end="2025-02-16")
    part = make_event(
        "Rede der Vertreterin der Vereinigten Staaten im grossen Saal des Hauses",
        start="2025-02-16",
        part_of=event,
    )
    sentence = make_article().current_version.sentences.get(position=1)
    for role in ("host", "absent"):
        events.take_part(event=event, actor=make_actor(), role=role, sentence=sentence, by=editor())
    for day in ("2025-02-13", "2025-02-15", "2025-02-17"):
        make_claim(events=[event, part], said_on=day)
    return event


@pytest.mark.parametrize(("name", "language"), [("actor", "de"), ("event", "en")])
def test_pictures_are_accessible_and_legible(
    page: Page,
    axe: Callable[[Page], None],
    request: pytest.FixtureRequest,
    name: str,
    language: str,
) -> None:
    thing = request.getfixturevalue(name)
    response = page.goto(f"/{language}/{name}s/{thing.slug}/")
    assert response is not None
    assert html.errors(response.text()) == []
    assert page.locator("svg.picture").count() == (2 if name == "actor" else 1)
    for details in page.locator("details.as-table").all():
        details.locator("summary").click()
    axe(page)
    page.set_viewport_size(PHONE)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    words = page.evaluate(WORDS)
    assert len(words) > 5
    assert [word for word in words if word["out"] > 1 or word["size"] < SMALLEST] == []
    assert page.evaluate(UPON) == []


def test_a_bar_is_reached_by_keyboard_and_leads_to_its_claims(page: Page, actor: Actor) -> None:
    page.goto(f"/en/actors/{actor.slug}/")
    bar = page.get_by_role("link", name="2021: 1 claim. Claims by Annegret Beispiel-Mustermann")
    before = page.get_by_role("link", name="2020: 2 claims. Claims about Annegret")
    before.focus()
    page.keyboard.press("Tab")
    expect(bar).to_be_focused()
    expect(bar.locator(".target")).to_have_css("stroke-width", "2.5px")
    expect(bar.locator(".target")).not_to_have_css("stroke", "none")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"/en/claims/?speaker={actor.slug}&since=2021-01-01&until=2021-12-31")
    expect(page.locator(".found-count")).to_have_text("1 claim")


def test_the_table_tells_what_the_network_draws(page: Page, actor: Actor) -> None:
    page.goto(f"/en/actors/{actor.slug}/")
    figure = page.locator("figure:has(svg.network)")
    figure.locator("summary").click()
    names = figure.locator("tbody th").all_inner_texts()
    assert sorted(names) == sorted([*NAMES, actor.name])
    drawn = figure.locator("svg a.number-link").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    listed = figure.locator("tbody td a").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    assert set(drawn) == set(listed)
    assert len(drawn) == 9
