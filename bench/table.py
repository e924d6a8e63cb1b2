"""The benchmark's figures as a table that people read."""

from typing import Any

__all__ = ["PROMISES", "readable"]

PROMISES = {"import_to_plain_load": 0.3, "peak_mb": 300, "peak_growth": 1.1}

# Few documents tell little: the start of Python weighs as much, and caches are not full.
FULL = 20_000

STEPS = {
    "import": "import",
    "import_of_a_tenth": "import of a tenth",
    "import_again": "import again, nothing new",
    "export": "export",
    "verify": "verify",
    "plain_load": "plain load, triggers in place",
    "plain_load_without_triggers": "plain load, no triggers",
}


def readable(results: dict[str, Any]) -> str:
    facts = results["machine"]
    lines = [
        f"{results['documents']} documents, {results['bytes'] / 1e6:.1f} MB; {facts['cores']} cores "
        f"(load {facts['load_average']}), "
        f"{facts['system']}, Python {facts['python']}, Django {facts['django']}"
    ]
    for vendor in ("sqlite", "postgresql"):
        if vendor in results:
            lines += ["", *_of(vendor, results[vendor])]
    if results["documents"] < FULL:
        lines += ["", f"  What is promised is promised of {FULL} documents: DOCUMENTS={FULL}."]
    return "\n".join(lines)


def _of(vendor: str, found: dict[str, Any]) -> list[str]:
    lines = [f"{vendor} {found['version']}: {found['rows']} rows; {found['summary']}"]
    lines.append(f"  {'':32}{'seconds':>9}{'rows/s':>10}{'peak MB':>9}{'ratio':>8}")
    for step, words in STEPS.items():
        one = found[step]
        cells = f"{one['seconds']:9.2f}{one.get('rows_per_second', ''):>10}"
        cells += f"{one.get('peak_mb', ''):>9}{one.get('import_to_this', ''):>8}"
        lines.append(f"  {words:32}{cells}")
    return lines + [f"  {line}" for line in _promises(found)]


def _promises(found: dict[str, Any]) -> list[str]:
    """How each promise stands."""
    ratio = found["plain_load"]["import_to_this"]
    peak, growth = found["import"]["peak_mb"], peak_growth(found)
    judged = (
        (f"import / plain load {ratio}", ratio >= PROMISES["import_to_plain_load"], "≥ 0.3"),
        (f"peak {peak} MB", peak < PROMISES["peak_mb"], "< 300 MB"),
        (f"peak × {growth:.2f} for ten times as many", growth <= PROMISES["peak_growth"], "≤ 1.1"),
    )
    return [f"{'kept  ' if is_kept else 'MISSED'} {what} ({bar})" for what, is_kept, bar in judged]


def peak_growth(found: dict[str, Any]) -> float:
    return float(found["import"]["peak_mb"] / found["import_of_a_tenth"]["peak_mb"])
