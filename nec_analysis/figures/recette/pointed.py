"""Words beside the points of a chart: each is the value, the date, the edition, the change of the point it stands by."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import hypot

from nec_analysis.figures.recette.charted import aliases
from nec_analysis.figures.recette.drawing import CUT, Word
from nec_analysis.figures.recette.entry import Value
from nec_analysis.figures.recette.fault import Fault
from nec_analysis.figures.recette.labels import (
    ALIGNED,
    LABEL,
    NAMED,
    Label,
    labels,
    owned,
    titled,
    unlabelled,
    unlike,
    values,
)
from nec_analysis.figures.recette.numbers import HIGH, LOW, PERCENT, PLAIN, POINTS, SIGNED
from nec_analysis.figures.recette.passage import called
from nec_analysis.figures.recette.placed import Level
from nec_analysis.figures.recette.quantity import COUNT, FACTOR, GAP, RATE, SHARE, SHARE_HIGH, SHARE_LOW, quantity
from nec_analysis.figures.recette.seen import Seen
from nec_analysis.figures.recette.shapes import Shape

BELOW = 20.0
"""Points from the floor of a panel to the names of its editions, at most."""
VALUED, BESIDE = "value", "beside"
PARTS: Mapping[str, tuple[int, str]] = {
    PERCENT: (1, SHARE),
    LOW: (2, SHARE_LOW),
    HIGH: (3, SHARE_HIGH),
    POINTS: (6, GAP),
}
"""By the sort of a number on the row of an indicator: the column of the data that it is of, what it is there."""


def of_indicators(seen: Seen, levels: Mapping[int, Level]) -> Iterator[Fault]:
    """The value, the interval, the change written on the line of an indicator."""
    found = list(owned(seen, levels))
    valued = {row for row, label in found if _sort(label) == VALUED}
    yield from unlabelled(seen, [row for row in levels if seen.value(row, 1) is not None], valued)
    changed = [row for row in levels if seen.value(row, PARTS[POINTS][0]) is not None]
    yield from unlabelled(seen, changed, {row for row, label in found if label.numbers[0].kind == POINTS})
    wide = [row for row in levels if seen.value(row, 2) != seen.value(row, 3)]
    yield from unlabelled(seen, wide, {row for row, label in found if label.numbers[0].kind == LOW})
    sorts: dict[float, Tally[str]] = {}
    for _, label in found:
        sorts.setdefault(label.word.x, Tally())[_sort(label)] += 1
    for row, label in found:
        if sorts[label.word.x].most_common(1)[0][0] != _sort(label):
            yield seen.fault(seen.name(row), label.word.text, LABEL)
        for number in label.numbers:
            column, kind = PARTS.get(number.kind, (1, SHARE))
            told = values(seen, row, (column,), kind) if column < len(seen.drawn.header) else ()
            yield from unlike(seen, seen.name(row), Label(label.word, (number,)), told)


def _sort(label: Label) -> str:
    """What is written at one place of every row: a value, or what stands beside it."""
    return VALUED if label.numbers[0].kind in (PERCENT, PLAIN, SIGNED) and len(label.numbers) == 1 else BESIDE


def of_dates(seen: Seen, dots: Sequence[Shape], floor: float) -> Iterator[Fault]:
    """Totals over their points, steps between two, dates under them; `dots`: one a row, from left to right."""
    places = [dot.centre[0] for dot in dots]
    for label in labels(seen, [word for word in seen.words if word.anchor == "middle" and word.y < floor]):
        on = next((n for n, x in enumerate(places) if abs(x - label.word.x) <= ALIGNED), None)
        next_ = next((n for n, x in enumerate(places) if x > label.word.x), 0)
        if on is not None and label.numbers[0].kind != SIGNED:
            yield from unlike(seen, seen.name(on), label, values(seen, on, (1,), COUNT))
        else:
            yield from unlike(seen, seen.name(next_), label, values(seen, next_, (2,), COUNT) if next_ else ())
    yield from off_ruler(seen, [word for word in seen.words if word.anchor == "end"], (PLAIN,))
    dated = [{called(said) for said in aliases(seen.name(n), seen.lang)} for n in range(len(dots))]
    for word in (word for word in seen.words if word.anchor == "middle" and word.y > floor):
        mine = next((n for n, x in enumerate(places) if abs(x - word.x) <= ALIGNED), None)
        if mine is not None and called(word.text) not in dated[mine] and any(called(word.text) in one for one in dated):
            yield seen.fault(seen.name(mine), word.text, NAMED)


def of_panel(seen: Seen, rows: Sequence[int], dots: Sequence[Shape], floor: Shape, top: float) -> Iterator[Fault]:
    """The words of a panel: its name, its first and last values, its change, its editions; `top`: where it may begin."""
    inside = [word for word in seen.words if floor.left - BELOW <= word.x <= floor.right + BELOW and word.y > top]
    over = [word for word in inside if word.y <= floor.top]
    for label in labels(seen, [word for word in over if word.anchor != "middle"]):
        near = min(range(len(dots)), key=lambda n: _away(dots[n], label.word))
        yield from unlike(seen, seen.name(rows[near]), label, values(seen, rows[near], (2,), COUNT, SHARE))
    heads = [word for word in over if word.anchor == "middle"]
    changes = [] if titled(heads, seen.name(rows[0])) or len(rows) < 2 else labels(seen, heads[-1:])
    for label in changes:
        yield from unlike(seen, seen.name(rows[0]), label, _change(seen, rows))
    named = [word for word in heads if word not in [label.word for label in changes]]
    # a line with a sign that our font lacks is set in pieces, none of them in the middle
    if named and not called(seen.name(rows[0])).startswith(called("".join(word.text for word in named).rstrip(CUT))):
        yield seen.fault(seen.name(rows[0]), " ".join(word.text for word in named), NAMED)
    under = sorted(
        (w for w in inside if w.anchor == "middle" and floor.top < w.y <= floor.top + BELOW), key=lambda word: word.x
    )
    editions = rows if len(under) == len(rows) else [rows[0], rows[-1]]
    for n, word in zip(editions, under, strict=False):
        if not titled([word], seen.name(n, 1)):
            yield seen.fault(seen.name(n, 1), word.text, NAMED)


def _away(dot: Shape, word: Word) -> float:
    return hypot(dot.centre[0] - word.x, dot.centre[1] - word.y)


def _change(seen: Seen, rows: Sequence[int]) -> tuple[Value, ...]:
    """What may be said from the first value to the last: a rate, a factor, points."""
    first, last = (seen.value(n, 2) or Fraction(0) for n in (rows[0], rows[-1]))
    told: list[Value] = [quantity(GAP, last - first)]
    if first:
        told += [quantity(RATE, last / first - 1), quantity(FACTOR, last / first)]
    return tuple(told)


def off_ruler(seen: Seen, words: Sequence[Word], kinds: Sequence[str] = (PLAIN, PERCENT)) -> Iterator[Fault]:
    """Labels of a ruler that are no number of these sorts alone."""
    for label in labels(seen, words):
        if len(label.numbers) > 1 or label.numbers[0].kind not in kinds:
            yield seen.fault(f"en x = {label.word.x:g}, y = {label.word.y:g}", label.word.text, LABEL)


def off_scale(seen: Seen, found: Sequence[tuple[Word, float]], near: float) -> Iterator[Fault]:
    """Graduations that are not where their number is: each with how far it is."""
    for word, away in found:
        if away > near:
            yield seen.fault(f"en x = {word.x:g}, y = {word.y:g}", word.text, LABEL)
