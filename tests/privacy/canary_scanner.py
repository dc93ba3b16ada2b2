"""A scanner that looks for planted tokens in whatever they may be wrapped in."""

from __future__ import annotations

import base64
import binascii
import bz2
import gzip
import hashlib
import html
import io
import quopri
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote_plus

DEPTH = 6
"""Wrappings inside one another that are still opened."""
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}(?:(?:\\n|[\r\n])[A-Za-z0-9+/_-]{4,})*={0,2}")
_ESCAPES = re.compile(r"\\u\{?([0-9a-fA-F]{4,6})\}?|\\x([0-9a-fA-F]{2})|\\U([0-9a-fA-F]{8})")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){12,}")
_TAGS = re.compile(r"<[^<>]{0,4000}>")
_NOT_WORDS = re.compile(r"[^0-9a-z]+")
_ADDRESS = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
_DIGITS = re.compile(r"(?<!\d)\d(?:[ .\u00a0\u202f-]{0,2}\d){8,24}(?!\d)")
_DIGEST = re.compile(r"(?<![0-9a-z])[0-9a-f]{16,}")


@dataclass(frozen=True)
class Token:
    """Something planted. `kind`: word | digits | address; `value` as it was written."""

    value: str
    kind: str = "word"

    @property
    def hashes(self) -> tuple[str, ...]:
        """Digests that anybody could compute again from the value, or from its normal form, cut to 16 digits."""
        forms = {self.value, self.value.lower(), self.value.strip().casefold()}
        makers = (hashlib.md5, hashlib.sha1, hashlib.sha256)
        return tuple(make(form.encode()).hexdigest()[:16] for form in sorted(forms) for make in makers)


