"""Old and open workbooks (.xls, .ods, .xlsb), through calamine."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from .numbers import LONGEST, plain
from .origin import Origin, damaged
from .sheet import Doubt, Merge, Row


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of an old workbook with a way to their rows."""

    visible: tuple[str, ...]
    hidden: tuple[str, ...]
    rows: Callable[[str], Iterator[Row | Merge]]


def open_book(origin: Origin) -> Book:
    """The workbook, or the refusal of a damaged one."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(origin.data))
    except calamine.PasswordError as error:
        from ...errors import NecError

        cause = "le classeur est protégé par un mot de passe (chiffré, password-protected)."
        raise NecError("password", origin.name, cause, "Enregistrez-le sans mot de passe.") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise damaged(origin.name) from error
    tables = [s for s in book.sheets_metadata if s.typ == calamine.SheetTypeEnum.WorkSheet]
    seen = calamine.SheetVisibleEnum.Visible
    return Book(
        tuple(s.name for s in tables if s.visible == seen),
        tuple(s.name for s in tables if s.visible != seen),
        lambda name: _rows(book, name, origin.name),
    )


def _rows(book: Any, name: str, place: str) -> Iterator[Row | Merge]:
    import python_calamine as calamine

    try:
        sheet = book.get_sheet_by_name(name)
        values = sheet.to_python(skip_empty_area=False)
        merges = sheet.merged_cell_ranges or []
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise damaged(place) from error
    for number, row in enumerate(values, start=1):
        made = _row(number, row)
        if made.cells:
            yield made
    for (top, left), (bottom, right) in merges:
        yield Merge(top + 1, bottom + 1, left + 1, right + 1)


def _row(number: int, values: list[Any]) -> Row:
    cells: dict[int, str] = {}
    doubts = []
    for column, value in enumerate(values, start=1):
        if value == "" or value is None:
            continue
        cells[column] = _text(value)
        if isinstance(value, float | int) and not isinstance(value, bool) and abs(value) >= LONGEST:
            doubts.append(Doubt(number, column, "long", cells[column]))
    return Row(number, cells, tuple(doubts), False, 0)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        return plain(repr(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "milliseconds" if value.microsecond else "seconds")
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
