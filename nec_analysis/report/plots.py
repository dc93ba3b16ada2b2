"""Which native chart of an office suite says what the table behind a chart says."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import StringIO
from typing import Any

BARS, STACK, LINE = "bars", "stack", "line"
GROUP = 3
MOST = 24
"""Categories that a slide can hold; lines may have more."""
_ASIDE = re.compile(
    r"^(?:n|base|effectif|rang|code|population)$|borne|\blow\b|\bhigh\b|bound|écart|difference|évolution|change|signific|"
    r"\b(?:19|20)\d\d\b|précédente|previous",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\btotal\b", re.IGNORECASE)
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_DATE = re.compile(r"^(?:\d{4}(?:-\d{2}(?:-\d{2})?)?|(?:\d{1,2}\s)?[^\W\d]+\.?\s\d{4})$")


@dataclass(frozen=True, slots=True)
class Series:
    """One series: its name, its values in the order of the categories, None where there is none."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart that can be edited: `kind` is bars | stack | line; `share` when values are parts of one.

    `decimals`: as many as the report prints, so that no slide says 32 % where a page says 31,5 %.
    """

    kind: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    share: bool
    decimals: int = 0

    def format(self, lang: str) -> str:
        """How values are written, as office suites have it: no separator is left hanging after a whole number."""
        number = "0." + "0" * self.decimals if self.decimals else "0"
        if not self.share:
            return f"#,##{number}"
        return f'{number}"\u202f"%' if lang.startswith("fr") else f"{number}%"


def plot(block: dict[str, Any]) -> Plot | None:
    """The native chart for a figure of the document, or None when its table is no bar nor line: a map, a cloud."""
    table = block.get("table")
    if not table or not table["rows"] or not block.get("csv"):
        return None
    raw = [row for row in csv.reader(StringIO(block["csv"], newline="")) if row][1:]
    if len(raw) != len(table["rows"]) or any(len(row) != len(table["headers"]) for row in raw):
        return None
    columns = [_numbers([row[i] for row in raw]) for i in range(len(table["headers"]))]
    shown = [i for i in range(1, len(columns)) if columns[i] and not _ASIDE.search(table["headers"][i])]
    shares = [i for i in shown if _all_shares(columns[i], [row[i] for row in table["rows"]])]
    parts = [i for i in shares if not _TOTAL.search(table["headers"][i])]
    chosen = parts or shares or shown[:1]
    if not chosen:
        return None
    series = tuple(Series(table["headers"][i], tuple(columns[i] or ())) for i in chosen)
    drawn = _shaped(_categories(table, columns), series, [row[0] for row in raw], bool(shares))
    texts = [row[i] for row in table["rows"] for i in chosen]
    return replace(drawn, decimals=max(map(_decimals, texts))) if drawn else None


def _decimals(text: str) -> int:
    """How many digits a printed number has after its comma, or its point; a comma before three digits groups them."""
    found = re.search(r"\d[,.](\d+)", text)
    return len(found[1]) if found and len(found[1]) != GROUP else 0


def _shaped(categories: tuple[str, ...], series: tuple[Series, ...], firsts: Sequence[str], share: bool) -> Plot | None:
    if len(series) == 1 and len(firsts) > 5 and all(_DATE.match(first) for first in firsts):
        return Plot(LINE, categories, series, share)
    if len(categories) > MOST:
        return None
    whole = len(series) > 1 and all(
        abs(sum(s.values[i] or 0 for s in series) - 1) < 0.02 for i in range(len(categories))
    )
    return Plot(STACK if whole else BARS, categories, series, share)


def _categories(table: dict[str, Any], columns: Sequence[list[float | None] | None]) -> tuple[str, ...]:
    """The names of the rows: the first column, with the next ones in words when it repeats itself."""
    words = [i for i in range(len(columns)) if i == 0 or not columns[i]]
    for several in range(1, len(words) + 1):
        names = tuple(" – ".join(row[i] for i in words[:several]) for row in table["rows"])
        if len(set(names)) == len(names):
            return names
    return tuple(f"{name} ({rank})" for rank, name in enumerate(names, 1))


def _numbers(cells: Sequence[str]) -> list[float | None] | None:
    """The column as numbers, None for blanks; nothing when it is no column of numbers: years name, they do not count."""
    found = [_number(cell) for cell in cells]
    said = [cell for cell in cells if cell.strip()]
    whole = bool(said) and sum(value is not None for value in found) == len(said)
    return found if whole and not all(_YEAR.match(cell) for cell in said) else None


def _number(cell: str) -> float | None:
    text = re.sub(r"[\s\u00a0\u202f▲▼*]", "", cell).replace("−", "-").replace(",", ".")
    percent = text.endswith("%")
    try:
        value = float(text.rstrip("%"))
    except ValueError:
        return None
    return value / 100 if percent else value


def _all_shares(values: Sequence[float | None] | None, texts: Sequence[str]) -> bool:
    said = [text for text in texts if text.strip()]
    inside = all(value is None or 0 <= value <= 1 for value in values or ())
    return inside and bool(said) and all("%" in text for text in said)
