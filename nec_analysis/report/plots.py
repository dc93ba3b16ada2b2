"""Which native chart of an office suite says what the table behind a chart says."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import StringIO
from typing import Any

from nec_analysis.french.numbers import counted

BARS, STACK, LINE = "bars", "stack", "line"
KINDS = {
    BARS: (("Barres", "catégorie", "catégories"), ("Bars", "category", "categories")),
    STACK: (("Barres empilées", "catégorie", "catégories"), ("Stacked bars", "category", "categories")),
    LINE: (("Courbe", "date", "dates"), ("Line", "date", "dates")),
}
"""How a description begins, in French, in English."""
MOST = 24
"""Categories that a slide can hold; lines may have more."""
_ASIDE = re.compile(
    r"^(?:n|base|effectif|rang|code|population)$|borne|\blow\b|\bhigh\b|bound|écart|difference|évolution|change|signific|"
    r"\b(?:19|20)\d\d\b|précédente|previous",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\btotal\b|^positi(?:f|ve)$", re.IGNORECASE)
_LOW = re.compile(r"borne basse|^low\b|lower bound", re.IGNORECASE)
_HIGH = re.compile(r"borne haute|^high\b|upper bound", re.IGNORECASE)
_CLAUSE = re.compile(r"\s*;\s+|\s+–\s+")
_MARK = re.compile(
    r"▲|▼|(?:en colonnes|à gauche|traits?|points?|bandes?|losanges?|columns|left|lines?|dots?|bands?|diamonds?)"
    r"(?: (?:et|and) \w+)?\s?:\s",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"(?:intervalle à \d+\s?%|\d+% interval)")
_COUNT = {"fr": re.compile(r"[+-]?\d+(?:[.,]\d+)?%?"), "en": re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?%?")}
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
    `bracketed`: the names of the categories end in the interval of their value. `grouped`: what groups of categories
    make together, in words.
    """

    kind: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    share: bool
    decimals: int = 0
    bracketed: bool = False
    grouped: str = ""

    def format(self, lang: str) -> str:
        """How values are written, as office suites have it: no separator is left hanging after a whole number."""
        number = "0." + "0" * self.decimals if self.decimals else "0"
        if not self.share:
            return f"#,##{number}"
        return f'{number}"\u202f"%' if lang == "fr" else f"{number}%"

    def subtitle(self, said: str, lang: str) -> str:
        """The subtitle without what it says of marks that this chart has not, with what its brackets are."""
        kept = [clause for clause in _CLAUSE.split(said) if not _MARK.match(clause)]
        level = _LEVEL.search(said)
        if self.bracketed and level:
            kept.append(f"entre crochets : {level[0]}" if lang == "fr" else f"in brackets: {level[0]}")
        kept += [self.grouped] if self.grouped else []
        return ("\u202f; " if lang == "fr" else "; ").join(kept)

    def alt(self, block: dict[str, Any], lang: str) -> str:
        """The description of the report's drawing, as one of this chart: its kind, its measure, then the same words.

        One that does not begin with a kind and its measure stays as it is.
        """
        measure = (block["subtitle"] or block["title"]).strip().rstrip(".")
        start = block["alt"].casefold().find(measure.casefold())
        if not measure or start < 0:
            return str(block["alt"])
        kind, one, many = KINDS[self.kind][lang != "fr"]
        head = f"{kind}, {counted(len(self.categories), one, many, lang)}" + ("\u202f: " if lang == "fr" else ": ")
        rest = str(block["alt"])[start + len(measure) :]
        return head + str(self.subtitle(block["subtitle"], lang) or block["title"]).rstrip(".") + rest


def plot(block: dict[str, Any], lang: str = "fr") -> Plot | None:
    """The native chart for a figure of the document, or None when its table is no bar nor line: a map, a cloud."""
    lang = lang[:2]
    table = block.get("table")
    if not table or not table["rows"] or not block.get("csv"):
        return None
    raw = [row for row in csv.reader(StringIO(block["csv"], newline="")) if row][1:]
    if len(raw) != len(table["rows"]) or any(len(row) != len(table["headers"]) for row in raw):
        return None
    columns = [_numbers([row[i] for row in raw], lang) for i in range(len(table["headers"]))]
    shown = [i for i in range(1, len(columns)) if columns[i] and not _ASIDE.search(table["headers"][i])]
    shares = [i for i in shown if _all_shares(columns[i], [row[i] for row in table["rows"]])]
    chosen = _parts(shares, table["headers"]) or _parts(shown, table["headers"])
    if not chosen:
        return None
    series = tuple(Series(table["headers"][i], tuple(columns[i] or ())) for i in chosen)
    drawn = _shaped(_categories(table, columns), series, [row[0] for row in raw], bool(shares))
    if not drawn:
        return None
    texts = [row[i] for row in table["rows"] for i in chosen]
    exact = replace(drawn, decimals=max(_decimals(text, lang) for text in texts))
    return _once(_bracketed(exact, table, lang), texts)


