"""How sure a reader is that a file is its own, with the reason said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..french.matching import normal


@dataclass(frozen=True, slots=True)
class Recognition:
    """`confidence` in [0, 1]; `why` is a French sentence; `variant` the layout; `tool` is filled by the registry."""

    confidence: float
    why: str
    variant: str = ""
    tool: str = ""


NOT_MINE = Recognition(0.0, "")
"""What a reader answers about a file that is not its own."""


def named(headers: Sequence[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """Those of the wanted names that stand in the header, compared in normal form."""
    present = {normal(h) for h in headers}
    return tuple(w for w in wanted if normal(w) in present)


def by_signature(
    headers: Sequence[str], *, must: Sequence[str], may: Sequence[str] = (), floor: float = 0.9, variant: str = ""
) -> Recognition:
    """`floor` when all of `must` stand in the header, up to 0.99 with those of `may`; else at most 0.6."""
    found = named(headers, must)
    if len(found) < len(must):
        share = len(found) / len(must)
        return Recognition(round(0.6 * share * share, 2), f"{len(found)} des {len(must)} colonnes attendues", variant)
    more = len(named(headers, may)) / len(may) if may else 0.0
    why = "en-têtes : " + ", ".join(f"« {name} »" for name in must)
    return Recognition(round(floor + (0.99 - floor) * more, 3), why, variant)
