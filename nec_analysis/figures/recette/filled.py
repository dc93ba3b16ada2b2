"""Surfaces against the data they show: little squares that are counted, cells that are shaded."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil

from nec_analysis.figures.recette.fault import Fault
from nec_analysis.figures.recette.headed import heads
from nec_analysis.figures.recette.labels import BARE, based, on_rows, owned, unlike, values
from nec_analysis.figures.recette.lengths import DECIMALS, HALF
from nec_analysis.figures.recette.placed import Level, placed
from nec_analysis.figures.recette.quantity import SHARE
from nec_analysis.figures.recette.seen import Seen, across
from nec_analysis.figures.recette.shapes import Shape

SQUARES = "n'est pas ce que comptent ses cases."
CELLS = "n'est pas le nombre de ses cases."
SHADE = "n'a pas la teinte des parts de sa taille."
DARKER = "est une teinte qui n'est pas plus sombre que celle des parts plus petites."
SHADES = 5
"""Shades of a table, each for as wide a part of the scale from 0 to the greatest share."""


def squares(seen: Seen) -> Iterator[Fault]:
    """Squares of one worth, the last of a row cut to what is left."""
    levels = placed([seen.name(n) for n in range(len(seen.drawn.rows))], seen.words)
    rows = {n: across(seen.shapes.boxes, level) for n, level in levels.items()}
    yield from on_rows(seen, levels, (1,))
    values = {n: seen.value(n, 1) or Fraction(0) for n in rows}
    yield from seen.thick([(seen.name(n), box) for n, found in rows.items() for box in found])
    side = max((box.right - box.left for found in rows.values() for box in found), default=0.0)
    most = int(max(values.values(), default=Fraction(0)))
    tried = range(1, most + 1)
    worth = max(tried, key=lambda each: sum(_counts(rows[n], values[n] / each, side) for n in rows), default=1)
    for n, found in rows.items():
        if not _counts(found, values[n] / worth, side):
            yield seen.fault(seen.name(n), f"{float(values[n]):g}", SQUARES, str(len(found) * worth))


def _counts(squares: Sequence[Shape], value: Fraction, side: float) -> bool:
    """Whether there are as many whole squares as a value has units, and one for the rest as wide as it is large."""
    wanted = [min(1.0, float(value) - n) for n in range(ceil(value))]
    # a square and the widest are rounded at both ends
    close = (
        abs(square.right - square.left - side * part) <= 4 * HALF + 1e-9
        for square, part in zip(squares, wanted, strict=False)
    )
    return len(squares) == len(wanted) and all(close)


def shaded(seen: Seen) -> Iterator[Fault]:
    """Cells as dark as their share is large: one shade a fifth of the scale."""
    columns = range(2, len(seen.drawn.header))
    levels = placed([seen.name(n) for n in range(len(seen.drawn.rows))], seen.words)
    cells: list[tuple[str, Fraction, str]] = []
    yield from based(seen, levels, 1)
    for n, level in levels.items():
        found = across(seen.shapes.boxes, level)
        if len(found) != len(columns):
            yield seen.fault(seen.name(n), str(len(found)), CELLS, str(len(columns)))
            continue
        mine = dict(zip(columns, found, strict=True))
        yield from _told(seen, n, level, mine)
        if level is next(iter(levels.values())):
            yield from heads(seen, mine, level.first)
        told = ((column, box, seen.value(n, column)) for column, box in zip(columns, found, strict=True))
        cells += [(f"{seen.name(n)}, {seen.drawn.header[c]}", v, box.fill) for c, box, v in told if v is not None]
    every = [seen.value(n, column) or Fraction(0) for n in range(len(seen.drawn.rows)) for column in columns]
    most = max(every, default=Fraction(0)) or Fraction(1)
    fills: dict[int, Tally[str]] = {}
    for _, value, fill in cells:
        fills.setdefault(_shade(value, most), Tally())[fill] += 1
    usual = {shade: found.most_common(1)[0][0] for shade, found in sorted(fills.items())}
    for name, value, fill in cells:
        if fill != usual[_shade(value, most)] and not _between(value, most):
            yield seen.fault(name, f"{float(value):g}", SHADE, usual[_shade(value, most)])
    yield from _darkening(seen, usual)


def _told(seen: Seen, row: int, level: Level, boxes: Mapping[int, Shape]) -> Iterator[Fault]:
    """The numbers in the cells of a row."""
    told = set[int | None]()
    for _, label in owned(seen, {row: level}):
        column = next((c for c, box in boxes.items() if box.left <= label.word.x <= box.right), None)
        told.add(column)
        yield from unlike(seen, seen.name(row), label, values(seen, row, () if column is None else (column,), SHARE))
    missing = [c for c in boxes if c not in told and seen.value(row, c) is not None]
    yield from (seen.fault(f"{seen.name(row)}, {seen.drawn.header[c]}", "", BARE) for c in missing)


def _shade(value: Fraction, most: Fraction) -> int:
    return min(SHADES - 1, int(SHADES * value / most))


def _between(value: Fraction, most: Fraction) -> bool:
    """Whether the rounding of the data leaves open on which side of a step a share is."""
    step = float(SHADES * value / most)
    return bool(abs(step - round(step)) <= SHADES * 10**-DECIMALS / float(most))


def _darkening(seen: Seen, usual: Mapping[int, str]) -> Iterator[Fault]:
    lights = [(fill, _light(fill)) for fill in usual.values()]
    for (_, before), (fill, after) in pairwise(lights):
        if after >= before:
            yield seen.fault("", fill, DARKER)


def _light(fill: str) -> float:
    """How light a colour is, from 0 to 255."""
    red, green, blue = (int(fill[n : n + 2], 16) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
