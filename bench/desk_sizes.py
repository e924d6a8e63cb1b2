"""The desk of a large article beside that of a small one: `make bench-desk-sizes`.

Opens and saves at the desk of an article of 20 sentences with 30 evidence rows and of one of 2,000
with 3,000, on each database, by Django's own test client: queries and milliseconds (median), and
their ratio. Saving answers to htmx, as the page does.
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
from statistics import median
from typing import Any, NamedTuple

from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.bases import VENDORS, connected, fresh_bases
from bench.commands import manage, module
from kb.models import Article

SIZES = (20, 2000)  # sentences, with half as many evidence rows again
HTMX = {"HX-Request": "true", "HX-Target": "said"}
SENT = {
    "version": "1",
    "pick": ["3", "4"],
    "text": "Es steht im Text.",
    "stance": "supports",
    "kind": "report",
    "mode": "author",
    "hops-TOTAL_FORMS": "0",
    "hops-INITIAL_FORMS": "0",
    "_draft": "1",
}
ROUNDS = 15
PROMISE = 2.0


class Measured(NamedTuple):
    queries: int
    milliseconds: float


def main() -> int:
    if sys.argv[1:] == ["measure"]:
        print(json.dumps(measured()))
        return 0
    told = ["# The desk of a large article", ""]
    told += [
        "| database | what | 20 sentences | 2,000 sentences | ratio |",
        "|---|---|---:|---:|---:|",
    ]
    is_kept = True
    for vendor in VENDORS:
        with (
            tempfile.TemporaryDirectory(prefix="belegstelle-desk-") as name,
            fresh_bases(vendor, Path(name)) as fresh,
        ):
            url = fresh("desk").url
            path = Path(name) / "articles.jsonl"
            path.write_text(
                "".join(json.dumps(line) + "\n" for size in SIZES for line in lines(size))
            )
            manage(url, "import_jsonl", str(path))
            with closing(connected(url)) as base:
                base.execute("ANALYZE")  # as docs/operating.md asks for after a first import
            found = json.loads(module(url, "bench", "desk_sizes", "measure").out)
        for what, (small, large) in found.items():
            ratio = large[1] / small[1]
            is_kept &= small[0] == large[0] and (what != "save" or ratio <= PROMISE)
            told.append(
                f"| {vendor} | {what} | {small[0]} queries, {small[1]:.0f} ms "
                f"| {large[0]} queries, {large[1]:.0f} ms | {ratio:.2f} |"
            )
    told += [
        "",
        f"{'Kept' if is_kept else 'Missed'}: as many queries, and a save at most twice as long.",
    ]
    print("\n".join(told))
    Path("bench/desk-sizes.md").write_text("\n".join(told) + "\n", encoding="utf-8")
    return 0 if is_kept else 1


def lines(sentences: int) -> list[dict[str, Any]]:
    """An article of so many sentences as JSON Lines, and its claims on two sentences each."""
    words = [f"Satz {n} steht hier im Text." for n in range(sentences)]
    places = list(accumulate((len(each) + 1 for each in words), initial=0))

    def passage(n: int) -> dict[str, Any]:
        return {"start": places[n], "end": places[n] + len(words[n]), "stance": "supports"}

    claims = [
        {
            "id": f"c{n}",
            "text": f"Die Aussage {n} steht im Text.",
            "evidence": [passage(n % sentences), passage((n * 7 + 3) % sentences)],
        }
        for n in range(sentences * 3 // 4)
    ]
    document = {"id": f"desk-{sentences}", "source": "bench", "text": " ".join(words)}
    return [{"document": document | {"lang": "de"}, "claims": claims}]


def measured() -> dict[str, list[Measured]]:
    """What opening and saving take, for the small article and the large one."""
    editor = User.objects.create_user("editor", is_staff=True)
    editor.groups.add(Group.objects.get(name="editor"))
    client = Client(SERVER_NAME="localhost")
    client.force_login(editor)
    desks = [
        f"/admin/kb/article/{Article.objects.get(external_id=f'desk-{size}').pk}/desk/"
        for size in SIZES
    ]
    return {
        "open": side_by_side([partial(client.get, desk) for desk in desks]),
        "save": side_by_side([partial(client.post, desk, SENT, headers=HTMX) for desk in desks]),
    }


def side_by_side(ways: list[Callable[[], Any]]) -> list[Measured]:
    """The number of queries and the median time of each, taken in turns; the first does not count."""
    queries = [counted(ask) for ask in ways]
    seconds: list[list[float]] = [[] for _ in ways]
    for _ in range(ROUNDS):
        for taken, ask in zip(seconds, ways, strict=True):
            began = time.perf_counter()
            ask()
            taken.append(time.perf_counter() - began)
    return [Measured(n, median(taken) * 1000) for n, taken in zip(queries, seconds, strict=True)]


def counted(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert ask().status_code == 200
        return len(queries)


if __name__ == "__main__":
    sys.exit(main())
