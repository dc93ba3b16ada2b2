"""How far the pen goes with each glyph of a composite font, in thousandths of its size (ISO 32000-1, 9.7.4.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

USUAL = 1000.0
"""Of a glyph that a font says nothing of."""


@dataclass(frozen=True, slots=True)
class Advances:
    """Of a font: by code, and that of the others."""

    known: dict[int, float]
    others: float

    def of(self, code: bytes) -> float:
        """What one code takes."""
        return self.known.get(int.from_bytes(code, "big"), self.others)


def advances(font: Any) -> Advances | None:
    """Those of a font; None of a font that is not composite."""
    if str(font.get("/Subtype")) != "/Type0":
        return None
    inner = font["/DescendantFonts"][0]
    return Advances(dict(_listed(list(inner.get("/W", [])))), float(inner.get("/DW", USUAL)))


def _listed(widths: list[Any]) -> Iterator[tuple[int, float]]:
    """`first [w1 w2 …]` or `first last w`, one after the other."""
    at = 0
    while at + 1 < len(widths):
        first, second = int(widths[at]), widths[at + 1]
        if hasattr(second, "__len__"):
            yield from ((first + n, float(width)) for n, width in enumerate(second))
            at += 2
        else:
            yield from ((code, float(widths[at + 2])) for code in range(first, int(second) + 1))
            at += 3
