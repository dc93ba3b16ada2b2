"""The lines of one part of an office file: paragraphs, tables, points of charts, sheets."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from nec_analysis.figures.recette.passage import flat
from nec_analysis.phases.line import SAID, Line, of_rows


def sheets(content: bytes) -> Iterator[Line]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        rows = [tuple(_cell(value) for value in row) for row in book.get_sheet_by_name(name).to_python()]
        start = next((n for n, cells in enumerate(rows) if sum(map(bool, cells)) > 2), 0)
        yield from (Line("", row) for row in rows[:start])
        yield from (replace(line, under=line.under or name) for line in of_rows(rows[start:]))


def _cell(value: object) -> str:
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return flat(str(value))


def part(content: bytes) -> Iterator[Line]:
    """One part of an office file, by the local names of its tags."""
    from lxml import etree

    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for element in root.iter(etree.Element):
        tag = etree.QName(element).localname
        if tag == "tr":
            yield Line(
                "", tuple(flat("".join(cell.itertext())) for cell in element if etree.QName(cell).localname == "tc")
            )
        elif tag == "ser":
            yield from _series(element)
        elif tag in ("p", "comment", "si") or (not len(element) and element.text and tag not in ("v", "t")):
            yield Line("", (flat("".join(element.itertext())),))
        for name in SAID:
            if said := element.get(name):
                yield Line("", (flat(said),))


def _series(element: Any) -> Iterator[Line]:
    """The points of a chart: category, value."""
    from lxml import etree

    points: dict[str, dict[str, str]] = {"cat": {}, "val": {}}
    for part in element:
        held = points.get(etree.QName(part).localname)
        for point in part.iter("{*}pt") if held is not None else ():
            held[str(point.get("idx"))] = flat("".join(point.itertext()))  # type: ignore[index]
    for at, name in points["cat"].items():
        yield Line("", (name, points["val"].get(at, "")))