class Wanted:
    """Tokens by what is looked for in a text."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        everything = tuple(tokens)
        self.hashes = {digest: token for token in everything for digest in token.hashes}
        self.addresses = {token.value: token for token in everything if token.kind == "address"}
        self.digits = {re.sub(r"\D", "", t.value)[-9:]: t for t in everything if t.kind == "digits"}
        self.words: dict[str, dict[str, Token]] = {}
        for token in everything:
            if token.kind == "word":
                packed = _NOT_WORDS.sub("", token.value.casefold())
                self.words.setdefault(packed[:8], {})[packed] = token

    def seen(self, text: str) -> Iterator[Token]:
        """The tokens of a text; words are looked for among its letters and digits alone."""
        packed = _NOT_WORDS.sub("", text.casefold())
        for start, words in self.words.items():
            at = packed.find(start)
            while at >= 0:
                yield from (token for word, token in words.items() if packed.startswith(word, at))
                at = packed.find(start, at + 1)
        yield from (self.addresses[found] for found in _ADDRESS.findall(text) if found in self.addresses)
        for run in _DIGITS.findall(text):
            yield from self._phones(run)
        yield from (self.hashes[run[:16]] for run in _DIGEST.findall(text.lower()) if run[:16] in self.hashes)

    def _phones(self, run: str) -> Iterator[Token]:
        digits = re.sub(r"\D", "", run)
        whole = digits == run
        for at in range(len(digits) - 8):
            found = self.digits.get(digits[at : at + 9])
            if found and not (whole and (digits[:at] not in ("", "0", "33", "0033") or len(digits) > at + 9)):
                yield found


@dataclass(frozen=True)
class Hit:
    """A token that was found: where, through which wrappings."""

    place: str
    token: str
    through: tuple[str, ...]


def scan(paths: Iterable[Path], tokens: Iterable[Token], root: Path) -> list[Hit]:
    """Every token in any of the files, or in their names."""
    wanted = Wanted(tokens)
    hits: list[Hit] = []
    known: dict[bytes, list[Hit]] = {}
    for path in sorted(paths):
        place, content = path.relative_to(root).as_posix(), path.read_bytes()
        hits += [Hit(place, token.value, ("name",)) for token in wanted.seen(place)]
        digest = hashlib.blake2b(content).digest()
        if digest not in known:  # a report and the cache hold the same files
            known[digest] = _scanned(content, wanted, place)
        hits += [replace(hit, place=place) for hit in known[digest]]
    return hits


def scan_bytes(content: bytes, tokens: Iterable[Token], place: str = "") -> list[Hit]:
    """Every token in some bytes, once by token."""
    return _scanned(content, Wanted(tokens), place)


def _scanned(content: bytes, wanted: Wanted, place: str) -> list[Hit]:
    found: dict[str, Hit] = {}
    seen: set[bytes] = set()
    for blob, through in _unwrapped(content, ()):
        digest = hashlib.blake2b(blob).digest()
        if digest in seen:
            continue
        seen.add(digest)
        for text in _texts(blob):
            for token in wanted.seen(text):
                found.setdefault(token.value, Hit(place, token.value, through))
    return list(found.values())


def _texts(blob: bytes) -> Iterator[str]:
    """The blob as text in each encoding, then without entities, escapes, tags."""
    encodings = ["utf-8", "latin-1"] if b"\x00" not in blob[:4000] else ["utf-8", "utf-16-le", "utf-16-be"]
    for encoding in encodings[: 1 if _decodes(blob) else None]:
        text = unicodedata.normalize("NFKC", blob.decode(encoding, errors="ignore"))
        yield text
        plain = _ESCAPES.sub(lambda m: chr(int(m[1] or m[2] or m[3], 16) % 0x110000), text)
        plain = html.unescape(unquote_plus(plain))
        yield plain
        yield _TAGS.sub("", plain)


def _decodes(blob: bytes) -> bool:
    if b"\x00" in blob[:4000]:
        return False
    try:
        blob.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _unwrapped(blob: bytes, through: tuple[str, ...]) -> Iterator[tuple[bytes, tuple[str, ...]]]:
    """The blob, then everything that is wrapped in it."""
    yield blob, through
    if len(through) >= DEPTH:
        return
    for how, inner in _opened(blob):
        if inner and inner != blob:
            yield from _unwrapped(inner, (*through, how))


def _opened(blob: bytes) -> Iterator[tuple[str, bytes]]:
    if blob.startswith(b"\x1f\x8b"):
        yield "gzip", gzip.decompress(blob)
    elif blob.startswith(b"BZh"):
        yield "bzip2", bz2.decompress(blob)
    elif blob.startswith(b"PK\x03\x04"):
        yield from _zip(blob)
    elif blob.startswith(b"PAR1"):
        yield from _parquet(blob)
    elif blob.startswith(b"%PDF"):
        yield from _pdf(blob)
    elif blob.startswith(b"\x89PNG\r\n"):
        yield from _png(blob)
    else:
        if blob[:1] == b"\x78":
            yield from _inflated(blob)
        if b"=\n" in blob or b"=\r\n" in blob or re.search(rb"=[0-9A-F]{2}=[0-9A-F]{2}", blob):
            yield "quoted-printable", quopri.decodestring(blob)
        yield from _encoded(blob)


def _inflated(blob: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        yield "zlib", zlib.decompress(blob)
    except zlib.error:
        return


def _encoded(blob: bytes) -> Iterator[tuple[str, bytes]]:
    for match in _BASE64.finditer(blob):
        text = re.sub(rb"\\n|[\r\n]", b"", match[0]).rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        try:
            inner = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
        except (binascii.Error, ValueError):
            continue
        if len(inner) >= 12:
            yield "base64", inner
    for match in _HEX.finditer(blob):
        yield "hexadecimal", binascii.unhexlify(match[0])


def _zip(blob: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        yield "zip comment", archive.comment
        for entry in archive.infolist():
            yield "zip name", entry.filename.encode()
            yield f"zip {entry.filename}", archive.read(entry)


def _parquet(blob: bytes) -> Iterator[tuple[str, bytes]]:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(io.BytesIO(blob))
    yield "parquet schema", str(file.schema_arrow.to_string(show_schema_metadata=True)).encode()
    yield "parquet metadata", repr(file.metadata.metadata).encode()
    for group in range(file.metadata.num_row_groups):
        for column in range(file.metadata.num_columns):
            told = file.metadata.row_group(group).column(column).statistics
            if told is not None and told.has_min_max:
                yield "parquet statistics", f"{told.min}\n{told.max}".encode()
    table = file.read()
    for name in table.column_names:
        values = "\n".join(str(value) for value in table[name].to_pylist() if value is not None)
        yield f"parquet column {name}", values.encode()


def _pdf(blob: bytes) -> Iterator[tuple[str, bytes]]:
    import pikepdf
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(blob))
    yield "pdf information", repr(reader.metadata).encode()
    yield "pdf text", "\n".join(page.extract_text() for page in reader.pages).encode()
    with pikepdf.open(io.BytesIO(blob)) as pdf:
        yield "pdf outline", repr([item.title for item in pdf.open_outline().root]).encode()
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image" and "/Length1" not in thing:
                yield "pdf stream", thing.read_bytes()
            elif isinstance(thing, pikepdf.Dictionary):
                yield "pdf dictionary", _strings(thing)


def _strings(dictionary: object) -> bytes:
    return "\n".join(
        str(value) for value in dictionary.values() if type(value).__name__ == "Object" or isinstance(value, str)
    ).encode("utf-8", "ignore")  # type: ignore[attr-defined]


def _png(blob: bytes) -> Iterator[tuple[str, bytes]]:
    at = 8
    while at + 8 <= len(blob):
        size, kind = int.from_bytes(blob[at : at + 4], "big"), blob[at + 4 : at + 8]
        data = blob[at + 8 : at + 8 + size]
        at += 12 + size
        if kind == b"tEXt":
            yield "png text", data
        elif kind == b"zTXt":
            yield "png text", zlib.decompress(data.split(b"\x00", 1)[1][1:])
        elif kind == b"iTXt":
            packed, rest = data.split(b"\x00", 1)[1][:1], data.split(b"\x00", 4)[-1]
            yield "png text", zlib.decompress(rest) if packed == b"\x01" else rest
