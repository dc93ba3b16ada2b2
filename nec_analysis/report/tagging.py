"""What Typst cannot say yet in a PDF: the first cell of a row names the row."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from nec_analysis.report import glyphs

LEAST = 3
"""Tables of fewer columns are read well without row headers."""


def finish(pdf: bytes) -> bytes:
    """The PDF with row headers (TH, Scope Row; ISO 32000-1, 14.8.5.7), as small as it can be, the same bytes each time."""
    import pikepdf

    pikepdf.settings.set_flate_compression_level(9)
    with pikepdf.open(BytesIO(pdf)) as file:
        for table in _tables(file.Root.get("/StructTreeRoot")):
            _name_rows(table)
        for page in file.pages:
            _rewrite(page)
        out = BytesIO()
        file.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            recompress_flate=True,
        )
    return out.getvalue()


def _rewrite(page: Any) -> None:
    import pikepdf

    fonts, content = glyphs.fonts_of(page), page.get("/Contents")
    if fonts and isinstance(content, pikepdf.Stream):
        content.write(glyphs.rounded(glyphs.join(content.read_bytes(), fonts)))


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


def _name_rows(table: Any) -> None:
    import pikepdf

    for row in _rows(table):
        cells = _children(row)
        for cell in cells:
            _undress(cell)
        if len(cells) >= LEAST and cells[0].get("/S") == "/TD":
            cells[0]["/S"] = pikepdf.Name.TH
            scope = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
            old = cells[0].get("/A")
            cells[0]["/A"] = scope if old is None else pikepdf.Array([*_listed(old), scope])


def _undress(cell: Any) -> None:
    """Typst repeats the colours of the rules in every cell; they weigh a fifth of a long report, no reader uses them."""
    import pikepdf

    kept = [one for one in _listed(cell.get("/A", [])) if one.get("/O") != "/Layout"]
    if "/A" in cell:
        cell["/A"] = pikepdf.Array(kept)


def _listed(attributes: Any) -> list[Any]:
    import pikepdf

    return list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]


def _rows(table: Any) -> Iterator[Any]:
    for child in _children(table):
        if child.get("/S") == "/TR":
            yield child
        elif child.get("/S") in ("/TBody", "/THead", "/TFoot"):
            yield from (row for row in _children(child) if row.get("/S") == "/TR")
