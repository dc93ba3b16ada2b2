"""What Typst cannot say yet in a PDF: the first cell of a row names the row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nec_analysis.report import glyphs

LEAST = 3
"""Tables of fewer columns are read well without row headers."""
_DRESS = re.compile(rb"(\n<</Type/StructElem/S/TD/P [0-9]+ 0 R)(/A\[(?:<<[^<>]*>>)+\])")
"""The attributes of a cell, as Typst writes them: thousands of objects, which QPDF would have to open one by one."""


def finish(pdf: bytes) -> bytes:
    """The PDF with row headers (TH, Scope Row; ISO 32000-1, 14.8.5.7), as small as it can be, the same bytes each time."""
    import pikepdf

    pikepdf.settings.set_flate_compression_level(6)
    with _on_disk(_undressed(pdf)) as path, pikepdf.open(path) as file:
        tree = file.Root.get("/StructTreeRoot", {})
        # one object says it of all rows: made for each, it would be a thing to write for each
        row = file.make_indirect(_scope("/Row"))
        for table in _tables(tree):
            _name_rows(table, row)
        if "/IDTree" in tree:
            del tree["/IDTree"]
        known: dict[Any, glyphs.Font] = {}
        for page in file.pages:
            _rewrite(page, known)
        out = BytesIO()
        file.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return out.getvalue()


def _undressed(pdf: bytes) -> bytes:
    """The PDF with the attributes of its cells blanked out, so that all objects stay where they are.

    Typst repeats the colours of the rules in every cell, which no reader uses; it names there the head of the column
    alone, which would hide the head of the row: explicit Headers come before scopes (ISO 32000-1, table 349).
    """
    return _DRESS.sub(lambda cell: cell[1] + b" " * len(cell[2]), pdf)


@contextmanager
def _on_disk(pdf: bytes) -> Iterator[Path]:
    """The PDF as a file for a while: QPDF, which looks up each cell of a table, reads it twice as fast as from memory."""
    with TemporaryDirectory(prefix="nec-") as folder:
        path = Path(folder) / "report.pdf"
        path.write_bytes(pdf)
        yield path


def _rewrite(page: Any, known: dict[Any, glyphs.Font]) -> None:
    import pikepdf

    fonts, content = glyphs.fonts_of(page, known), page.get("/Contents")
    if fonts and isinstance(content, pikepdf.Stream):
        content.write(glyphs.rounded(glyphs.join(glyphs.shortened(content.read_bytes()), fonts)))


def _tables(node: Any) -> Iterator[Any]:
    """All table elements below, without recursion: trees of long reports are deep."""
    import pikepdf

    waiting = [node]
    while waiting:
        element = waiting.pop()
        if not isinstance(element, pikepdf.Dictionary):
            continue
        if element.get("/S") == "/Table":
            yield element
        else:
            waiting.extend(_children(element))


def _children(element: Any) -> list[Any]:
    import pikepdf

    kids = element.get("/K")
    found = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in found if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _name_rows(table: Any, scope: Any) -> None:
    """The first cell of each row of data is its head, of that scope."""
    import pikepdf

    heads, data, body = 0, 0, []
    for row in _rows(table):
        first, cells = row["/K"][0], len(row["/K"])
        if first["/S"] == "/TH":
            heads += _heads(_children(row))
        elif cells >= LEAST and "/K" in first:
            body.append(first)
            data += cells - 1
    # A line or two under many heads is read well without; with more heads than data the table would look all heads.
    if data >= heads + len(body):
        head = pikepdf.Name.TH
        for cell in body:
            cell["/S"], cell["/A"] = head, scope


def _heads(row: list[Any]) -> int:
    """How many heads a row of heads has. The empty cell that closes the head of a group names nothing: it is none."""
    import pikepdf

    if len(row) > 1 and any("/ColSpan" in one for one in row[0].get("/A", [])) and not len(row[-1].get("/K", ())):
        closing = row.pop()
        closing["/S"] = pikepdf.Name.TD
        if "/A" in closing:
            del closing["/A"]
    for cell in row:
        _bare(cell)
    return len(row)


def _bare(head: Any) -> None:
    """A head keeps its scope and the columns it stands over."""
    said = list(head.get("/A", []))
    scopes = [str(one["/Scope"]) for one in said if "/Scope" in one]
    spans = [int(one["/ColSpan"]) for one in said if "/ColSpan" in one]
    for key in ("/A", "/ID"):
        if key in head:
            del head[key]
    if scopes:
        head["/A"] = _scope(scopes[0], *spans)


def _scope(scope: str, span: int = 1) -> Any:
    import pikepdf

    found = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name(scope))
    if span > 1:
        found["/ColSpan"] = span
    return found


def _rows(table: Any) -> Iterator[Any]:
    for child in _children(table):
        if child.get("/S") == "/TR":
            yield child
        elif child.get("/S") in ("/TBody", "/THead", "/TFoot"):
            yield from (row for row in _children(child) if row.get("/S") == "/TR")
