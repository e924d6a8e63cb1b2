"""A correction of an article with 500 pieces of evidence beside one with 20: `make bench-corrections`.

Previews and saves a new text in which every tenth sentence says the opposite and one is put in
front, on each database: queries and milliseconds. All claims are public; those of the tenths are
withdrawn, the others go along.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.bases import VENDORS, connected, fresh_bases
from bench.commands import manage, module
from editorial.actions import accounts, corrections
from kb.models import Article

SIZES = (20, 500)  # sentences, each with a claim of its own
TENTH = 10


class Measured(NamedTuple):
    queries: int
    milliseconds: float


def main() -> int:
    if sys.argv[1:] == ["measure"]:
        print(json.dumps(measured()))
        return 0
    small, large = SIZES
    told = [
        "# Correcting an article",
        "",
        f"| database | what | {small} passages | {large} passages |",
        "|---|---|---:|---:|",
    ]
    is_kept = True
    for vendor in VENDORS:
        for what, (few, many) in _on(vendor).items():
            is_kept &= few[0] == many[0]
            told.append(
                f"| {vendor} | {what} | {few[0]} queries, {few[1]:.0f} ms "
                f"| {many[0]} queries, {many[1]:.0f} ms |"
            )
    told += [
        "",
        f"{'Kept' if is_kept else 'Missed'}: as many queries for many passages as for few.",
    ]
    print("\n".join(told))
    Path("bench/corrections.md").write_text("\n".join(told) + "\n", encoding="utf-8")
    return 0 if is_kept else 1


def _on(vendor: str) -> Any:
    with (
        tempfile.TemporaryDirectory(prefix="belegstelle-corrections-") as name,
        fresh_bases(vendor, Path(name)) as fresh,
    ):
        url = fresh("corrections").url
        path = Path(name) / "articles.jsonl"
        path.write_text("".join(json.dumps(line(size)) + "\n" for size in SIZES))
        manage(url, "import_jsonl", "--publish", str(path))
        with closing(connected(url)) as base:
            base.execute("ANALYZE")  # as docs/operating.md asks for after a first import
        return json.loads(module(url, "bench", "corrections", "measure").out)


def words(size: int) -> list[str]:
    return [f"Der {n}. Satz steht so im Text." for n in range(1, size + 1)]


def line(size: int) -> dict[str, Any]:
    """An article of so many sentences, and a claim on each of them."""
    said = words(size)
    places = list(accumulate((len(each) + 1 for each in said), initial=0))
    claims = [
        {
            "id": f"c{n}",
            "text": f"Der {n}. Satz steht im Text.",
            "evidence": [{"start": places[n], "end": places[n] + len(each)}],
        }
        for n, each in enumerate(said)
    ]
    document = {"id": f"article-{size}", "source": "bench", "text": " ".join(said), "lang": "de"}
    return {"document": document, "claims": claims}


def corrected(size: int) -> str:
    said = words(size)
    said[::TENTH] = [each.replace("steht so", "steht nicht so") for each in said[::TENTH]]
    return " ".join(["Dieser Satz kam dazu.", *said])


def measured() -> dict[str, list[Measured]]:
    by = User.objects.create_user("editor", is_staff=True)
    accounts.keeper()
    found: dict[str, list[Measured]] = {"preview": [], "save": []}
    for size in SIZES:
        article = Article.objects.get(external_id=f"article-{size}")
        text = corrected(size)
        found["preview"].append(timed(partial(corrections.plan, article, text)))
        save = partial(corrections.correct, article=article, by=by, text=text, reason="Berichtigt.")
        found["save"].append(timed(save))
    return found


def timed(do: Callable[[], Any]) -> Measured:
    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        do()
        return Measured(len(queries), (time.perf_counter() - began) * 1000)


if __name__ == "__main__":
    sys.exit(main())
