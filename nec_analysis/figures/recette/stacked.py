"""Answers of a scale, segment by segment, against the shares they show: length, order, colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from nec_analysis.figures.recette.drawing import Word
from nec_analysis.figures.recette.fault import Fault
from nec_analysis.figures.recette.headed import answers, total
from nec_analysis.figures.recette.labels import owned, unlabelled, unlike, values
from nec_analysis.figures.recette.lengths import HALF, Length, apart
from nec_analysis.figures.recette.passage import squeezed
from nec_analysis.figures.recette.placed import Level, placed
from nec_analysis.figures.recette.quantity import SHARE
from nec_analysis.figures.recette.seen import Seen, across, common, strokes
from nec_analysis.figures.recette.shapes import Shape

PARTS = "n'est pas le nombre de ses segments."
JOINS = "a un segment qui ne commence pas où il devrait."
COLOUR = "n'a pas la couleur de cette réponse."
BESIDE = 1.0
"""Points between two segments that are not joined, at least."""
AFTERWARDS = 6.0
"""Points from a segment to the number after it, at most."""
TOTAL = -2
"""The column of the total of those in favour, from the end."""
AFTER = 3
"""Columns of the data that are no answer: the statement, the total of those in favour, the base."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The segments of a row from left to right, the share of each answer from the most negative on."""

    name: str
    values: tuple[Fraction, ...]
    boxes: tuple[Shape, ...]

    def ranks(self, middle: int | None) -> list[int]:
        """The answers that somebody gave, in the order in which they are drawn: the neutral one last."""
        told = [rank for rank, value in enumerate(self.values) if value]
        return [rank for rank in told if rank != middle] + [rank for rank in told if rank == middle]

    def fits(self, middle: int | None, zero: float) -> bool:
        """Whether so many segments are left of the line, and none but the neutral one stands apart."""
        ranks = self.ranks(middle)
        split = len(self.values) / 2 if middle is None else middle
        left = sum(box.right <= zero + 2 * BESIDE / 100 for box in self.boxes)
        joined = self.boxes[: len(ranks) - (middle in ranks)]
        gaps = [b.left - a.right for a, b in pairwise(joined)]
        away = middle not in ranks or not joined or self.boxes[-1].left - joined[-1].right > BESIDE
        return left == sum(rank < split for rank in ranks) and all(gap <= BESIDE for gap in gaps) and away


def stacked(seen: Seen) -> Iterator[Fault]:
    """Segments from the line of the middle to both sides, the neutral answer apart on a scale of its own."""
    steps = len(seen.drawn.header) - AFTER
    levels = placed([seen.name(n) for n in range(len(seen.drawn.rows))], seen.words)
    zero = common(one.left for one in strokes(seen.shapes.strokes, level=False))
    rows: list[Parts] = []
    lines: list[tuple[int, Level]] = []
    for n, level in levels.items():
        values = tuple(seen.value(n, rank + 1) or Fraction(0) for rank in range(steps))
        row = Parts(seen.name(n), values, tuple(across(seen.shapes.boxes, level)))
        if len(row.ranks(None)) != len(row.boxes):
            yield seen.fault(row.name, str(len(row.boxes)), PARTS, str(len(row.ranks(None))))
        else:
            rows.append(row)
            lines.append((n, level))
    if rows and zero is not None:
        # where people gave the neutral answer alone, any could be it: the one in the middle comes first
        tried = (None, *sorted(range(steps), key=lambda rank: abs(2 * rank + 1 - steps)))
        middle = max(tried, key=lambda rank: sum(row.fits(rank, zero) for row in rows))
        yield from seen.thick([(row.name, box) for row in rows for box in row.boxes])
        yield from _measured(seen, rows, middle)
        for row in rows:
            yield from _joined(seen, row, middle, zero)
        yield from _coloured(seen, rows, middle)
        yield from total(seen, levels.values(), TOTAL)
        yield from answers(seen, levels.values(), seen.drawn.header[1:-2])
        for (n, level), row in zip(lines, rows, strict=True):
            yield from _told(seen, n, level, row, middle)


