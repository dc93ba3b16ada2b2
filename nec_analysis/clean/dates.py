"""Dates and times, by the form their tool writes: never guessed."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from nec_analysis.clean.absence import OUT_OF_DOMAIN
from nec_analysis.clean.cells import Cells, blank, mask, trimmed, unguarded
from nec_analysis.clean.desk import Desk, Task
from nec_analysis.clean.numbers import UNREADABLE, shown
from nec_analysis.clean.words import verbatim
from nec_analysis.errors import NecError
from nec_analysis.model import Column, Dialect

if TYPE_CHECKING:
    from numpy.typing import NDArray

PARIS = "Europe/Paris"
_ISO = re.compile(
    r"^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$"
)
_TIME_OF_DAY = re.compile(r"(?:\s*-\s+|\s+|T)%[HI]")
_DAYS = re.compile(r"\d{5}(?:[.,]\d+)?")
_BEGAN = dt.datetime(1899, 12, 30)
"""Day 0 of a spreadsheet."""
_SHORT_ZONE = re.compile(r"(?:GMT|UTC)([+-])(\d{1,2})(?::?(\d{2}))?$")
ZONES = {
    **{"GMT": 0, "UTC": 0, "WET": 0, "WEST": 1, "BST": 1, "IST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3},
    **{"AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7},
}
"""Hours from UTC of the zone names Google Forms writes."""
_MARKER_YEAR = 1980
"""LimeSurvey writes 1980-01-01 00:00:00 for "submitted, date not kept"."""


def date(desk: Desk, task: Task) -> None:
    """Code a date question: `q` datetime64[s], local time of the event (Europe/Paris)."""
    import pandas as pd

    for column in task.parts("value", "joined", "item"):
        cells = desk.cells[column.index]
        moments = [None if blank(text) else moment(unguarded(text), desk.dialect) for text in cells.texts]
        bad = [not blank(text) and m is None for text, m in zip(cells.texts, moments, strict=True)]
        _refuse(desk, column, cells, bad)
        for at in np.flatnonzero(bad):
            for row in np.flatnonzero(cells.index == at):
                desk.book.cell(
                    int(row),
                    desk.book.name(column),
                    task.question.id,
                    cells.texts[at],
                    "",
                    "set_missing",
                    "date illisible",
                )
        values = stamps(moments, cells)
        plain = desk.silence.stored_null(desk.silence.reasons(cells), shown(desk, task))
        reasons = np.where(np.array([*bad, False])[cells.index], OUT_OF_DOMAIN, plain)
        name = task.question.id if column.part != "item" else f"{task.question.id}__{column.code}"
        if name in desk.frame:
            verbatim(desk, task, column, f"{name}__{column.index + 1}")
            continue
        desk.absences.add(name, np.where(np.isnat(values), reasons, 0).astype(np.int16))
        desk.frame[name] = pd.array(values)


def moments_of(cells: Cells, dialect: Dialect) -> tuple[NDArray[np.datetime64], NDArray[np.bool_]]:
    """The times of a column of stamps, with what could not be read."""
    fast = _fast(cells, dialect)
    if fast is not None:
        return fast, np.zeros(len(fast), dtype=bool)
    found = [None if blank(text) else moment(unguarded(text), dialect) for text in cells.texts]
    bad = [not blank(text) and m is None for text, m in zip(cells.texts, found, strict=True)]
    return stamps(found, cells), np.array([*bad, False])[cells.index]


def stamps(moments: list[dt.datetime | None], cells: Cells) -> NDArray[np.datetime64]:
    """Times of the distinct texts laid out over the rows."""
    table = np.array([*moments, None], dtype="datetime64[s]")
    return table[cells.index]


def moment(text: str, dialect: Dialect) -> dt.datetime | None:
    """The time a text writes, on the clock of Europe/Paris without zone; None when no declared form fits.

    `dialect.date_format` holds strptime forms joined by `|` (`%s`: seconds since 1970, UTC; `%J`: days of a spreadsheet);
    a form with a time of day also reads its date alone; ISO 8601 is always read.

    >>> moment("28/09/2022 - 18:02", Dialect(date_format="%d/%m/%Y - %H:%M")), moment("02/03/2022", Dialect())
    (datetime.datetime(2022, 9, 28, 18, 2), None)
    """
    said = trimmed(text)
    if found := _ISO.match(said):
        return _iso(found, dialect)
    for form in filter(None, dialect.date_format.split("|")):
        if form == "%s":
            if said.isdigit() and len(said) in (9, 10):
                return _local(dt.datetime.fromtimestamp(int(said), tz=dt.UTC), dialect)
            continue
        if form == "%J":
            if _DAYS.fullmatch(said):
                return _local(_BEGAN + dt.timedelta(seconds=round(86_400 * float(said.replace(",", ".")))), dialect)
            continue
        for shape in (form, _TIME_OF_DAY.split(form)[0]):
            try:
                read = dt.datetime.strptime(_zoned(said) if "%z" in shape else said, shape)
            except ValueError:
                continue
            return _local(read, dialect) if "%H" in shape or "%I" in shape else read
    return None


def _iso(found: re.Match[str], dialect: Dialect) -> dt.datetime | None:
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        read = dt.datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), min(int(second or 0), 59))
    except ValueError:
        return None
    if hour is None:
        return read
    if zone:
        offset = zone.replace("Z", "+0000").replace("UTC", "+0000").replace(":", "")
        read = dt.datetime.strptime(read.strftime("%Y%m%d%H%M%S") + offset, "%Y%m%d%H%M%S%z")
    return _local(read, dialect)


def _local(read: dt.datetime, dialect: Dialect) -> dt.datetime:
    if read.tzinfo is None:
        if dialect.timezone in ("", PARIS):
            return read.replace(microsecond=0)
        read = read.replace(tzinfo=ZoneInfo(dialect.timezone))
    return read.astimezone(ZoneInfo(PARIS)).replace(tzinfo=None, microsecond=0)


def _zoned(text: str) -> str:
    """ "UTC+2", "GMT-5:30" and "CEST" as strptime's %z reads them."""
    if found := re.search(r" ([A-Z]{3,4})$", text):
        hours = ZONES.get(found[1])
        text = text if hours is None else f"{text[: found.start()]} UTC{hours:+d}"
    return _SHORT_ZONE.sub(lambda m: f"UTC{m[1]}{int(m[2]):02d}{m[3] or '00'}", text)


