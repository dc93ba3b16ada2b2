"""Passages of the workbook, of slides, when a report has them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nec_analysis.figures.recette.passage import PROSE, ROW, Passage, flat
from nec_analysis.figures.recette.rows import Table, rows

SLIDES, LINE = "ppt/slides/slide", "{http://schemas.openxmlformats.org/drawingml/2006/main}p"
"""The parts that hold what a reader of slides sees, the tag of a paragraph."""
HEAD = 12
"""A table's header is looked for in so many rows."""


def workbook(path: Path) -> tuple[Passage, ...]:
    """The rows of every sheet: a table's header is the first row that fills more than two cells."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        return tuple(passage for sheet in book.worksheets for passage in _sheet(path.name, sheet))
    finally:
        book.close()


def _sheet(file: str, sheet: Any) -> Iterator[Passage]:
    lines = [tuple(_cell(value) for value in row) for row in sheet.iter_rows(values_only=True)]
    start = next((n for n, cells in enumerate(lines[:HEAD]) if sum(bool(c) for c in cells) > 2), len(lines))
    for n, cells in enumerate(lines[:start], 1):
        if any(cells):
            yield Passage(file, f"feuille « {sheet.title} », ligne {n}", PROSE, (" ".join(c for c in cells if c),))
    if start < len(lines):
        table = Table(file, sheet.title, lines[start], sheet.title)
        body = (
            (f"feuille « {sheet.title} », ligne {n}", cells, 0)
            for n, cells in enumerate(lines[start + 1 :], start + 2)
            if any(cells)
        )
        yield from rows(table, body, ROW)


def _cell(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return flat(str(value))


def slides(path: Path) -> tuple[Passage, ...]:
    """The paragraphs of slides."""
    from lxml import etree

    found: list[Passage] = []
    with zipfile.ZipFile(path) as parts:
        for name in sorted(n for n in parts.namelist() if n.startswith(SLIDES) and n.endswith(".xml")):
            root = etree.fromstring(parts.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
            for n, paragraph in enumerate(root.iter(LINE), 1):
                text = flat("".join(t for t in paragraph.itertext()))
                if text:
                    found.append(Passage(path.name, f"{Path(name).stem}, paragraphe {n}", PROSE, (text,)))
    return tuple(found)
