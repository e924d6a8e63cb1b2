"""The figures of searches as people read them."""

from typing import Any

__all__ = ["RATIO", "is_kept", "readable"]

RATIO = 1.5  # of ours to the SQL written by hand, and of the largest base to the smallest
VENDORS = ("sqlite", "postgresql")
MEASURES = {"clock": "milliseconds by the clock", "processors": "milliseconds of processor time"}


def readable(results: dict[str, Any]) -> str:
    facts, first = results["machine"], str(results["claims"][0])
    vendors = [vendor for vendor in VENDORS if vendor in results]
    told = [
        "# Search",
        "",
        "The first page of claims with facets: our own functions beside one statement of SQL written by",
        "hand that shows the same, and the whole page through Django's test client.",
        f"{results[vendors[0]][first]['questions']} questions; {facts['cores']} cores (load "
        f"{facts['load_average']}), {facts['system']}, Python {facts['python']}, Django {facts['django']}.",
    ]
    for measure, words in MEASURES.items():
        told += ["", f"## In {words}", "", *_table(results, vendors, measure)]
    told += ["", "## By kind of question (p50, processor time)", "", *_kinds(results, vendors)]
    return "\n".join(told) + "\n"


def is_kept(results: dict[str, Any]) -> bool:
    return all(ratio <= RATIO for _, _, ratio in _promises(results, "clock"))


def _table(results: dict[str, Any], vendors: list[str], measure: str) -> list[str]:
    told = [
        "| database | claims | | ours | by hand | ours / by hand | page |",
        "|---|---:|---|---:|---:|---:|---:|",
    ]
    for vendor in vendors:
        for size in results["claims"]:
            for share in ("p50", "p95"):
                its = results[vendor][str(size)][measure][share]
                ratio = its["ours"] / its["by_hand"]
                told.append(
                    f"| {vendor} | {size:,} | {share} | {its['ours']:.1f} | {its['by_hand']:.1f} "
                    f"| {ratio:.2f} | {its['page']:.1f} |"
                )
    judged = (
        f"- {'kept' if ratio <= RATIO else 'MISSED'}: {vendor}, {what}: {ratio:.2f} (≤ {RATIO})"
        for vendor, what, ratio in _promises(results, measure)
    )
    return [*told, "", *judged]


def _promises(results: dict[str, Any], measure: str) -> list[tuple[str, str, float]]:
    """Database, what is promised of it, and the ratio."""
    promises = []
    sizes = [str(size) for size in results["claims"]]
    for vendor in (vendor for vendor in VENDORS if vendor in results):
        its = {size: results[vendor][size][measure] for size in sizes}
        for size in sizes:
            p95 = its[size]["p95"]
            promises.append((vendor, f"p95 to by hand at {size}", p95["ours"] / p95["by_hand"]))
        first, last = sizes[0], sizes[-1]
        for way, name in (("ours", "our functions"), ("page", "the whole page")):
            grown = its[last]["p50"][way] / its[first]["p50"][way]
            promises.append((vendor, f"p50 of {name} at {last} to that at {first}", grown))
    return promises


def _kinds(results: dict[str, Any], vendors: list[str]) -> list[str]:
    columns = [(vendor, size) for vendor in vendors for size in results["claims"]]
    told = ["| ours, by hand | " + " | ".join(f"{v} {s:,}" for v, s in columns) + " |"]
    told.append("|---|" + "---:|" * len(columns))
    kinds = results[columns[0][0]][str(columns[0][1])]["processors"]["p50_by_kind"]
    for kind in kinds:
        cells = []
        for vendor, size in columns:
            its = results[vendor][str(size)]["processors"]["p50_by_kind"][kind]
            cells.append(f"{its['ours']:.1f}, {its['by_hand']:.1f}")
        told.append(f"| {kind} | {' | '.join(cells)} |")
    return told
