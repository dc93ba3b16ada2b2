"""Columns against the data they show: how high they are, over which name they stand; combinations of answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from nec_analysis.figures.recette.barred import ranged
from nec_analysis.figures.recette.fault import Fault
from nec_analysis.figures.recette.labels import NAMED, labels, on_rows, over, unlabelled, unlike, values
from nec_analysis.figures.recette.lengths import HALF, Length, apart
from nec_analysis.figures.recette.numbers import HIGH, LOW
from nec_analysis.figures.recette.passage import squeezed
from nec_analysis.figures.recette.placed import Level, placed
from nec_analysis.figures.recette.quantity import COUNT, GAP, SHARE, quantity
from nec_analysis.figures.recette.seen import Seen, common, strokes
from nec_analysis.figures.recette.shapes import Shape

COLUMNS = "n'est pas le nombre des colonnes."
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
        yield seen.fault("", str(len(columns)), COLUMNS, str(len(rows)))
        return
    yield from _told_marks(seen, columns)
    for n, column in zip(rows, columns, strict=True):
        under = [w.x for w in seen.words if w.text == seen.name(n) and w.y > column.bottom]
        if under and not any(abs(x - column.centre[0]) <= 3 * HALF for x in under):
            yield seen.fault(seen.name(n), f"{column.centre[0]:g}", UNDER, f"{under[0]:g}")
    yield from seen.thick([(seen.name(n), column) for n, column in zip(rows, columns, strict=True)], upright=True)
    yield from seen.lengths([_height(seen, n, column) for n, column in zip(rows, columns, strict=True)])


def _told_marks(seen: Seen, columns: Sequence[Shape]) -> Iterator[Fault]:
    """The shares over the columns, the marks under them; under these the shares of the groups, each with its name."""
    floor = max((column.bottom for column in columns), default=0.0)
    under = sorted((w for w in seen.words if w.anchor == "middle" and w.y > floor), key=lambda word: (word.x, word.y))
    for n, word in zip(range(MARKS), [word for word in under if word.y == min(w.y for w in under)], strict=False):
        if word.text != seen.name(n):
            yield seen.fault(seen.name(n), word.text, NAMED)
        mine = labels(seen, [w for w in seen.words if (w.anchor, w.x) == ("middle", word.x) and w.y < floor])
        yield from unlabelled(seen, [n], [n] if mine else ())
        for label in mine:
            yield from unlike(seen, seen.name(n), label, values(seen, n, (2,), SHARE))
    sums = {seen.name(n): n for n in range(MARKS, len(seen.drawn.rows))}
    for name, word in pairwise(under):
        if name.text in sums and name.x == word.x:
            for label in labels(seen, [word]):
                yield from unlike(seen, name.text, label, values(seen, sums[name.text], (2,), SHARE))
    yield from _score(seen, floor)


def _score(seen: Seen, floor: float) -> Iterator[Fault]:
    """The score, promoters less detractors, then its interval; the columns of a weighted survey are not weighted."""
    found = [seen.value(n, 2) for n in range(MARKS, len(seen.drawn.rows))]
    told = [label for label in labels(seen) if label.word.y < floor and label.word.anchor == "start"]
    for rank, label in enumerate(sorted(told, key=lambda each: each.word.x)):
        interval = {number.kind for number in label.numbers} == {LOW, HIGH}
        if rank and not interval:
            yield from unlike(seen, "", label, ())
        elif not rank and len(found) == 3 and found[0] is not None and found[2] is not None:
            figures = [value for known in seen.known for value in known]
            yield from unlike(seen, "", label, (quantity(GAP, found[2] - found[0]), *figures))


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
    first = max((level.x for level in levels.values()), default=0.0)
    yield from on_rows(seen, levels, (2,), words=[word for word in seen.words if word.x <= first])
    if len(columns) != len(together):
        yield seen.fault("", str(len(columns)), COLUMNS, str(len(together)))
        return
    drawn = list(zip(together, columns, strict=True))
    yield from seen.thick([(seen.name(n), column) for n, column in drawn], upright=True)
    yield from seen.lengths([_height(seen, n, column) for n, column in drawn])
    for n, column in drawn:
        mine = labels(seen, over(seen.words, column))
        yield from unlabelled(seen, [n], [n] if mine else ())
        for label in mine:
            yield from unlike(seen, seen.name(n), label, values(seen, n, (1,), COUNT))
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
