"""How wide a table's columns must be: measured in the letters of the typeface, so no cell ever overflows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from math import ceil, fsum

from nec_analysis.report import fonts
from nec_analysis.report.text import LONG, ZERO_WIDTH

PORTRAIT, LANDSCAPE = 174.0, 261.0
"""Text widths of an A4 page, in mm."""
MM_A_POINT = 25.4 / 72
_STROKE = re.compile(r"(?<=[/-])(?=[^\d/-])")
"""Where a line may end inside a word, as Unicode has it: not before a digit."""
WIDEST = 0.8
"""Width of a wide letter, in em."""
_SIZES = (9.5, 9.0)
_SMALL_SIZES = (8.5, 8.0, 7.5, 7.0)
LOST = 0.02
"""In mm: what rounding takes from a column, much less than the comfort of its text."""
_ROOMY, STEP = 0.62, 3.0
"""A table as wide as this part of the page fills it; width in mm given at a time to a column."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Widths of the columns and gap at their sides in mm, type size in points, whether the page is turned.

    `lines`: of the highest cell, about. `letters`: how many a word may have before it breaks, 0 when none has to.
    """

    columns: tuple[float, ...]
    gap: float
    size: float
    landscape: bool
    lines: int = 1
    letters: int = 0


def fit(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    wide: bool = False,
    within: Sequence[float] = (PORTRAIT, LANDSCAPE),
) -> Fit:
    """The largest type in which no word is cut, on the first of the widths `within` that allows it."""
    cells = [[headers[i], *(row[i] for row in rows)] for i in range(len(headers))]
    for page in (LANDSCAPE,) if wide else within:
        for size in _SMALL_SIZES if page == LANDSCAPE else _SIZES:
            columns = _columns(cells, page, size)
            if columns:
                return Fit(columns, _gap(len(cells)), size, page == LANDSCAPE, _lines(cells, columns, size))
    return _squeezed(cells)


def filled(fit: Fit) -> Fit:
    """The same table over the whole width of its page, the first column taking the rest."""
    rest = (LANDSCAPE if fit.landscape else PORTRAIT) - fsum(fit.columns)
    return replace(fit, columns=(_down(fit.columns[0] + max(0.0, rest)), *fit.columns[1:]))


def flat(rows: Sequence[Sequence[str]], fit: Fit) -> list[bool]:
    """Of each row, whether it surely is one line of the text face high: the page need not find out."""
    known = fonts.advances().keys()
    inner = [width - 2 * fit.gap for width in fit.columns]
    return [
        all(known >= set(text) and _mm(text, fit.size) <= width + LOST for text, width in zip(row, inner, strict=True))
        for row in rows
    ]


def unfolded(headers: Sequence[str], rows: Sequence[Sequence[str]], page: float) -> Fit | None:
    """The table with each cell on one line within a width in mm, if that can be read."""
    cells = [[headers[i], *(row[i] for row in rows)] for i in range(len(headers))]
    for size in (9.5, 9.0, 8.5):
        columns = _ideal(cells, size)
        if fsum(columns) <= page:
            return Fit(_filled(columns, page), _gap(len(cells)), size, False)
    return None


def largest(texts: Sequence[str], width: float, sizes: Sequence[float]) -> float:
    """The first of the type sizes, in points, in which the longest word fits a width in mm; the last if none does."""
    return next((size for size in sizes if _longest_word(texts, size) <= width), sizes[-1])


def holds(text: str, width: float, size: float) -> bool:
    """Whether no word of a text, in points, is wider than a width in mm."""
    return _longest_word([text], size) <= width


def lines(text: str, width: float, size: float) -> int:
    """How many lines a text, in points, takes in a width in mm, about."""
    return max(1, ceil(_mm(text, size) / width))


def letters(width: float, size: float) -> int:
    """How many letters, wide ones, stand in a width in mm."""
    return max(1, int(width / (WIDEST * size * MM_A_POINT)))


def least(headers: Sequence[str], rows: Sequence[Sequence[str]], *, size: float, sides: float) -> float:
    """The narrowest a table can be without cutting a word, in mm; `size` in points, `sides` of each cell in mm."""
    cells = [[headers[i], *(row[i] for row in rows)] for i in range(len(headers))]
    return fsum(_longest_word(column, size) + sides for column in cells)


def _gap(columns: int) -> float:
    return 2.0 if columns <= 8 else 1.2


def _columns(cells: Sequence[Sequence[str]], page: float, size: float) -> tuple[float, ...] | None:
    least = [_longest_word(column, size) + 2 * _gap(len(cells)) for column in cells]
    ideal = _ideal(cells, size)
    if fsum(least) > page:
        return None
    if fsum(ideal) <= page:
        return _filled(ideal, page)
    # A page turned must be worth it: upright, cells may fold, but not into ribbons of one word a line.
    widths = _shared(cells, least, page, size)
    ribbons = _folds(cells, widths, size)
    return None if ribbons > _most_folds(page) else widths


def _ideal(cells: Sequence[Sequence[str]], size: float) -> list[float]:
    """The width of each column when nothing folds."""
    return [_longest_line(column, size) + 2 * _gap(len(cells)) for column in cells]


def _most_folds(page: float) -> float:
    """How many lines the text of a column may take: few in half a page, any number once the page is turned."""
    return 1.6 if page < PORTRAIT else 10.0 if page < LANDSCAPE else float("inf")


def _filled(ideal: list[float], page: float) -> tuple[float, ...]:
    """A table that nearly fills the page fills it, the first column taking the rest."""
    rest = page - fsum(ideal)
    if fsum(ideal) >= _ROOMY * page:
        ideal = [ideal[0] + rest, *ideal[1:]] if rest < ideal[0] else [width + rest / len(ideal) for width in ideal]
    return tuple(_down(width) for width in ideal)


def _shared(cells: Sequence[Sequence[str]], least: list[float], page: float, size: float) -> tuple[float, ...]:
    """Each column its longest word; then, step by step, more to the one that shortens the table most."""
    sides = 2 * _gap(len(cells))
    heights = _Heights([[_longest_line([text], size) for text in column] for column in cells])
    floor = [width - sides for width in least]
    inner = list(floor)
    rest = page - fsum(least)
    while rest > 0:
        step = min(STEP, rest)
        tried = [_moved(inner, {taker: step}) for taker in range(len(cells))]
        inner = min(tried, key=heights.of)
        rest -= step
    return tuple(_down(width + sides) for width in _exchanged(heights, inner, floor))


def _exchanged(heights: _Heights, inner: list[float], floor: list[float]) -> list[float]:
    """Width taken from one column for another as long as the table gets shorter: the steps before were short-sighted."""
    best, given = heights.of(inner), True
    while given:
        given = False
        for giver, taker, step in product(range(len(inner)), range(len(inner)), (4 * STEP, STEP, STEP / 3)):
            if giver == taker or inner[giver] - step < floor[giver]:
                continue
            tried = _moved(inner, {giver: -step, taker: step})
            height = heights.of(tried)
            if height < best:
                inner, best, given = tried, height, True
    return inner


def _moved(inner: list[float], steps: Mapping[int, float]) -> list[float]:
    return [width + steps.get(rank, 0.0) for rank, width in enumerate(inner)]


_Lines = tuple[tuple[float, ...], float]
"""Lines of a column, cell by cell, then of all its cells."""


class _Heights:
    """How high a table is with columns of given widths.

    Each column is measured once a width; columns of the same lines are one, and a table of the same columns is known.
    """

    def __init__(self, wants: Sequence[Sequence[float]]) -> None:
        self.wants = wants
        self.measured: dict[tuple[int, float], _Lines] = {}
        self.known: dict[tuple[float, ...], _Lines] = {}
        self.tables: dict[tuple[int, ...], tuple[float, float]] = {}

    def of(self, inner: Sequence[float]) -> tuple[float, float]:
        """Lines of the table, then of all its cells."""
        columns = [self._column(rank, width) for rank, width in enumerate(inner)]
        table = tuple(map(id, columns))
        if table not in self.tables:
            lines = zip(*[lines for lines, _ in columns], strict=True)
            self.tables[table] = round(fsum(map(max, lines)), 6), round(fsum([total for _, total in columns]), 6)
        return self.tables[table]

    def _column(self, rank: int, width: float) -> _Lines:
        """A text that folds at all costs half a line more than its length."""
        if (rank, width) not in self.measured:
            folds = [want / width for want in self.wants[rank]]
            lines = tuple([1.0 if fold <= 1 else max(2.0, fold + 0.5) for fold in folds])
            self.measured[rank, width] = self.known.setdefault(lines, (lines, fsum(lines)))
        return self.measured[rank, width]


def _squeezed(cells: Sequence[Sequence[str]]) -> Fit:
    """Too many columns for whole words even on a turned page: equal widths, words may break."""
    width = _down(LANDSCAPE / max(1, len(cells)))
    columns, gap, size = (width,) * len(cells), min(1.0, width / 8), _SMALL_SIZES[-1]
    return Fit(columns, gap, size, True, _lines(cells, columns, size), letters(width - 2 * gap, size))


def _folds(cells: Sequence[Sequence[str]], widths: Sequence[float], size: float) -> float:
    """Lines of the highest cell, about: its length over the width it has."""
    sides = 2 * _gap(len(cells))
    inner = [max(1.0, width - sides) for width in widths]
    return max(
        fsum(max(1.0, _mm(line, size) / width) for line in text.split("\n"))
        for column, width in zip(cells, inner, strict=True)
        for text in column
    )


def _lines(cells: Sequence[Sequence[str]], widths: Sequence[float], size: float) -> int:
    return ceil(_folds(cells, widths, size) - 0.02)  # widths were rounded down


def _down(width: float) -> float:
    return int(width * 100) / 100


def _longest_word(column: Sequence[str], size: float) -> float:
    return max((_across(ems, size) for ems in map(_widest, column)), default=0.0)


@lru_cache(maxsize=20_000)
def _widest(text: str) -> float:
    """Width of the widest of its words, in em."""
    return max(map(_ems, _words(text)))


def _words(text: str) -> Iterator[str]:
    """What the page never breaks. A long address breaks after its strokes; a short compound had better stay whole."""
    for word in text.replace(ZERO_WIDTH, " ").split(" "):
        yield from _STROKE.split(word) if len(word) >= LONG else (word,)


def _longest_line(column: Sequence[str], size: float) -> float:
    return max((_across(ems, size) for ems in map(_line, column)), default=0.0)


@lru_cache(maxsize=20_000)
def _line(text: str) -> float:
    """Width of the longest of its lines, in em."""
    return max(map(_ems, text.split("\n")))


def _mm(text: str, size: float) -> float:
    """Width of a text, regular or bold, with half a point of comfort."""
    return _across(_ems(text), size)


def _across(ems: float, size: float) -> float:
    return (ems * size + 0.5) * MM_A_POINT


@lru_cache(maxsize=20_000)
def _ems(text: str) -> float:
    advances = fonts.advances()
    # exact sums: from Python 3.12 on, the built-in one rounds otherwise than before
    return fsum(advances.get(letter, 0.72) for letter in text)
