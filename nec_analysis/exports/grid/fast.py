"""The fast way through a regular delimited text: the same cells as the strict way, or none."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from . import arrays, coded
from .quotes import CR, LF, Bytes, Cut, Irregular, cut, inside
from .tokens import NONE, Blanks

__all__ = ["Irregular", "Piece", "joined", "pieces"]

FEW = 0.125
"""Share of different texts in the first piece of a column up to which the column is kept as its distinct texts."""
AHEAD = 2
"""Pieces cut into cells at the same time, which takes twice as long as proving the quotes of one."""
_PARSED = 1 << 20
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole records of the text as columns. `lines` are 1-based; `newlines`: a cell may hold a line end."""

    cells: tuple[Any, ...]
    lines: Sequence[int]
    blank: Blanks
    newlines: bool


def pieces(
    blocks: Iterable[bytes], *, skip: int, line: int, width: int, delimiter: str, code: bool = True
) -> Iterator[Piece]:
    """The records after the first `skip` bytes (from line `line` on), some megabytes at a time. Raises Irregular.

    The blocks are UTF-8; what Arrow cannot decode is irregular too. `code`: keep columns of few different texts coded.
    """
    delimiter = _sign(delimiter)
    kinds: list[bool] | None = None if code else [False] * width
    with ThreadPoolExecutor(AHEAD) as ahead:
        waiting: deque[Future[Piece]] = deque()
        for buffer, found in _runs(blocks, skip, delimiter):
            if len(waiting) == AHEAD:
                yield waiting.popleft().result()
            if kinds is None:
                first = _piece(buffer, found, line, [True] * width, delimiter)
                kinds = [_few(column) for column in first.cells]
                yield Piece(_as(first.cells, kinds), first.lines, first.blank, first.newlines)
            else:
                # Arrow cuts this piece into cells while the quotes of the next ones are looked at.
                waiting.append(ahead.submit(_piece, buffer, found, line, kinds, delimiter))
            line += found.lines
        while waiting:
            yield waiting.popleft().result()


def beginning(data: bytes, *, line: int, width: int, delimiter: str) -> tuple[Piece, int]:
    """The whole records that a text begins with (on line `line`), how many bytes they take. Raises Irregular."""
    found = cut(data, ord(_sign(delimiter)), last=False)
    return _piece(data, found, line, [False] * width, _sign(delimiter)), found.end


def _sign(delimiter: str) -> str:
    """What cuts the text. A table of one column is cut by a sign that texts do not hold; one that does is irregular."""
    sign = delimiter or "\x1f"
    if len(sign.encode()) != 1:
        raise Irregular
    return sign


def _runs(blocks: Iterable[bytes], skip: int, delimiter: str) -> Iterator[tuple[bytes, Cut]]:
    """The text by runs of whole records, their quotes proven regular."""
    left = b""
    for block in blocks:
        if skip >= len(block):
            skip -= len(block)
            continue
        buffer = left + block[skip:] if left or skip else block
        skip = 0
        found = cut(buffer, ord(delimiter), last=False)
        if found.end:
            yield buffer, found
        left = buffer[found.end :]
    if left:
        # Without an end of line, Arrow takes an empty last field for a quoted one when the field before was quoted.
        left = left if left.endswith((b"\n", b"\r")) else left + b"\n"
        yield left, cut(left, ord(delimiter), last=True)


def _piece(buffer: bytes, found: Cut, line: int, kinds: Sequence[bool], delimiter: str) -> Piece:
    if buffer.startswith(_BOM):
        # Arrow would take it for a mark of encoding; here it is part of the first cell.
        raise Irregular
    view = memoryview(buffer)[: found.end]
    table = _parsed(view, kinds, delimiter, newlines=found.newlines)
    lines, blank = _lines(np.frombuffer(view, np.uint8), found, line)
    if table.num_rows != len(lines):
        raise Irregular
    return Piece(tuple(table.columns), lines, blank, found.newlines)


def _parsed(view: memoryview, kinds: Sequence[bool], delimiter: str, *, newlines: bool) -> pa.Table:
    import pyarrow.csv as csv

    names = [str(i) for i in range(len(kinds))]
    types = {True: pa.dictionary(pa.int32(), pa.string()), False: pa.string()}
    try:
        return csv.read_csv(
            pa.BufferReader(pa.py_buffer(view)),
            read_options=csv.ReadOptions(column_names=names, block_size=_PARSED, use_threads=False),
            parse_options=csv.ParseOptions(delimiter=delimiter, newlines_in_values=newlines, ignore_empty_lines=True),
            convert_options=csv.ConvertOptions(
                column_types={name: types[kind] for name, kind in zip(names, kinds, strict=True)},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                check_utf8=True,
            ),
        )
    except pa.ArrowInvalid as error:
        raise Irregular from error


def _few(column: Any) -> bool:
    """Whether so few different texts are met that the column is best kept as those."""
    texts = column.unify_dictionaries().chunk(0).dictionary if column.num_chunks else ()
    return len(texts) <= FEW * len(column)


def _as(columns: Sequence[Any], kinds: Sequence[bool]) -> tuple[Any, ...]:
    """Coded columns as they are, the others as plain text."""
    return tuple(column if kind else column.cast(pa.string()) for column, kind in zip(columns, kinds, strict=True))


def _lines(text: Bytes, found: Cut, line: int) -> tuple[Sequence[int], Blanks]:
    """The line each record starts on, the blank lines."""
    if not found.newlines and not found.bare:
        return range(line, line + found.lines), NONE
    ends = np.flatnonzero(text == LF)
    held = inside(found, ends)
    outer = np.flatnonzero(~held)
    firsts = np.concatenate([[0], ends[outer] + 1])
    lines = np.concatenate([[line], line + 1 + outer])
    if firsts[-1] >= len(text):
        firsts, lines = firsts[:-1], lines[:-1]
    empty = (text[firsts] == LF) | (text[firsts] == CR)
    if empty.any():
        return arrays.lines(lines[~empty]), Blanks(int(lines[empty.argmax()]), int(empty.sum()))
    return (arrays.lines(lines) if held.any() else range(line, line + len(lines))), NONE


def joined(found: Sequence[Piece], width: int) -> tuple[tuple[Any, ...], Sequence[int]]:
    """The columns and the lines of all pieces, one after the other."""
    cells = tuple(coded.joined([chunk for piece in found for chunk in piece.cells[i].chunks]) for i in range(width))
    runs = [piece.lines for piece in found if len(piece.lines)]
    if all(isinstance(run, range) for run in runs) and all(a[-1] + 1 == b[0] for a, b in pairwise(runs)):
        return cells, range(runs[0][0], runs[-1][-1] + 1) if runs else range(0)
    lines = array("q")
    for run in runs:
        lines.extend(run)
    return cells, lines
