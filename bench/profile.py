"""Where the time of an import goes: `make bench-profile`.

Imports generated documents into an empty base under cProfile and prints the functions that took
longest by themselves, then ours with all they called. The figures are inflated by the profiler:
compare them with each other, not with the clock.
"""

import argparse
import pstats
import sys
import tempfile
from pathlib import Path

from bench.bases import VENDORS, fresh_bases
from bench.commands import ROOT, ends_cleanly, generated, module

ROWS = 30
OURS = ("kb/", "editorial/")
LIBRARY = f"python{sys.version_info.major}.{sys.version_info.minor}/"

Line = tuple[
    str, int, float, float
]  # function, calls, seconds by itself, seconds with all it called


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--on", choices=VENDORS, default="sqlite")
    arguments = parser.parse_args()
    ends_cleanly()
    with tempfile.TemporaryDirectory(prefix="belegstelle-profile-") as name:
        home = Path(name)
        path, found = generated(home / "documents.jsonl", arguments.documents), home / "found"
        with fresh_bases(arguments.on, home) as fresh:
            url = fresh("profiled").url
            command = ("manage.py", "import_jsonl", str(path), "--source=bench", "--index-later")
            print(module(url, "cProfile", "-o", str(found), *command).last_line)
        lines = measured(pstats.Stats(str(found)))
    print_table("By themselves", sorted(lines, key=lambda line: -line[2])[:ROWS])
    ours = [line for line in lines if line[0].startswith(OURS)]
    print_table("Ours, with all they called", sorted(ours, key=lambda line: -line[3])[:ROWS])
    return 0


def measured(stats: pstats.Stats) -> list[Line]:
    return [
        (f"{short(file)}:{number} {function}", calls, own, whole)
        for (file, number, function), (_, calls, own, whole, _) in stats.stats.items()  # type: ignore[attr-defined]
    ]


def short(file: str) -> str:
    """A path as people know it: from the checkout, from its package or its library on."""
    return file.removeprefix(f"{ROOT}/").rpartition("site-packages/")[2].rpartition(LIBRARY)[2]


def print_table(title: str, lines: list[Line]) -> None:
    print(f"\n{title}\n{'calls':>10}{'own s':>9}{'whole s':>9}  function")
    for function, calls, own, whole in lines:
        print(f"{calls:10}{own:9.2f}{whole:9.2f}  {function}")


if __name__ == "__main__":
    sys.exit(main())
