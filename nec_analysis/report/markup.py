"""HTML outputs of notebooks as blocks: tables become real tables, the rest becomes text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import MappingProxyType
from typing import Any

from nec_analysis.report import pictures
from nec_analysis.report.markdown import Block, Run, link, plain
from nec_analysis.report.pictures import Attached, left_out

_DROPPED = ("script", "style", "template", "noscript", "head", "canvas", "svg")
_LEFT = {"iframe": "frame", "object": "frame", "embed": "frame", "video": "media", "audio": "media"}
"""What no page without script and without network can show, by element."""
_DRESS = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), "emph"),
    **dict.fromkeys(("s", "del", "strike"), "strike"),
    "sup": "super",
    "sub": "sub",
}
_CODE = frozenset(("code", "kbd", "samp", "tt"))
_LINE = frozenset(
    (*_DRESS, *_CODE, "a", "abbr", "bdi", "bdo", "big", "br", "button", "data", "font", "img", "input", "ins", "label")
) | frozenset(("mark", "q", "select", "small", "span", "time", "u", "wbr"))
"""Elements that stand in a line of text."""
_ALERTS = {"info": "info", "success": "key", "warning": "caution", "danger": "caution"}
_ONE = r"[<>≈×+\-−]?[\s\u00a0\u202f]?\d[\d\s\u00a0\u202f.,]*(?:%|€|pts?|s|h|min|ko|Mo|m²)?"
MOST_SPANNED = 1000
"""Columns or rows of one cell, at most: HTML's own limit for columns."""
_NUMBER = re.compile(
    rf"^\[?{_ONE}(?:(?:[\s\u00a0\u202f]*[;–][\s\u00a0\u202f]*| (?:à|to) )?{_ONE})?\]?[\s\u00a0\u202f]?[*▲▼]?$",
    re.IGNORECASE,
)


def blocks(html: str, attached: Attached = MappingProxyType({})) -> list[Block]:
    """What an HTML output says: its tables with heads and rows, headings, paragraphs, lists, pictures, in order.

    What cannot be shown, as a frame of another page, is a block `left_out` in its place.
    """
    root = _parsed(html)
    if root is None:
        return []
    drawn = next(root.iter("script", "canvas", "svg"), None) is not None
    for element in list(root.iter(*_DROPPED)):
        element.drop_tree()
    found = [block for block in _blocks(root, attached) if block["kind"] != "paragraph" or plain(block["runs"]).strip()]
    return found or [left_out("script")] * drawn


def line(html: str) -> tuple[str, bool, Any]:
    """One tag written in a line: its name, whether it closes, the element it opens (None where it opens nothing)."""
    closing = _CLOSING.match(html)
    if closing:
        return closing[1].lower(), True, None
    opening = _OPENING.match(html)
    element = next(iter(_parsed(html)), None) if opening else None
    return (opening[1].lower(), False, element) if opening and element is not None else ("", False, None)


def _parsed(html: str) -> Any:
    from lxml import html as parser

    return parser.fragment_fromstring(html, create_parent="div") if html.strip() else None


def _blocks(element: Any, attached: Attached) -> list[Block]:
    """The element as blocks: what stands in a line is gathered until something stands apart."""
    found: list[Block] = []
    runs: list[Run] = [_text(element.text or "")]
    for child in element:
        if _in_line(child):
            runs += _runs(child)
        else:
            found += [_paragraph(runs), *_apart(child, attached)]
            runs = []
        runs.append(_text(child.tail or ""))
    return [*found, _paragraph(runs)]


def _in_line(element: Any) -> bool:
    """Whether it is a piece of a line, down to its last element; a picture stands apart."""
    if not isinstance(element.tag, str):
        return True
    return element.tag in _LINE and element.tag != "img" and all(_in_line(child) for child in element)


