"""What a chart may print: the cells of its data table, what follows from them, what its caption says."""

from __future__ import annotations

import re
from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from nec_analysis.figures.recette import entry as fields
from nec_analysis.figures.recette.dossier import Drawn
from nec_analysis.figures.recette.entry import Entry, Value, spelt
from nec_analysis.figures.recette.numbers import numbers
from nec_analysis.figures.recette.passage import squeezed
from nec_analysis.figures.recette.quantity import (
    COUNT,
    FACTOR,
    GAP,
    RATE,
    SHARE,
    SHARE_HIGH,
    SHARE_LOW,
    quantity,
)

LOWS, HIGHS = ("borne basse", "low", "lower"), ("borne haute", "high", "upper")
CELL = Fraction(1, 2_000_000)
"""Half of the last decimal of a cell."""
_NUMBER = re.compile(r"[-−+]?\d+(?:\.\d+)?")
_LEAD = re.compile(r"([^:]+?)\s*:\s")
_ISO = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a chart's data: the texts that name it, its numbers by their column."""

    names: tuple[str, ...]
    values: Mapping[str, Fraction]
    said: tuple[str, ...]


def rows(drawn: Drawn) -> tuple[Row, ...]:
    """The rows of the data table; the first cell always names its row."""
    return tuple(_row(drawn.header, cells) for cells in drawn.rows)


def _row(header: Sequence[str], cells: Sequence[str]) -> Row:
    names, said = list(cells[:1]), list[str]()
    values = dict[str, Fraction]()
    for title, cell in list(zip(header, cells, strict=False))[1:]:
        if _NUMBER.fullmatch(cell):
            values[title] = Fraction(cell.replace("−", "-").replace("+", ""))
        elif cell:
            (said if numbers(cell) else names).append(cell)
    return Row(tuple(name for name in names if name) or ("",), values, tuple(said))


def entries(drawn: Drawn, lang: str) -> Iterator[Entry]:
    """One entry a row, under the chart's name with the row's."""
    for row in (row for row in rows(drawn) if row.names[0]):
        values = {squeezed(title): forms(title, value) for title, value in row.values.items()}
        said = tuple(n for text in row.said for n in numbers(text, lang))
        labels = tuple(spelt(*aliases(name, lang)) for name in row.names)
        names = (spelt(f"chart {drawn.id}"), *labels)
        yield Entry(f"graphique {drawn.id}, « {row.names[0]} »", names, {**values, fields.RAW: said})


def forms(title: str, value: Fraction) -> tuple[Value, ...]:
    """What a cell of a column may be: a share or a number, an end of an interval, a difference."""
    column = title.casefold()
    if value.denominator == 1 and abs(value) > 1:
        return (quantity(COUNT, value),)
    if column in LOWS or column in HIGHS:
        return tuple(quantity(SHARE_LOW if column in LOWS else SHARE_HIGH, each) for each in written(value))
    kinds = (*((SHARE,) if 0 <= value <= 1 else ()), COUNT, GAP, RATE)
    return tuple(quantity(kind, each) for each in written(value) for kind in kinds)


def written(value: Fraction) -> Iterator[Fraction]:
    """What a cell of six decimals may stand for: 0.105 is the half of a per cent, or 0.10499996, which prints as 10 %."""
    yield value
    if any((value * scale).denominator == 2 for scale in (1, 10, 100, 1000)):
        yield value - (CELL if value > 0 else -CELL)


def aliases(name: str, lang: str) -> tuple[str, ...]:
    """A name with the other ways of printing it: a date in words."""
    if not _ISO.fullmatch(name):
        return (name,)
    from nec_analysis.french.dates import day, month

    return (
        name,
        month(name[:7], lang=lang),
        *((day(name, lang=lang), day(name, year=False, lang=lang)) if len(name) > 7 else ()),
    )


def derived(drawn: Drawn) -> tuple[Value, ...]:
    """What follows from the table: how many rows, of each sort, columns, filled rows; sums, extremes, first to last."""
    table = rows(drawn)
    counts = [len(table), len({row.names[0] for row in table if row.names}), *_columns(drawn, table), *_led(table)]
    found: list[Value] = [quantity(COUNT, n) for n in counts]
    for title in dict.fromkeys(title for row in table for title in row.values):
        values = [row.values[title] for row in table if title in row.values]
        found += [quantity(COUNT, sum(values)), quantity(COUNT, sum(1 for v in values if v))]
        found += [form for v in (min(values), max(values)) for form in forms(title, v)]
        if len(values) > 1:
            found += [quantity(COUNT, values[-1] - values[0])]
            found += [quantity(FACTOR, values[-1] / values[0])] if values[0] else []
        for before, after in _pairs(values):
            found += [quantity(RATE, after / before - 1), quantity(COUNT, after - before)] if before else []
    return tuple(found)


def _columns(drawn: Drawn, table: Sequence[Row]) -> Iterator[int]:
    numeric = {title for row in table for title in row.values}
    yield len(numeric)
    yield len(drawn.header) - 1
    yield len(drawn.header) - 2
    yield len(drawn.header) - 3  # the answers of a scale, between the statement and its total with its base
    for place in range(len(drawn.header)):
        yield len({cells[place] for cells in drawn.rows if len(cells) > place})


def _led(table: Sequence[Row]) -> Iterable[int]:
    """How many rows begin with the same words before a colon: "only: A", "only: A + B" are two combinations."""
    return Tally(found[1] for row in table if (found := _LEAD.match(row.names[0]))).values()


def _pairs(values: Sequence[Fraction]) -> Iterator[tuple[Fraction, Fraction]]:
    """Neighbours, and those a year apart in monthly counts."""
    for gap in (1, 12):
        yield from zip(values, values[gap:], strict=False)
