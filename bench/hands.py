"""A keyboard that counts, in a browser."""

from dataclasses import dataclass
from functools import partial
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Response

__all__ = ["Hands", "Lost"]

MOST_TABS = 150
SEEN = 3  # so many answers one looks through instead of typing on
LETTERS_AT_ONCE = 3  # typed into a search before one looks at what it found


class Lost(Exception):
    """The keyboard did not lead where it should."""


@dataclass
class Hands:
    """Every key counts one, whatever is held with it; letters of a claim's text are counted apart."""

    page: Page
    keys: int = 0
    letters: int = 0

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
            self.keys += 1

    def write(self, text: str) -> None:
        """The text of a claim, letter by letter."""
        self.page.keyboard.type(text)
        self.letters += len(text)

    def find(self, name: str) -> None:
        """Types so much of `name` into an open search that it is found first, and takes it."""
        for length in range(LETTERS_AT_ONCE, len(name) + 1):
            typed = name[:length]
            with self.page.expect_response(partial(_answers, typed)):
                for letter in typed if length == LETTERS_AT_ONCE else typed[-1]:
                    self.press(letter)
            self.page.wait_for_selector(".loading-results", state="detached")
            found = self.page.locator(".select2-results__option").all_inner_texts()[:SEEN]
            if name in found:
                self.press("ArrowDown", found.index(name))
                return self.press("Enter")
        raise Lost(f"{name!r} is not found by typing it")

    def tab_to(self, selector: str, by: str = "Tab") -> None:
        """Presses Tab until the focus is there; `by` "Shift+Tab" backwards."""
        self.page.wait_for_function("document.activeElement")  # none while a page is being read
        for _ in range(MOST_TABS):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.press(by)
        raise Lost(f"no way to {selector} by {by}")


def _answers(typed: str, answer: Response) -> bool:
    """Whether it is the answer to a search for `typed`."""
    parts = urlsplit(answer.url)
    return "autocomplete" in parts.path and parse_qs(parts.query).get("term") == [typed]
