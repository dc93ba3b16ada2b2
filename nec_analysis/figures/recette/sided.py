"""Bars on both sides of a line against the data they show: gaps with a sign, opposed counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from nec_analysis.figures.recette.barred import BAR, BEGINS, NO_BAR, ranged
from nec_analysis.figures.recette.entry import Value
from nec_analysis.figures.recette.fault import Fault
from nec_analysis.figures.recette.labels import on_rows, owned, unlabelled, unlike, values
from nec_analysis.figures.recette.lengths import Length, apart
from nec_analysis.figures.recette.placed import Level, placed
from nec_analysis.figures.recette.quantity import COUNT, SHARE, quantity
from nec_analysis.figures.recette.seen import Seen, across, common, strokes
from nec_analysis.figures.recette.shapes import Shape

UNNAMED = "n'est pas écrit à côté de sa ligne."
PARTS = "n'est pas le nombre de ses barres."


def funnel(seen: Seen, people: int, points: int) -> Iterator[Fault]:
    """Steps from one edge at the left, gaps on both sides of a line at the right."""
    rows = range(len(seen.drawn.rows))
    steps = [n for n in rows if seen.value(n, people) is not None]
    gaps = [n for n in rows if seen.value(n, points) is not None]
    told = placed([seen.name(n) for n in steps], seen.words)
    beside = [word for word in seen.words if word.x > max((level.x for level in told.values()), default=0.0) + 1]
    apart_ = placed([seen.name(n) for n in gaps], beside)
    start = max((level.x for level in apart_.values()), default=float("inf"))
    left = [box for box in seen.shapes.boxes if box.left < start]
    levels = {steps[rank]: level for rank, level in told.items()}
    yield from ranged(seen, left, levels, {n: seen.value(n, people) for n in levels})
    of_first = {n: _of_first(seen, n, people) for n in levels}
    yield from on_rows(seen, levels, (people,), words=[w for w in seen.words if w.x < start], more=of_first)
    right = [box for box in seen.shapes.boxes if box.left >= start]
    told_ = {gaps[rank]: level for rank, level in apart_.items()}
    yield from _signed(seen, right, told_, points)
    signs = list(owned(seen, told_, [w for w in seen.words if w.x >= start]))
    yield from unlabelled(seen, told_, {n for n, _ in signs})
    for n in {*steps, *gaps} - {*levels, *told_}:
        yield seen.fault("", seen.name(n), UNNAMED)
    for n, label in signs:
        signed = all(number.decimals == 1 for number in label.numbers)
        yield from unlike(seen, seen.name(n), label, values(seen, n, (points,), COUNT) if signed else ())


def _of_first(seen: Seen, row: int, people: int) -> tuple[Value, ...]:
    """The share that a step keeps of the first."""
    first, value = seen.value(0, people), seen.value(row, people)
    return (quantity(SHARE, value / first),) if first and value is not None else ()


def _signed(seen: Seen, boxes: Sequence[Shape], levels: Mapping[int, Level], column: int) -> Iterator[Fault]:
    """Bars that go right of a line where their value is above zero, left of it where it is under."""
    zero = common(one.left for one in strokes(seen.shapes.strokes, level=False))
    lengths: list[Length] = []
    drawn: list[tuple[str, Shape]] = []
    for n, level in levels.items():
        found, value = across(boxes, level), seen.value(n, column) or Fraction(0)
        if len(found) != bool(value) or zero is None:
            yield seen.fault(seen.name(n), f"{float(value):g}", NO_BAR if value else BAR)
        elif value:
            begins, ends = (found[0].left, found[0].right) if value > 0 else (found[0].right, found[0].left)
            if apart(begins, zero):
                yield seen.fault(seen.name(n), f"{float(value):g}", BEGINS)
            lengths.append(Length(seen.name(n), value, ends - zero))
            drawn.append((seen.name(n), found[0]))
    yield from seen.thick(drawn)
    yield from seen.lengths(lengths)


def opposed(seen: Seen, left: int, right: int) -> Iterator[Fault]:
    """Two counts a row, one on each side of a gap that all rows share."""
    rows = range(len(seen.drawn.rows))
    levels = placed([seen.name(n) for n in rows], seen.words)
    lengths: list[Length] = []
    drawn: list[tuple[str, Shape]] = []
    edges: dict[int, list[tuple[int, float]]] = {left: [], right: []}
    for n, level in levels.items():
        found = across(seen.shapes.boxes, level)
        wanted = [column for column in (left, right) if seen.value(n, column)]
        if len(found) != len(wanted):
            yield seen.fault(seen.name(n), str(len(found)), PARTS, str(len(wanted)))
            continue
        told = [(left if label.word.anchor == "end" else right, label) for _, label in owned(seen, {n: level})]
        if not {*wanted} <= {column for column, _ in told}:
            yield from unlabelled(seen, [n], ())
        for column, label in told:
            yield from unlike(seen, seen.name(n), label, values(seen, n, (column,)))
        for column, box in zip(wanted, found, strict=True):
            lengths.append(Length(seen.name(n), seen.value(n, column) or Fraction(0), box.right - box.left))
            edges[column].append((n, box.right if column == left else box.left))
            drawn.append((seen.name(n), box))
    for begun in edges.values():
        edge = common(place for _, place in begun)
        yield from (seen.fault(seen.name(n), f"{at:g}", BEGINS) for n, at in begun if at != edge)
    yield from seen.thick(drawn)
    yield from seen.lengths(lengths)
