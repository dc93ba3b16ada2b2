"""Every line that the files of a report hold, whatever their format."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nec_analysis.figures.recette.passage import flat, squeezed

LEVEL = 3.0
"""Points by which two words of a drawing may be off one line."""
APART = re.compile(r"\s{2,}|\t")
"""What stands between the columns of a table in plain text."""
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
SAID = ("alt", "title", "aria-label", "content", "value", "descr")
"""Attributes that somebody may read."""
SVG = "{http://www.w3.org/2000/svg}"
SKIPPED = ("MANIFEST.json", "journal.json")
"""Names, fingerprints, times: nothing of anybody."""


@dataclass(frozen=True, slots=True)
class Line:
    """What stands on one line of a file: cells of a row, or one text. `under`: what heads the row above, if it does.

    `heads`: the titles of the columns; `loose`: words of which nobody knows which belong together.
    """

    place: str
    cells: tuple[str, ...]
    heads: tuple[str, ...] = ()
    under: str = ""
    loose: bool = False


def files(folder: Path) -> tuple[Path, ...]:
    """The files of a folder that may say something of somebody."""
    return tuple(sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in SKIPPED))


def lines(folder: Path, paths: Iterable[Path] | None = None) -> Iterator[Line]:
    """The lines of every file of a folder, or of some; pictures made of points say nothing that can be read."""
    asked = files(folder) if paths is None else tuple(paths)
    drawings = folder.glob("charts/*/*.svg") if any(path.suffix == ".pdf" for path in asked) else ()
    drawn = {_letters(_words(path)) for path in drawings}
    for path in asked:
        place = path.relative_to(folder).as_posix()
        if path.suffix == ".pdf":
            known = (line for line in _pdf(path) if not (line.loose and _letters(line.cells) in drawn))
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
        text = _decoded(content)
        if "\0" not in text[:4096]:
            yield from _table_or_text(text)


def _decoded(content: bytes) -> str:
    """UTF-8, or the UTF-16 that spreadsheets write, by its first bytes."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return content.decode("utf-16" if wide else "utf-8-sig", errors="replace")


def _parquet(content: bytes) -> Iterator[Line]:
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(content))
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    yield from _rows([tuple(table.column_names), *(tuple(flat(str(cell)) for cell in row) for row in rows)])


def _table_or_text(text: str) -> Iterator[Line]:
    """A text; as a table too where its first line has several cells."""
    yield from _text(text.encode())
    if any(mark in text.partition("\n")[0] for mark in ";,\t"):
        yield from _csv(text.encode())


def _picture(content: bytes) -> Iterator[Line]:
    """The words that a PNG carries beside its points. PNG specification, 11.3.4."""
    at = len(b"\x89PNG\r\n\x1a\n")
    while at + 8 <= len(content):
        size, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if kind in (b"tEXt", b"iTXt"):
            said = content[at + 8 : at + 8 + size].replace(b"\0", b"\t")
            yield from _text(said)
        at += size + 12


def _words(path: Path) -> Iterator[str]:
    """The words of a chart's drawing, in their order."""
    from lxml import etree

    root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    for element in root.iter(f"{SVG}text") if root is not None else ():
        yield "".join(element.itertext())


def _letters(words: Iterable[str]) -> str:
    """The words of a drawing as any format keeps them, whatever their order."""
    return "".join(sorted(squeezed("".join(words))))


def _text(content: bytes) -> Iterator[Line]:
    for line in _decoded(content).splitlines():
        cells = tuple(flat(cell) for cell in APART.split(line) if cell.strip())
        if cells:
            yield Line("", cells)


def _csv(content: bytes) -> Iterator[Line]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    read = [tuple(map(flat, row)) for row in csv.reader(io.StringIO(text), delimiter=max(";,\t", key=first.count))]
    yield from _rows(read)


def _rows(rows: Sequence[tuple[str, ...]]) -> Iterator[Line]:
    """The first row heads the others."""
    heads = rows[0] if rows else ()
    under = ""
    for row in rows:
        under = (row[0] if row else "") or under
        yield Line("", row, heads=heads, under=under)


def _json(content: bytes) -> Iterator[Line]:
    try:
        read = json.loads(content)
    except ValueError:
        yield from _text(content)
        return
    yield from _values(read)


