"""Rows of a chart's data where the drawing writes their names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nec_analysis.figures.recette.direction import orderless
from nec_analysis.figures.recette.drawing import CUT, Word
from nec_analysis.figures.recette.passage import called, squeezed

LINES = 9
"""Pieces of one name, at most: a line each, more where a font lacks one of its signs."""
_OPEN = re.compile(r"\[[^\[\]]*$")
"""The name of a sign that goes on in the next line."""
NEXT = 3.0
"""Points from the last line of a name to the first of the next, at least: half a line of the smallest letters."""


@dataclass(frozen=True, slots=True)
class Level:
    """Where a name is written: its first and last base lines, the point its first begins or `ends` at, in points."""

    first: float
    last: float
    x: float
    ends: bool = False

    @property
    def middle(self) -> float:
        """Half-way between its lines."""
        return (self.first + self.last) / 2


def placed(names: Sequence[str], words: Sequence[Word]) -> Mapping[int, Level]:
    """The level of each name, by its rank; names that are not written are left out.

    Names follow one another downwards in letters of one size: the size in which most of them are found.
    """
    sizes = dict.fromkeys(word.size for word in words)
    found = [_sought(names, [word for word in words if word.size == size]) for size in sizes]
    # a title may say no more than a name does: names stand lower, most of them end where their bar begins
    return max(reversed(found), key=lambda each: (len(each), sum(level.ends for level in each.values())), default={})


def _sought(names: Sequence[str], words: Sequence[Word]) -> dict[int, Level]:
    found: dict[int, Level] = {}
    signs = frozenset(called(name) for name in names if not squeezed(name))
    at, below = 0, float("-inf")
    for rank, name in enumerate(names):
        starts = range(at, len(words)) if called(name) else ()
        hit = next((hit for start in starts if (hit := _here(called(name), words, start, below, signs))), None)
        if hit:
            at, level = hit
            found[rank], below = level, level.last + NEXT
    return found


def _here(
    wanted: str, words: Sequence[Word], start: int, below: float, signs: frozenset[str]
) -> tuple[int, Level] | None:
    """The level of a name whose first piece is that word, with the place after its last.

    `signs`: the names that have no letters; other pieces without letters, as an emoji on a line, are of the name they touch.
    """
    if words[start].y < below or (called(words[start].text) in signs and called(words[start].text) != wanted):
        return None
    said, turned = "", orderless(wanted[::-1]) == wanted  # letters from right to left are compared whole
    for end in range(start, min(start + LINES, len(words))):
        said += words[end].text
        begun = turned or wanted.startswith(squeezed(_OPEN.sub("", said)))
        if called(said) == wanted or (said.endswith(CUT) and begun):
            after = end + 1
            while after < min(start + LINES, len(words)) and _sign(words[after].text, signs):
                after += 1
            lines = [word.y for word in words[start:after]]
            return after, Level(min(lines), max(lines), words[start].x, words[start].anchor == "end")
        if not begun:
            return None
    return None


def _sign(text: str, names: frozenset[str]) -> bool:
    return not squeezed(text) and called(text) not in names
