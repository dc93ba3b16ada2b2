"""The first look at a file."""

from __future__ import annotations

from pathlib import Path

from .at_hand import head_at_hand
from .delimited import dialect_of
from .delimiter import first_records
from .encoding import beginning, decode
from .head import Head
from .limits import LIMITS, Limits
from .origin import Origin, beginning_of

ROWS = 8
_TEXT = 4000


def peek(
    path: str | Path, *, sheet: str = "", delimiter: str = "", encoding: str = "", limits: Limits = LIMITS
) -> Head:
    """What the file is and its first rows, or the refusal of what no reader could take.

    `sheet` names the sheet of a workbook, or the member of an archive, to look at; `delimiter` and `encoding` are
    those that somebody said.
    """
    if held := head_at_hand(path):
        return held
    origin = beginning_of(path, limits=limits, member=sheet)
    return head_of(origin, sheet=sheet, delimiter=delimiter, encoding=encoding, limits=limits)


def format_of(path: str | Path, *, limits: Limits = LIMITS) -> str:
    """What the file is (`Head.kind`), its text not looked at."""
    return beginning_of(path, limits=limits).kind


def head_of(
    origin: Origin, *, sheet: str = "", delimiter: str = "", encoding: str = "", limits: Limits = LIMITS
) -> Head:
    """The head of bytes already read."""
    if origin.kind == "csv":
        return _delimited(origin, delimiter, encoding)
    if origin.kind in ("xlsx", "xlsb", "xls", "ods"):
        from .workbook import workbook_head

        return workbook_head(origin, sheet=sheet, limits=limits, rows=ROWS)
    return Head(
        origin.name,
        origin.sha256,
        origin.size,
        origin.kind,
        sheets=origin.members,
        member=origin.member,
        text=decode(origin.data, place=origin.name).text[:_TEXT] if origin.kind == "xml" else "",
    )


def _delimited(origin: Origin, delimiter: str, encoding: str) -> Head:
    data = beginning(origin.data, encoding) if origin.path else origin.data
    decoded = decode(data, place=origin.name, encoding=encoding)
    dialect = dialect_of(decoded.text, place=origin.name, delimiter=delimiter)
    first = first_records(decoded.text, dialect.delimiter, ROWS, start=dialect.start, line=dialect.line)
    return Head(
        origin.name,
        origin.sha256,
        origin.size,
        "csv",
        encoding=decoded.encoding,
        delimiters=tuple(d for d in (dialect.delimiter, *dialect.others) if d),
        rows=tuple(tuple(c or "" for c in r.cells) for r in first),
        member=origin.member,
        text=decoded.text[:_TEXT],
    )
