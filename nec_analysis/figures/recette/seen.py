"""One chart as it is seen: the rows of its data, the words and the shapes of its drawing."""

from __future__ import annotations

import re
from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from nec_analysis.figures.recette.dossier import Drawn
from nec_analysis.figures.recette.drawing import Word
from nec_analysis.figures.recette.fault import SCALE, Fault
from nec_analysis.figures.recette.lengths import Length, uneven
from nec_analysis.figures.recette.placed import Level
from nec_analysis.figures.recette.shapes import Shape, Shapes

_NUMBER = re.compile(r"[-−+]?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Seen:
    """A chart, its words and its shapes; `file` is what faults name."""

    drawn: Drawn
    words: tuple[Word, ...]
    shapes: Shapes
    lang: str
    file: str

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
