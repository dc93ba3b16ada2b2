"""Passages of a finished HTML page, as a reader meets them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nec_analysis.figures.recette.passage import (
    ALT,
    CHART,
    CONTENTS,
    COVER,
    HEADING,
    ITEM,
    NOTE,
    PROSE,
    ROW,
    TILE,
    Passage,
    flat,
)
from nec_analysis.figures.recette.rows import Table, rows

SKIPPED = ("style", "script", "template", "head")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
SVG = "{http://www.w3.org/2000/svg}"


@dataclass
class _Reading:
    file: str
    section: str = ""
    chart: str = ""
    found: list[Passage] = field(default_factory=list)

    def add(self, kind: str, *cells: str) -> None:
        """Keep a passage, unless nothing is written there."""
        texts = tuple(flat(cell) for cell in cells)
        if any(texts):
            place = f"« {self.section} »" if self.section else "début"
            self.found.append(Passage(self.file, place, kind, texts, section=self.section, chart=self.chart))


def passages(path: Path) -> tuple[Passage, ...]:
    """Every passage of the page: its texts, then the names given to people who cannot see."""
    from lxml import html

    root = html.fromstring(path.read_text(encoding="utf-8"))
    reading = _Reading(path.name)
    reading.add(COVER, root.findtext(".//title") or "")
    body = root.find(".//body")
    _walk(body if body is not None else root, reading)
    return tuple(reading.found)


def fragment(content: str, file: str, section: str = "", chart: str = "") -> tuple[Passage, ...]:
    """Every passage of a piece of a page, a drawing included."""
    reading = _Reading(file, section, chart)
    if content.strip():
        _walk(_piece(content), reading)
    return tuple(reading.found)


def text(content: str) -> str:
    """What a piece of a page says to those who see it, and to those who hear it."""
    root = _piece(content)
    return " ".join([*root.itertext(), *(said for said in root.xpath("//@aria-label|//@alt"))])


def _piece(content: str) -> Any:
    from lxml import html

    root = html.fragment_fromstring(content, create_parent="div")
    for element in [*root.iter(*SKIPPED)]:
        element.drop_tree()
    return root


def _walk(element: Any, reading: _Reading) -> None:
    for child in element:
        if isinstance(child.tag, str) and child.tag not in SKIPPED:
            _block(child, reading)


def _block(element: Any, reading: _Reading) -> None:
    tag = element.tag
    said = element.get("aria-label", "")
    if said and tag != "svg":
        reading.add(ALT, said)
    if tag == "svg":
        _drawing(element, reading)
    elif tag in HEADINGS:
        reading.section = flat(element.text_content()) if tag != "h1" else reading.section
        reading.add(HEADING, element.text_content())
    elif tag == "figure":
        reading.chart = (element.get("id") or "").replace("-", "_")
        _walk(element, reading)
        reading.chart = ""
    elif tag == "table":
        _table(element, reading)
    elif tag == "li" and _has_class(element.getparent(), "tiles"):
        reading.add(TILE, *(child.text_content() for child in element))
    elif tag == "li":
        reading.add(CONTENTS if _inside(element, "nav") else ITEM, element.text_content())
    elif _is_leaf(element):
        reading.add(NOTE if _has_class(element, "quiet") else PROSE, element.text_content())
    else:
        _walk(element, reading)


def _is_leaf(element: Any) -> bool:
    blocks = {"p", "div", "ul", "ol", "table", "figure", "section", "li", "svg", "details", "nav", "dl", *HEADINGS}
    return not any(child.tag in blocks for child in element.iterdescendants() if isinstance(child.tag, str))


def _has_class(element: Any, name: str) -> bool:
    return element is not None and name in (element.get("class") or "").split()


def _inside(element: Any, tag: str) -> bool:
    return any(parent.tag == tag for parent in element.iterancestors())


def _drawing(element: Any, reading: _Reading) -> None:
    reading.add(ALT, element.get("aria-label", ""))
    for name in ("title", "desc"):
        for found in element.iter(name, f"{SVG}{name}"):
            reading.add(ALT, found.text_content() if hasattr(found, "text_content") else found.text or "")
    texts = [" ".join(found.itertext()) for found in element.iter("text", f"{SVG}text")]
    reading.add(CHART, *texts)


def _table(element: Any, reading: _Reading) -> None:
    caption = flat(element.findtext("caption") or "")
    lines = [[flat(cell.text_content()) for cell in row if cell.tag in ("th", "td")] for row in element.iter("tr")]
    heads = [row for row in element.iter("tr") if all(cell.get("scope") == "col" for cell in row)]
    header = tuple(lines[0]) if heads and lines else ()
    if caption:
        reading.add(PROSE, caption)
    if header:
        reading.add(HEADING, *header)
    table = Table(reading.file, caption, header, reading.section, reading.chart)
    body = lines[len(heads) :]
    place = f"« {reading.section} », tableau « {caption} »" if caption else f"« {reading.section} », tableau"
    numbered = ((f"{place}, ligne {n}", row, 0) for n, row in enumerate(body, 1))
    reading.found.extend(rows(table, numbered, ROW))
