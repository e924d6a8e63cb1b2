"""What of one document was rejected: counted, said, and ready to be mended and imported again."""

from dataclasses import dataclass, field
from typing import Any

__all__ = ["Refusals"]

_REASONS_SHOWN = 5
_OWN = -1  # among the claims: the document itself

Parts = dict[tuple[str, int], str]  # why, by list and item


@dataclass(slots=True)
class Refusals:
    """The rejected parts of one line, by their place in it.

    A document that is rejected takes everything with it. A claim is rejected whole, or only
    some of its evidence and relations are.
    """

    place: str
    whole: str = ""
    claims: dict[int, str] = field(default_factory=dict)
    # What belongs to a list of a claim, or of the document, by the claim.
    parts: dict[int, Parts] = field(default_factory=dict)

    def document(self, reason: str) -> None:
        self.whole = reason

    def claim(self, number: int, reason: str) -> None:
        self.claims[number] = reason

    def part(self, claim: int, name: str, number: int, reason: str) -> None:
        self.parts.setdefault(claim, {})[name, number] = reason

    def has(self, claim: int) -> bool:
        """Whether anything of that claim was rejected."""
        return claim in self.claims or claim in self.parts

    def why(self, claim: int, name: str) -> str:
        """Why nothing is left of a list of a claim."""
        its = self.parts.get(claim, {}).items()
        reasons = list(dict.fromkeys(why for (listed, _), why in its if listed == name))
        more = len(reasons) - _REASONS_SHOWN
        shown = "; ".join(reasons[:_REASONS_SHOWN]) + (f"; and {more} more" if more > 0 else "")
        return f"all its {name} was rejected: {shown}"

    def has_own(self) -> bool:
        """Whether a part of the document itself was rejected."""
        return bool(self.whole) or self.has(_OWN)

    def memento(self) -> "Refusals":
        """What was rejected so far, for `forget`."""
        parts = {claim: dict(its) for claim, its in self.parts.items()}
        return Refusals(self.place, self.whole, dict(self.claims), parts)

    def forget(self, told: "Refusals") -> None:
        """Drops what was told already."""
        self.claims = {n: why for n, why in self.claims.items() if n not in told.claims}
        left = {n: _without(its, told.parts.get(n, {})) for n, its in self.parts.items()}
        self.parts = {n: its for n, its in left.items() if its}

    def lines(self, raw: dict[str, Any]) -> list[str]:
        """One line for each rejected item, saying where it stands."""
        if self.whole:
            return [f"{self.place}: {self.whole}"]
        at = [f"{self.place}: claim {_id(raw, n)}: {why}" for n, why in self.claims.items()]
        for claim, its in self.parts.items():
            if claim in self.claims:
                continue
            of = f"claim {_id(raw, claim)}: " if claim != _OWN else ""
            at += [f"{self.place}: {of}{name} {n + 1}: {why}" for (name, n), why in its.items()]
        return at

    def line(self, raw: dict[str, Any]) -> dict[str, Any] | None:
        """The document and its rejected items only, each with its reason; None if there are none.

        Where a claim came in without some of its evidence, the claim stands here with that
        evidence alone: an import adds, and takes nothing away.
        """
        if self.whole:
            return {**raw, "document": {**_table(raw.get("document")), "reason": self.whole}}
        numbers = {*self.claims, *self.parts} - {_OWN}
        if not numbers and not self.parts:
            return None
        document = _table(raw.get("document"))
        document = self._with_parts(document, _OWN, ("no_claim",))
        claims = []
        for number in sorted(numbers):
            claim = raw["claims"][number]
            if number in self.claims:
                given = claim if isinstance(claim, dict) else {"claim": claim}
                claims.append({**given, "reason": self.claims[number]})
            else:
                claims.append(self._with_parts(claim, number, ("evidence", "relations")))
        return {"document": document, "claims": claims}

    def _with_parts(
        self, table: dict[str, Any], claim: int, names: tuple[str, ...]
    ) -> dict[str, Any]:
        """The table with only the rejected items of these lists, each with its reason."""
        kept = {name: value for name, value in table.items() if name not in names}
        for name in names:
            its = self.parts.get(claim, {}).items()
            wrong = {i: why for (listed, i), why in its if listed == name}
            if wrong:
                kept[name] = [_with_reason(table[name][i], wrong[i], name) for i in sorted(wrong)]
        return kept


def _without(parts: Parts, told: Parts) -> Parts:
    return {at: why for at, why in parts.items() if at not in told}


def _with_reason(item: Any, reason: str, name: str) -> Any:
    # A judgement's own reason is content: what is wrong with it has another name.
    key = "rejected" if name == "no_claim" else "reason"
    return {**item, key: reason} if isinstance(item, dict) else {"item": item, key: reason}


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {"document": value}


def _id(raw: dict[str, Any], number: int) -> str:
    claim = raw["claims"][number]
    name = claim.get("id") if isinstance(claim, dict) else None
    return f'"{name}"' if isinstance(name, str) and name else str(number + 1)
