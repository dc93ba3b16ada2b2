"""Columns against the data they show: how high they are, over which name they stand; combinations of answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from nec_analysis.figures.recette.barred import ranged
from nec_analysis.figures.recette.fault import Fault
from nec_analysis.figures.recette.lengths import HALF, Length, apart
from nec_analysis.figures.recette.passage import squeezed
from nec_analysis.figures.recette.placed import Level, placed
from nec_analysis.figures.recette.seen import Seen, common, strokes
from nec_analysis.figures.recette.shapes import Shape

COUNT = "n'est pas le nombre des colonnes."
UNDER = "n'est pas au-dessus de son nom."
UNBOUND = "n'a pas la ligne qui joint les points de ses réponses."
OTHERS = "n'a pas les points de ses réponses."
ONLY = re.compile(r"(?:uniquement|only)\s*:\s*", re.IGNORECASE)
"""How the name of a combination begins: the drawing says it by dots."""
MARKS = 11
"""Marks of a recommendation, from 0 to 10; the rows after are sums."""


def marks(seen: Seen) -> Iterator[Fault]:
    """A column a mark, as high as those who gave it are many."""
    rows = [n for n in range(len(seen.drawn.rows)) if n < MARKS and seen.value(n, 1)]
    columns = _standing(seen.shapes.boxes)
    if len(columns) != len(rows):
        yield seen.fault("", str(len(columns)), COUNT, str(len(rows)))
        return
    for n, column in zip(rows, columns, strict=True):
        under = [w.x for w in seen.words if w.text == seen.name(n) and w.y > column.bottom]
        if under and not any(abs(x - column.centre[0]) <= 3 * HALF for x in under):
            yield seen.fault(seen.name(n), f"{column.centre[0]:g}", UNDER, f"{under[0]:g}")
    yield from seen.thick([(seen.name(n), column) for n, column in zip(rows, columns, strict=True)], upright=True)
    yield from seen.lengths([_height(seen, n, column) for n, column in zip(rows, columns, strict=True)])


def combinations(seen: Seen) -> Iterator[Fault]:
    """Bars of the answers, columns of their combinations, the dots that say which."""
    rows = range(len(seen.drawn.rows))
    alone = [n for n in rows if not ONLY.match(seen.name(n))]
    together = [n for n in rows if ONLY.match(seen.name(n))]
    levels = placed([seen.name(n) for n in alone], seen.words)
    top = min((level.first for level in levels.values()), default=0.0)
    columns = _standing([box for box in seen.shapes.boxes if box.bottom < top])
    beneath = [box for box in seen.shapes.boxes if box not in columns]
    yield from ranged(seen, beneath, levels, {n: seen.value(n, 1) for n in levels})
    if len(columns) != len(together):
        yield seen.fault("", str(len(columns)), COUNT, str(len(together)))
        return
    drawn = list(zip(together, columns, strict=True))
    yield from seen.thick([(seen.name(n), column) for n, column in drawn], upright=True)
    yield from seen.lengths([_height(seen, n, column) for n, column in drawn])
    for n, column in drawn:
        yield from _dotted(seen, n, column, levels)


def _standing(boxes: Sequence[Shape]) -> list[Shape]:
    """The boxes that stand on the lowest line that most share, from left to right."""
    floor = common(box.bottom for box in boxes)
    return sorted((box for box in boxes if box.bottom == floor), key=lambda box: box.left)


def _height(seen: Seen, row: int, column: Shape) -> Length:
    value = seen.value(row, 1)
    assert value is not None
    return Length(seen.name(row), value, column.bottom - column.top)


def _dotted(seen: Seen, row: int, column: Shape, levels: Mapping[int, Level]) -> Iterator[Fault]:
    """Under a column, the dots of its colour are those of its answers."""
    dots = [dot for dot in seen.shapes.discs if not apart(dot.centre[0], column.centre[0])]
    lit = [dot for dot in dots if dot.fill == column.fill]
    said = [n for n, level in levels.items() if any(dot.top - 1 <= level.middle <= dot.bottom + 1 for dot in lit)]
    wanted = squeezed(ONLY.sub("", seen.name(row), count=1))
    names = [squeezed(seen.name(n)) for n in said]
    if len(said) != len(lit) or sum(map(len, names)) != len(wanted) or not all(name in wanted for name in names):
        yield seen.fault(seen.name(row), str(len(lit)), OTHERS)
    heights = [dot.centre[1] for dot in lit]
    bound = [one for one in strokes(seen.shapes.strokes, level=False) if not apart(one.left, column.centre[0])]
    tied = (
        any(not apart(one.top, min(heights)) and not apart(one.bottom, max(heights)) for one in bound) if lit else False
    )
    if (len(lit) > 1) != tied:
        yield seen.fault(seen.name(row), str(len(bound)), UNBOUND)
