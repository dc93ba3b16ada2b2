"""Which separator a text uses, by what each candidate would make of its lines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from .tokens import Broken, Record, records

CANDIDATES = (";", ",", "\t", "|")
SAMPLE = 200
"""Records looked at: enough for a wide multi-line header and the first answers."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a separator fits: the commonest width, the share of records that have it, unbroken quotes."""

    delimiter: str
    width: int
    share: float
    broken: int
    header: bool

    @property
    def rank(self) -> tuple[float, ...]:
        """Best last: quotes whole, most lines alike, the header among them, more columns."""
        return (-self.broken, self.header, round(self.share, 2), self.width)


def fits(text: str, *, cut: bool = False) -> tuple[Fit, ...]:
    """The separators under which the text is a table, the best first; none for a single column.

    `cut` when the text goes on: a quote left open at its end is then no fault.
    """
    found = [fit for d in CANDIDATES if d in text and (fit := _fit(text, d, cut)) is not None]
    return tuple(sorted(found, key=lambda fit: fit.rank, reverse=True))


def declared(text: str) -> str:
    """The separator Excel was told to use by a first line "sep=;", or ""."""
    start = text[:8].lower().lstrip('"')
    return text[text.index("=") + 1] if start.startswith("sep=") and len(start) > 4 else ""


def _fit(text: str, delimiter: str, cut: bool) -> Fit | None:
    widths: list[int] = []
    broken = 0
    for record in records(text, delimiter):
        if isinstance(record, Broken):
            if cut and record.cause == "open":
                break
            broken += 1
        elif not record.blank:
            widths.append(len(record.cells))
        if len(widths) >= SAMPLE or broken > SAMPLE:
            break
    if not widths:
        return None
    width, times = Counter(widths).most_common(1)[0]
    if width == 1 and max(widths) > 1 and widths[0] > 1:
        width, times = widths[0], 1
    return Fit(delimiter, width, times / len(widths), broken, widths[0] == width) if width > 1 else None


def first_records(text: str, delimiter: str, count: int, *, start: int = 0, line: int = 1) -> list[Record]:
    """The first records that are not blank, broken ones left out; a text of nothing but broken ones has none."""
    found: list[Record] = []
    broken = 0
    for record in records(text, delimiter, start=start, line=line):
        if isinstance(record, Broken):
            broken += 1
        elif not record.blank:
            found.append(record)
        if len(found) >= count or broken > SAMPLE:
            break
    return found
