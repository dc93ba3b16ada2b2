"""The scanner finds a token through every wrapping, and nothing where nothing is."""

from __future__ import annotations

import base64
import bz2
import gzip
import hashlib
import html
import io
import json
import quopri
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from canary_scanner import Token, scan_bytes

WORD = "zqcanari3f9c21d7"
MAIL = f"{WORD}@example.org"
PHONE = Token("+33 6 39 98 41 27", "digits")
IP = Token("203.0.113.77", "address")


def _zip(name: str = "a.txt", content: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def _workbook(cell: str = "", author: str = "", sheet: str = "feuille") -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title, book.active["A1"], book.properties.creator = sheet, cell, author
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _parquet(*values: str, name: str = "texte", statistics: bool = True) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table({name: list(values)}), out, compression="zstd", write_statistics=statistics)
    return out.getvalue()


def _footer() -> bytes:
    """Statistics that tell more than the pages: the pages are cut off."""
    whole = _parquet("a", MAIL)
    assert WORD.encode() in whole
    return whole


def _pdf(**parts: str) -> bytes:
    import pikepdf

    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = pdf.make_stream(f"BT /F1 12 Tf 10 10 Td ({parts.get('text', '')}) Tj ET".encode())
    if "info" in parts:
        pdf.docinfo["/Author"] = parts["info"]
    if "xmp" in parts:
        with pdf.open_metadata() as meta:
            meta["dc:description"] = parts["xmp"]
    if "attached" in parts:
        pdf.attachments["d.csv"] = pikepdf.AttachedFileSpec(pdf, gzip.compress(parts["attached"].encode()))
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
    return out.getvalue()


def _png(kind: bytes, data: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(kind, data) + chunk(b"IEND", b"")


ENCODINGS: dict[str, Callable[[], bytes]] = {
    "plain": lambda: f"écrire à {MAIL}".encode(),
    "capitals": lambda: MAIL.upper().encode(),
    "utf-16": lambda: MAIL.encode("utf-16"),
    "gzip": lambda: gzip.compress(MAIL.encode()),
    "bzip2": lambda: bz2.compress(MAIL.encode()),
    "zlib": lambda: zlib.compress(MAIL.encode()),
    "zip in a zip": lambda: _zip("b.zip", _zip("a.txt", MAIL.encode())),
    "zip name": lambda: _zip(f"{WORD}.txt"),
    "xlsx cell": lambda: _workbook(cell=MAIL),
    "xlsx author": lambda: _workbook(author=WORD),
    "xlsx sheet": lambda: _workbook(sheet=WORD),
    "parquet page": lambda: _parquet("a", MAIL, "b", statistics=False),
    "parquet footer": _footer,
    "parquet column name": lambda: _parquet("a", name=MAIL),
    "pdf text": lambda: _pdf(text=MAIL),
    "pdf information": lambda: _pdf(info=MAIL),
    "pdf xmp": lambda: _pdf(xmp=MAIL),
    "pdf attachment": lambda: _pdf(attached=MAIL),
    "png tEXt": lambda: _png(b"tEXt", b"Author\x00" + MAIL.encode()),
    "png zTXt": lambda: _png(b"zTXt", b"Author\x00\x00" + zlib.compress(MAIL.encode())),
    "png iTXt": lambda: _png(b"iTXt", b"Author\x00\x01\x00fr\x00\x00" + zlib.compress(MAIL.encode())),
    "base64": lambda: b"src=data:text/plain;base64," + base64.b64encode(b"ici : " + MAIL.encode()) + b'">',
    "base64 in json": lambda: json.dumps(
        {"png": base64.encodebytes(_png(b"tEXt", b"A\x00" + MAIL.encode())).decode()}
    ).encode(),
    "hexadecimal": lambda: MAIL.encode().hex().encode(),
    "quoted-printable": lambda: quopri.encodestring(("é" * 40 + MAIL).encode()),
    "html entities": lambda: "".join(f"&#{ord(c)};" for c in MAIL).encode(),
    "html entities by name": lambda: html.escape(MAIL).replace("@", "&commat;").encode(),
    "tags between letters": lambda: "".join(f"<b>{c}</b>" for c in MAIL).encode(),
    "percent": lambda: "".join(f"%{ord(c):02x}" for c in MAIL).encode(),
    "unicode escapes": lambda: "".join(f"\\u{ord(c):04x}" for c in MAIL).encode(),
    "soft hyphens": lambda: "\u00ad".join(MAIL).encode(),
    "sha256": lambda: hashlib.sha256(MAIL.encode()).hexdigest().encode(),
    "md5 of the normal form": lambda: hashlib.md5(MAIL.lower().encode()).hexdigest().upper().encode(),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_token_is_found_through_every_wrapping(name: str) -> None:
    tokens = (Token(MAIL), Token(WORD))
    assert scan_bytes(ENCODINGS[name](), tokens), name


@pytest.mark.parametrize(
    "text", ["06 39 98 41 27", "0639984127", "+33639984127", "06.39.98.41.27", "0033 6 39-98-41-27"]
)
def test_a_phone_is_found_however_it_is_written(text: str) -> None:
    assert scan_bytes(f"tél. {text}".encode(), [PHONE])


@pytest.mark.parametrize(
    "text", ["1063998412700", "203.0.113.7", "1203.0.113.77", "zqcanari3f9c21d", "06 39 98 41 28", ""]
)
def test_what_looks_like_a_token_is_not_one(text: str) -> None:
    assert scan_bytes(text.encode(), [Token(WORD), Token(MAIL), PHONE, IP]) == []


def test_an_address_is_found() -> None:
    assert scan_bytes(b'"ip": "203.0.113.77"', [IP])
