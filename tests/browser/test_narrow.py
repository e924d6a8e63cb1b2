"""No word is wider than a small phone: a text is read by scrolling in one direction."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django import DjangoDbBlocker

from editorial.actions import labels
from kb.models import Actor, Claim, Outlet
from kb.search.index import catch_up_with_all
from tests.browser.conftest import Site
from tests.browser.test_pages import NARROW
from tests.makers import correct, editor, make_actor, make_article, make_claim, make_event, whole

# Longer than any line, and with nowhere to break: no blank, no hyphen.
WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzesentwurf"
TEXT = f"{WORD} {WORD}. {WORD} und {WORD}.\n\nDas {WORD} fehlt."
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((it) => !it.closest(".hidden-words") && it.getBoundingClientRect().right > innerWidth + 1)
  .map((it) => `${it.localName}.${it.className}: ${it.textContent.trim().slice(0, 40)}`)
  .reverse().join("\\n")"""

OUTSIDE = """() => {
  const texts = [...document.querySelectorAll(".picture text")];
  const outside = texts.filter((text) => {
    const [its, picture] = [text, text.closest("svg")].map((it) => it.getBoundingClientRect());
    return its.left < picture.left - 1 || its.right > picture.right + 1;
  });
  return [texts.length, outside.map((text) => text.textContent)];
}"""


@pytest.fixture(scope="module")
def claim(site: Site, django_db_blocker: DjangoDbBlocker) -> Claim:
    """A disputed claim of a corrected article, told in long words alone."""
    with django_db_blocker.unblock():
        # Names, days: lists begin with them, whatever other tests left on the site.
        speaker, subject = make_actor(f"{WORD}s", aliases=[f"{WORD}en"]), make_actor(f"A{WORD}")
        event = make_event(WORD, place=WORD, start="2026-06-01")
        article = make_article(
            TEXT,
            title=WORD,
            byline=WORD,
            license=WORD,
            access="full",
            outlet=Outlet.objects.create(name=WORD),
            author=speaker,
            published_on="2026-06-01",
            url=f"https://example.org/{WORD.encode('ascii', 'ignore').decode()}",
        )
        first, second = article.current_version.sentences.all()[:2]
        made = [
            make_claim(
                text,
                article=article,
                speaker=speaker,
                mode="indirect",
                passages=[whole(first), whole(second, "disputes")],
                about=[subject],
                events=[event],
                tags=[WORD],
                said_on=day,
            )
            for text, day in ((WORD, "2001-01-01"), (f"Kein {WORD}", "2001-02-01"))
        ]
        labels.relate(subject=made[1], object=made[0], kind="contradicts", note=WORD, by=editor())
        correct(article, TEXT.replace("fehlt", "ist da"), reason=WORD)
        catch_up_with_all()
        return made[0]


LONG: dict[str, Callable[[Claim], str]] = {
    "home": lambda claim: "/",
    "claims": lambda claim: f"/claims/?speaker={claim.speaker.slug}",
    "claims about": lambda claim: f"/claims/?about={_subject(claim).slug}&event={_event(claim)}",
    "claims searched for": lambda claim: f"/claims/?q={WORD}",
    "search": lambda claim: f"/search/?q={WORD}",
    "search among sentences": lambda claim: f"/search/?q={WORD}&among=sentences",
    "search among actors": lambda claim: f"/search/?q={WORD}s&among=actors",
    "search among events": lambda claim: f"/search/?q={WORD}&among=events",
    "search among articles": lambda claim: f"/search/?q={WORD}&among=articles",
    "claim": lambda claim: claim.permalink,
    "claim verified": lambda claim: f"/claims/{claim.pk}/verify/",
    "claim reported": lambda claim: f"/claims/{claim.pk}/report/",
    "card": lambda claim: f"/claims/{claim.pk}/card/",
    "actors": lambda claim: "/actors/",
    "speaker": lambda claim: f"/actors/{claim.speaker.slug}/",
    "subject": lambda claim: f"/actors/{_subject(claim).slug}/",
    "events": lambda claim: "/events/",
    "event": lambda claim: f"/events/{_event(claim)}/",
    "articles": lambda claim: "/articles/",
    "article": lambda claim: f"{claim.article.permalink}?s=1",
    "version": lambda claim: f"{claim.article.permalink}v1/",
    "changes": lambda claim: f"{claim.article.permalink}v2/changes/",
    "tag": lambda claim: f"/tags/{claim.tags.get().slug}/",
    "contradictions": lambda claim: "/contradictions/",
    "corrections": lambda claim: "/corrections/",
}


def _subject(claim: Claim) -> Actor:
    return claim.about_links.get().actor


def _event(claim: Claim) -> str:
    return claim.event_links.get().event.slug


@pytest.mark.parametrize("name", LONG)
def test_a_word_longer_than_the_line_breaks(page: Page, claim: Claim, name: str) -> None:
    page.set_viewport_size(NARROW)
    page.goto(f"/de{LONG[name](claim)}")
    assert WORD[1:] in page.locator("body").inner_text()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= NARROW["width"], page.evaluate(TOO_WIDE)


@pytest.mark.parametrize("name", ["speaker", "subject", "event"])
def test_words_in_a_picture_stay_in_it(page: Page, claim: Claim, name: str) -> None:
    page.goto(f"/de{LONG[name](claim)}")
    texts, outside = page.evaluate(OUTSIDE)
    assert texts
    assert outside == []
