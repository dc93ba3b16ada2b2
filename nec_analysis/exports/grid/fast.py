"""The fast way through a regular delimited text: the same cells as the strict way, or none."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from .damage import LOST, is_twice

_PARSED = 1 << 20
_QUOTE, _LF, _CR = 34, 10, 13
_BOM = b"\xef\xbb\xbf"
_LOOKED = 2_000
"""Suspect places looked at one by one; with more of them the cells are looked at instead."""

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]


class Irregular(Exception):
    """The text needs the strict way: a quote out of place, lone carriage returns, a line of another width."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole records of the text as columns. `lines` are 1-based.

    `newlines`: a cell may hold a line end; `sound`: no text is damaged.
    """

    cells: tuple[Any, ...]
    lines: Sequence[int]
    blank: tuple[int, ...]
    newlines: bool
    sound: bool


def pieces(blocks: Iterable[bytes], *, skip: int, line: int, width: int, delimiter: str) -> Iterator[Piece]:
    """The records after the first `skip` bytes (from line `line` on), some megabytes at a time. Raises Irregular.

    The blocks are UTF-8; what Arrow cannot decode is irregular too.
    """
    if width < 2 or len(delimiter.encode()) != 1:
        raise Irregular
    left = b""
    for block in blocks:
        if skip >= len(block):
            skip -= len(block)
            continue
        buffer = left + block[skip:] if left or skip else block
        skip = 0
        cut = _cut(buffer, ord(delimiter), last=False)
        if cut.end:
            yield _piece(buffer, cut, line, width, delimiter)
            line += len(cut.ends)
        left = buffer[cut.end :]
    if left:
        # Without an end of line, Arrow takes an empty last field for a quoted one when the field before was quoted.
        left = left if left.endswith((b"\n", b"\r")) else left + b"\n"
        yield _piece(left, _cut(left, ord(delimiter), last=True), line, width, delimiter)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A run of whole records: where it ends, its line ends, which of those stand within quotes."""

    end: int
    ends: Places
    inside: npt.NDArray[np.bool_]


def _cut(buffer: bytes, delimiter: int, *, last: bool) -> _Cut:
    """The records that end in the buffer, their quotes proven regular.

    Quotes are regular when, counted from the start, each odd one opens (after a separator, or doubling the one
    before) and each even one closes (before a separator, or doubled by the one after): RFC 4180, no quote elsewhere.
    """
    text = np.frombuffer(buffer, np.uint8)
    quotes = np.flatnonzero(text == _QUOTE)
    ends = np.flatnonzero(text == _LF)
    inside = (np.searchsorted(quotes, ends) & 1).astype(bool) if len(quotes) else np.zeros(len(ends), dtype=bool)
    outer = ends[~inside]
    stop = len(text) if last else (int(outer[-1]) + 1 if len(outer) else 0)
    _check_quotes(text[:stop], quotes[: np.searchsorted(quotes, stop)], delimiter)
    _check_returns(text[:stop])
    kept = ends < stop
    return _Cut(stop, ends[kept], inside[kept])


def _check_quotes(text: Bytes, quotes: Places, delimiter: int) -> None:
    if not len(quotes):
        return
    if len(quotes) % 2:
        raise Irregular
    allowed = np.zeros(256, dtype=bool)
    allowed[[delimiter, _LF, _CR, _QUOTE]] = True
    opening, closing = quotes[0::2], quotes[1::2]
    if opening[0] == 0:
        opening = opening[1:]
    if closing[-1] == len(text) - 1:
        closing = closing[:-1]
    if not (allowed[text[opening - 1]].all() and allowed[text[closing + 1]].all()):
        raise Irregular


def _check_returns(text: Bytes) -> None:
    """Every carriage return stands before a line feed; no null byte."""
    if not text.all():
        raise Irregular
    returns = np.flatnonzero(text == _CR)
    if len(returns) and (returns[-1] == len(text) - 1 or (text[returns + 1] != _LF).any()):
        raise Irregular


def _piece(buffer: bytes, cut: _Cut, line: int, width: int, delimiter: str) -> Piece:
    if buffer.startswith(_BOM):
        # Arrow would take it for a mark of encoding; here it is part of the first cell.
        raise Irregular
    view = memoryview(buffer)[: cut.end]
    newlines = bool(cut.inside.any())
    table = _parsed(view, width, delimiter, newlines=newlines)
    lines, blank = _lines(np.frombuffer(view, np.uint8), cut, line)
    if table.num_rows != len(lines):
        raise Irregular
    return Piece(tuple(table.columns), lines, blank, newlines, _sound(buffer, cut.end))


def _parsed(view: memoryview, width: int, delimiter: str, *, newlines: bool) -> pa.Table:
    import pyarrow.csv as csv

    names = [str(i) for i in range(width)]
    try:
        return csv.read_csv(
            pa.BufferReader(pa.py_buffer(view)),
            read_options=csv.ReadOptions(column_names=names, block_size=_PARSED),
            parse_options=csv.ParseOptions(delimiter=delimiter, newlines_in_values=newlines, ignore_empty_lines=True),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                check_utf8=True,
            ),
        )
    except pa.ArrowInvalid as error:
        raise Irregular from error


def _lines(text: Bytes, cut: _Cut, line: int) -> tuple[Sequence[int], tuple[int, ...]]:
    """The line each record starts on, the blank lines."""
    outer = np.flatnonzero(~cut.inside)
    firsts = np.concatenate([[0], cut.ends[outer] + 1])
    lines = np.concatenate([[line], line + 1 + outer])
    if firsts[-1] >= len(text):
        firsts, lines = firsts[:-1], lines[:-1]
    empty = (text[firsts] == _LF) | (text[firsts] == _CR)
    if empty.any():
        return array("q", lines[~empty].tolist()), tuple(int(n) for n in lines[empty])
    return (array("q", lines.tolist()) if cut.inside.any() else range(line, line + len(lines))), ()


def _sound(buffer: bytes, end: int) -> bool:
    """Whether no text of these bytes is damaged, from the few places where it could be."""
    text = np.frombuffer(buffer, np.uint8)[:end]
    if buffer.find(LOST.encode(), 0, end) >= 0:
        return False
    leads = np.flatnonzero(text[:-1] == 0xC3)
    suspects = leads[_SUSPECT[text[leads + 1]]]
    if len(suspects) > _LOOKED:
        return False
    return not any(is_twice(buffer[i : min(i + 12, end)].decode(errors="ignore")) for i in suspects.tolist())


_SUSPECT = np.zeros(256, dtype=bool)
_SUSPECT[[c.encode()[1] for c in "ÂÃÄÅâð"]] = True
"""Second bytes of the characters that accents decoded twice begin with."""


def joined(found: Sequence[Piece], width: int) -> tuple[tuple[Any, ...], Sequence[int]]:
    """The columns and the lines of all pieces, one after the other."""
    cells = tuple(
        pa.chunked_array([chunk for piece in found for chunk in piece.cells[i].chunks], pa.string())
        for i in range(width)
    )
    runs = [piece.lines for piece in found if len(piece.lines)]
    if all(isinstance(run, range) for run in runs) and all(a[-1] + 1 == b[0] for a, b in pairwise(runs)):
        return cells, range(runs[0][0], runs[-1][-1] + 1) if runs else range(0)
    lines = array("q")
    for run in runs:
        lines.extend(run)
    return cells, lines
