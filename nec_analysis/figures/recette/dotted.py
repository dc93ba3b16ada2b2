"""Points, intervals and lines against the data they show, on the scale that the graduations write."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from nec_analysis.figures.recette.drawing import Word, foot
from nec_analysis.figures.recette.fault import Fault
from nec_analysis.figures.recette.lengths import DECIMALS, HALF, Length, apart
from nec_analysis.figures.recette.numbers import PERCENT, PLAIN, numbers
from nec_analysis.figures.recette.placed import placed
from nec_analysis.figures.recette.pointed import BELOW, of_dates, of_indicators, of_panel, off_ruler, off_scale
from nec_analysis.figures.recette.seen import Seen, across, strokes
from nec_analysis.figures.recette.shapes import Point, Shape

POINT, BAND, BEFORE = "point", "intervalle", "point de l'édition d'avant"
AWAY, GONE = "n'est pas où le met l'échelle.", "n'est pas dessiné une fois, et une seule."
SCALELESS = "n'a pas d'échelle que ses graduations disent."
LINE = "est une ligne qui ne passe pas par ses points."
COUNT = "n'est pas le nombre de ses points."
PANELS = "n'est pas le nombre des mesures, chacune sur sa ligne de zéro."
OFF = "n'est pas sur la ligne de son nom."


@dataclass(frozen=True, slots=True)
class Scale:
    """Two graduations far apart: their values, their places."""

    low: Fraction
    high: Fraction
    start: float
    end: float

    def place(self, value: Fraction) -> float:
        """Where a value stands."""
        return self.start + (self.end - self.start) * float((value - self.low) / (self.high - self.low))

    def away(self, place: float, value: Fraction) -> bool:
        """Whether a place is not that of a value: both ends of the scale are rounded, so is the place, so is the value."""
        part = abs(float((value - self.low) / (self.high - self.low)))
        beyond = max(1.0, 2 * part - 1)
        per_unit = abs((self.end - self.start) / float(self.high - self.low))
        blur = 0.0 if value.denominator == 1 else per_unit * 0.5 * 10**-DECIMALS
        return abs(place - self.place(value)) > HALF * (1 + beyond) + blur + 1e-9


def indicators(seen: Seen) -> Iterator[Fault]:
    """A dot in its band, a diamond for the edition before: each where the graduations under the rows put it."""
    levels = placed([seen.name(n) for n in range(len(seen.drawn.rows))], seen.words)
    lowest = max((level.last for level in levels.values()), default=0.0)
    told = _graduated([word for word in seen.words if word.y > lowest and word.anchor == "middle"], seen.lang)
    scale = _scale([(value, word.x) for word, value in told])
    if scale is None:
        if levels:
            yield seen.fault("", seen.drawn.id, SCALELESS)
        return
    yield from off_scale(seen, [(word, abs(scale.place(value) - word.x)) for word, value in told], TICK)
    yield from off_ruler(seen, [word for word in seen.words if word.y > lowest and word.anchor == "middle"])
    yield from of_indicators(seen, levels)
    for n, level in levels.items():
        dots, diamonds = across(seen.shapes.discs, level), across(seen.shapes.polygons, level)
        yield from _one(seen, n, POINT, dots, seen.value(n, 1), scale)
        yield from _one(seen, n, BEFORE, diamonds, seen.value(n, 5), scale)
        track = seen.crossed(level)
        if any(apart(mark.centre[1], line.top) for mark in (*dots, *diamonds) for line in track[:1]):
            yield seen.fault(seen.name(n), POINT, OFF)
        yield from _band(seen, n, across(seen.shapes.boxes, level), scale)


def _band(seen: Seen, row: int, found: Sequence[Shape], scale: Scale) -> Iterator[Fault]:
    low, high = seen.value(row, 2), seen.value(row, 3)
    known = low is not None and high is not None
    if len(found) != known:
        yield seen.fault(seen.name(row), BAND, GONE)
    elif low is not None and high is not None:
        for place, value in ((found[0].left, low), (found[0].right, high)):
            if scale.away(place, value):
                yield seen.fault(seen.name(row), f"{float(value):g}", f"{BAND} : {AWAY}", f"{scale.place(value):.2f}")


def _one(
    seen: Seen, row: int, what: str, found: Sequence[Shape], value: Fraction | None, scale: Scale
) -> Iterator[Fault]:
    if len(found) != (value is not None):
        yield seen.fault(seen.name(row), what, GONE)
    elif value is not None and scale.away(found[0].centre[0], value):
        yield seen.fault(seen.name(row), f"{float(value):g}", f"{what} : {AWAY}", f"{scale.place(value):.2f}")


def _graduated(words: Sequence[Word], lang: str) -> list[tuple[Word, Fraction]]:
    """The shares that numbers on a level write, in %."""
    return [
        (word, numbers(word.text, lang)[0].value / 100)
        for word in words
        if len(numbers(word.text, lang)) == 1 and numbers(word.text, lang)[0].kind in (PLAIN, PERCENT)
    ]


def _scale(found: Sequence[tuple[Fraction, float]]) -> Scale | None:
    """The scale of some graduations."""
    if len({value for value, _ in found}) < 2:
        return None
    (low, start), (high, end) = min(found), max(found)
    return Scale(low, high, start, end)


def growth(seen: Seen) -> Iterator[Fault]:
    """Dots at the height of their total, on the ruler at the left, as far apart as their days; a line through them."""
    rows = list(range(len(seen.drawn.rows)))
    dots = sorted(seen.shapes.discs, key=lambda dot: dot.centre[0])
    if len(dots) != len(rows):
        yield seen.fault("", str(len(dots)), COUNT, str(len(rows)))
        return
    told = _ruler(seen)
    scale = _scale([(value, y) for _, value, y in told])
    if scale is None:
        yield seen.fault("", seen.drawn.id, SCALELESS)
        return
    yield from off_scale(seen, [(word, abs(scale.place(value) - y)) for word, value, y in told], TICK)
    floor = max(one.top for one in strokes(seen.shapes.strokes, level=True))
    yield from of_dates(seen, dots, floor)
    totals = [seen.value(n, 1) or Fraction(0) for n in rows]
    for n, dot, total in zip(rows, dots, totals, strict=True):
        if scale.away(dot.centre[1], total):
            yield seen.fault(seen.name(n), f"{float(total):g}", f"{POINT} : {AWAY}", f"{scale.place(total):.2f}")
    yield from _in_time(seen, dots)
    yield from _through(seen, dots)


def _ruler(seen: Seen) -> list[tuple[Word, Fraction, float]]:
    """The numbers written before level lines, with the place of their line."""
    lines = sorted({one.top for one in strokes(seen.shapes.strokes, level=True)}, reverse=True)
    named: list[tuple[Word, Fraction, float]] = []
    for word in seen.words:
        found = numbers(word.text, seen.lang)
        near = min(lines, key=lambda y: abs(word.y - y), default=None)
        alone = word.anchor == "end" and len(found) == 1 and found[0].kind == PLAIN and found[0].text == word.text
        if alone and near is not None and 0 < word.y - near < LETTER:
            named.append((word, found[0].value, near))
    return named


TICK = 0.05
"""Points by which a graduation may be off its place: both ends of its scale are rounded, and so is its own."""
HEADS = 30.0
"""Points from the top of a sheet under which its title and what it measures are written."""
LETTER = 5.0
"""Points from a line to the base of the letters that are centred on it, at most."""


def _in_time(seen: Seen, dots: Sequence[Shape]) -> Iterator[Fault]:
    days = [dt.date.fromisoformat(seen.name(n)).toordinal() for n in range(len(seen.drawn.rows))]
    if days[0] == days[-1]:
        return
    scale = Scale(Fraction(days[0]), Fraction(days[-1]), dots[0].centre[0], dots[-1].centre[0])
    for n, dot in enumerate(dots):
        if scale.away(dot.centre[0], Fraction(days[n])):
            yield seen.fault(seen.name(n), POINT, AWAY, f"{scale.place(Fraction(days[n])):.2f}")


def _through(seen: Seen, dots: Sequence[Shape]) -> Iterator[Fault]:
    """The line of several points that misses one of them."""
    if len(dots) < 2:
        return
    lines = [one.points for one in seen.shapes.strokes if len(one.points) > 1]
    if not any(all(_touches(line, dot.centre, len(dots)) for dot in dots) for line in lines):
        yield seen.fault("", seen.drawn.id, LINE)


def _touches(line: Sequence[Point], dot: Point, count: int) -> bool:
    """Whether a line passes by a point: by one of its own, or nearly where a long one was written with fewer."""
    if len(line) == count:
        return any(not apart(x, dot[0]) and not apart(y, dot[1]) for x, y in line)
    return len(line) >= LONG and any(_near(a, b, dot) < FEWER for a, b in pairwise(line))


def _near(a: Point, b: Point, dot: Point) -> float:
    """How far a point is from a piece of line."""
    (x, y), (dx, dy) = (dot[0] - a[0], dot[1] - a[1]), (b[0] - a[0], b[1] - a[1])
    along = min(1.0, max(0.0, (x * dx + y * dy) / ((dx * dx + dy * dy) or 1.0)))
    return math.hypot(x - along * dx, y - along * dy)


LONG, FEWER = 3, 0.16
"""A line of 128 points or more is written with those that change it by a ninth of a pixel, half a hundredth aside."""


def slopes(seen: Seen) -> Iterator[Fault]:
    """Panels, each with its values at their height over its own floor, a line through them."""
    groups: dict[str, list[int]] = {}
    for n in range(len(seen.drawn.rows)):
        groups.setdefault(seen.name(n), []).append(n)
    floors = sorted(strokes(seen.shapes.strokes, level=True), key=lambda one: (one.top, one.left))
    floors = [one for one in floors if not any(_ends(one, dot) for dot in seen.shapes.discs)] or floors
    left = {int(number.value) for number in numbers(foot(seen.words), seen.lang)}
    if len(groups) - len(floors) not in {0, *left}:
        yield seen.fault("", str(len(floors)), PANELS, str(len(groups)))
    for rows, floor in zip(groups.values(), floors, strict=False):
        dots = [dot for dot in seen.shapes.discs if _over(dot, floor, floors)]
        dots.sort(key=lambda dot: dot.centre[0])
        if len(dots) != len(rows):
            yield seen.fault(seen.name(rows[0]), str(len(dots)), COUNT, str(len(rows)))
            continue
        heights = [
            Length(f"{seen.name(n)}, {seen.name(n, 1)}", _upward(seen.value(n, 2)), floor.top - dot.centre[1])
            for n, dot in zip(rows, dots, strict=True)
        ]
        yield from seen.lengths(heights, f"{POINT} : {AWAY}")
        yield from _through(seen, dots)
        top = max((one.top for one in floors if one.top < floor.top), default=HEADS) + BELOW
        yield from of_panel(seen, rows, dots, floor, top)


def _upward(value: Fraction | None) -> Fraction:
    """A value under zero stands on the floor."""
    return max(value or Fraction(0), Fraction(0))


def _ends(line: Shape, dot: Shape) -> bool:
    """Whether a line ends on a dot: it joins values, it is no floor."""
    return any(not apart(x, dot.centre[0]) and not apart(y, dot.centre[1]) for x, y in line.points)


def _over(dot: Shape, floor: Shape, floors: Sequence[Shape]) -> bool:
    """Whether a dot stands over a floor, and none is between them."""
    x, y = dot.centre
    under = [one for one in floors if one.left <= x <= one.right and y <= one.top + 2 * HALF]
    return bool(under) and min(under, key=lambda one: one.top) is floor
