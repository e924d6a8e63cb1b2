"""Chromium for the tests: `python -m tests.chromium` finds or fetches one and prints its path."""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

from tests.machine import MissingProgram, apt_install, is_debian_root

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYWRIGHT = (sys.executable, "-m", "playwright")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """The path of a Chromium that starts: CHROMIUM if set, the system's, else Playwright's own."""
    if named := os.environ.get("CHROMIUM"):
        return named
    on_path = [path for name in NAMES if (path := shutil.which(name))]
    return next((path for path in [*on_path, playwrights()] if starts(path)), None)


def playwrights() -> str:
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def starts(path: str) -> bool:
    try:
        answer = subprocess.run(
            [path, "--version", "--no-sandbox"], capture_output=True, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def fetch() -> str:
    """Find Chromium or install it; raises MissingProgram with what to do where both fail."""
    ensure_driver()
    if path := find():
        return path
    if is_debian_root() and apt_install("chromium") and (path := find()):
        return path
    print("Chromium: none on this machine; fetching Playwright's", file=sys.stderr, flush=True)
    subprocess.call(
        [*PLAYWRIGHT, "install", "--no-shell", "chromium"],
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
    )
    if path := find():
        return path
    raise MissingProgram(
        "Chromium: none found and none could be fetched. Install it (Debian: apt install chromium; "
        f"elsewhere: {' '.join(PLAYWRIGHT)} install --with-deps chromium) or set CHROMIUM to its path."
    )


def ensure_driver() -> None:
    """Playwright drives Chromium by a program of its own, which needs a library that small systems lack."""
    if driver_starts() or (is_debian_root() and apt_install("libatomic1") and driver_starts()):
        return
    raise MissingProgram(
        f"Playwright's driver does not start; see why: {' '.join(PLAYWRIGHT)} --version "
        "(on a small Debian: apt install libatomic1)."
    )


def driver_starts() -> bool:
    return subprocess.run([*PLAYWRIGHT, "--version"], capture_output=True).returncode == 0


if __name__ == "__main__":
    try:
        print(fetch())
    except MissingProgram as error:
        raise SystemExit(str(error)) from error
