"""Shapes of a drawing, as its SVG writes them: boxes, strokes, discs, polygons, in points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nec_analysis.figures.recette.marks import outline

Point = tuple[float, float]
PAPER = "#ffffff"
"""Colour of the sheet: of the halo of a line, of a circle without a filling."""
_COMMAND = re.compile(r"([MLCZz])([^MLCZz]*)")
_NUMBER = re.compile(r"-?[\d.]+")


@dataclass(frozen=True, slots=True)
class Shape:
    """The points of a path. `closed`: it comes back to its first; `round`: it has curves, its points are their ends."""

    points: tuple[Point, ...]
    closed: bool
    round: bool
    fill: str
    stroke: str

    @property
    def left(self) -> float:
        """Its first point across."""
        return min(x for x, _ in self.points)

    @property
    def right(self) -> float:
        """Its last point across."""
        return max(x for x, _ in self.points)

    @property
    def top(self) -> float:
        """Its highest point."""
        return min(y for _, y in self.points)

    @property
    def bottom(self) -> float:
        """Its lowest point."""
        return max(y for _, y in self.points)

    @property
    def centre(self) -> Point:
        """Half-way between its edges."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Shapes:
    """Every shape of a drawing but the sheet it is drawn on, by sort, in the order of the file."""

    boxes: tuple[Shape, ...]
    strokes: tuple[Shape, ...]
    discs: tuple[Shape, ...]
    polygons: tuple[Shape, ...]
    outlines: tuple[Shape, ...] = ()
    """Of a map: drawn step by step, each from the point before."""


def read(path: Path) -> Shapes:
    """The shapes of an SVG."""
    from lxml import etree

    return shapes(etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True)))


def shapes(root: Any) -> Shapes:
    """The shapes of a drawing, in a file of its own or in a page."""
    drawn = [_shape(one) for one in root.iter("{*}path") if (one.get("d") or "m")[0] != "m"]
    found = [one for one in drawn if one.points and not (one.left == 0 and one.top == 0 and _is_box(one))]
    return Shapes(
        tuple(one for one in found if _is_box(one)),
        tuple(one for one in found if not one.closed),
        tuple(one for one in found if one.round and one.closed),
        tuple(one for one in found if one.closed and not one.round and not _is_box(one)),
        tuple(_outline(one) for one in root.iter("{*}path") if (one.get("d") or "").startswith("m")),
    )


def _outline(element: Any) -> Shape:
    _, points, closed = outline(element.get("d"))
    return Shape(points, closed, False, element.get("fill", "").casefold(), element.get("stroke", "").casefold())


def _shape(element: object) -> Shape:
    get = element.get  # type: ignore[attr-defined]
    drawn = get("d", "")
    commands = _COMMAND.findall(drawn)
    letters = {letter for letter, _ in commands}
    points = tuple(point for letter, numbers in commands for point in _ends(letter, numbers))
    return Shape(
        points, bool(letters & {"z", "Z"}), "C" in letters, get("fill", "").casefold(), get("stroke", "").casefold()
    )


def _ends(letter: str, numbers: str) -> Iterator[Point]:
    """Where the pen goes: of a curve, only its end."""
    found = [float(n) for n in _NUMBER.findall(numbers)]
    pairs = list(zip(found[::2], found[1::2], strict=False))
    yield from pairs[2::3] if letter == "C" else pairs


def _is_box(shape: Shape) -> bool:
    """Whether a shape is a rectangle whose sides are level and upright."""
    if not shape.closed or shape.round or len(shape.points) != 4:
        return False
    corners = {(x, y) for x in (shape.left, shape.right) for y in (shape.top, shape.bottom)}
    return set(shape.points) == corners
