"""Where the parts of a large CSV survey begin and end, to the byte, at the ends of records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nec_analysis.errors import NecError

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS = 25_000
"""Records of a part: some 300 MB of memory while it is coded."""

BLOCK = 1 << 22
QUOTE, END = ord('"'), ord("\n")
BOM = b"\xef\xbb\xbf"
WIDE = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Span:
    """Records of one file: bytes from `begin` to `end`; `line` is the line of the first in its file (from 1).

    `name` is the file as the card knows it, `number` the place of the part among all of them.
    """

    path: str
    name: str
    number: int
    begin: int
    end: int
    line: int
    rows: int

    def told(self) -> dict[str, Any]:
        """In plain values, for another process."""
        return asdict(self)


def header_of(path: Path, line: int) -> bytes:
    """What stands above that line of a file, without the byte order mark. Raises NecError for UTF-16."""
    with path.open("rb") as stream:
        if stream.read(2) in WIDE:
            raise NecError(
                "parts-encoding", path.name, "une enquête lue par parties doit être en UTF-8", "l’exporter en UTF-8"
            )
    end = next((end for end, after in _ends(path) if after >= line), 0)
    with path.open("rb") as stream:
        return stream.read(end).removeprefix(BOM)


def spans(files: Sequence[tuple[Path, str]], *, line: int = 2, rows: int = ROWS) -> tuple[Span, ...]:
    """The parts of files (path, name), of at most `rows` records each, in order; `line` is the first below the header.

    Raises NecError when the header of a file is not that of the first, or a quote never closes.
    """
    first = header_of(files[0][0], line)
    found: list[Span] = []
    for path, name in files:
        if header_of(path, line) != first:
            raise NecError(
                "parts-differ",
                name,
                f"ses colonnes ne sont pas celles de {files[0][1]}",
                "exporter toutes les parties avec le même questionnaire et les mêmes options",
            )
        found += _of_file(path, name, line, rows, len(found))
    return tuple(found)


def _of_file(path: Path, name: str, first: int, rows: int, number: int) -> Iterator[Span]:
    begin, line, count = 0, 1, 0
    for end, after in _ends(path):
        if after <= first:
            begin, line = end, after
            continue
        count += 1
        if count == rows:
            yield Span(str(path), name, number, begin, end, line, count)
            begin, line, count, number = end, after, 0, number + 1
    if count:
        yield Span(str(path), name, number, begin, path.stat().st_size, line, count)


def _ends(path: Path) -> Iterator[tuple[int, int]]:
    """After each record: its end in bytes, the line that follows. A line end between quotes is no end (RFC 4180)."""
    at, line, inside, last = 0, 1, 0, 0
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            here = np.frombuffer(block, np.uint8)
            # the sum wraps at 256, its parity does not
            quoted = (np.cumsum(here == QUOTE, dtype=np.uint8) + np.uint8(inside)) & 1
            lines = np.flatnonzero(here == END)
            for place, follows in zip(lines[quoted[lines] == 0], np.flatnonzero(quoted[lines] == 0), strict=True):
                last = at + int(place) + 1
                yield last, line + int(follows) + 1
            inside = int(quoted[-1])
            at, line = at + len(block), line + lines.size
    if inside:
        raise NecError(
            "quote-open",
            path.name,
            "un guillemet ouvert n’est jamais fermé : le fichier est coupé ou abîmé",
            "l’exporter à nouveau",
        )
    if last < at:
        yield at, line + 1


def records_of(span: Span) -> tuple[list[bytes], NDArray[np.int64]]:
    """The records of a span, each with its line end, then the line of each in its file."""
    with Path(span.path).open("rb") as stream:
        stream.seek(span.begin)
        content = stream.read(span.end - span.begin)
    if not content.endswith(b"\n"):
        content += b"\n"
    here = np.frombuffer(content, np.uint8)
    quoted = np.cumsum(here == QUOTE, dtype=np.uint8) & 1
    lines = np.flatnonzero(here == END)
    which = np.flatnonzero(quoted[lines] == 0)
    ends = lines[which] + 1
    starts = np.concatenate([[0], ends[:-1]])
    at = span.line + np.concatenate([[0], which[:-1] + 1])
    return [content[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)], at.astype(np.int64)
