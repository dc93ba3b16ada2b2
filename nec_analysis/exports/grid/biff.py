"""Old Excel workbooks (.xls), with the formats and errors of their cells."""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from ...errors import NecError
from .numbers import LONGEST, format_of, number_text
from .origin import Origin, damaged, locked
from .pages import Pages
from .sheet import Doubt, Merge, Row

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5


def pages(origin: Origin) -> Pages:
    """The sheets of the workbook, or the refusal of a damaged or protected one."""
    book = _open(origin)
    names = [(name, book.sheet_by_name(name).visibility == 0) for name in book.sheet_names()]
    return Pages(
        tuple(name for name, seen in names if seen),
        tuple(name for name, seen in names if not seen),
        lambda name: _rows(book, name),
    )


def _open(origin: Origin) -> Any:
    try:
        xlrd = import_module("xlrd")
    except ImportError as error:
        cause = "la lecture des anciens classeurs .xls demande le paquet xlrd."
        raise NecError(
            "reader-missing", origin.name, cause, "Installez-le, ou enregistrez le fichier en .xlsx."
        ) from error
    try:
        return xlrd.open_workbook(file_contents=origin.data, formatting_info=True, logfile=io.StringIO())
    except Exception as error:  # a damaged file makes this parser raise anything
        if "encrypted" in str(error):
            raise locked(origin.name) from error
        raise damaged(origin.name) from error


def _rows(book: Any, name: str) -> Iterator[Row | Merge]:
    sheet = book.sheet_by_name(name)
    for number in range(sheet.nrows):
        row = _row(book, sheet, number)
        if row.cells or row.doubts:
            yield row
    for top, bottom, left, right in sheet.merged_cells:
        yield Merge(top + 1, bottom, left + 1, right)


def _row(book: Any, sheet: Any, number: int) -> Row:
    cells: dict[int, str] = {}
    doubts: list[Doubt] = []
    for column, cell in enumerate(sheet.row(number), start=1):
        text, cause = _cell(book, cell)
        if cause:
            doubts.append(Doubt(number + 1, column, cause, text or ""))
        if text is not None:
            cells[column] = text
    info = sheet.rowinfo_map.get(number)
    return Row(number + 1, cells, tuple(doubts), bool(info and info.hidden), 0)


def _cell(book: Any, cell: Any) -> tuple[str | None, str]:
    """Text (None when the cell holds nothing) and cause of doubt."""
    if cell.ctype == _TEXT:
        return cell.value or None, ""
    if cell.ctype == _BOOLEAN:
        return ("TRUE" if cell.value else "FALSE"), ""
    if cell.ctype == _ERROR:
        return import_module("xlrd").error_text_from_code.get(cell.value, "#?"), "error"
    if cell.ctype not in (_NUMBER, _DATE):
        return None, ""
    form = format_of(book.format_map[book.xf_list[cell.xf_index].format_key].format_str)
    try:
        text = number_text(repr(cell.value), form, epoch_1904=book.datemode == 1)
    except (ValueError, OverflowError):
        return repr(cell.value), "unreadable"
    return text, "long" if abs(cell.value) >= LONGEST else ""
