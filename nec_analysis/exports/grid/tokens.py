"""A delimited text cut into records, quotes respected to the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

WIDEST = 1 << 17
"""Fields above which a line is no record: no table is that wide."""
LONGEST = 1 << 16
"""Spaces above which a line is not left blank but holds a cell that somebody filled."""
Cell = str | None
"""A field: None where nothing is written between two separators, "" where an empty text is quoted."""


_SPACES = " \t\ufeff"
_BLANK = frozenset(_SPACES + "\r\n")


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the 1-based line it starts on, its fields, where the next one starts in the text.

    `quoted`: a field stands between quotes; `stray`: number of the first field that holds an odd quote without
    standing between quotes, 0 for none; `lines`: how many blank lines in a row it stands for.
    """

    line: int
    cells: tuple[Cell, ...]
    end: int = 0
    quoted: bool = False
    stray: int = 0
    lines: int = 1

    @property
    def blank(self) -> bool:
        """Whether the line holds nothing but spaces."""
        if len(self.cells) != 1 or len(text := self.cells[0] or "") > LONGEST:
            return False
        return not text.strip(_SPACES)


@dataclass(frozen=True, slots=True)
class Blanks:
    """Lines that hold nothing: the first of them, 0 for none; how many."""

    first: int = 0
    count: int = 0

    def __add__(self, below: Blanks) -> Blanks:
        return Blanks(self.first or below.first, self.count + below.count)


NONE = Blanks()
"""No such line."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A field whose quotes do not close as they should, or one too many. `raw` is what is skipped, `end` where the next line begins.

    `cause`: open | backslash | after | wide.
    """

    line: int
    column: int
    cause: str
    raw: str = ""
    end: int = 0


@lru_cache(maxsize=16)
def _field(delimiter: str) -> re.Pattern[str]:
    d = re.escape(delimiter)
    quoted = r'"((?:[^"]++|"")*+)"'
    plain = rf'((?!")[^{d}\r\n]*+)'
    return re.compile(rf"(?:{quoted}|{plain})({d}|\r\n|\n|\r|\Z)")


@lru_cache(maxsize=16)
def _blanks(spaces: str) -> re.Pattern[str]:
    """Lines that hold nothing but these spaces."""
    return re.compile(rf"(?:[{spaces}]{{0,{LONGEST}}}+[\r\n]++)++" if spaces else r"[\r\n]++")


def records(
    text: str, delimiter: str, *, start: int = 0, line: int = 1, spaced: bool = True
) -> Iterator[Record | Broken]:
    """The records of the text, in order; a field with a broken quote is told apart and its line skipped.

    A quote inside a field that does not begin with one is a character like any other. Blank lines in a row are one
    record, those of spaces too where `spaced`: a file may hold millions. `delimiter` "" reads one column. `start` and
    `line` say where to begin.
    """
    pattern = _field(delimiter or "\0")
    blanks = _blanks("".join(c for c in _SPACES if c != delimiter) if spaced else "")
    position, size = start, len(text)
    while position < size:
        if text[position] in _BLANK and (run := blanks.match(text, position)):
            count, position = lines_in(run.group()), run.end()
            yield Record(line, (None,), position, lines=count)
            line += count
            continue
        cells: list[Cell] = []
        first, began, between, stray = line, position, False, 0
        while True:
            match = pattern.match(text, position)
            if match is None or len(cells) > WIDEST:
                after, after_line = _next_line(text, position, line)
                yield replace(_broken(text, position, line, len(cells) + 1, text[began:after]), end=after)
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


def below_blanks(text: str, start: int = 0) -> int:
    """Where the first line begins that holds something."""
    found = _blanks(" \ufeff").match(text, start)
    return found.end() if found else start


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
