"""The parts of an XLSX package: its sheets, shared texts, number formats."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BufferedReader, BytesIO, RawIOBase
from typing import Any, cast

from lxml import etree

from ...errors import NecError
from .limits import Limits
from .numbers import BUILT_IN, PLAIN, Format, format_of
from .origin import Origin, damaged, open_zip, read_member

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet of the package: its name, whether it is shown, where its XML lies."""

    name: str
    visible: bool
    part: str


@dataclass(frozen=True, slots=True)
class Package:
    """An opened workbook. `formats` are those of the cell styles, by style number."""

    place: str
    archive: zipfile.ZipFile
    sheets: tuple[SheetPart, ...]
    formats: tuple[Format, ...]
    texts: tuple[str, ...]
    epoch_1904: bool


def open_package(origin: Origin, *, limits: Limits) -> Package:
    """The workbook, its XML proven free of document types and entities."""
    archive = open_zip(origin.data, place=origin.name, limits=limits)
    names = set(archive.namelist())
    book_part = _book_part(archive, names, origin.name)
    book = _parse(archive, book_part, origin.name)
    related = _related(archive, book_part, names, origin.name)
    return Package(
        origin.name,
        archive,
        _sheets(book, related, origin.name),
        _formats(archive, _of_kind(related, "styles", origin.name), origin.name),
        _texts(archive, _of_kind(related, "sharedStrings", origin.name), origin.name),
        _flag(next(iter(_all(book, "workbookPr")), None), "date1904"),
    )


def prolog(head: bytes) -> bool:
    """Whether what stands before the root element is a plain UTF-8 declaration, nothing more."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return bool(_PROLOG.match(start))


_PROLOG = re.compile(
    rb"""(?:<\?xml version=["']1\.0["'](?: encoding=["'](?:UTF-8|utf-8)["'])?(?: standalone=["'](?:yes|no)["'])?\s*\?>\s*)?<worksheet[ >]"""
)


def part_bytes(archive: zipfile.ZipFile, part: str, *, place: str) -> bytes:
    """The XML of a part, its checksum verified; one that declares a document type is refused before it is parsed."""
    data = read_member(archive, part, place=place)
    _no_doctype(data[:_LONGEST_PROLOG], part, place)
    return data


def part_stream(archive: zipfile.ZipFile, part: str, *, place: str) -> BufferedReader[Any]:
    """The XML of a part as a stream, under the same condition; its checksum is verified when it has been read."""
    try:
        stream = BufferedReader(cast("RawIOBase", archive.open(part)), _LONGEST_PROLOG)
        beginning = stream.peek(_LONGEST_PROLOG)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, KeyError) as error:
        raise damaged(place) from error
    _no_doctype(beginning, part, place)
    return stream


_LONGEST_PROLOG = 1 << 16


def _no_doctype(beginning: bytes, part: str, place: str) -> None:
    """A document type stands before the root element: the root must begin, without one before it."""
    text = beginning.decode("utf-16" if beginning[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1", errors="replace")
    text = text.replace("\0", "")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        cause = f"{part} déclare un DOCTYPE ou des entités XML (DTD, entity) : bombe ou attaque, jamais un export."
        raise NecError("xml-doctype", place, cause, "N'ouvrez pas ce fichier ; refaites l'export depuis l'outil.")
    if not re.search(r"<[A-Za-z_]", text):
        raise damaged(place)


def local(element: Any) -> str:
    """The name of an XML element without its namespace."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def rich_text(element: Any) -> str:
    """The text of a shared or inline string: its runs joined, phonetic hints left out."""
    parts = []
    for child in element:
        name = local(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts += [t.text or "" for t in child if local(t) == "t"]
    return unescaped("".join(parts))


def unescaped(text: str) -> str:
    """`_x000D_` and its like put back to the characters they stand for; half of a pair is a lost character."""
    if "_x" not in text:
        return text
    found = _ESCAPED.sub(lambda m: chr(int(m.group(1), 16)), text)
    return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": True,
    "remove_comments": True,
    "remove_pis": True,
}
"""How XML is parsed: nothing resolved or fetched; a comment within a text does not cut it."""


