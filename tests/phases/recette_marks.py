"""Marks of a published drawing, each altered by a tenth of a point: an edge, a place, a colour, or gone altogether."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from nec_analysis.figures.recette.dossier import Drawn, dossier
from nec_analysis.figures.recette.drawing import drawing
from nec_analysis.figures.recette.fault import Fault
from nec_analysis.figures.recette.geometry import misdrawn
from nec_analysis.figures.recette.shapes import read

TENTH = 0.1
"""Points: ten times what the rounding of a drawing can explain."""
BOX, DISC, DIAMOND, LINE = "box", "disc", "diamond", "line"
_PATH = re.compile(r'<path d="([^"]+)"([^>]*)>')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def drawn(reports: Path, id: str) -> Drawn:
    """A chart of a published folder."""
    return next(each for each in dossier(reports).charts if each.id == id)


def faults(chart: Drawn, lang: str = "fr") -> list[Fault]:
    """What measuring its marks finds."""
    return list(misdrawn(chart, drawing(chart.svg).words, read(chart.svg), lang, chart.id))


def found(chart: Drawn, sort: str, change: str, folder: Path) -> tuple[int, int]:
    """Of the marks of a sort, altered one by one: how many of the alterations are found, how many were tried."""
    altered = [*_altered(chart.svg.read_text(encoding="utf-8"), sort, change)]
    file, caught = folder / "altered.svg", 0
    for text in altered:
        file.write_text(text, encoding="utf-8", newline="")
        caught += bool(faults(replace(chart, svg=file)))
    return caught, len(altered)


def _altered(text: str, sort: str, change: str) -> Iterator[str]:
    for mark in [*_PATH.finditer(text)][1:]:
        path, rest = mark[1], mark[2]
        if _sort(path) != sort:
            continue
        new = "" if change == "gone" else f'<path d="{_moved(path, change)}"{_coloured(rest, change)}>'
        yield text[: mark.start()] + new + text[mark.end() :]


def _sort(path: str) -> str:
    numbers = _NUMBER.findall(path)
    if "C" in path:
        return DISC
    if not path.rstrip().endswith("z"):
        return LINE
    return BOX if len(set(numbers[::2])) == 2 == len(set(numbers[1::2])) else DIAMOND


def _moved(path: str, change: str) -> str:
    """The path with one edge ("left", "right", "top", "bottom") or all of it ("across", "down") moved."""
    axis = 0 if change in ("left", "right", "across") else 1 if change in ("top", "bottom", "down") else None
    if axis is None:
        return path
    places = [float(n) for n in _NUMBER.findall(path)[axis::2]]
    edge = {"left": min, "top": min, "right": max, "bottom": max}.get(change)
    wanted = places if edge is None else [edge(places)]
    rank = iter(range(len(path)))

    def step(number: re.Match[str]) -> str:
        mine = next(rank) % 2 == axis and float(number[0]) in wanted
        return f"{float(number[0]) + TENTH:.2f}" if mine else number[0]

    return _NUMBER.sub(step, path)


def _coloured(rest: str, change: str) -> str:
    return re.sub(r'fill="#\w+"', 'fill="#fefefe"', rest) if change == "colour" else rest
