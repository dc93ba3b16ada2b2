"""The raw rows of a survey export, cell for cell, read a second time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from nec_analysis.cards.files import paths
from nec_analysis.clean.dates import ZONES
from nec_analysis.errors import NecError
from nec_analysis.model import Column, Edition, Export, ExportCard, Source

if TYPE_CHECKING:
    from nec_analysis.exports.several import Several

PARIS = "Europe/Paris"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?(?:Z|[+-]\d{2}:?\d{2})?")
_UNKEPT = 1980
"""LimeSurvey writes 1 January 1980 for "submitted, date not kept"."""

NULL = "{question_not_shown}"
"""How LimeSurvey's VV file writes a cell of a question that was not put."""

Row = tuple[str, ...]
Cells = tuple[str | None, ...]


@dataclass(frozen=True)
class Ballots:
    """A survey as its file writes it: the columns as the tool's reader names them, the cells as the grid holds them.

    `twice_read`: whether the cells come from a second reading of the file; a format that is no grid of text (SPSS,
    Stata, an archive) is read once, by its tool. `unwritten`: for each row the columns in which the file writes no cell
    at all, where its tool keeps that apart from an empty one. `again`: rows of several files that stand in one before.
    """

    export: Export
    rows: tuple[Row, ...]
    lines: tuple[int, ...]
    twice_read: bool
    unwritten: tuple[frozenset[int], ...] = ()
    again: int = 0

    def columns(self, *parts: str, question: str = "") -> list[Column]:
        """The columns of those parts, of one question when it is named."""
        found = [c for c in self.export.columns if c.part in parts]
        return [c for c in found if c.question == question] if question else found

    def moment(self, text: str) -> dt.datetime | None:
        """The time a stamp writes, on the clock of Europe/Paris; None when it is blank or unreadable."""
        read = _stamp(text.strip(), self.export.dialect.date_format)
        if read is None:
            return None
        zone = ZoneInfo(self.export.dialect.timezone or PARIS)
        return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(ZoneInfo(PARIS)).replace(tzinfo=None)

    def submitted(self, row: Row) -> dt.datetime | None:
        """When a row was sent."""
        columns = self.columns("submitted_at")
        found = self.moment(row[columns[0].index]) if columns else None
        return None if found and (found.year, found.month, found.day) == (_UNKEPT, 1, 1) else found


def ballots(edition: Edition, card: ExportCard) -> Ballots:
    """The survey of an edition. The tool's reader says what each column is; the cells are read again without it."""
    from nec_analysis.exports import registry, several
    from nec_analysis.mapping.rows import identifier

    options = dict(card.options.get("read", {}))
    if card.structure:
        options["structure"] = Path(edition.folder) / card.structure
    if card.sheet:
        options["sheet"] = card.sheet
    if columns := card.options.get("columns"):
        options["columns"] = columns
    files = paths(edition.folder, card.file)
    if len(files) > 1:
        return _of_several(
            several.read(files, tool=card.tool, role=card.role, identifier=identifier, **options), files, card
        )
    read = registry.read(files[0], tool=card.tool, role=card.role, **options)
    assert isinstance(read, Export)
    table = _table(files[0], read.source, len(read.cells), card)
    return _ballots(read, None if table is None else _whole([table.get(line) for line in read.rows]), card)


def _of_several(one: Several, files: Sequence[Path], card: ExportCard) -> Ballots:
    """The survey of several files: each row read again where it stands in its own."""
    width = len(one.export.cells)
    tables = [_table(path, source, width, card) for path, source in zip(files, one.sources, strict=True)]
    places = [one.place(row) for row in one.export.rows]
    found = [None if (table := tables[at]) is None else table.get(line) for at, line in places]
    again = sum(map(len, filter(None, tables))) - len(places) if None not in tables else one.again
    return replace(_ballots(one.export, _whole(found), card), again=again)


def _ballots(read: Export, second: tuple[Cells, ...] | None, card: ExportCard) -> Ballots:
    if second is not None and (absent := _absent(card, read)):
        second = tuple(tuple(None if cell in absent else cell for cell in row) for row in second)
    cells = second if second is not None else tuple(zip(*(column.to_pylist() for column in read.cells), strict=True))
    return Ballots(read, tuple(_written(cells)), tuple(read.rows), second is not None, _unwritten(read, cells))


def _absent(card: ExportCard, read: Export) -> frozenset[str]:
    """What the card, or the quotes of the file, say that stands for no answer."""
    from nec_analysis.exports.table import BARE

    told = card.options.get("read", {}).get("absent")
    bare = {entry.raw for entry in read.ledger if entry.reason.startswith(BARE)}
    return frozenset({str(told)} - {"", "None"} | bare)


def _whole(found: Sequence[Cells | None]) -> tuple[Cells, ...] | None:
    return None if None in found else tuple(row for row in found if row is not None)


def _table(path: Path, source: Source, width: int, card: ExportCard) -> dict[int, Cells] | None:
    """The rows of the bare grid, by their line in the file; None where the file is no grid like that."""
    from nec_analysis.exports import grid

    try:
        read = grid.read(
            path,
            sheet=card.sheet or source.sheet,
            header_rows=source.header_rows,
            delimiter=source.delimiter,
            encoding=source.encoding,
            damage="keep",
            repeats="keep",
        )
    except NecError:
        return None
    if read.width != width:
        return None
    return dict(zip(read.rows, zip(*(read.text(i) for i in range(read.width)), strict=True), strict=True))


def _written(rows: Iterable[Cells]) -> Iterator[Row]:
    return (tuple("" if cell is None or cell == NULL else cell for cell in row) for row in rows)


def _unwritten(export: Export, rows: Iterable[Cells]) -> tuple[frozenset[int], ...]:
    """For each row the columns of NULL; nothing where the tool does not keep it apart."""
    if export.dialect.empty_means != "not_answered":
        return ()
    null = NULL if export.variant.startswith("vv") else None
    return tuple(frozenset(n for n, cell in enumerate(row) if cell == null) for row in rows)


def _stamp(text: str, forms: str) -> dt.datetime | None:
    if _ISO.fullmatch(told := re.sub(r"\s*(?:UTC|Z)$", "+00:00", text)):
        return dt.datetime.fromisoformat(told.replace(",", "."))
    text = _offset(text)
    for form in filter(None, forms.split("|")):
        if form == "%s":
            if text.isdigit() and len(text) in (9, 10):
                return dt.datetime.fromtimestamp(int(text), tz=dt.UTC)
            continue
        if form == "%J":
            if re.fullmatch(r"\d{5}(?:[.,]\d+)?", text):
                return dt.datetime(1899, 12, 30) + dt.timedelta(days=float(text.replace(",", ".")))
            continue
        for shape in (form, re.split(r"(?:\s*-\s+|\s+|T)%[HI]", form)[0]):
            try:
                return dt.datetime.strptime(text, shape)
            except ValueError:
                continue
    return None


def _offset(text: str) -> str:
    """A zone told by its name or by hours alone, as Google Forms does ("CEST", "UTC+2"), in hours and minutes."""
    before, _, zone = text.rpartition(" ")
    if zone in ZONES:
        return f"{before} UTC{ZONES[zone]:+03d}00"
    found = re.fullmatch(r"(?:GMT|UTC)([+-])(\d{1,2})(?::?(\d{2}))?", zone)
    return f"{before} UTC{found[1]}{int(found[2]):02d}{found[3] or '00'}" if found else text
