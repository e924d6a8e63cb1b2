"""The benchmark: `make bench`, with DOCUMENTS=20000 in full.

On each database it imports generated documents, imports them again, exports, imports the export
into an empty base, verifies, and loads the same rows plainly; then writes a table and
`results.json`. What counts are ratios within one run: machines differ.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

import django

from bench.bases import VENDORS, Base, Fresh, fresh_bases
from bench.commands import ROOT, Outcome, ends_cleanly, generated, manage, module
from bench.table import PROMISES, readable

SMALLER = 10  # peak memory is compared with that of so many times fewer documents
RESULTS = ROOT / "bench" / "results.json"


class Wrong(Exception):
    """What was measured is not what was promised to happen: the figures would mean nothing."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--on", choices=VENDORS, action="append", help="one database only")
    parser.add_argument("--results", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    ends_cleanly()
    results: dict[str, Any] = {"documents": arguments.documents, "machine": machine()}
    results["promises"] = PROMISES
    with tempfile.TemporaryDirectory(prefix="belegstelle-bench-") as name:
        home = Path(name)
        whole = generated(home / "documents.jsonl", arguments.documents)
        part = generated(home / "part.jsonl", max(1, arguments.documents // SMALLER))
        results["bytes"] = whole.stat().st_size
        for vendor in arguments.on or VENDORS:
            print(f"measuring on {vendor} …", file=sys.stderr, flush=True)
            with fresh_bases(vendor, home) as fresh:
                results[vendor] = measured(fresh, whole, part)
    arguments.results.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(readable(results))
    return 0


def machine() -> dict[str, Any]:
    """What figures depend on, and nothing that names the machine."""
    return {
        "cores": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),  # far above 0 others disturbed the figures
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "django": django.__version__,
    }


def measured(fresh: Fresh, whole: Path, part: Path) -> dict[str, Any]:
    smaller = imported(fresh("smaller"), part)
    base = fresh("imported")
    before = base.counts()
    first = imported(base, whole)
    after = base.counts()
    rows = sum(after.values()) - sum(before.values())
    again = imported(base, whole)
    changed = {t: (n, after[t]) for t, n in base.counts().items() if n != after[t]}
    if changed:
        raise Wrong(f"importing again changed the counts of {changed}")
    return {
        "version": base.server_version(),
        "rows": rows,
        "rows_by_table": {t: n - before[t] for t, n in after.items() if n != before[t]},
        "summary": first.last_line,
        "import": figures(first, rows),
        "import_of_a_tenth": figures(smaller),
        "import_again": figures(again),
        "export": exported(base, fresh("again"), whole.parent),
        "verify": figures(manage(base.url, "verify")),
    } | loaded(fresh, base, first, rows)


def imported(base: Base, path: Path) -> Outcome:
    outcome = manage(base.url, "import_jsonl", str(path), "--source=bench", "--index-later")
    rejected = [p.name for p in path.parent.glob(f"{path.stem}*rejected*")]
    if rejected:
        raise Wrong(f"{rejected}: valid documents were rejected\n{outcome.out[-2000:]}")
    return outcome


def exported(base: Base, empty: Base, home: Path) -> dict[str, Any]:
    """The export, and that it comes back byte for byte from a base it was imported into."""
    one, two = home / "export.jsonl", home / "export-again.jsonl"
    outcome = manage(base.url, "export_jsonl", str(one))
    back = imported(empty, one)
    manage(empty.url, "export_jsonl", str(two))
    if one.read_bytes() != two.read_bytes():
        raise Wrong("the export of the imported export differs from it")
    return figures(outcome) | {"bytes": one.stat().st_size, "import_seconds": _round(back.seconds)}


def loaded(fresh: Fresh, base: Base, first: Outcome, rows: int) -> dict[str, Any]:
    """The same rows by plain SQL, with the triggers in place and without."""
    sql = ROOT / "bench" / f"plain-load.{base.vendor}.sql"
    figures = {}
    for name, more in (
        ("plain_load", ("--statements", str(sql))),
        ("plain_load_without_triggers", ("--without-triggers",)),
    ):
        answer = json.loads(module(fresh("plain").url, "bench.load", base.url, *more).out)
        if answer["rows"] != rows:
            raise Wrong(f"{name} wrote {answer['rows']} rows, the import {rows}")
        figures[name] = {
            "seconds": _round(answer["seconds"]),
            "rows_per_second": round(rows / answer["seconds"]),
            "import_to_this": round(answer["seconds"] / first.seconds, 3),
        }
    return figures


def figures(outcome: Outcome, rows: int = 0) -> dict[str, Any]:
    found = {"seconds": _round(outcome.seconds), "peak_mb": round(outcome.peak_mb)}
    return found | ({"rows_per_second": round(rows / outcome.seconds)} if rows else {})


def _round(seconds: float) -> float:
    return round(seconds, 2)


if __name__ == "__main__":
    sys.exit(main())
