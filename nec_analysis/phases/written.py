"""Every line that the files of a report hold, whatever their format."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from nec_analysis.figures.recette.passage import flat
from nec_analysis.phases import drawn, office
from nec_analysis.phases.line import SAID, Line, decoded, of_rows, of_text

BLOCKS = (
    "p",
    "div",
    "ul",
    "ol",
    "table",
    "figure",
    "section",
    "li",
    "svg",
    "details",
    "nav",
    "dl",
    "tr",
    "main",
    "body",
)
SKIPPED = ("MANIFEST.json", "journal.json")
"""Names, fingerprints, times: nothing of anybody."""


def files(folder: Path) -> tuple[Path, ...]:
    """The files of a folder that may say something of somebody."""
    return tuple(sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in SKIPPED))


def lines(folder: Path, paths: Iterable[Path] | None = None) -> Iterator[Line]:
    """The lines of every file of a folder, or of some; pictures made of points say nothing that can be read."""
    asked = files(folder) if paths is None else tuple(paths)
    drawings = folder.glob("charts/*/*.svg") if any(path.suffix == ".pdf" for path in asked) else ()
    shown = {drawn.letters(drawn.words(path)) for path in drawings}
    for path in asked:
        place = path.relative_to(folder).as_posix()
        if path.suffix == ".pdf":
            known = (line for line in _pdf(path) if not (line.loose and drawn.letters(line.cells) in shown))
            yield from (replace(line, place=place) for line in known)
        else:
            yield from read(place, path.read_bytes())


def read(place: str, content: bytes) -> Iterator[Line]:
    """The lines of one file, told by the end of its name, else by how it begins."""
    reader = READERS.get(Path(place).suffix.lower(), _begun)
    yield from (replace(line, place=place) for line in reader(content) if any(line.cells))


def _begun(content: bytes) -> Iterator[Line]:
    """A file whose name says nothing: a compressed one, an office file, a picture with words in its head, a text."""
    if content.startswith(b"\x1f\x8b"):
        yield from _begun(gzip.decompress(content))
    elif content.startswith(b"PK\x03\x04"):
        yield from _package(content)
    elif content.startswith(b"\x89PNG"):
        yield from _picture(content)
    elif content.startswith(b"PAR1"):
        yield from _parquet(content)
    else:
        text = decoded(content)
        if "\0" not in text[:4096]:
            yield from _table_or_text(text)


def _parquet(content: bytes) -> Iterator[Line]:
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(content))
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    yield from of_rows([tuple(table.column_names), *(tuple(flat(str(cell)) for cell in row) for row in rows)])


def _table_or_text(text: str) -> Iterator[Line]:
    """A text; as a table too where its first line has several cells."""
    yield from of_text(text.encode())
    if any(mark in text.partition("\n")[0] for mark in ";,\t"):
        yield from _csv(text.encode())


def _picture(content: bytes) -> Iterator[Line]:
    """The words that a PNG carries beside its points. PNG specification, 11.3.4."""
    at = len(b"\x89PNG\r\n\x1a\n")
    while at + 8 <= len(content):
        size, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if kind in (b"tEXt", b"iTXt"):
            said = content[at + 8 : at + 8 + size].replace(b"\0", b"\t")
            yield from of_text(said)
        at += size + 12


def _csv(content: bytes) -> Iterator[Line]:
    text = decoded(content)
    first = text.partition("\n")[0]
    read = [tuple(map(flat, row)) for row in csv.reader(io.StringIO(text), delimiter=max(";,\t", key=first.count))]
    yield from of_rows(read)


def _json(content: bytes) -> Iterator[Line]:
    try:
        read = json.loads(content)
    except ValueError:
        yield from of_text(content)
        return
    yield from _values(read)


def _values(read: Any) -> Iterator[Line]:
    """Rows of plain values as rows, other texts one by one."""
    if isinstance(read, Mapping):
        heads = read.get("headers")
        if isinstance(heads, list) and isinstance(read.get("rows"), list):
            yield from of_rows([tuple(map(str, heads)), *(tuple(map(str, row)) for row in read["rows"])])
        for name, value in read.items():
            if name != "rows" and isinstance(value, (str, list, Mapping)):
                yield from _values(value)
    elif isinstance(read, list):
        if read and all(isinstance(value, (str, int, float)) for value in read):
            yield Line("", tuple(flat(str(value)) for value in read))
        else:
            for value in read:
                yield from _values(value)
    elif isinstance(read, str):
        yield from _marked(read)


def _marked(text: str) -> Iterator[Line]:
    """A text that may be a page, a drawing, or lines."""
    start = text.lstrip()[:200]
    if "<svg" in start:
        yield from drawn.of_svg(text.encode())
    elif start.startswith("<"):
        yield from _html(text.encode())
    else:
        yield from of_text(text.encode())


def _notebook(content: bytes) -> Iterator[Line]:
    for cell in json.loads(content).get("cells", ()):
        yield from of_text(_joined(cell.get("source", "")).encode())
        for output in cell.get("outputs", ()):
            for said in (output.get("text", ""), output.get("traceback", "")):
                yield from of_text(_joined(said, "\n" if said is not output.get("text") else "").encode())
            for kind, value in output.get("data", {}).items():
                if not kind.startswith("image/") or kind == "image/svg+xml":
                    yield from _values(value if isinstance(value, Mapping) else _joined(value))


def _joined(value: Any, between: str = "") -> str:
    return between.join(map(str, value)) if isinstance(value, list) else str(value)


def _html(content: bytes) -> Iterator[Line]:
    from lxml import etree, html

    if not content.strip():
        return
    try:
        root = html.document_fromstring(content.decode("utf-8", errors="replace"), ensure_head_body=True)
    except (etree.ParserError, ValueError):  # nothing but a comment; a declared encoding
        yield from of_text(content)
        return
    for style in root.iter("style"):
        style.text = ""  # nobody reads it, and "font-weight: 400" says nothing of a question « weight »
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield from of_text((element.text or "").encode())
            continue
        for name, said in element.items():
            if name in SAID or name.startswith("data-"):
                yield Line("", (flat(said),))
        yield from _element(element)
    yield from _offered(content)


def _element(element: Any) -> Iterator[Line]:
    if element.tag == "table":
        cells = [[flat(cell.text_content()) for cell in row if cell.tag in ("th", "td")] for row in element.iter("tr")]
        caption = flat(element.findtext("caption") or "")
        yield Line("", (caption,))
        yield from (replace(line, under=line.under or caption) for line in of_rows([tuple(row) for row in cells]))
    elif element.tag == "svg":
        yield from drawn.of_drawing(element)
    elif element.tag == "script":
        yield from _json((element.text or "").encode())
    elif element.tag not in ("style", "td", "th", "text", "tspan") and not _nested(element):
        parts = [flat(child.text_content()) for child in element if isinstance(child.tag, str)]
        yield Line("", (flat(element.text_content()),))
        if len(parts) > 1:
            yield Line("", tuple(parts))
    elif element.tag in ("li", "div") and len(element) > 1:  # a tile: a few short texts side by side
        parts = [flat(child.text_content()) for child in element if isinstance(child.tag, str)]
        if all(len(part) < 120 for part in parts):
            yield Line("", tuple(parts))


def _nested(element: Any) -> bool:
    return any(child.tag in BLOCKS for child in element.iterdescendants() if isinstance(child.tag, str))


_DATA = re.compile(rb'href="data:(?:text/csv|application/[a-z.+-]+|text/plain)[^,"]*?(;base64)?,([^"]*)"')


def _offered(content: bytes) -> Iterator[Line]:
    """The files that a page carries."""
    from base64 import b64decode
    from urllib.parse import unquote_to_bytes

    for coded, inner in _DATA.findall(content):
        held = b64decode(inner) if coded else unquote_to_bytes(inner.decode("ascii", "replace"))
        yield from _package(held) if held.startswith(b"PK") else _csv(held)


def _pdf(path: Path) -> Iterator[Line]:
    """The pieces of a PDF by its tags, what no tag claims, its attached files, its description."""
    import pikepdf

    from nec_analysis.figures.recette import glyphs, pdf
    from nec_analysis.figures.recette.passage import CHART

    with pikepdf.open(path) as held:
        if "/StructTreeRoot" in held.Root:
            for passage in pdf.passages(path):
                yield Line("", passage.cells, passage.header, passage.under or passage.table, passage.kind == CHART)
        else:
            fonts = glyphs.Fonts()
            for page in held.pages:
                words = (flat(t) for piece in glyphs.marked(page.obj, fonts).values() for t in piece.split("\n"))
                yield Line("", tuple(filter(None, words)), loose=True)
        attached: Any = held.attachments
        for name in attached:
            yield from read(str(name), attached[name].get_file().read_bytes())
        yield from (Line("", (flat(str(value)),)) for value in (*held.docinfo.values(), *_noted(held)))


def _noted(held: Any) -> Iterator[object]:
    """What a PDF says beside its pages: its outline, the notes on them, its description."""
    with held.open_outline() as outline:
        waiting = list(outline.root)
    while waiting:
        entry = waiting.pop()
        yield entry.title
        waiting.extend(entry.children)
    for page in held.pages:
        yield from (note.get("/Contents", "") for note in page.obj.get("/Annots", ()))
    if "/Metadata" in held.Root:
        yield re.sub(rb"<[^>]*>", b" ", held.Root.Metadata.read_bytes()).decode("utf-8", errors="replace")


def _package(content: bytes) -> Iterator[Line]:
    """An office file: its tables, paragraphs, charts, notes, descriptions; files in it; sheets whose hand is hidden."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = parts.namelist()
        if "xl/workbook.xml" in names:
            yield from office.sheets(content)
        for name in names:
            if name.endswith((".xml", ".rels")) and not name.startswith(("xl/worksheets/", "xl/sharedStrings")):
                yield from office.part(parts.read(name))
            elif not name.endswith((".xml", ".rels")):
                yield from (replace(line, place="") for line in read(name, parts.read(name)))


READERS: Mapping[str, Callable[[bytes], Iterator[Line]]] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".txt": of_text,
    ".md": of_text,
    ".json": _json,
    ".ipynb": _notebook,
    ".html": _html,
    ".htm": _html,
    ".svg": drawn.of_svg,
    ".xlsx": _package,
    ".pptx": _package,
    ".docx": _package,
    ".odt": _package,
    ".zip": _package,
}
