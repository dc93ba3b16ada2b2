"""Where the parts of a large CSV survey begin and end, to the byte, at the ends of records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nec_analysis.errors import NecError

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS = 25_000
"""Records of a part: some 300 MB of memory while it is coded."""

SOME = 1000
"""Records of a part that can be found again at once."""

BLOCK = 1 << 22
QUOTE, END = ord('"'), ord("\n")
BOM = b"\xef\xbb\xbf"
WIDE = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Span:
    """Records of one file: bytes from `begin` to `end`; `line` is the line of the first in its file (from 1).

    `name` is the file as the card knows it, `number` the place of the part among all of them.
    `some`: the first and the last byte of records spread evenly over it.
    """

    path: str
    name: str
    number: int
    begin: int
    end: int
    line: int
    rows: int
    some: tuple[tuple[int, int], ...] = ()

    def told(self) -> dict[str, Any]:
        """In plain values, for another process."""
        return asdict(replace(self, some=()))


def header_of(path: Path, line: int) -> bytes:
    """What stands above that line of a file, without the byte order mark. Raises NecError for UTF-16."""
    with path.open("rb") as stream:
        if stream.read(2) in WIDE:
            raise NecError(
                "parts-encoding", path.name, "une enquête lue par parties doit être en UTF-8", "l’exporter en UTF-8"
            )
    blocks = (block[block[:, 1] >= line] for block in _ends(path))
    end = next((int(block[0, 0]) for block in blocks if len(block)), 0)
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
    begin, line, left = 0, 1, np.zeros((0, 2), dtype=np.int64)
    for block in _ends(path):
        below = int(np.searchsorted(block[:, 1], first, side="right"))
        if below:
            begin, line = block[below - 1].tolist()
        left = np.concatenate([left, block[below:]])
        while len(left) >= rows:
            yield _span(path, name, number, begin, line, left[:rows, 0])
            begin, line = left[rows - 1].tolist()
            left, number = left[rows:], number + 1
    if len(left):
        yield _span(path, name, number, begin, line, left[:, 0])


def _span(path: Path, name: str, number: int, begin: int, line: int, ends: NDArray[np.int64]) -> Span:
    starts = np.concatenate([[begin], ends[:-1]])
    spread = np.unique(np.linspace(0, len(ends) - 1, SOME).astype(np.intp))
    some = tuple(zip(starts[spread].tolist(), ends[spread].tolist(), strict=True))
    return Span(str(path), name, number, begin, int(ends[-1]), line, len(ends), some)


def _ends(path: Path) -> Iterator[NDArray[np.int64]]:
    """Blocks of records: the end of each in bytes, the line that follows. A line end between quotes is no end (RFC 4180)."""
    at, line, inside, last = 0, 1, 0, 0
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            lines, within, inside = _lines(np.frombuffer(block, np.uint8), inside)
            outer = np.flatnonzero(~within)
            if outer.size:
                last = at + int(lines[outer[-1]]) + 1
                yield np.stack([at + lines[outer] + 1, line + outer + 1], axis=1)
            at, line = at + len(block), line + lines.size
    if inside:
        raise NecError(
            "quote-open",
            path.name,
            "un guillemet ouvert n’est jamais fermé : le fichier est coupé ou abîmé",
            "l’exporter à nouveau",
        )
    if last < at:
        yield np.array([[at, line + 1]], dtype=np.int64)


def _lines(text: NDArray[np.uint8], inside: int) -> tuple[NDArray[np.intp], NDArray[np.bool_], int]:
    """The line ends of a text, which of them stand within quotes, whether its end does; `inside`: whether its start does."""
    lines = np.flatnonzero(text == END)
    starts = np.concatenate([[0], lines + 1])
    # the parity of the quotes of each line, then of all up to its end
    odd = np.bitwise_xor.reduceat((text == QUOTE).view(np.uint8), starts[starts < len(text)])
    within = (np.bitwise_xor.accumulate(odd) ^ np.uint8(inside)).astype(bool)
    return lines, within[: len(lines)], int(within[-1])


def bytes_of(span: Span) -> bytes:
    """The bytes of a span, ended by a line end."""
    with Path(span.path).open("rb") as stream:
        stream.seek(span.begin)
        content = stream.read(span.end - span.begin)
    return content if content.endswith(b"\n") else content + b"\n"


def bounds(content: bytes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each record begins in the bytes, then where the last one ends; how many line ends stand before each."""
    lines, within, _ = _lines(np.frombuffer(content, np.uint8), 0)
    which = np.flatnonzero(~within)
    at = np.concatenate([[0], lines[which] + 1])
    return at.astype(np.int64), np.concatenate([[0], which + 1])[:-1].astype(np.int64)


def some_of(span: Span, count: int) -> list[bytes]:
    """About so many records spread evenly over a span, in order."""
    chosen = sorted({int(n) for n in np.linspace(0, len(span.some) - 1, count)})
    found = []
    with Path(span.path).open("rb") as stream:
        for begin, end in (span.some[n] for n in chosen):
            stream.seek(begin)
            record = stream.read(end - begin)
            found.append(record if record.endswith(b"\n") else record + b"\n")
    return found


def records_of(span: Span) -> tuple[list[bytes], NDArray[np.int64]]:
    """The records of a span, each with its line end, then the line of each in its file."""
    content = bytes_of(span)
    at, lines = bounds(content)
    return [content[a:b] for a, b in pairwise(at.tolist())], span.line + lines
