"""Files damaged at random, as downloads and careless hands damage them."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

LABELS = ("Tout à fait d'accord", "Plutôt d'accord", "Plutôt pas d'accord", "Sans opinion", "")
WORDS = ("très", "bel", "événement", "merci", "à", "toutes", "l’accueil", "la", "salle", "un", "peu", "froide")


def table(seed: int, rows: int = 30, columns: int = 7) -> list[list[str]]:
    """An invented survey: id, date, postal code, closed answers, a verbatim with separators, quotes, line ends."""
    draw = random.Random(seed)
    header = ["id", "Date de soumission", "Code postal", *(f"Question {i}" for i in range(columns - 4)), "Commentaire"]
    body = []
    for number in range(1, rows + 1):
        said = " ".join(draw.choice(WORDS) for _ in range(draw.randrange(0, 9)))
        if draw.random() < 0.2:
            said += draw.choice((' ; "super", vraiment', "\nseconde ligne", "\t2 500 m²", ", et plus"))
        body.append(
            [
                str(1000 + number),
                f"2022-09-{28 + number % 3} {8 + number % 12:02d}:{draw.randrange(60):02d}:00",
                f"{draw.randrange(1000, 96000):05d}",
                *(draw.choice(LABELS) for _ in range(columns - 4)),
                said,
            ]
        )
    return [header, *body]


def written(rows: list[list[str]], delimiter: str, *, quote_all: bool, eol: str) -> bytes:
    """The table as a delimited file."""

    def cell(text: str) -> str:
        plain = not quote_all and not any(mark in text for mark in (delimiter, '"', "\n", "\r"))
        return text if plain else '"' + text.replace('"', '""') + '"'

    return "".join(delimiter.join(map(cell, row)) + eol for row in rows).encode()


def workbook(rows: list[list[str]]) -> bytes:
    """The table as a workbook."""
    import openpyxl

    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet("Réponses")
    for row in rows:
        sheet.append([text or None for text in row])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _span(draw: random.Random, size: int, longest: int) -> tuple[int, int]:
    start = draw.randrange(size)
    return start, min(size, start + draw.randrange(1, longest))


def truncate(data: bytes, draw: random.Random) -> bytes:
    return data[: draw.randrange(1, len(data))]


def drop_bytes(data: bytes, draw: random.Random) -> bytes:
    start, end = _span(draw, len(data), 200)
    return data[:start] + data[end:]


def repeat_bytes(data: bytes, draw: random.Random) -> bytes:
    start, end = _span(draw, len(data), 200)
    return data[:end] + data[start:end] + data[end:]


def flip_byte(data: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << draw.randrange(8))]) + data[at + 1 :]


def random_byte(data: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(data))
    return data[:at] + bytes([draw.randrange(256)]) + data[at + 1 :]


def insert_mark(data: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(data))
    return data[:at] + draw.choice((b'"', b";", b",", b"\t", b"\n", b"\r", b"\0", b"\\")) + data[at:]


def drop_mark(data: bytes, draw: random.Random) -> bytes:
    marks = [i for i, byte in enumerate(data) if byte in b'";,\t\n']
    at = draw.choice(marks) if marks else 0
    return data[:at] + data[at + 1 :]


def drop_line(data: bytes, draw: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    del lines[draw.randrange(len(lines))]
    return b"".join(lines)


def repeat_line(data: bytes, draw: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    at = draw.randrange(len(lines))
    return b"".join([*lines[:at], lines[at], *lines[at:]])


def zero_block(data: bytes, draw: random.Random) -> bytes:
    start, end = _span(draw, len(data), 300)
    return data[:start] + b"\0" * (end - start) + data[end:]


def mix_encodings(data: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(data))
    return data[:at] + data[at:].decode("utf-8", "ignore").encode("cp1252", "ignore")


TEXT: dict[str, Callable[[bytes, random.Random], bytes]] = {
    f.__name__: f
    for f in (
        truncate,
        drop_bytes,
        repeat_bytes,
        flip_byte,
        random_byte,
        insert_mark,
        drop_mark,
        drop_line,
        repeat_line,
        zero_block,
        mix_encodings,
    )
}
"""Damage done to the bytes of a text."""
BINARY = {
    name: TEXT[name] for name in ("truncate", "drop_bytes", "repeat_bytes", "flip_byte", "random_byte", "zero_block")
}
"""Damage done to the bytes of an archive."""


def inside(data: bytes, draw: random.Random) -> bytes:
    """The sheet's XML damaged, then packed again with a right checksum: what a faulty exporter would write."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            part = source.read(info)
            if info.filename.endswith("sheet1.xml"):
                part = draw.choice(list(BINARY.values()))(part, draw)
            target.writestr(info.filename, part)
    return out.getvalue()
