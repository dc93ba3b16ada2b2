"""OpenDocument workbooks (.ods), from their XML: values as typed, numbers as shown where zeros lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from .extent import COLUMNS, ROWS, outside
from .limits import LIMITS, Limits
from .numbers import LONGEST, plain
from .origin import Origin, damaged, locked, open_zip
from .package import local, parser, part_bytes
from .pages import Pages
from .place import in_sheet
from .sheet import Doubt, Merge, Row

_ERROR = re.compile(r"#(?:REF|N/A|NAME|VALUE|DIV/0|NUM|NULL)[!?]?|(?:Err|Erreur)\s?:\s?\d{3}")
_DURATION = re.compile(r"(-?)PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")


def pages(origin: Origin, *, limits: Limits) -> Pages:
    """The sheets of the document, or the refusal of a damaged one."""
    with open_zip(origin.data, place=origin.name, limits=limits) as archive:
        if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in part_bytes(
            archive, "META-INF/manifest.xml", place=origin.name
        ):
            raise locked(origin.name)
        data = part_bytes(archive, "content.xml", place=origin.name)
    try:
        root = etree.parse(BytesIO(data), parser()).getroot()
    except etree.XMLSyntaxError as error:
        raise damaged(origin.name) from error
    hidden = {_named(e, "name") for e in root.iter() if local(e) == "style" and _hides(e)}
    tables = {_named(e, "name"): e for e in root.iter() if local(e) == "table"}
    seen = tuple(n for n, e in tables.items() if _named(e, "style-name") not in hidden)
    return Pages(
        seen,
        tuple(n for n in tables if n not in seen),
        lambda name: _rows(tables[name], in_sheet(origin.name, name)),
    )


def _hides(style: Any) -> bool:
    return any(local(e) == "table-properties" and _named(e, "display") == "false" for e in style)


def _named(element: Any, name: str) -> str:
    """An attribute by its local name: OpenDocument spreads them over namespaces."""
    return next((v for k, v in element.attrib.items() if etree.QName(k).localname == name), "")


def _rows(table: Any, place: str) -> Iterator[Row | Merge]:
    number = 0
    merges: list[Merge] = []
    try:
        for element in table.iter():
            if local(element) != "table-row":
                continue
            times = int(_named(element, "number-rows-repeated") or 1)
            cells, doubts = _row(element, number + 1, merges, place)
            # A row repeated without content is the empty rest of the sheet: counted, never made.
            if (cells or doubts) and number + times > ROWS:
                raise outside(place, f"« ligne {number + times} »")
            for again in range(times if cells or doubts else 0):
                hidden = _named(element, "visibility") in ("collapse", "filter")
                own = tuple(Doubt(number + 1 + again, d.column, d.cause, d.text) for d in doubts)
                yield Row(number + 1 + again, dict(cells), own, hidden, 0)
            number += times
    except ValueError as error:
        raise damaged(place) from error
    yield from merges


def _row(element: Any, number: int, merges: list[Merge], place: str) -> tuple[dict[int, str], list[Doubt]]:
    cells: dict[int, str] = {}
    doubts: list[Doubt] = []
    column = 1
    for cell in element:
        if local(cell) not in ("table-cell", "covered-table-cell"):
            continue
        times = int(_named(cell, "number-columns-repeated") or 1)
        down, right = (int(_named(cell, f"number-{what}-spanned") or 1) for what in ("rows", "columns"))
        if down > 1 or right > 1:
            merges.append(Merge(number, number + down - 1, column, min(column + right - 1, COLUMNS)))
        text, cause = _cell(cell)
        if text is not None and column + times - 1 > COLUMNS:
            raise outside(place, f"« ligne {number}, colonne {column + times - 1} »")
        if text is not None:
            cells |= dict.fromkeys(range(column, column + times), text)
            doubts += [Doubt(number, at, cause, text) for at in range(column, column + times) if cause]
        column += times
    return cells, doubts


def _cell(cell: Any) -> tuple[str | None, str]:
    """Text (None when the cell holds nothing) and cause of doubt."""
    kind = cell.get("{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type") or ""
    kind = kind if kind == "error" else _named(cell, "value-type")
    shown = _shown(cell)
    formula = _named(cell, "formula")
    if kind == "error" or (formula and _ERROR.fullmatch(shown)):
        return shown or "#?", "error"
    if kind in ("", "string"):
        text = _named(cell, "string-value") or shown
        if not text and formula:
            return formula, "" if kind == "string" else "formula"
        return text or None, ""
    if kind == "boolean":
        return ("TRUE" if _named(cell, "boolean-value") == "true" else "FALSE"), ""
    if kind == "date":
        return _named(cell, "date-value").replace("T", " "), ""
    if kind == "time":
        return _clock(_named(cell, "time-value")), ""
    return _number(_named(cell, "value"), shown)


def _shown(cell: Any) -> str:
    return "\n".join(_paragraph(p) for p in cell if local(p) == "p")


def _paragraph(element: Any) -> str:
    """The text of a paragraph; `s` stands for spaces, `tab`, `line-break` for themselves, notes are left out.

    Raises ValueError for more spaces than a cell can hold.
    """
    if not len(element):
        return element.text or ""
    parts: list[str] = []
    spaces = 0
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, child in walk:
        name = local(child)
        if event == "end":
            parts.append((child.tail or "") if child is not element else "")
            continue
        if name in ("annotation", "note"):
            walk.skip_subtree()
        elif name == "s":
            times = int(_named(child, "c") or 1)
            spaces += times
            if spaces > LIMITS.cell:
                raise ValueError(spaces)
            parts.append(" " * times)
        else:
            parts.append({"tab": "\t", "line-break": "\n"}.get(name, child.text or ""))
    return "".join(parts)


def _number(value: str, shown: str) -> tuple[str | None, str]:
    text = plain(value)
    if abs(float(value)) >= LONGEST:
        return text, "long"
    # A format such as 00000 is told only by what is shown.
    digits = re.sub(r"[ \u00a0\u202f.-]", "", shown)
    if text.isdigit() and digits.isdigit() and len(digits) > len(text) and digits.lstrip("0") == text.lstrip("0"):
        return shown, ""
    return text, ""


def _clock(value: str) -> str:
    found = _DURATION.fullmatch(value)
    if not found:
        raise ValueError(value)
    sign, hours, minutes, seconds = found.groups()
    return f"{sign}{int(hours or 0):02d}:{int(minutes or 0):02d}:{int(seconds or 0):02d}"
