"""A delimited text made into columns, every quote and separator accounted for."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ...errors import NecError
from . import arrays
from .alone import check_alone
from .delimiter import below_mark, declared, first_records, fits
from .limits import Limits, too_big
from .shape import MANY, Layout, Problem, check_doubled, check_ends, layout_of, refusal, width_problem
from .tokens import NONE, Blanks, Broken, Cell, Record, below_blanks, records

FIRST = 60
"""Records looked at to find the header."""
SAMPLE = 1 << 20
"""Characters looked at to find the separator."""


@dataclass(frozen=True, slots=True)
class Body:
    """The rows under the header: columns of text, the line of each row, what could not be trusted."""

    cells: tuple[Any, ...]
    lines: Sequence[int]
    problems: tuple[Problem, ...] = ()
    blank: Blanks = NONE


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


def check_cells(record: Record, *, place: str, limits: Limits) -> None:
    """Refuse a record with a cell above the limit."""
    for column, cell in enumerate(record.cells, start=1):
        if cell and 4 * len(cell) > limits.cell and (size := len(cell.encode())) > limits.cell:
            raise too_big(place, record.line, column, size, limits)


def strict(text: str, dialect: Dialect, found: Layout, *, place: str, quarantine: bool, limits: Limits) -> Body:
    """Every record read one by one: slow, sure, exact about what is wrong and where."""
    columns: list[list[Cell]] = [[] for _ in range(found.width)]
    lines, blank = array("q"), NONE
    problems: list[Problem] = []
    body_from = found.header[-1].line
    last: Problem | None = None
    strays: list[Record] = []
    quoted = any(record.quoted for record in found.header)
    read = records(text, dialect.delimiter, start=dialect.start, line=dialect.line, spaced=found.width > 1)
    for record in read:
        if len(problems) >= MANY and not quarantine:
            last = None
            break
        if record.line <= body_from:
            continue
        if isinstance(record, Broken):
            problems.append(_broken_problem(record, place, quarantine))
        elif record.blank and (found.width > 1 or record.cells[0] is None):
            blank += Blanks(record.line, record.lines)
        elif len(record.cells) != found.width:
            check_cells(record, place=place, limits=limits)
            last = width_problem(record, found.width, last=False, place=place, names=())
            problems.append(last)
        else:
            lines.append(record.line)
            quoted = quoted or record.quoted
            if record.stray:
                strays.append(record)
            for column, cell in zip(columns, record.cells, strict=True):
                column.append(cell)
    if last is not None and last is problems[-1] and (not lines or last.line > lines[-1]):
        problems[-1] = width_problem(last.record, found.width, last=True, place=place, names=())
    torn_header = next((record for record in found.header if record.stray), None)
    if quoted and torn_header:
        raise refusal([_stray(torn_header)], place=place, names=found.names[0])
    # A writer that quotes doubles the quotes of a text: one left alone outside is half of a lost pair.
    problems += [_stray(record) for record in strays if quoted or _torn(record)]
    cells = tuple(arrays.texts(column) for column in columns)
    return Body(cells, lines, tuple(problems), blank)


def _torn(record: Record) -> bool:
    """Whether a quoted text that held the separator lost the one before it: `…"text` in one field, `text"` in the next."""
    odd = [cell for cell in record.cells if cell and cell.count('"') % 2]
    return len(odd) == 2 and odd[1].endswith('"') and not odd[0].endswith('"')


def _stray(record: Record) -> Problem:
    cause = "un guillemet (quote) seul dans un texte sans guillemets : guillemet ou séparateur perdu."
    remedy = "Corrigez la ligne, ou refaites l'export ; dans la fiche, [export.options.read] quarantine = true la met de côté."
    return Problem("quote-stray", record.line, record.stray, cause, remedy, record)


def _broken_problem(broken: Broken, place: str, quarantine: bool) -> Problem:
    error = quote_error(broken, place)
    if not quarantine:
        raise error
    return Problem(
        error.code, broken.line, broken.column, error.cause, error.remedy, Record(broken.line, (broken.raw,))
    )


def quote_error(broken: Broken, place: str) -> NecError:
    """The refusal of a field whose quotes do not close."""
    where = f"{place}, ligne {broken.line}, colonne {broken.column}"
    if broken.cause == "wide":
        cause = f"plus de {broken.column - 1} champs (fields, columns) sur une ligne : ce n'est pas un tableau."
        return NecError("too-many-columns", where, cause, "Vérifiez le fichier et son séparateur.")
    if broken.cause == "open":
        cause = "un guillemet (quote) ouvert ici n'est jamais fermé : fichier tronqué (truncated) ou guillemet égaré."
        return NecError("quote-open", where, cause, "Téléchargez de nouveau l'export, ou corrigez la ligne.")
    if broken.cause == "backslash":
        cause = "des guillemets échappés par une barre oblique (backslash escape \\\") : ce n'est pas du CSV (quote)."
        return NecError("quote-backslash", where, cause, 'Refaites l\'export avec des guillemets doublés ("").')
    cause = "du texte suit un guillemet fermant (quote) : guillemet égaré ou séparateur perdu."
    return NecError("quote-stray", where, cause, "Refaites l'export avec des guillemets doublés, ou corrigez la ligne.")