def _fast(cells: Cells, dialect: Dialect) -> NDArray[np.datetime64] | None:
    """Plain ISO local stamps, all at once; None when the column holds anything else."""
    if dialect.timezone not in ("", PARIS):
        return None
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = pc.if_else(pa.array(cells.filled), cells.trimmed, pa.scalar(None, cells.trimmed.type))
    if not mask(pc.fill_null(pc.equal(pc.utf8_length(plain), 19), True)).all():
        return None
    try:
        read = plain.cast(pa.timestamp("s"))
    except pa.ArrowInvalid:
        return None
    found: NDArray[np.datetime64] = read.to_numpy(zero_copy_only=False).astype("datetime64[s]")
    return found


def unkept(values: NDArray[np.datetime64]) -> NDArray[np.bool_]:
    """Stamps that say "submitted, date not kept"."""
    found: NDArray[np.bool_] = values == np.datetime64(f"{_MARKER_YEAR}-01-01T00:00:00")
    return found


def _refuse(desk: Desk, column: Column, cells: Cells, bad: list[bool]) -> None:
    counts = cells.counts()
    lost = int(counts[np.array(bad, dtype=bool)].sum()) if bad else 0
    written = sum(int(n) for n, t in zip(counts, cells.texts, strict=True) if not blank(t))
    if lost > UNREADABLE * max(written, 1):
        sample = next(t for t, b in zip(cells.texts, bad, strict=True) if b)
        raise NecError(
            "date-form",
            f"{desk.book.file}, colonne « {desk.book.name(column)} »",
            f"{lost} cellules sur {written} ne sont pas des dates de la forme attendue (par exemple « {sample[:30]} »).",
            'Déclarez la forme sous l\'export : [export.options.read] date = "jj/mm/aaaa".',
        )
