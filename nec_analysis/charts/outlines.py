"""The outlines of France, placed on a sheet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("shapes") / "france.json"
RING = ("75", "92", "93", "94")
"""Paris with the three départements around it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a drawing stands: its origin and how many mm one of its units takes."""

    x: float
    y: float
    scale: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the drawing in mm of the sheet."""
        return self.x + x * self.scale, self.y + y * self.scale


@cache
def france() -> dict[str, Any]:
    """The shipped outlines: `mainland`, `overseas`, `centres`, `size`, `attribution`."""
    read: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return read


def path(shapes: Sequence[Sequence[Sequence[float]]], frame: Frame) -> Any:
    """One matplotlib path for any number of shapes, each a list of rings x0, y0, x1, y1 …"""
    from matplotlib.path import Path as Outline

    points: list[tuple[float, float]] = []
    codes: list[Any] = []
    for rings in shapes:
        for ring in rings:
            places = [frame.place(x, y) for x, y in zip(ring[::2], ring[1::2], strict=True)]
            points += [*places, places[0]]
            codes += [Outline.MOVETO, *[Outline.LINETO] * (len(places) - 1), Outline.CLOSEPOLY]
    return Outline(points, codes)


def bounds(codes: Sequence[str]) -> tuple[float, float, float, float]:
    """The box around some mainland départements: left, top, right, bottom."""
    rings = [ring for code in codes for ring in france()["mainland"][code]]
    xs, ys = [x for ring in rings for x in ring[::2]], [y for ring in rings for y in ring[1::2]]
    return min(xs), min(ys), max(xs), max(ys)


def inside(codes: Sequence[str], x: float, y: float, side: float) -> Frame:
    """The frame that fits some mainland départements into a square of `side` mm."""
    left, top, right, bottom = bounds(codes)
    scale = side / max(right - left, bottom - top)
    return Frame(x - left * scale, y - top * scale, scale)
