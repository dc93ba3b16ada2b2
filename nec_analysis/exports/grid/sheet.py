"""The cells of one worksheet as text, with those that cannot be trusted."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from .extent import COLUMNS, ROWS, outside
from .numbers import LONGEST, PLAIN, number_text
from .origin import damaged
from .package import SAFE, Package, SheetPart, local, part_stream, rich_text, unescaped
from .place import in_sheet

_REF = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_LONGEST = 12
_RANGE = re.compile(r"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that cannot be taken at its word. `cause`: formula | error | long | unreadable; `text` what it says."""

    row: int
    column: int
    cause: str
    text: str

    @property
    def ref(self) -> str:
        """The cell's name: C7."""
        return f"{letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something: its number, its cells by 1-based column."""

    number: int
    cells: dict[int, str]
    doubts: tuple[Doubt, ...]
    hidden: bool
    formulas: int


@dataclass(frozen=True, slots=True)
class Merge:
    """A range of merged cells, 1-based, both ends in."""

    top: int
    bottom: int
    left: int
    right: int


def letters(column: int) -> str:
    """The letters of a 1-based column.

    >>> letters(1), letters(27), letters(703)
    ('A', 'AA', 'AAA')
    """
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_number(name: str) -> int:
    """The 1-based number of a column's letters."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def rows(package: Package, sheet: SheetPart, *, formulas: str = "refuse") -> Iterator[Row | Merge]:
    """The rows that hold something, in order; the merged ranges after them.

    `formulas` = "text" takes a formula without value for the text that somebody typed.
    """
    stream = part_stream(package.archive, sheet.part, place=package.place)
    place = in_sheet(package.place, sheet.name)
    last = 0
    written = _Written()
    try:
        for _, element in etree.iterparse(
            stream,
            events=("end",),
            tag=("{*}row", "{*}mergeCell"),
            **SAFE,
        ):
            if local(element) == "mergeCell":
                yield from _merge(element)
                continue
            before, last = last, _number_of(element, last, place)
            row = written.checked(element, _row(package, element, last, formulas, after=before))
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
            if row.cells or row.doubts:
                yield row
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, IndexError) as error:
        raise damaged(package.place) from error


def _number_of(element: Any, before: int, place: str) -> int:
    """The number a row says it has, else the one after the row before. Raises NecError for one that no sheet has."""
    said = element.get("r")
    number = before + 1 if not said else int(said) if said.strip().isdecimal() and len(said) < _LONGEST else 0
    if not 1 <= number <= ROWS:
        raise outside(place, f"« ligne {(said or str(number))[:_LONGEST]} »")
    return number


class _Written:
    """How the first row with cells says where it and they stand. One that does otherwise may have been shifted."""

    def __init__(self) -> None:
        self._cells: bool | None = None
        self._rows: bool | None = None

    def checked(self, element: Any, row: Row) -> Row:
        """The row, every cell of it in doubt when its place, or that of a cell, is told unlike the first one's."""
        said = {bool(cell.get("r")) for cell in element if local(cell) == "c" and len(cell)}
        if not said:
            return row
        self._cells = next(iter(said)) if self._cells is None else self._cells
        unlike = said != {self._cells}
        if said == {False}:
            self._rows = bool(element.get("r")) if self._rows is None else self._rows
            unlike |= bool(element.get("r")) != self._rows
        if not unlike:
            return row
        known = {doubt.column for doubt in row.doubts}
        own = [Doubt(row.number, at, "misplaced", text) for at, text in row.cells.items() if at not in known]
        return replace(row, doubts=(*row.doubts, *own))


def _merge(element: Any) -> Iterator[Merge]:
    found = _RANGE.fullmatch(element.get("ref", "").replace("$", ""))
    if found:
        left, top, right, bottom = found.groups()
        yield Merge(int(top), int(bottom), column_number(left), column_number(right))


def _row(package: Package, element: Any, number: int, formulas: str, *, after: int) -> Row:
    """One row. A cell that says it stands elsewhere, or where another one stands, is in doubt."""
    cells: dict[int, str] = {}
    doubts: list[Doubt] = []
    column = computed = 0
    for cell in element:
        if local(cell) != "c":
            continue
        said = cell.get("r", "").replace("$", "")
        ref = _REF.fullmatch(said)
        before, column = column, column_number(ref.group(1)) if ref else column + 1
        text, cause, formula = _cell(package, cell, formulas)
        computed += formula
        elsewhere = int(ref.group(2)) != number if ref else bool(said)
        if text is not None and (column <= before or number <= after or elsewhere or column > COLUMNS):
            cause = "misplaced"
        if cause:
            doubts.append(Doubt(number, column, cause, text or ""))
        if text is not None:
            cells[column] = text
    return Row(number, cells, tuple(doubts), element.get("hidden") in ("1", "true"), computed)


def _cell(package: Package, cell: Any, formulas: str) -> tuple[str | None, str, bool]:
    """Text (None when the cell holds nothing), cause of doubt, whether a formula computed it."""
    kind = cell.get("t", "n")
    value = formula = inline = None
    for child in cell:
        name = local(child)
        if name == "v":
            value = child.text or ""
        elif name == "f":
            formula = child.text or ""
        elif name == "is":
            inline = rich_text(child)
    if inline is not None and value is None:
        return inline, "", False
    if kind == "inlineStr":
        return None if value is None else unescaped(value), "", False
    if value is None or (value == "" and kind not in ("s", "str")):
        if formula is None:
            return None, "", False
        return f"={formula}", "" if formulas == "text" else "formula", False
    text, cause = _value(package, kind, value, cell.get("s"))
    return text, cause, formula is not None


def _value(package: Package, kind: str, value: str, style: str | None) -> tuple[str, str]:
    if kind == "s":
        return _shared(package, value.strip()), ""
    if kind == "str":
        return unescaped(value), ""
    if kind == "b":
        return ("TRUE" if value.strip() in ("1", "true") else "FALSE"), ""
    if kind == "e":
        return value, "error"
    if kind == "d":
        return value.replace("T", " "), ""
    return _number(package, value.strip(), style)


def _shared(package: Package, index: str) -> str:
    """A shared text by its number. Raises ValueError where there is no such one."""
    if not index.isascii() or not index.isdigit() or int(index) >= len(package.texts):
        raise ValueError(index)
    return package.texts[int(index)]


def _number(package: Package, value: str, style: str | None) -> tuple[str, str]:
    form = package.formats[int(style)] if style and int(style) < len(package.formats) else PLAIN
    try:
        text = number_text(value, form, epoch_1904=package.epoch_1904)
        too_long = abs(float(value)) >= LONGEST
    except (ValueError, OverflowError):
        return value, "unreadable"
    return text, "long" if too_long else ""