def _parts(columns: Sequence[int], headers: Sequence[str]) -> list[int]:
    """The columns that are no total of others; all where there is nothing else."""
    return [i for i in columns if not _TOTAL.search(headers[i])] or list(columns)


def _bracketed(drawn: Plot, table: dict[str, Any], lang: str) -> Plot:
    """The chart, its categories named with the interval of their value, as « [84 ; 90] »: bars have no place for it."""
    ends = [[i for i, head in enumerate(table["headers"]) if side.search(head)][:1] for side in (_LOW, _HIGH)]
    if not all(ends) or len(drawn.series) > 1:
        return drawn
    gap = "\u202f;\u202f" if lang == "fr" else ";\u00a0"
    said = [[row[i].rstrip("%\u202f\u00a0 ") for (i,) in ends] for row in table["rows"]]
    names = (
        f"{name} [{gap.join(two)}]" if all(two) else name for name, two in zip(drawn.categories, said, strict=True)
    )
    return replace(drawn, categories=tuple(names), bracketed=any(map(all, said)))


def _once(drawn: Plot, texts: Sequence[str]) -> Plot:
    """Rows that say the whole again in groups, as promoters after marks, in words: bars beside their parts mislead."""
    if drawn.kind != BARS or not drawn.share or len(drawn.series) > 1:
        return drawn
    values = [value or 0 for value in drawn.series[0].values]
    for cut in range(3, len(values) - 1):
        if all(abs(sum(part) - 1) <= _rounding(len(part)) for part in (values[:cut], values[cut:])):
            one = Series(drawn.series[0].name, drawn.series[0].values[:cut])
            said = ", ".join(f"{name} {text}" for name, text in zip(drawn.categories[cut:], texts[cut:], strict=True))
            return replace(drawn, categories=drawn.categories[:cut], series=(one,), grouped=said)
    return drawn


def _rounding(parts: int) -> float:
    """How far from one the sum of so many shares may be, each written in whole percents."""
    return 0.005 * parts + 1e-9


def _decimals(text: str, lang: str) -> int:
    """How many digits a printed number has after its decimal mark."""
    found = re.search(rf"\d{',' if lang == 'fr' else '[.]'}(\d+)", text)
    return len(found[1]) if found else 0


def _shaped(categories: tuple[str, ...], series: tuple[Series, ...], firsts: Sequence[str], share: bool) -> Plot | None:
    if (len(series) == 1 or not share) and len(firsts) > 5 and all(_DATE.match(first) for first in firsts):
        return Plot(LINE, categories, series, share)
    if len(categories) > MOST:
        return None
    whole = len(series) > 1 and all(
        abs(sum(s.values[i] or 0 for s in series) - 1) <= _rounding(max(3, len(series))) for i in range(len(categories))
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


def _numbers(cells: Sequence[str], lang: str) -> list[float | None] | None:
    """The column as numbers, None for blanks; nothing when it is no column of numbers: years name, they do not count."""
    found = [_number(cell, lang) for cell in cells]
    said = [cell for cell in cells if cell.strip()]
    whole = bool(said) and sum(value is not None for value in found) == len(said)
    return found if whole and not all(_YEAR.match(cell) for cell in said) else None


def _number(cell: str, lang: str) -> float | None:
    """The number of a cell, None when it is none: a comma is a decimal mark in French, in English it groups thousands."""
    text = re.sub(r"[\s\u00a0\u202f▲▼*]", "", cell).replace("−", "-")
    if not _COUNT[lang].fullmatch(text):
        return None
    value = float(text.rstrip("%").replace(",", "." if lang == "fr" else ""))
    return value / 100 if text.endswith("%") else value


def _all_shares(values: Sequence[float | None] | None, texts: Sequence[str]) -> bool:
    said = [text for text in texts if text.strip()]
    inside = all(value is None or 0 <= value <= 1 for value in values or ())
    return inside and bool(said) and all("%" in text for text in said)
