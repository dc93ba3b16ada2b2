"""One chart as it is seen: the rows of its data, the words and the shapes of its drawing."""

from __future__ import annotations

import re
from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from nec_analysis.figures.recette.dossier import Drawn
from nec_analysis.figures.recette.drawing import Word
from nec_analysis.figures.recette.entry import Value
from nec_analysis.figures.recette.fault import SCALE, Fault
from nec_analysis.figures.recette.lengths import HALF, Length, uneven
from nec_analysis.figures.recette.placed import Level
from nec_analysis.figures.recette.shapes import Shape, Shapes

CAPITALS, NEAR = 3.5, 2.0
"""Half the height of the capitals of a name, in points; by which a line that crosses their middle may be off it."""
_NUMBER = re.compile(r"[-−+]?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Seen:
    """A chart, its words and its shapes; `file` is what faults name; `known`: the values of the figures it draws."""

    drawn: Drawn
    words: tuple[Word, ...]
    shapes: Shapes
    lang: str
    file: str
    known: tuple[tuple[Value, ...], ...] = ()

    def value(self, row: int, column: int) -> Fraction | None:
        """The number of a cell, None where it holds none."""
        cells = self.drawn.rows[row]
        text = cells[column] if column < len(cells) else ""
        return Fraction(text.replace("−", "-").replace("+", "")) if _NUMBER.fullmatch(text) else None

    def name(self, row: int, column: int = 0) -> str:
        """The text of a cell."""
        cells = self.drawn.rows[row]
        return cells[column] if column < len(cells) else ""

    def fault(self, place: str, found: str, cause: str, nearest: str = "") -> Fault:
        """A fault of this drawing."""
        return Fault(SCALE, self.file, place, found, cause, nearest)

    def thick(self, found: Sequence[tuple[str, Shape]], *, upright: bool = False) -> Iterator[Fault]:
        """The bars, or the columns, that are thicker or thinner than the others: an eye compares surfaces."""
        sides = [(name, box.right - box.left if upright else box.bottom - box.top) for name, box in found]
        usual = common(round(side, 2) for _, side in sides)
        for name, side in sides:
            if usual is not None and abs(side - usual) > 4 * HALF + 1e-9:
                yield self.fault(name, f"{side:.2f}", "est l'épaisseur de sa barre.", f"{usual:.2f}")

    def crossed(self, level: Level) -> list[Shape]:
        """The level lines that cross the middle of the letters of a name."""
        lines = strokes(self.shapes.strokes, level=True)
        return [one for one in lines if abs(one.top - (level.middle - CAPITALS)) <= NEAR]

    def lengths(self, found: Sequence[Length], cause: str = "n'est pas ce que montre sa longueur.") -> Iterator[Fault]:
        """The faults of lengths that share one scale."""
        for one, shown in uneven(found):
            yield self.fault(one.name, f"{float(one.value):g}", cause, f"{shown:.4g}")


def across(shapes: Iterable[Shape], level: Level) -> list[Shape]:
    """The shapes that stand on the line of a name, from left to right."""
    return sorted((one for one in shapes if one.top <= level.middle <= one.bottom), key=lambda one: one.left)


def common(places: Iterable[float]) -> float | None:
    """The place that most share; None without any."""
    found = Tally(places).most_common(1)
    return found[0][0] if found else None


def strokes(shapes: Iterable[Shape], *, level: bool) -> list[Shape]:
    """The straight lines of two points that are level, or upright."""
    found = [one for one in shapes if len(one.points) == 2]
    return [
        one for one in found if (one.top == one.bottom if level else one.left == one.right and one.top < one.bottom)
    ]
