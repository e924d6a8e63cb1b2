"""Key strokes and seconds for a claim, at the desk and in the plain admin form: `make bench-desk`.

A script enters the claims of the seed article with the keyboard alone, in Chromium, as somebody
who knows the keys would: it looks where the focus is and what is suggested, and presses. The same
claims (kind, mode, speaker, whom they are about, events, passages) go in both ways; their text is
the picked words as they stand, or a sentence of the editor's own. Writes bench/desk.md.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from bench.commands import ends_cleanly
from bench.desk_ways import at_the_desk, in_the_form, open_desk, open_form
from bench.desk_work import PASSWORD, Work, as_meant, base_without_claims, coverage, use, work
from bench.hands import Hands
from bench.serving import served
from tests import chromium

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's event loop stands in the thread

PROMISE = 1 / 3


@dataclass
class Course:
    """What one way took: keys, letters of text and seconds, claim by claim."""

    keys: list[int] = field(default_factory=list)
    letters: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    covered: str = ""
    right: int = 0  # claims that came out as they were meant


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, help="only the first so many")
    parser.add_argument("--results", type=Path)
    arguments = parser.parse_args()
    ends_cleanly()
    path = chromium.fetch()
    with tempfile.TemporaryDirectory(prefix="belegstelle-desk-") as name:
        home = Path(name)
        whole = work(home / "seed.sqlite3")
        todo = replace(whole, claims=whole.claims[: arguments.claims])
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
            courses = {way: run(way, todo, home, browser) for way in WAYS}
            browser.close()
    told = report(courses, todo)
    print(told)
    if arguments.results:
        arguments.results.write_text(told, encoding="utf-8")
    return 0


def run(way: str, todo: Work, home: Path, browser: Browser) -> Course:
    """Enters all claims one way, in a base of its own."""
    base = home / f"{way.replace(' ', '-')}.sqlite3"
    article = base_without_claims(base, todo)
    begin, enter = WAYS[way]
    course = Course()
    with served(base) as url:
        context = browser.new_context(base_url=url, locale="de-DE", bypass_csp=True)
        page = context.new_page()
        page.goto("/admin/login/")
        page.fill("#id_username", "editor")
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
        page.wait_for_url("**/admin/")
        begin(Hands(page), article)
        for entry in todo.claims:
            hands, began = Hands(page), time.perf_counter()
            enter(hands, entry, todo)
            course.keys.append(hands.keys)
            course.letters.append(hands.letters)
            course.seconds.append(time.perf_counter() - began)
            print(f"{way}: {len(course.keys)}: {hands.keys} keys", end="\r", file=sys.stderr)
        context.close()
    use(base)
    course.covered = coverage(article)
    is_own = way == "desk in own words"
    meant = [entry if is_own else replace(entry, text=entry.picked) for entry in todo.claims]
    course.right = as_meant(article, meant)
    return course


WAYS: dict[str, tuple[Callable, Callable]] = {
    "desk": (open_desk, lambda hands, entry, _: at_the_desk(hands, entry, in_own_words=False)),
    "desk in own words": (
        open_desk,
        lambda hands, entry, _: at_the_desk(hands, entry, in_own_words=True),
    ),
    "form": (
        open_form,
        lambda hands, entry, todo: in_the_form(
            hands, replace(entry, text=entry.picked), todo.title
        ),
    ),
}


def report(courses: dict[str, Course], todo: Work) -> str:
    """The figures as a page."""
    # Quotes are typed into the form either way.
    own_letters = sum(courses["form"].letters) + sum(
        len(entry.text) - len(entry.picked) for entry in todo.claims
    )
    claims = len(todo.claims)
    lines = [
        f"# Entering {claims} claims with the keyboard",
        "",
        "`make bench-desk` enters the claims of the seed article, without those of two hops and more, by a",
        "script that presses keys in Chromium. A key counts one, whatever is held with it. The letters of a",
        "claim's text and of a quote typed into the plain form are counted apart, as if they were pasted for",
        "nothing: at the desk the text begins as what is picked, and a quote is never typed. Seconds are the",
        "machine's; a person reads and thinks besides. In the form, own words take the same keys. At the end all",
        "that was entered is read from the base again and compared with what was meant.",
        "",
        "| way | keys a claim (median) | keys in all | letters of text in all | seconds a claim (median) | covered | as meant |",
        "|---|---:|---:|---:|---:|---|---:|",
    ]
    for way, course in courses.items():
        lines.append(
            f"| {way} | {median(course.keys):.0f} | {sum(course.keys)} | {sum(course.letters)} "
            f"| {median(course.seconds):.1f} | {course.covered} | {course.right} of {claims} |"
        )
    form = courses["form"]
    lines += ["", "| the desk against the form | keys | keys and letters |", "|---|---:|---:|"]
    for words, course, letters in (
        ("the picked words as text", courses["desk"], sum(form.letters)),
        ("a sentence of one's own", courses["desk in own words"], own_letters),
    ):
        keys = sum(course.keys) / sum(form.keys)
        both = sum(course.keys + course.letters) / (sum(form.keys) + letters)
        lines.append(f"| {words} | {keys:.2f} | {both:.2f} |")
    kept = sum(courses["desk"].keys) <= PROMISE * sum(courses["form"].keys)
    lines += ["", f"{'Kept' if kept else 'Missed'}: at the desk at most a third of the strokes."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
