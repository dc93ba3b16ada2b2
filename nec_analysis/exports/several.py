"""Several exports of one survey read as one: columns by name, each respondent once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

from nec_analysis.errors import NecError
from nec_analysis.exports import grid, registry
from nec_analysis.exports.grid import Grid, arrays
from nec_analysis.model import Account, Entry, Export, Responses, Source

OPTIONS = ("key", "ids")
"""What a card may say of files read together: the column that tells respondents apart; `ids = "per_file"` where each
file numbers its own, as copies of one form do."""

PER_FILE = "per_file"
AGAIN = "coalesce_duplicate_row"
ROWS_OF_ONE = ("long",)
"""Tools that write several rows a respondent: a row that two files share proves nothing."""


@dataclass(frozen=True, slots=True)
class Several:
    """One export of several files. Its rows are numbered through: `shifts` is what was added to those of each file."""

    export: Export
    sources: tuple[Source, ...]
    shifts: tuple[int, ...]
    again: int
    """Rows left out, as another file gave them already."""

    @property
    def rows(self) -> int:
        """Rows read in all files."""
        return len(self.export.rows) + self.again

    def place(self, row: int) -> tuple[int, int]:
        """The number of the file a row stands in, its own row there."""
        at = max(n for n, shift in enumerate(self.shifts) if shift < row)
        return at, row - self.shifts[at]

    def told(self, responses: Responses) -> Responses:
        """The coded answers, with each row where it stands in its own file, and the rows left out accounted for."""
        account = responses.account
        aside = Counter({"duplicate": self.again} if self.again else {}) + Counter(account.set_aside)
        frame = responses.frame
        own = [self.place(row)[1] for row in frame["source_row"].tolist()]
        return replace(
            responses,
            frame=frame.assign(source_row=frame["source_row"].__class__(own, index=frame.index, dtype="int32")),
            ledger=tuple(map(self._entry, responses.ledger)),
            account=Account(account.read + self.again, account.kept, dict(aside)),
            sources=self.sources,
        )

    def _entry(self, entry: Entry) -> Entry:
        if not entry.row:
            return entry
        at, row = self.place(entry.row)
        return replace(entry, file=self.sources[at].file, row=row)

    def located(self, error: NecError) -> NecError:
        """A refusal of the whole, where it stands in its own file."""
        whole = re.escape(self.export.source.file)
        error.place = re.sub(rf"{whole}, ligne (\d+)", lambda found: self._said(int(found[1])), error.place)
        return error

    def _said(self, row: int) -> str:
        at, own = self.place(row)
        return f"{self.sources[at].file}, ligne {own}"


def read(
    paths: Sequence[Path], *, tool: str, role: str, identifier: Callable[[Export], int], **options: Any
) -> Several:
    """The files read each by itself, then as one, by the reader of their tool.

    `identifier` tells the column of an export that tells respondents apart, -1 for none. The same row in two files counts
    once, with a ledger line; the same respondent with other answers is refused, as are files with other columns.
    Raises NecError.
    """
    told = {name: options.pop(name) for name in OPTIONS if name in options}
    per_file = _per_file(told, paths[0])
    with grid.at_hand() as hand:
        exports = _alone(paths, tool, role, options)
        places, grids = zip(*(_grid(hand.grids, path, tool) for path in paths), strict=True)
    at = _key([export for export in exports if export], told, identifier)
    named = [replace(table, header=(_names(n, exports, grids),)) for n, table in enumerate(grids)]
    if per_file and at >= 0:
        named = [_told_by_file(table, table.find(named[0].names[at])) for table in named]
    one = grid.combine(named, key="" if at < 0 else at, distinct=per_file)
    shifts, numbered = _numbered(one, named)
    with grid.at_hand() as hand:
        hand.grids[places[0]] = replace(numbered, header=grids[0].header)
        export = _survey(paths[0], tool, role, options)
    if export.source.file != one.source.file:
        raise _not_one(paths[0], tool)
    return Several(export, tuple(table.source for table in grids), shifts, sum(map(len, grids)) - len(one))


def _alone(paths: Sequence[Path], tool: str, role: str, options: Mapping[str, Any]) -> list[Export | None]:
    """Each file read by itself; None where its days alone do not tell their order, which those of another may."""
    found: list[Export | None] = []
    doubt: NecError | None = None
    for path in paths:
        try:
            found.append(_survey(path, tool, role, options))
        except NecError as refusal:
            if refusal.code != "date-ambiguous":
                raise
            doubt = doubt or refusal
            found.append(None)
    if doubt and not any(found):
        raise doubt
    return found


def _names(number: int, exports: Sequence[Export | None], grids: Sequence[Grid]) -> tuple[str, ...]:
    """What the reader calls the columns of a file, or of one under the same header where it could not say."""
    like = next(
        (e for e, table in zip(exports, grids, strict=True) if e and table.header == grids[number].header), None
    )
    export = exports[number] or like
    return tuple(column.header for column in export.columns) if export else grids[number].names


def _per_file(told: Mapping[str, Any], path: Path) -> bool:
    if told.get("ids", PER_FILE) != PER_FILE:
        cause = f"l'option ids = « {told['ids']} » n'existe pas."
        raise NecError("option-unknown", path.name, cause, f"Valeur possible : {PER_FILE}.")
    return "ids" in told


def _survey(path: Path, tool: str, role: str, options: Mapping[str, Any]) -> Export:
    read = registry.read(path, tool=tool, role=role, **options)
    if not isinstance(read, Export):
        raise NecError("survey-missing", path.name, f"l'outil « {tool} » ne lit pas d'enquête")
    return read


def _grid(held: Mapping[str, Grid], path: Path, tool: str) -> tuple[str, Grid]:
    """The one table that a reader took from a file, with its place at hand."""
    found = [(place, table) for place, table in held.items() if place.partition(grid.SHEET)[0] == str(path)]
    if len(found) != 1 or tool in ROWS_OF_ONE:
        raise _not_one(path, tool)
    return found[0]


def _not_one(path: Path, tool: str) -> NecError:
    cause = f"plusieurs fichiers de ce genre ({tool}) ne se lisent pas comme un seul."
    return NecError("file-several", path.name, cause, "Exportez l'enquête entière en un fichier, ou en CSV.")


def _key(exports: Sequence[Export], told: Mapping[str, Any], identifier: Callable[[Export], int]) -> int:
    """The column that tells respondents apart: the one the card names, else the one that does so in every file."""
    first = exports[0]
    if name := str(told.get("key", "")):
        named = [column.index for column in first.columns if column.header == name]
        if len(named) == 1:
            return named[0]
        from nec_analysis.cards.suggest import did_you_mean

        cause = f"aucune colonne ne s'appelle « {name} »." if not named else f"{len(named)} colonnes « {name} »."
        raise NecError(
            "column-missing", first.source.file, cause, did_you_mean(name, [c.header for c in first.columns])
        )
    found = {(e.columns[at].header if (at := identifier(e)) >= 0 else "") for e in exports}
    return identifier(first) if len(found) == 1 else -1


def _told_by_file(table: Grid, key: int) -> Grid:
    """The table with its ids under the name of its file. Without such a column it is refused later, with the others."""
    if key < 0:
        return table
    cells, stem = list(table.cells), Path(table.source.file).stem
    cells[key] = arrays.texts([None if id is None else f"{stem} {id}" for id in table.text(key)])
    return replace(table, cells=tuple(cells))


def _numbered(one: Grid, grids: Sequence[Grid]) -> tuple[tuple[int, ...], Grid]:
    """The grid of all files with its rows numbered through, in the ledger too; what was added to those of each file."""
    ends = [max((*table.rows, *(e.row for e in table.ledger)), default=0) + 1 for table in grids]
    shifts = (0, *accumulate(ends))[: len(grids)]
    by_file = {table.source.file: shift for table, shift in zip(grids, shifts, strict=True)}
    again = Counter(entry.file for entry in one.ledger if entry.action == AGAIN)
    kept = [len(table) - again[table.source.file] for table in grids]
    moved = [shift for shift, n in zip(shifts, kept, strict=True) for _ in range(n)]
    rows = [row + shift for row, shift in zip(one.rows, moved, strict=True)]
    ledger = tuple(replace(e, row=e.row + by_file[e.file]) if e.row else e for e in one.ledger)
    return shifts, replace(one, rows=rows, ledger=ledger)
