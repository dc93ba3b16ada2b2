"""Passages of a finished PDF, by its tags: headings, paragraphs, tiles, rows of tables, charts, what stands on every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nec_analysis.figures.recette.glyphs import LOOSE, Fonts, marked
from nec_analysis.figures.recette.passage import (
    ALT,
    CHART,
    CONTENTS,
    FURNITURE,
    HEADING,
    ITEM,
    PROSE,
    ROW,
    TILE,
    Passage,
    flat,
)
from nec_analysis.figures.recette.rows import Table, rows
from nec_analysis.figures.recette.tagged import children, marks, tag

LEAVES = ("P", "Span", "Note", "Caption", "BlockQuote", "Code", "Formula", "Lbl", "Em", "Strong", "FENote", "Quote")
"""Tags that hold a piece of text."""
LONG = 12
"""Long words may be cut after every so many letters: the layout puts a sign there that leaves no trace."""


@dataclass
class _Reading:
    file: str
    pieces: list[dict[int, str]]
    pages: dict[Any, int]
    section: str = ""
    found: list[Passage] = field(default_factory=list)

    def add(self, kind: str, cells: tuple[str, ...], page: int) -> None:
        """Keep a passage, unless nothing is written there."""
        if any(cells):
            self.found.append(Passage(self.file, f"page {page}", kind, cells, section=self.section, page=page))


def passages(path: Path) -> tuple[Passage, ...]:
    """Every passage of the file, in the order a screen reader says them, then what stands on every page."""
    import pikepdf

    fonts = Fonts()
    with pikepdf.open(path) as pdf:
        pages = {page.obj.objgen: n for n, page in enumerate(pdf.pages, 1)}
        reading = _Reading(path.name, [marked(page.obj, fonts) for page in pdf.pages], pages)
        if "/StructTreeRoot" in pdf.Root:
            for child in children(pdf.Root.StructTreeRoot):
                _block(child, reading)
        return (*reading.found, *_furniture(reading))


def _furniture(reading: _Reading) -> Iterator[Passage]:
    """What no tag claims, a passage a page: running heads, page numbers, heads of tables that go on."""
    for page, pieces in enumerate(reading.pieces, 1):
        lines = [flat(line) for line in pieces.get(LOOSE, "").split("\n") if line.strip(" .")]
        if lines:
            yield Passage(reading.file, f"page {page}", FURNITURE, (" ".join(lines),), page=page)


def _elements(element: Any) -> list[Any]:
    return [child for child in children(element) if tag(child)]


def _block(element: Any, reading: _Reading) -> None:
    name = tag(element)
    if name == "Table":
        _table(element, reading)
    elif name == "Figure":
        _figure(element, reading)
    elif name in ("TOC", "TOCI"):
        _contents(element, reading)
    elif name == "LI":
        text, page = _text(element, reading)
        reading.add(ITEM, (text.lstrip("•◦‣– "),), page)
    elif name == "Title" or (name[:1] == "H" and name[1:].isdigit()):
        text, page = _text(element, reading)
        reading.section = text or reading.section
        reading.add(HEADING, (text,), page)
    elif name in LEAVES:
        text, page = _text(element, reading)
        reading.add(PROSE, (text,), page)
    elif _is_tile(element):
        parts = [_text(child, reading) for child in _elements(element)]
        reading.add(TILE, tuple(text for text, _ in parts if text), parts[0][1])
    else:
        for child in _elements(element):
            _block(child, reading)


def _is_tile(element: Any) -> bool:
    """A box of a few short texts: a value, its label, its interval."""
    inside = [tag(child) for child in _elements(element)]
    return tag(element) == "Div" and len(inside) > 1 and all(name in LEAVES for name in inside)


def _contents(element: Any, reading: _Reading) -> None:
    if any(tag(child) in ("TOC", "TOCI") for child in _elements(element)):
        for child in _elements(element):
            _contents(child, reading)
        return
    text, page = _text(element, reading)
    reading.add(CONTENTS, (text,), page)


def _figure(element: Any, reading: _Reading) -> None:
    text, page = _text(element, reading, "\n")
    reading.add(CHART, tuple(line for line in text.split("\n") if line.strip()), page)
    reading.add(ALT, (flat(str(element.get("/Alt", ""))),), page)


def _table(element: Any, reading: _Reading) -> None:
    header: tuple[str, ...] = ()
    caption, body = "", list[tuple[str, tuple[str, ...], int]]()
    for row in _rows(element):
        cells = [_text(cell, reading) for cell in _elements(row)]
        texts = tuple(text for text, _ in cells)
        page = next((page for _, page in cells if page), 0)
        if tag(row) == "Caption":
            caption, page = _text(row, reading)
            reading.add(PROSE, (caption,), page)
        elif all(_is_column_head(cell) for cell in _elements(row)) and not header:
            header = texts
            reading.add(HEADING, texts, page)
        else:
            body.append((f"page {page}", texts, page))
    table = Table(reading.file, caption, header, reading.section)
    reading.found.extend(rows(table, body, ROW))


def _rows(element: Any) -> Iterator[Any]:
    for child in _elements(element):
        if tag(child) in ("THead", "TBody", "TFoot"):
            yield from _rows(child)
        else:
            yield child


def _is_column_head(cell: Any) -> bool:
    return tag(cell) == "TH" and "/Row" not in str(cell.get("/A", ""))


def _text(element: Any, reading: _Reading, between: str = "") -> tuple[str, int]:
    """The text of an element with its parts, and the page it begins on."""
    parts: list[str] = []
    first = 0
    for piece, where in marks(element):
        page = reading.pages[where.objgen]
        parts.append(reading.pieces[page - 1].get(piece, ""))
        first = first or page
    joined = "".join(parts)
    return (joined, first) if between else (_joined(joined), first)


def _joined(text: str) -> str:
    """Lines of a paragraph as one; a word cut at a hyphen stays whole."""
    lines = [line for line in text.split("\n") if line]
    out = ""
    for line in lines:
        out += line if not out or _runs_on(out) else f" {line}"
    return flat(out)


def _runs_on(text: str) -> bool:
    """Whether the next line goes on in the same word: a hyphen, a blank already there, a long word cut by the layout."""
    return text[-1].isspace() or text[-1] in "-–—/" or len(text.split()[-1]) % LONG == 0
