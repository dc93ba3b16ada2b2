"""A CSV file cut into parts at the ends of records, byte for byte, the header repeated in each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from nec_analysis.errors import NecError

QUOTE = ord('"')


def records(path: Path) -> Iterator[bytes]:
    """The records of a file, each with its line end. A line end between quotes belongs to its record (RFC 4180)."""
    held: list[bytes] = []
    quotes = 0
    with path.open("rb") as stream:
        for line in stream:
            held.append(line)
            quotes += line.count(QUOTE)
            if quotes % 2 == 0:
                yield b"".join(held)
                held, quotes = [], 0
    if held:
        raise NecError(
            "quote-open",
            path.name,
            "un guillemet ouvert n’est jamais fermé : le fichier est coupé ou abîmé",
            "l’exporter à nouveau",
        )


def cut(path: Path, folder: Path, *, rows: int, headers: int = 1, most: int | None = None) -> tuple[Path, ...]:
    """Write parts of at most `rows` records under a folder, in order, each under the `headers` first records.

    `most`: parts to write before stopping.
    """
    lines = records(path)
    header = b"".join(islice(lines, headers))
    parts: list[Path] = []
    held: list[bytes] = []
    for record in lines:
        held.append(record)
        if len(held) == rows:
            parts.append(_written(folder, len(parts), header, held, path.suffix))
            held = []
            if len(parts) == most:
                return tuple(parts)
    if held or not parts:
        parts.append(_written(folder, len(parts), header, held, path.suffix))
    return tuple(parts)


def taken_out(part: Path, numbers: frozenset[int], *, headers: int = 1) -> bytes:
    """Take records out of a part, by their place under the header (from 0); the taken ones come back, in order."""
    if not numbers:
        return b""
    lines = records(part)
    kept: list[bytes] = list(islice(lines, headers))
    taken: list[bytes] = []
    for number, record in enumerate(lines):
        (taken if number in numbers else kept).append(_ended(record))
    part.write_bytes(b"".join(kept))
    return b"".join(taken)


def header_of(part: Path, *, headers: int = 1) -> bytes:
    """The first records."""
    return b"".join(islice(records(part), headers))


def holds_rows(part: Path, *, headers: int = 1) -> bool:
    """Whether anything is left under the header."""
    return next(islice(records(part), headers, None), None) is not None


def _written(folder: Path, number: int, header: bytes, held: list[bytes], suffix: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"part-{number:05d}{suffix}"
    path.write_bytes(b"".join([header, *map(_ended, held)]))
    return path


def _ended(record: bytes) -> bytes:
    return record if record.endswith((b"\n", b"\r")) else record + b"\n"