def _values(read: Any) -> Iterator[Line]:
    """Rows of plain values as rows, other texts one by one."""
    if isinstance(read, Mapping):
        heads = read.get("headers")
        if isinstance(heads, list) and isinstance(read.get("rows"), list):
            yield from _rows([tuple(map(str, heads)), *(tuple(map(str, row)) for row in read["rows"])])
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
        yield from _svg(text.encode())
    elif start.startswith("<"):
        yield from _html(text.encode())
    else:
        yield from _text(text.encode())


def _notebook(content: bytes) -> Iterator[Line]:
    for cell in json.loads(content).get("cells", ()):
        yield from _text(_joined(cell.get("source", "")).encode())
        for output in cell.get("outputs", ()):
            for said in (output.get("text", ""), output.get("traceback", "")):
                yield from _text(_joined(said, "\n" if said is not output.get("text") else "").encode())
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
        yield from _text(content)
        return
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield from _text((element.text or "").encode())
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
        yield from (replace(line, under=line.under or caption) for line in _rows([tuple(row) for row in cells]))
    elif element.tag == "svg":
        yield from _drawing(element)
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


def _svg(content: bytes) -> Iterator[Line]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    root = etree.fromstring(content, parser)
    if root is not None:
        yield from _drawing(root)


def _drawing(root: Any) -> Iterator[Line]:
    """Each text of a drawing with those on its level; its name, its description, its comments."""
    found: list[tuple[str, float, float, str]] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield from _text((element.text or "").encode())
            continue
        tag = element.tag.removeprefix(SVG)
        if tag == "text":
            text = flat("".join(element.itertext()))
            found.append((text, _place(element.get("x")), _place(element.get("y")), str(element.get("text-anchor"))))
        elif tag in ("title", "desc", "metadata"):
            yield Line("", (flat("".join(element.itertext())),))
        if said := element.get("aria-label"):
            yield Line("", (flat(said),))
    for text, levels in _blocks(found):
        beside = [word for word, _, y, _ in found if word not in text and any(abs(y - at) <= LEVEL for at in levels)]
        yield Line("", (text, *beside))


def _blocks(found: Sequence[tuple[str, float, float, str]]) -> Iterator[tuple[str, list[float]]]:
    """Every text alone, then lines of one text put together: same edge, one under the other, words in both."""
    for text, _, y, _ in found:
        yield text, [y]
    for n, (text, x, y, anchor) in enumerate(found):
        levels = [y]
        for more, at, below, edge in found[n + 1 : n + 3]:
            if (at, edge) != (x, anchor) or not 0 < below - levels[-1] < 30 or _bare(more) or _bare(text):
                break
            text, levels = f"{text} {more}", [*levels, below]
            yield text, [*levels, sum(levels) / len(levels)]


def _bare(text: str) -> bool:
    """Whether a text has no letter: one number under another, as on a scale, makes no longer number."""
    return not any(map(str.isalpha, text))


def _place(text: str | None) -> float:
    try:
        return float((text or "0").split()[0])
    except ValueError:
        return 0.0


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
            yield from _sheets(content)
        for name in names:
            if name.endswith((".xml", ".rels")) and not name.startswith(("xl/worksheets/", "xl/sharedStrings")):
                yield from _part(parts.read(name))
            elif not name.endswith((".xml", ".rels")):
                yield from (replace(line, place="") for line in read(name, parts.read(name)))


def _sheets(content: bytes) -> Iterator[Line]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        rows = [tuple(_cell(value) for value in row) for row in book.get_sheet_by_name(name).to_python()]
        start = next((n for n, cells in enumerate(rows) if sum(map(bool, cells)) > 2), 0)
        yield from (Line("", row) for row in rows[:start])
        yield from (replace(line, under=line.under or name) for line in _rows(rows[start:]))


def _cell(value: object) -> str:
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return flat(str(value))


def _part(content: bytes) -> Iterator[Line]:
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


READERS: Mapping[str, Callable[[bytes], Iterator[Line]]] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".txt": _text,
    ".md": _text,
    ".json": _json,
    ".ipynb": _notebook,
    ".html": _html,
    ".htm": _html,
    ".svg": _svg,
    ".xlsx": _package,
    ".pptx": _package,
    ".docx": _package,
    ".odt": _package,
    ".zip": _package,
}
