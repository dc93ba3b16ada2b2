"""HTML outputs of notebooks as blocks: tables become real tables, the rest becomes text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from nec_analysis.report.markdown import Block

_DROPPED = ("script", "style", "template", "noscript", "iframe", "object", "embed", "head")
_ONE = r"[<>≈×+\-−]?[\s\u00a0\u202f]?\d[\d\s\u00a0\u202f.,]*(?:%|€|pts?|s|h|min|ko|Mo|m²)?"
MOST_SPANNED = 1000
"""Columns or rows of one cell, at most: HTML's own limit for columns."""
_NUMBER = re.compile(
    rf"^\[?{_ONE}(?:(?:[\s\u00a0\u202f]*[;–][\s\u00a0\u202f]*| à )?{_ONE})?\]?[\s\u00a0\u202f]?[*▲▼]?$", re.IGNORECASE
)


def blocks(html: str) -> list[Block]:
    """What an HTML output says: its tables with heads and rows, its headings, its paragraphs, in order."""
    from lxml import html as parser

    if not html.strip():
        return []
    root = parser.fragment_fromstring(html, create_parent="div")
    for element in list(root.iter(*_DROPPED)):
        element.drop_tree()
    found = _blocks(root)
    return [block for block in found if block["kind"] != "paragraph" or block["runs"][0]["text"]]


def _blocks(element: Any) -> list[Block]:
    found = [_paragraph(element.text or "")]
    for child in element:
        name = child.tag if isinstance(child.tag, str) else ""
        if name == "table":
            found.append(_table(child))
        elif re.fullmatch("h[1-6]", name):
            found.append({"kind": "heading", "level": int(name[1]), "runs": _runs(child)})
        elif name in ("ul", "ol"):
            found.append(_list(child))
        elif name == "pre":
            found.append({"kind": "code", "text": child.text_content()})
        elif name == "p" or not len(child):
            found.append(_paragraph(child.text_content()))
        else:
            found += _blocks(child)
        found.append(_paragraph(child.tail or ""))
    return found


def _runs(element: Any) -> list[dict[str, Any]]:
    return [{"t": "text", "text": _squeezed(element.text_content())}]


def _paragraph(text: str) -> Block:
    return {"kind": "paragraph", "runs": [{"t": "text", "text": _squeezed(text)}]}


def _list(element: Any) -> Block:
    items = [[_paragraph(item.text_content())] for item in element.iter("li")]
    return {"kind": "list", "ordered": element.tag == "ol", "start": 1, "items": items}


def _squeezed(text: str) -> str:
    """One space for any run of ordinary white space; no-break spaces are the author's."""
    return re.sub(r"[ \t\r\n\f]+", " ", text).strip()


def _table(table: Any) -> Block:
    grid = _grid([row for row in table.iter("tr") if next(row.iterancestors("table")) is table])
    heads = [row for row in grid if row and all(head for _, head in row)]
    body = [[text for text, _ in row] for row in grid if row and not all(head for _, head in row)]
    headers = _merged_heads(heads)
    width = max([len(headers), *map(len, body)], default=0)
    caption = table.find("caption")
    return {
        "kind": "table",
        "headers": _padded(headers, width),
        "rows": [_padded(row, width) for row in body],
        "caption": _squeezed(caption.text_content()) if caption is not None else "",
        "parts": True,
    }


def _grid(rows: Iterable[Any]) -> list[list[tuple[str, bool]]]:
    """Texts of rows with whether each is a head; a cell over several columns or rows is repeated in each."""
    grid = []
    below: dict[int, tuple[int, tuple[str, bool]]] = {}
    """By column: for how many rows more a cell from above stands there."""
    for row in rows:
        line: list[tuple[str, bool]] = []
        for cell in row.iterchildren("td", "th"):
            line += _from_above(below, len(line))
            said = _squeezed(cell.text_content()), cell.tag == "th"
            for _ in range(_span(cell, "colspan")):
                if (more := _span(cell, "rowspan") - 1) > 0:
                    below[len(line)] = more, said
                line.append(said)
        grid.append([*line, *_from_above(below, len(line))])
    return grid


def _from_above(below: dict[int, tuple[int, tuple[str, bool]]], place: int) -> list[tuple[str, bool]]:
    """The cells that rows above still hold from a column on."""
    found = []
    while place in below:
        more, said = below.pop(place)
        if more > 1:
            below[place] = more - 1, said
        found.append(said)
        place += 1
    return found


def _span(cell: Any, name: str) -> int:
    """Over how many columns or rows a cell stands; what is no such number is one."""
    said = str(cell.get(name, "1")).strip()
    return max(1, min(int(said), MOST_SPANNED)) if said.isascii() and said.isdigit() else 1


def _merged_heads(heads: list[list[tuple[str, bool]]]) -> list[str]:
    """Several header rows as one: pandas puts the name of the index on a second one."""
    width = max(map(len, heads), default=0)
    columns = [[row[i][0] for row in heads if i < len(row) and row[i][0]] for i in range(width)]
    return [" · ".join(dict.fromkeys(column)) for column in columns]


def _padded(row: list[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


SILENT = frozenset(("", "–", "—", "s", "n.d.", "NaN", "nan", "None", "NaT", "<NA>"))
"""What stands for no number in a column of numbers."""


def alignments(rows: list[list[str]], width: int) -> list[str]:
    """Right for columns of numbers, left for words; the first column names its row and stays left."""
    return ["right" if i and _numeric([row[i] for row in rows if i < len(row)]) else "left" for i in range(width)]


def _numeric(cells: list[str]) -> bool:
    said = [cell for cell in cells if cell not in SILENT]
    return bool(said) and sum(len(cell) <= 40 and bool(_NUMBER.match(cell)) for cell in said) >= 0.8 * len(said)
