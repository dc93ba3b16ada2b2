"""How wide a table's columns must be: measured in the letters of the typeface, so no cell ever overflows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil

from nec_analysis.report import fonts
from nec_analysis.report.text import ZERO_WIDTH

PORTRAIT, LANDSCAPE = 174.0, 261.0
"""Text widths of an A4 page, in mm."""
MM_A_POINT = 25.4 / 72
_SIZES = (9.5, 9.0)
_SMALL_SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
_ROOMY = 0.62


@dataclass(frozen=True, slots=True)
class Fit:
    """Widths of the columns and gap at their sides in mm, type size in points, whether the page is turned."""

    columns: tuple[float, ...]
    gap: float
    size: float
    landscape: bool


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
                return Fit(columns, _gap(len(cells)), size, page == LANDSCAPE)
    return _squeezed(cells)


def unfolded(headers: Sequence[str], rows: Sequence[Sequence[str]], page: float) -> Fit | None:
    """The table with each cell on one line within a width in mm, if that can be read."""
    cells = [[headers[i], *(row[i] for row in rows)] for i in range(len(headers))]
    for size in (9.5, 9.0, 8.5):
        columns = _ideal(cells, size)
        if sum(columns) <= page:
            return Fit(_filled(columns, page), _gap(len(cells)), size, False)
    return None


def least(headers: Sequence[str], rows: Sequence[Sequence[str]], *, size: float, sides: float) -> float:
    """The narrowest a table can be without cutting a word, in mm; `size` in points, `sides` of each cell in mm."""
    cells = [[headers[i], *(row[i] for row in rows)] for i in range(len(headers))]
    return sum(_longest_word(column, size) + sides for column in cells)


def _gap(columns: int) -> float:
    return 2.0 if columns <= 8 else 1.2


def _columns(cells: Sequence[Sequence[str]], page: float, size: float) -> tuple[float, ...] | None:
    least = [_longest_word(column, size) + 2 * _gap(len(cells)) for column in cells]
    ideal = _ideal(cells, size)
    if sum(least) > page:
        return None
    if sum(ideal) <= page:
        return _filled(ideal, page)
    # A page turned must be worth it: upright, cells may fold, but not into ribbons of one word a line.
    widths = _shared(least, ideal, page)
    ribbons = max(want / got for want, got in zip(ideal, widths, strict=True))
    return None if ribbons > _most_folds(page) else widths


def _ideal(cells: Sequence[Sequence[str]], size: float) -> list[float]:
    """The width of each column when nothing folds."""
    return [_longest_line(column, size) + 2 * _gap(len(cells)) for column in cells]


def _most_folds(page: float) -> float:
    """How many lines the text of a column may take: few in half a page, any number once the page is turned."""
    return 1.6 if page < PORTRAIT else 10.0 if page < LANDSCAPE else float("inf")


def _filled(ideal: list[float], page: float) -> tuple[float, ...]:
    """A table that nearly fills the page fills it, the first column taking the rest."""
    rest = page - sum(ideal)
    if sum(ideal) >= _ROOMY * page:
        ideal = [ideal[0] + rest, *ideal[1:]] if rest < ideal[0] else [width + rest / len(ideal) for width in ideal]
    return tuple(_down(width) for width in ideal)


def _shared(least: list[float], ideal: list[float], page: float) -> tuple[float, ...]:
    """Each column its longest word; what is left by what each still lacks, the short ones served whole first."""
    widths, rest = list(least), page - sum(least)
    for i in sorted(range(len(ideal)), key=lambda i: (ideal[i] - least[i], i)):
        waiting = sum(
            1 for j in range(len(ideal)) if ideal[j] - least[j] >= ideal[i] - least[i] and widths[j] == least[j]
        )
        share = min(ideal[i] - least[i], rest / max(1, waiting))
        widths[i] += share
        rest -= share
    return tuple(_down(width) for width in widths)


def _squeezed(cells: Sequence[Sequence[str]]) -> Fit:
    """Too many columns for whole words even on a turned page: equal widths, words may break."""
    width = _down(LANDSCAPE / max(1, len(cells)))
    return Fit((width,) * len(cells), min(1.0, width / 8), _SMALL_SIZES[-1], True)


def _down(width: float) -> float:
    return int(width * 100) / 100


def _longest_word(column: Sequence[str], size: float) -> float:
    return max((_mm(word, size) for text in column for word in text.replace(ZERO_WIDTH, " ").split(" ")), default=0.0)


def _longest_line(column: Sequence[str], size: float) -> float:
    return max((_mm(line, size) for text in column for line in text.split("\n")), default=0.0)


def _mm(text: str, size: float) -> float:
    """Width of a text in bold, the wider face, with half a point of comfort."""
    advances = _advances()
    return (sum(advances.get(letter, 0.72) for letter in text) * size + 0.5) * MM_A_POINT


@cache
def _advances() -> dict[str, float]:
    """Advance of each character of Lato Bold, in em."""
    from fontTools.ttLib import TTFont

    with TTFont(fonts.lato("Bold"), lazy=True) as font:
        metrics, unit = font["hmtx"].metrics, font["head"].unitsPerEm
        return {chr(code): ceil(metrics[name][0] / unit * 1000) / 1000 for code, name in font.getBestCmap().items()}
