"""Which separator a text uses, by what each candidate would make of its lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .tokens import Broken, Record, records

CANDIDATES = (";", ",", "\t", "|")
_MOST = 0.8
"""Share of the records that tells what all are like."""
SAMPLE = 200
"""Records looked at: enough for a wide multi-line header and the first answers."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a separator fits: the commonest width, the share of records that have it, unbroken quotes.

    `header`: the first record has that width; `titled`: it has one field. `prose`: under such a title, a blank follows
    each separator, as in sentences.
    """

    delimiter: str
    width: int
    share: float
    broken: int
    header: bool
    titled: bool = False
    prose: bool = False
    only: bool = False
    """Whether the first record alone has separators."""

    @property
    def rank(self) -> tuple[float, ...]:
        """Best last: quotes whole, most lines alike, the header among them, more columns."""
        return (-self.broken, self.header, round(self.share, 2), self.width)


def fits(text: str, *, cut: bool = False) -> tuple[Fit, ...]:
    """The separators under which the text is a table, the best first; none for a single column.

    `cut` when the text goes on: a quote left open at its end is then no fault.
    """
    found = [fit for d in CANDIDATES if d in text and (fit := _fit(text, d, cut)) is not None]
    tables = [fit for fit in found if not _cuts_a_title(fit, found)]
    return tuple(sorted(tables, key=lambda fit: fit.rank, reverse=True))


def _cuts_a_title(fit: Fit, found: Sequence[Fit]) -> bool:
    """Whether a separator only cuts the title of a table that another one cuts into twice as many columns, or more."""
    return fit.only and any(
        other.titled and other.share >= _MOST and other.broken <= fit.broken and other.width >= 2 * fit.width
        for other in found
    )


def below_mark(text: str, named: str) -> int:
    """Where the table begins under the line that announces its separator."""
    found = re.compile(rf'"?sep={re.escape(named)}[^\r\n]*(?:\r\n|\n|\r|\Z)\ufeff*', re.IGNORECASE).match(text)
    return found.end() if found else 0


def declared(text: str) -> str:
    """The separator Excel was told to use by a first line "sep=;", or ""."""
    start = text[:8].lower().lstrip('"')
    return text[text.index("=") + 1] if start.startswith("sep=") and len(start) > 4 else ""


def _fit(text: str, delimiter: str, cut: bool) -> Fit | None:
    widths: list[int] = []
    broken = spaced = 0
    for record in records(text, delimiter):
        if isinstance(record, Broken):
            if cut and record.cause == "open":
                break
            broken += 1
        elif not record.blank:
            widths.append(len(record.cells))
            spaced += len(record.cells) > 1 and all(c and c.startswith(" ") for c in record.cells[1:])
        if len(widths) >= SAMPLE or broken > SAMPLE:
            break
    if not widths:
        return None
    width, times = Counter(widths).most_common(1)[0]
    only = width == 1 and max(widths) > 1 and widths[0] > 1
    if only:
        width, times = widths[0], 1
    titled, share = widths[0] == 1, times / len(widths)
    prose = titled and spaced >= _MOST * sum(w > 1 for w in widths)
    if width == 1 or (prose and share < _MOST):
        return None
    return Fit(delimiter, width, share, broken, widths[0] == width, titled, prose, only)


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
