"""Everything a drawing paints, filling by filling, line by line, in the order it is painted: what two drawings compare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]
Colour = tuple[float, ...]
"""Shares of red, green, blue; empty: a pattern."""
_COMMAND = re.compile(r"([MLCmlZz])([^MLCmlZz]*)")
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
MOVES = ("transform", "clip-path", "mask", "display", "visibility", "filter", "opacity")
"""Attributes that put elsewhere, hide or fade what is drawn."""
_UNPAINTED = frozenset(("svg", "g", "defs", "title", "desc", "text", "tspan", "pattern", "clippath"))


@dataclass(frozen=True, slots=True)
class Mark:
    """A filling (`width` 0) or a line: the pen's steps (M, L, C), the points they name, its colour, how much it covers.

    `closed`: its line comes back to where it began. `moved`: what else an SVG does to it, as a rotation. What is no
    outline, as a picture, has its name as steps.
    """

    steps: str
    points: tuple[Point, ...]
    colour: Colour
    opacity: float = 1.0
    width: float = 0.0
    closed: bool = False
    dashes: tuple[float, ...] = ()
    moved: str = ""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Its edges: left, top, right, bottom."""
        across, down = [x for x, _ in self.points], [y for _, y in self.points]
        return min(across), min(down), max(across), max(down)


def seen(marks: list[Mark]) -> list[Mark]:
    """The marks that show: a filling with a surface, a line with a length; a PDF keeps no other."""
    return [mark for mark in marks if not mark.points or _shows(mark)]


def _shows(mark: Mark) -> bool:
    left, top, right, bottom = mark.box
    return mark.opacity > 0 and ((right > left or bottom > top) if mark.width else (right > left and bottom > top))


def marks(root: Any) -> list[Mark]:
    """The marks of an SVG, in a file of its own or in a page."""
    return seen([mark for element in root.iter("{*}*") for mark in _of(element)])


def _of(element: Any) -> Iterator[Mark]:
    name = str(element.tag).rpartition("}")[2].casefold()
    if name in _UNPAINTED or any("pattern" in str(outer.tag) for outer in element.iterancestors()):
        return
    moved_ = moved(element, but="opacity")
    if name != "path":
        yield Mark(name, (), (), moved=moved_)
        return
    steps, points, closed = outline(element.get("d") or "")
    whole = _share(element, "opacity")
    if (fill := element.get("fill", "#000000")) != "none" and points:
        yield Mark(steps, points, _colour(fill), whole * _share(element, "fill-opacity"), moved=moved_)
    if (stroke := element.get("stroke", "none")) != "none" and points:
        width = float(element.get("stroke-width", "1"))
        dashes = tuple(float(n) for n in _NUMBER.findall(element.get("stroke-dasharray", "")))
        covers = whole * _share(element, "stroke-opacity")
        yield Mark(steps, points, _colour(stroke), covers, width, closed, dashes, moved_)


def moved(element: Any, *, but: str = "") -> str:
    """What an element and those around it in the drawing say of its place, of whether it shows."""
    around = [outer for outer in element.iterancestors() if str(outer.tag).endswith("g")]
    said = [f"{name}={one.get(name)}" for one in around for name in MOVES if one.get(name)]
    return " ".join([*said, *(f"{name}={element.get(name)}" for name in MOVES if name != but and element.get(name))])


def outline(path: str) -> tuple[str, tuple[Point, ...], bool]:
    """The pen's steps, the points they name, whether it comes back.

    >>> outline("m1 2l3 0 0 1z")
    ('MLL', ((1.0, 2.0), (4.0, 2.0), (4.0, 3.0)), True)
    """
    steps, points, closed = list[str](), list[Point](), False
    x = y = first_x = first_y = 0.0
    for letter, numbers in _COMMAND.findall(path):
        if letter in "zZ":
            x, y, closed = first_x, first_y, True
            continue
        found = [float(n) for n in _NUMBER.findall(numbers)]
        for rank, (across, down) in enumerate(zip(found[::2], found[1::2], strict=False)):
            x, y = (x + across, y + down) if letter.islower() else (across, down)
            points.append((x, y))
            begins = letter in "mM" and rank == 0
            first_x, first_y = (x, y) if begins else (first_x, first_y)
            steps += ["M"] if begins else [] if letter == "C" and rank % 3 else ["C" if letter == "C" else "L"]
    return "".join(steps), tuple(points), closed


def _share(element: Any, name: str) -> float:
    return float(element.get(name, "1"))


def _colour(written: str) -> Colour:
    """`#rrggbb` in shares."""
    digits = written.removeprefix("#")
    return tuple(int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)) if re.fullmatch(r"[0-9a-fA-F]{6}", digits) else ()
