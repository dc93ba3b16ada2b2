"""How a delimited text is cut: its separator, its header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ...errors import NecError
from .alone import check_alone
from .body import check_cells, quote_error
from .delimiter import below_mark, declared, first_records, fits
from .limits import Limits
from .shape import Layout, check_doubled, check_ends, layout_of
from .tokens import Broken, Record, below_blanks, records

FIRST = 60
"""Records looked at to find the header."""
SAMPLE = 1 << 20
"""Characters looked at to find the separator."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text is cut: its separator, where its first record begins."""

    delimiter: str
    start: int = 0
    line: int = 1
    others: tuple[str, ...] = field(default=())


def dialect_of(text: str, *, place: str, delimiter: str = "") -> Dialect:
    """The separator: asked for, declared by a "sep=" line, or the one that fits; a tie is refused."""
    if named := declared(text):
        start = below_mark(text, named)
        if not delimiter:
            _fits_its_line(text[start:], named, place)
        return Dialect(delimiter or named, start, 2)
    if delimiter:
        return Dialect(delimiter)
    found = fits(_sample(text), cut=len(text) > SAMPLE)
    if not found:
        return Dialect("")
    if found[0].prose:
        sign = found[0].delimiter
        cause = f"une colonne de phrases, ou {found[0].width} colonnes sous un titre ? Chaque « {sign} » est suivi d'une espace."
        remedy = (
            f'Dites-le dans la carte : options.read.delimiter = "\\t" pour une seule colonne, "{sign}" pour plusieurs.'
        )
        raise NecError("separator-unclear", place, cause, remedy)
    if len(found) > 1 and found[0].rank == found[1].rank:
        pair = " et ".join(repr(f.delimiter) for f in found[:2])
        cause = f"deux séparateurs conviennent aussi bien : {pair}."
        raise NecError("separator-unclear", place, cause, 'Dites lequel dans la carte : options.read.delimiter = ";".')
    return Dialect(found[0].delimiter, others=tuple(f.delimiter for f in found[1:]))


def _fits_its_line(text: str, named: str, place: str) -> None:
    """Refuse a text that announces one separator and uses another."""
    found = fits(_sample(text), cut=len(text) > SAMPLE)
    if found and named not in (f.delimiter for f in found):
        cause = f"la première ligne annonce le séparateur « {named} », mais les lignes suivantes ont « {found[0].delimiter} »."
        remedy = f'Dites lequel dans la carte : options.read.delimiter = "{found[0].delimiter}".'
        raise NecError("separator-unclear", f"{place}, ligne 1", cause, remedy)


def _sample(text: str) -> str:
    """The beginning of the text below its blank lines, cut at a line end: enough to judge separators."""
    start = below_blanks(text)
    if len(text) <= start + SAMPLE:
        return text[start:]
    return text[start : text.rfind("\n", start, start + SAMPLE) + 1] or text[start : start + SAMPLE]


def layout(text: str, dialect: Dialect, *, place: str, header_rows: int, limits: Limits) -> Layout:
    """The header rows and the width of the table."""
    _no_open_quote(text, dialect, place)
    first = first_records(text, dialect.delimiter, FIRST, start=dialect.start, line=dialect.line)
    for record in first:
        check_cells(record, place=place, limits=limits)
    if not dialect.delimiter or (len(first) > 1 and _is_alone(first)):
        check_alone([_first_only(r) for r in first], place=place)
    check_ends(first, dialect.delimiter, place=place)
    check_doubled(first, dialect.delimiter, place=place)
    return layout_of(first, place=place, header_rows=header_rows)


def _is_alone(first: Sequence[Record]) -> bool:
    """Whether no column but the first has a name or a value."""
    return not any(cell for record in first for cell in record.cells[1:])


def _first_only(record: Record) -> Record:
    return replace(record, cells=record.cells[:1])


def _no_open_quote(text: str, dialect: Dialect, place: str) -> None:
    first = next(records(text, dialect.delimiter, start=dialect.start, line=dialect.line), None)
    if isinstance(first, Broken):
        raise quote_error(first, place)
