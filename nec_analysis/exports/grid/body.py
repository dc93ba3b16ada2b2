"""The rows of a delimited text, every quote and separator accounted for: runs of regular ones fast, the others one by one."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ...errors import NecError
from . import arrays, coded, fast
from .limits import Limits, too_big
from .shape import MANY, Layout, Problem, refusal, width_problem
from .tokens import NONE, Blanks, Broken, Cell, Record, lines_in, records

STEP = 1 << 20
"""Characters in which a line out of order costs the fast way."""


@dataclass(frozen=True, slots=True)
class Body:
    """The rows under the header: columns of text, the line of each row, what could not be trusted."""

    cells: tuple[Any, ...]
    lines: Sequence[int]
    problems: tuple[Problem, ...] = ()
    blank: Blanks = NONE


def strict(
    text: str, delimiter: str, found: Layout, *, place: str, quarantine: bool, limits: Limits, runs: bool = False
) -> Body:
    """Every record under the header, exact about what is wrong and where. `runs`: regular runs are read the fast way."""
    made = _Making(found, place, quarantine, limits)
    position = found.header[-1].end
    line = 1 + lines_in(text[:position])
    while position < len(text) and not made.enough:
        until = position + STEP if runs else len(text)
        if runs and (regular := _regular(text[position:until], delimiter, line, found.width)):
            piece, size = regular
            made.take(piece, quoted='"' in text[position : position + size])
            line += lines_in(text[position : position + size])
            position += size
        else:
            position, line = made.read(text, delimiter, position, until, line)
    return made.body()


def _regular(text: str, delimiter: str, line: int, width: int) -> tuple[fast.Piece, int] | None:
    """The regular records that a text begins with, how many characters they take."""
    try:
        piece, size = fast.beginning(data := text.encode(), line=line, width=width, delimiter=delimiter)
    except fast.Irregular:
        return None
    return (piece, len(data[:size].decode())) if size else None


@dataclass(slots=True)
class _Making:
    """The rows read so far."""

    found: Layout
    place: str
    quarantine: bool
    limits: Limits
    chunks: list[tuple[Any, ...]] = field(default_factory=list)
    lines: array[int] = field(default_factory=lambda: array("q"))
    problems: list[Problem] = field(default_factory=list)
    strays: list[Record] = field(default_factory=list)
    blank: Blanks = NONE
    quoted: bool = False
    last: Problem | None = None

    @property
    def enough(self) -> bool:
        """Whether the file is refused whatever follows."""
        return len(self.problems) >= MANY and not self.quarantine

    def take(self, piece: fast.Piece, *, quoted: bool) -> None:
        """Regular rows, as columns."""
        self.chunks += zip(*(column.chunks for column in piece.cells), strict=True)
        self.lines.extend(piece.lines)
        self.blank += piece.blank
        self.quoted = self.quoted or quoted

    def read(self, text: str, delimiter: str, position: int, until: int, line: int) -> tuple[int, int]:
        """The records that begin before `until`, one by one; where the next one begins, and on which line."""
        width = self.found.width
        columns: list[list[Cell]] = [[] for _ in range(width)]
        for record in records(text, delimiter, start=position, line=line, spaced=width > 1):
            if isinstance(record, Record) and len(record.cells) == width and not self._is_blank(record):
                self.lines.append(record.line)
                self.quoted = self.quoted or record.quoted
                if record.stray:
                    self.strays.append(record)
                for column, cell in zip(columns, record.cells, strict=True):
                    column.append(cell)
            else:
                self._aside(record)
            if record.end >= until or self.enough:
                break
        line += lines_in(text[position : record.end])
        self.chunks.append(tuple(arrays.texts(column) for column in columns))
        return record.end, line

    def _is_blank(self, record: Record) -> bool:
        return record.blank and (self.found.width > 1 or record.cells[0] is None)

    def _aside(self, record: Record | Broken) -> None:
        """A record that is no row."""
        if isinstance(record, Broken):
            self.problems.append(_broken_problem(record, self.place, self.quarantine))
        elif self._is_blank(record):
            self.blank += Blanks(record.line, record.lines)
        else:
            check_cells(record, place=self.place, limits=self.limits)
            self.last = width_problem(record, self.found.width, last=False, place=self.place, names=())
            self.problems.append(self.last)

    def body(self) -> Body:
        """The rows as columns, the problems told."""
        header, last, problems = self.found.header, self.last, [*self.problems]
        if last and not self.enough and last is problems[-1] and (not self.lines or last.line > self.lines[-1]):
            problems[-1] = width_problem(last.record, self.found.width, last=True, place=self.place, names=())
        quoted = self.quoted or any(record.quoted for record in header)
        torn = next((record for record in header if record.stray), None)
        if quoted and torn:
            raise refusal([_stray(torn)], place=self.place, names=self.found.names[0])
        # A writer that quotes doubles the quotes of a text: one left alone outside is half of a lost pair.
        problems += [_stray(record) for record in self.strays if quoted or _torn(record)]
        columns = zip(*self.chunks, strict=True) if self.chunks else ((),) * self.found.width
        return Body(tuple(coded.joined(column) for column in columns), self.lines, tuple(problems), self.blank)


def check_cells(record: Record, *, place: str, limits: Limits) -> None:
    """Refuse a record with a cell above the limit."""
    for column, cell in enumerate(record.cells, start=1):
        if cell and 4 * len(cell) > limits.cell and (size := len(cell.encode())) > limits.cell:
            raise too_big(place, record.line, column, size, limits)


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
