"""Circles of a map against the places they stand for, by the outlines it draws; the boxes of overseas by their rank."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import hypot
from pathlib import Path
from typing import Any

from nec_analysis.figures.recette.fault import Fault
from nec_analysis.figures.recette.labels import NAMED
from nec_analysis.figures.recette.passage import called
from nec_analysis.figures.recette.seen import Seen
from nec_analysis.figures.recette.shapes import PAPER, Point, Shape
from nec_analysis.french.departments import name

OUTLINES = Path(__file__).parents[2] / "charts" / "shapes" / "france.json"
AWAY = 0.2
"""Points by which a circle may be off its place: outlines are drawn in tenths of a point."""
ABOVE = 24.0
"""Points over a box of overseas within which its name and its count are written."""
NOWHERE = "n'a pas de cercle à sa place."
SIZE = "est le diamètre du cercle qui est à la place de ce département."
COUNT = "n'est pas le nombre de ce département."
Place = tuple[Point, float]
"""Of a circle: its centre, its diameter."""


@cache
def france() -> Any:
    """The outlines that maps are drawn with: `mainland`, `centres`, `overseas`."""
    return json.loads(OUTLINES.read_text("utf-8"))


def misplaced(seen: Seen, wanted: Mapping[str, float | None], zoomed: Sequence[str]) -> Iterator[Fault]:
    """Départements whose circle is elsewhere or another's; `wanted`: their diameters, None where only its place is known."""
    discs = [(disc.centre, disc.right - disc.left) for disc in seen.shapes.discs if disc.fill != PAPER]
    places = [*_on_land(seen, tuple(zoomed)), *((code, box.centre) for code, box in _boxes(seen))]
    for code, at in places:
        if code in wanted:
            yield from _there(seen, code, at, wanted[code], discs)


def overseas(seen: Seen, counts: Mapping[str, str]) -> Iterator[Fault]:
    """Boxes of overseas whose name is not that of their rank, whose count is not that of the data."""
    for code, box in _boxes(seen):
        over = [w for w in seen.words if abs(w.x - box.left) <= AWAY and box.top - ABOVE <= w.y < box.top]
        said, told = (over[0].text, over[1].text) if len(over) == 2 else ("", "")
        if called(said) != called(name(code)):
            yield seen.fault(name(code), said, NAMED)
        if _digits(told) != _digits(counts.get(code, "0")):
            yield seen.fault(name(code), told, COUNT, counts.get(code, "0"))


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _boxes(seen: Seen) -> list[tuple[str, Shape]]:
    """Those of overseas, from above down, from left to right, in the order of their codes."""
    boxes = [one for one in seen.shapes.boxes if one.fill == PAPER and one.stroke]
    codes = sorted(france()["overseas"])
    ranked = sorted(boxes, key=lambda box: (box.left, box.top))
    return list(zip(codes, ranked, strict=True)) if len(codes) == len(boxes) else []


def _on_land(seen: Seen, zoomed: tuple[str, ...]) -> Iterator[tuple[str, Point]]:
    """Where the départements of the mainland are; Paris with its ring is drawn again at the right, larger."""
    lands = sorted(seen.shapes.outlines, key=lambda land: land.left - land.right)
    for whole in lands[:1]:
        quarter = whole.right - (whole.right - whole.left) / 4
        again = [one for one in (*lands[1:], *seen.shapes.polygons) if one.fill == whole.fill and one.left > quarter]
        yield from _on(whole, tuple(france()["mainland"]))
        for land in sorted(again, key=lambda one: one.top)[:1]:
            yield from _on(land, zoomed)


def _on(land: Shape, codes: tuple[str, ...]) -> Iterator[tuple[str, Point]]:
    """The places of départements on the land that they are drawn as."""
    left, top, right = _extent(codes)
    begins, over = land.left, land.top
    unit = (land.right - begins) / (right - left)
    for code in codes:
        x, y = france()["centres"][code]
        yield code, (begins + (x - left) * unit, over + (y - top) * unit)


@cache
def _extent(codes: tuple[str, ...]) -> tuple[float, float, float]:
    """Left, top, right of some départements, in the units of the outlines."""
    rings = [ring for code in codes for ring in france()["mainland"][code]]
    across = [x for ring in rings for x in ring[::2]]
    return min(across), min(y for ring in rings for y in ring[1::2]), max(across)


def _there(seen: Seen, code: str, at: Point, diameter: float | None, discs: Sequence[Place]) -> Iterator[Fault]:
    here = [across for centre, across in discs if hypot(centre[0] - at[0], centre[1] - at[1]) <= AWAY]
    if not here:
        yield seen.fault(name(code), f"x = {at[0]:.2f}, y = {at[1]:.2f}", NOWHERE)
    elif diameter is not None and not any(abs(across - diameter) <= AWAY / 4 for across in here):
        yield seen.fault(name(code), f"{here[0]:.2f}", SIZE, f"{diameter:.2f}")