def _told(seen: Seen, n: int, level: Level, row: Parts, middle: int | None) -> Iterator[Fault]:
    """The share on each segment; that of the neutral answer after its own; after all of them the total in favour."""
    parts = list(zip(row.ranks(middle), row.boxes, strict=True))
    found = [label for _, label in owned(seen, {n: level})]
    if seen.value(n, TOTAL + len(seen.drawn.header)) is not None and not any(
        label.word.x > box.right for label in found for box in row.boxes[-1:]
    ):
        yield from unlabelled(seen, [n], ())
    for label in found:
        x = label.word.x
        on = next((rank for rank, box in parts if box.left <= x <= box.right), None)
        after = next((rank for rank, box in parts if rank == middle and 0 < x - box.right <= AFTERWARDS), on)
        column = TOTAL + len(seen.drawn.header) if after is None else after + 1
        yield from unlike(seen, row.name, label, values(seen, n, (column,), SHARE))


def _measured(seen: Seen, rows: Sequence[Parts], middle: int | None) -> Iterator[Fault]:
    """Segments shorter or longer than their share; the neutral ones have a scale of their own."""
    beside: list[Length] = []
    joined: list[Length] = []
    for row in rows:
        for rank, box in zip(row.ranks(middle), row.boxes, strict=True):
            name = f"{row.name}, {seen.drawn.header[rank + 1]}"
            (beside if rank == middle else joined).append(Length(name, row.values[rank], box.right - box.left))
    yield from seen.lengths(joined)
    yield from seen.lengths(beside)


def _joined(seen: Seen, row: Parts, middle: int | None, zero: float) -> Iterator[Fault]:
    """Segments that do not follow one another, from the line on."""
    split = len(row.values) / 2 if middle is None else middle
    drawn = list(zip(row.ranks(middle), row.boxes, strict=True))
    left = [box for rank, box in drawn if rank < split]
    right = [box for rank, box in drawn if rank > split or (middle is None and rank == split)]
    for before, after in ((a.right, b.left) for side in (left, right) for a, b in pairwise(side)):
        if apart(before, after):
            yield seen.fault(row.name, f"{after:g}", JOINS, f"{before:g}")
    for place in (*(box.right for box in left[-1:]), *(box.left for box in right[:1])):
        if apart(place, zero):
            yield seen.fault(row.name, f"{place:g}", JOINS, f"{zero:g}")


def _coloured(seen: Seen, rows: Sequence[Parts], middle: int | None) -> Iterator[Fault]:
    """Segments that have not the colour of their answer: that of its name over the rows, or of the other rows."""
    for rank, label in enumerate(seen.drawn.header[1:-2]):
        drawn = [
            (row.name, box.fill)
            for row in rows
            for n, box in zip(row.ranks(middle), row.boxes, strict=True)
            if n == rank
        ]
        named = "" if rank == middle else _named(seen, label)
        wanted = named or max((fill for _, fill in drawn), key=[fill for _, fill in drawn].count, default="")
        for name, fill in drawn:
            if fill != wanted:
                yield seen.fault(f"{name}, {label}", fill, COLOUR, wanted)


def _named(seen: Seen, label: str) -> str:
    """The colour of the little box beside the name of an answer; nothing where the name is not written in one line."""
    lines = [word for word in seen.words if squeezed(word.text) == squeezed(label)]
    boxes = [box for box in seen.shapes.boxes if abs((box.right - box.left) - (box.bottom - box.top)) <= 4 * HALF]
    beside = [box.fill for box in boxes for word in lines if _beside(box, word)]
    return beside[0] if beside else ""


def _beside(box: Shape, word: Word) -> bool:
    """Whether a word ends just before a little box, or begins just after it."""
    gap = box.left - word.x if word.anchor == "end" else word.x - box.right
    return box.top <= word.y <= box.bottom + BESIDE and 0 <= gap <= box.right - box.left
