"""Passages of a Word file: its paragraphs, the rows of its tables, what its pictures are said to show."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nec_analysis.figures.recette.passage import ALT, CONTENTS, HEADING, PROSE, ROW, TILE, Passage, flat
from nec_analysis.figures.recette.rows import Table, rows

PART, NOTES = "word/document.xml", "word/footnotes.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
CAPTION, HEAD, LISTED = "Caption", "Heading", "toc"
BETWEEN = "\u2003"
"""What stands between the number of a key figure and its words."""


def passages(path: Path) -> tuple[Passage, ...]:
    """What a reader of the file reads, in order."""
    from lxml import etree

    reader = etree.XMLParser(resolve_entities=False, no_network=True)
    with zipfile.ZipFile(path) as parts:
        root = etree.fromstring(parts.read(PART), reader)
        notes = etree.fromstring(parts.read(NOTES), reader) if NOTES in parts.namelist() else ()
    return (*_body(path.name, root.find(f"{W}body")), *_notes(path.name, notes))


def _notes(file: str, notes: Any) -> Iterator[Passage]:
    """The words at the foot of pages."""
    for n, note in enumerate(notes, 1):
        if text := flat(_text(note)):
            yield Passage(file, f"note de bas de page {n}", PROSE, (text,))


def _body(file: str, body: Any) -> Iterator[Passage]:
    section, caption = "", ""
    for n, element in enumerate(body, 1):
        place = f"« {section} », élément {n}" if section else f"élément {n}"
        if element.tag == f"{W}tbl":
            yield from _table(file, element, place, section, caption)
            caption = ""
        elif element.tag == f"{W}p":
            text, style = _text(element), _style(element)
            section = text if style.startswith(HEAD) else section
            caption = text if style == CAPTION else caption
            yield from _paragraph(file, element, text, style, place, section)


def _paragraph(file: str, element: Any, text: str, style: str, place: str, section: str) -> Iterator[Passage]:
    for picture in element.iter(DRAWING):
        said = flat(str(picture.get("descr", "")))
        yield Passage(file, place, ALT, (said,), section=section)
    if not text:
        return
    value, mark, rest = text.partition(BETWEEN)
    if mark:
        yield Passage(file, place, TILE, tuple(flat(part) for part in (value, *rest.split(" · "))), section=section)
    else:
        kind = HEADING if style.startswith(HEAD) else CONTENTS if style.casefold().startswith(LISTED) else PROSE
        yield Passage(file, place, kind, (flat(text),), section=section)


def _table(file: str, element: Any, place: str, section: str, caption: str) -> Iterator[Passage]:
    lines = [tuple(flat(_text(cell)) for cell in row.iter(f"{W}tc")) for row in element.iter(f"{W}tr")]
    if lines:
        body = ((f"{place}, ligne {n}", cells, 0) for n, cells in enumerate(lines[1:], 1))
        yield from rows(Table(file, caption.partition(" – ")[2] or caption, lines[0], section), body, ROW)


def _text(element: Any) -> str:
    """The words of an element; a line end is a blank."""
    return "".join(
        (part.text or "") if part.tag == f"{W}t" else " " for part in element.iter(f"{W}t", f"{W}br", f"{W}tab")
    )


def _style(element: Any) -> str:
    found = element.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val", ""))
