"""Search beside SQL written by hand: `make bench-search`.

On each database and at each size it makes a base of generated claims, asks it a fixed mix of
questions by the product's functions and by one statement of plain SQL (`bench/search.*.sql`),
sees to it that both show the same, and writes the figures to `bench/search.md` and
`bench/search-results.json`, the statements' plans beside them. What counts are ratios within one
run: machines differ, and so do hours.
"""

import argparse
import json
import sys
import tempfile
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from bench.bases import VENDORS, Base, connected, fresh_bases
from bench.commands import ROOT, ends_cleanly, manage, module
from bench.run import machine
from bench.search.documents import CLAIMS_EACH, lines
from bench.search.mix import mix
from bench.search.report import is_kept, readable
from bench.search.turns import measured

SIZES = (10_000, 100_000)  # claims
EACH = 40  # questions of each kind
RESULTS = ROOT / "bench"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, nargs="+", default=SIZES, help="smallest base first")
    parser.add_argument("--each", type=int, default=EACH, help="questions of each kind")
    parser.add_argument("--on", choices=VENDORS, action="append", help="one database only")
    parser.add_argument("--results", type=Path, default=RESULTS, help="a directory")
    arguments = parser.parse_args()
    ends_cleanly()
    results: dict[str, Any] = {"machine": machine(), "claims": list(arguments.claims)}
    with tempfile.TemporaryDirectory(prefix="belegstelle-search-") as name:
        home = Path(name)
        write_documents(home, arguments.claims, arguments.each)
        for vendor in arguments.on or VENDORS:
            results[vendor] = _measured_on(vendor, home, arguments.claims)
            plans = (home / "plans.txt").read_text(encoding="utf-8")
            path = arguments.results / f"search-plan.{vendor}.txt"
            path.write_text(plans, encoding="utf-8")
    text = json.dumps(results, indent=2) + "\n"
    (arguments.results / "search-results.json").write_text(text, encoding="utf-8")
    (arguments.results / "search.md").write_text(readable(results), encoding="utf-8")
    print(readable(results))
    return 0 if is_kept(results) else 1


def write_documents(home: Path, sizes: list[int], each: int) -> None:
    """The documents of each size, and the questions, which come from the smallest."""
    with (home / f"{sizes[-1]}.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines(sizes[-1]))
    for size in sizes[:-1]:
        with (
            (home / f"{sizes[-1]}.jsonl").open(encoding="utf-8") as whole,
            (home / f"{size}.jsonl").open("w", encoding="utf-8") as part,
        ):
            part.writelines(islice(whole, size // CLAIMS_EACH))
    smallest = (home / f"{sizes[0]}.jsonl").read_text(encoding="utf-8")
    asked = mix([json.loads(line) for line in smallest.splitlines()], each)
    (home / "questions.json").write_text(json.dumps(asked), encoding="utf-8")


def _measured_on(vendor: str, home: Path, sizes: list[int]) -> dict[str, Any]:
    with fresh_bases(vendor, home) as fresh:
        bases = {}
        for size in sizes:
            print(f"loading {size} claims on {vendor} …", file=sys.stderr, flush=True)
            bases[size] = fresh(f"search-{size}")
            load(bases[size], home / f"{size}.jsonl")
        print("measuring …", file=sys.stderr, flush=True)
        found = measured(bases, home / "questions.json", home / "plans.txt")
        return {"version": bases[sizes[0]].server_version()} | found


def load(base: Base, documents: Path) -> None:
    module(base.url, "bench", "search.prepare")
    manage(base.url, "import_jsonl", "--publish", str(documents))
    with closing(connected(base.url)) as connection:
        connection.execute("ANALYZE")  # as docs/operating.md asks for after a first import


if __name__ == "__main__":
    sys.exit(main())
