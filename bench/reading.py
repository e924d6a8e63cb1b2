"""What reading costs on a telephone, in Chromium: `make bench-reading`.

The figures that Lighthouse is known for, of the seeded site, by the browser's own observers: a slow
line (1.6 Mbit/s, 150 ms) and a processor four times slower, as Lighthouse's telephone has. Bytes are
those of a first visit, texts compressed as a proxy would (gzip), fonts and pictures as they are.
Writes bench/reading.md.
"""

import argparse
import gzip
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, Response, sync_playwright

from bench.commands import ends_cleanly, manage
from bench.serving import served
from tests import chromium

PROMISE = 40 * 1024  # bytes of a claim page
ROUNDS = 3
LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
SLOWER = 4
TELEPHONE = {"width": 390, "height": 844}

DISPUTED = "/de/claims/?speaker=mark-rutte&stance=disputes"
PAGES = {
    "home": "/de/",
    "claims, two facets chosen": DISPUTED,
    "claim, disputed": f"{DISPUTED} .entry-text a",  # where the first of these leads
    "actor": "/de/actors/mark-rutte/",
    "article": "/de/articles/1/",
    "contradictions": "/de/contradictions/",
    "search": "/de/search/?q=Aussenminister",
}

OBSERVE = """
window.seen = {shift: 0, blocked: 0, largest: 0};
const watch = (type, each) => new PerformanceObserver(
  list => list.getEntries().forEach(each)).observe({type, buffered: true});
watch("layout-shift", entry => { seen.shift += entry.value; });
watch("longtask", entry => { seen.blocked += Math.max(0, entry.duration - 50); });
watch("largest-contentful-paint", entry => { seen.largest = entry.startTime; });
"""
FIRST = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
WORDS = "() => document.querySelector('main').innerText.length"


@dataclass
class Visit:
    """What one visit took: milliseconds, bytes, and the letters that could be read."""

    first: float
    largest: float
    blocked: float
    shift: float
    requests: int
    sent: int
    letters: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=Path)
    arguments = parser.parse_args()
    ends_cleanly()
    path = chromium.fetch()
    with tempfile.TemporaryDirectory(prefix="belegstelle-reading-") as name:
        base = Path(name) / "seed.sqlite3"
        manage(f"sqlite:///{base}", "migrate", "--verbosity", "0")
        manage(f"sqlite:///{base}", "load_seeds")
        with served(base) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
            addresses = {name: address(browser, url, where) for name, where in PAGES.items()}
            visits = {
                name: [visit(browser, where) for _ in range(ROUNDS)]
                for name, where in addresses.items()
            }
            plain = {name: letters_without_script(browser, at) for name, at in addresses.items()}
            browser.close()
    told, kept = report(visits, plain)
    print(told)
    if arguments.results:
        arguments.results.write_text(told, encoding="utf-8")
    return 0 if kept else 1


def address(browser: Browser, url: str, where: str) -> str:
    """The address of a page, be it that of a link on another."""
    path, _, link = where.partition(" ")
    if not link:
        return url + path
    page = browser.new_page()
    page.goto(url + path)
    found = page.locator(link).first.get_attribute("href")
    page.close()
    return f"{url}{found}"


def visit(browser: Browser, where: str) -> Visit:
    """A first visit on a telephone."""
    context = browser.new_context(viewport=TELEPHONE, locale="de-DE", bypass_csp=True)
    page = context.new_page()
    throttle(page)
    page.add_init_script(OBSERVE)
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(where, wait_until="networkidle")
    seen = page.evaluate("() => seen")
    done = Visit(
        first=page.evaluate(FIRST),
        largest=seen["largest"],
        blocked=seen["blocked"],
        shift=seen["shift"],
        requests=len(answers),
        sent=sum(map(sent, answers)),
        letters=page.evaluate(WORDS),
    )
    context.close()
    return done


def throttle(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", LINE)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def sent(answer: Response) -> int:
    """Bytes of an answer's body as a proxy would send it."""
    kind = answer.headers.get("content-type", "")
    body = b"" if 300 <= answer.status < 400 else answer.body()
    return len(body if kind.startswith(("font/", "image/png")) else gzip.compress(body, 6))


def letters_without_script(browser: Browser, where: str) -> int:
    context = browser.new_context(viewport=TELEPHONE, locale="de-DE", java_script_enabled=False)
    page = context.new_page()
    page.goto(where)
    letters = len(page.locator("main").inner_text())
    context.close()
    return letters


def report(visits: dict[str, list[Visit]], plain: dict[str, int]) -> tuple[str, bool]:
    """The figures as a page, and whether what is promised is kept."""
    lines = [
        "# Reading on a telephone",
        "",
        "`make bench-reading`: the seeded site in Chromium, first visits, 1.6 Mbit/s and 150 ms, a processor",
        f"{SLOWER} times slower; the median of {ROUNDS}. Bytes: texts in gzip, headers not counted.",
        "",
        "| page | KB | requests | first words (ms) | largest (ms) | blocked (ms) | shift | letters without script |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, all_ in visits.items():
        one = all_[0]
        times = [median(getattr(each, what) for each in all_) for what in ("first", "largest")]
        blocked = median(each.blocked for each in all_)
        shift = max(each.shift for each in all_)
        share = f"{plain[name]:,} of {one.letters:,}"
        lines.append(
            f"| {name} | {one.sent / 1024:.1f} | {one.requests} | {times[0]:.0f} | {times[1]:.0f} "
            f"| {blocked:.0f} | {shift:.3f} | {share} |"
        )
    claim = max(each.sent for each in visits["claim, disputed"])
    still = max(each.shift for all_ in visits.values() for each in all_)
    promises = {
        f"a claim page with everything: {claim / 1024:.1f} KB (≤ {PROMISE // 1024})": claim
        <= PROMISE,
        f"layout shift: {still:.3f} (0)": still == 0,
        "all can be read without script": all(
            plain[name] >= all_[0].letters for name, all_ in visits.items()
        ),
    }
    lines += ["", *(f"- {'kept' if kept else 'MISSED'}: {told}" for told, kept in promises.items())]
    return "\n".join(lines) + "\n", all(promises.values())


if __name__ == "__main__":
    sys.exit(main())
