"""A delimited text cut into records, quotes respected to the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

WIDEST = 1 << 17
"""Fields above which a line is no record: no table is that wide."""
Cell = str | None
"""A field: None where nothing is written between two separators, "" where an empty text is quoted."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the 1-based line it starts on, its fields, where the next one starts in the text.

    `quoted`: a field stands between quotes; `stray`: number of the first field that holds an odd quote without
    standing between quotes, 0 for none.
    """

    line: int
    cells: tuple[Cell, ...]
    end: int = 0
    quoted: bool = False
    stray: int = 0

    @property
    def blank(self) -> bool:
        """Whether the line holds nothing but spaces."""
        return len(self.cells) == 1 and (self.cells[0] is None or not self.cells[0].strip(" \t\ufeff"))


@dataclass(frozen=True, slots=True)
class Broken:
    """A field whose quotes do not close as they should, or one too many. `raw` is what is skipped.

    `cause`: open | backslash | after | wide.
    """

    line: int
    column: int
    cause: str
    raw: str = ""


@lru_cache(maxsize=16)
def _field(delimiter: str) -> re.Pattern[str]:
    d = re.escape(delimiter)
    quoted = r'"((?:[^"]++|"")*+)"'
    plain = rf'((?!")[^{d}\r\n]*+)'
    return re.compile(rf"(?:{quoted}|{plain})({d}|\r\n|\n|\r|\Z)")


def records(text: str, delimiter: str, *, start: int = 0, line: int = 1) -> Iterator[Record | Broken]:
    """The records of the text, in order; a field with a broken quote is told apart and its line skipped.

    A quote inside a field that does not begin with one is a character like any other.
    `delimiter` "" reads one column. `start` and `line` say where to begin.
    """
    pattern = _field(delimiter or "\0")
    position, size = start, len(text)
    while position < size:
        cells: list[Cell] = []
        first, began, between, stray = line, position, False, 0
        while True:
            match = pattern.match(text, position)
            if match is None or len(cells) > WIDEST:
                after, after_line = _next_line(text, position, line)
                yield _broken(text, position, line, len(cells) + 1, text[began:after])
                position, line = after, after_line
                break
            quoted, plain, end = match.groups()
            position = match.end()
            if quoted is None:
                cells.append(plain or None)
                if '"' in plain and not stray and plain.count('"') % 2:
                    stray = len(cells)
            else:
                between = True
                cells.append(quoted.replace('""', '"') if '"' in quoted else quoted)
                if "\n" in quoted or "\r" in quoted:
                    line += lines_in(quoted)
            if end == delimiter and end:
                continue
            yield Record(first, tuple(cells), position, between, stray)
            line += 1
            break


def lines_in(text: str) -> int:
    """How many line ends the text holds, CRLF counted once."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _next_line(text: str, position: int, line: int) -> tuple[int, int]:
    match = re.compile(r"\r\n|\n|\r").search(text, position)
    return (match.end(), line + 1) if match else (len(text), line)


def _broken(text: str, position: int, line: int, column: int, raw: str) -> Broken:
    if column > WIDEST:
        return Broken(line, column, "wide", raw)
    closing = re.compile(r'[^"]*+(?:""[^"]*+)*+"').match(text, position + 1)
    if closing is None:
        return Broken(line, column, "open", raw)
    line += lines_in(text[position : closing.end()])
    backslash = text[closing.end() - 2 : closing.end() - 1] == "\\"
    return Broken(line, column, "backslash" if backslash else "after", raw)