def _apart(element: Any, attached: Attached) -> list[Block]:
    """An element that stands apart."""
    name = element.tag
    if name == "table":
        return [_table(element), *_within(element, attached)]
    if name in _LEFT:
        return missed(element)
    if name == "img":
        return pictures.addressed(element.get("src", ""), element.get("alt", ""), attached)
    if re.fullmatch("h[1-6]", name):
        return [{"kind": "heading", "level": int(name[1]), "runs": trimmed(_children(element))}]
    if name in ("ul", "ol"):
        items = [_blocks(item, attached) for item in element.iterchildren("li")]
        return [{"kind": "list", "ordered": name == "ol", "start": 1, "items": items}]
    if name == "pre":
        return [{"kind": "code", "text": element.text_content()}]
    if name == "hr":
        return [{"kind": "rule"}]
    inside = _blocks(element, attached)
    if name == "blockquote":
        return [{"kind": "quote", "blocks": inside}]
    role = next((role for kind, role in _ALERTS.items() if f"alert-{kind}" in element.get("class", "").split()), "")
    return [{"kind": "callout", "role": role, "title": "", "blocks": inside}] if role else inside


def _within(table: Any, attached: Attached) -> list[Block]:
    """The pictures and frames that stand in the cells of a table, below it."""
    return [block for element in table.iter("img", *_LEFT) for block in _apart(element, attached)]


def missed(element: Any) -> list[Block]:
    """What is left out when this element is, none if it says nothing of its own."""
    if element.tag == "script":
        return [left_out("script")]
    return [left_out(_LEFT[element.tag], _address(element))] if element.tag in _LEFT else []


def _address(element: Any) -> str:
    """Where the thing left out is to be found, else how it is called."""
    inner = [source.get("src", "") for source in element.iter("source")]
    said = (element.get("src", ""), element.get("data", ""), *inner)
    where = (url for url in said if url and not url.startswith(("data:", "about:")))
    return str(next(where, element.get("title", "")))


def _runs(element: Any) -> list[Run]:
    """An element in a line, with its dress; the text after it is not its own."""
    name = element.tag if isinstance(element.tag, str) else ""
    if name == "br":
        return [{"t": "break"}]
    if name in _CODE:
        return [{"t": "code", "text": element.text_content()}]
    return dressed(element, _children(element)) if name else []


def dressed(element: Any, inside: list[Run]) -> list[Run]:
    """Words in the dress of the element they stand in."""
    if element.tag == "a":
        return link(element.get("href", ""), inside)
    if element.tag in _CODE:
        return [{"t": "code", "text": plain(inside)}]
    return [{"t": _DRESS[element.tag], "runs": inside}] if element.tag in _DRESS and inside else inside


def _children(element: Any) -> list[Run]:
    runs: list[Run] = [_text(element.text or "")]
    for child in element:
        runs += [*_runs(child), _text(child.tail or "")]
    return [run for run in runs if run.get("text") != ""]


def _text(text: str) -> Run:
    """One space for any run of ordinary white space; no-break spaces are the author's."""
    return {"t": "text", "text": _WHITE.sub(" ", text)}


_WHITE = re.compile(r"[ \t\r\n\f]+")
_OPENING = re.compile(r"^<([A-Za-z][A-Za-z0-9-]*)")
_CLOSING = re.compile(r"^</\s*([A-Za-z][A-Za-z0-9]*)\s*>$")


def _paragraph(runs: list[Run]) -> Block:
    return {"kind": "paragraph", "runs": trimmed(runs)}


def trimmed(runs: list[Run]) -> list[Run]:
    """The line without the white space before and after it."""
    kept = [run for run in runs if run.get("text") != ""]
    if kept and kept[0]["t"] == "text":
        kept[0] = kept[0] | {"text": kept[0]["text"].lstrip(" ")}
    if kept and kept[-1]["t"] == "text":
        kept[-1] = kept[-1] | {"text": kept[-1]["text"].rstrip(" ")}
    return [run for run in kept if run.get("text") != ""]


def _squeezed(text: str) -> str:
    return _WHITE.sub(" ", text).strip()


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
            said = _said(cell), cell.tag == "th"
            for _ in range(_span(cell, "colspan")):
                if (more := _span(cell, "rowspan") - 1) > 0:
                    below[len(line)] = more, said
                line.append(said)
        grid.append([*line, *_from_above(below, len(line))])
    return grid


def _said(cell: Any) -> str:
    """The words of a cell; lines and blocks in it are kept apart by a space."""
    for inner in cell.iter("br", "p", "div", "li"):
        inner.tail = f" {inner.tail or ''}"
    return _squeezed(cell.text_content())


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