def _parse(archive: zipfile.ZipFile, part: str, place: str) -> Any:
    data = part_bytes(archive, part, place=place)
    try:
        return etree.parse(BytesIO(data), parser()).getroot()
    except etree.XMLSyntaxError as error:
        raise damaged(place) from error


def parser() -> Any:
    """An XML parser that resolves nothing and fetches nothing."""
    return etree.XMLParser(**SAFE)


def _all(root: Any, name: str) -> list[Any]:
    return [e for e in root.iter() if local(e) == name]


def _flag(element: Any, name: str) -> bool:
    return element is not None and element.get(name, "0").lower() in ("1", "true", "on")


def _book_part(archive: zipfile.ZipFile, names: set[str], place: str) -> str:
    if "xl/workbook.xml" in names:
        return "xl/workbook.xml"
    if "_rels/.rels" in names:
        for target in _targets(archive, "_rels/.rels", place).values():
            if target[1].endswith("/officeDocument") and target[0].lstrip("/") in names:
                return target[0].lstrip("/")
    raise damaged(place)


def _targets(archive: zipfile.ZipFile, part: str, place: str) -> dict[str, tuple[str, str]]:
    root = _parse(archive, part, place)
    return {e.get("Id"): (e.get("Target", ""), e.get("Type", "")) for e in _all(root, "Relationship")}


@dataclass(frozen=True, slots=True)
class _Part:
    """What a workbook's relationship leads to: "" as its `part` where the archive holds no such member."""

    kind: str
    part: str


def _related(archive: zipfile.ZipFile, book_part: str, names: set[str], place: str) -> dict[str, _Part]:
    """The parts of the workbook by the id of their relationship. Their names differ by more than case (ECMA-376-2, 6.2)."""
    folder, file = posixpath.split(book_part)
    by_name = {name.lower(): name for name in names}
    found = {}
    for id, (target, kind) in _targets(archive, posixpath.join(folder, "_rels", file + ".rels"), place).items():
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[id] = _Part(kind.rpartition("/")[2], by_name.get(part.lower(), ""))
    return found


def _of_kind(related: dict[str, _Part], kind: str, place: str) -> str:
    """The one part of a kind, "" for none; one that is promised and missing is damage."""
    found = [part for part in related.values() if part.kind == kind]
    if any(not part.part for part in found):
        raise damaged(place)
    return found[0].part if found else ""


def _sheets(book: Any, related: dict[str, _Part], place: str) -> tuple[SheetPart, ...]:
    found = []
    for sheet in _all(book, "sheet"):
        key = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
        part = related.get(key, _Part("", ""))
        if part.kind == "worksheet":
            if not part.part:
                raise damaged(place)
            found.append(SheetPart(sheet.get("name", ""), sheet.get("state", "visible") == "visible", part.part))
    return tuple(found)


def _formats(archive: zipfile.ZipFile, part: str, place: str) -> tuple[Format, ...]:
    if not part:
        return (PLAIN,)
    root = _parse(archive, part, place)
    codes = dict(BUILT_IN)
    for own in _all(root, "numFmt"):
        codes[int(own.get("numFmtId", "0"))] = own.get("formatCode", "")
    cells = next((e for e in root if local(e) == "cellXfs"), None)
    ids = [int(xf.get("numFmtId", "0")) for xf in cells if local(xf) == "xf"] if cells is not None else [0]
    return tuple(format_of(codes.get(i, "General")) for i in ids)


def _texts(archive: zipfile.ZipFile, part: str, place: str) -> tuple[str, ...]:
    if not part:
        return ()
    return tuple(rich_text(e) for e in _parse(archive, part, place) if local(e) == "si")
