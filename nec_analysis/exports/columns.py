"""Which column of an audience export holds which canonical key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .. import model
from ..errors import NecError
from ..french.matching import normal
from .grid import Grid

Names = Mapping[str, Sequence[str]]
"""By canonical key, the headers that hold it, the most telling first."""

_NUMBERED = re.compile(r"\s*#\d+$")
"""Custom fields of ticketing tools end with their number: "Structure #131474"."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row by canonical key: text as written, "" where nothing is; `line` in the file."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A grid seen through canonical keys. `headers`: by key, the header it was found under."""

    grid: Grid
    headers: Mapping[str, str]
    places: Mapping[str, int]

    def rows(self) -> Iterator[Row]:
        """The rows, keys only."""
        columns = {key: self.grid.text(index) for key, index in self.places.items()}
        for position, line in enumerate(self.grid.rows):
            yield Row(int(line), {key: (cells[position] or "").strip() for key, cells in columns.items()})

    def has(self, key: str) -> bool:
        """Whether the file has that column."""
        return key in self.places

    def left_over(self, personal: Sequence[str] = ()) -> tuple[model.Entry, ...]:
        """A ledger line for each column that is not kept, with how many cells it holds."""
        used = set(self.places.values())
        return tuple(
            self._aside(index, name, personal)
            for index, name in enumerate(self.grid.names)
            if index not in used and self.grid.cells[index].null_count < len(self.grid)
        )

    def _aside(self, index: int, name: str, personal: Sequence[str]) -> model.Entry:
        filled = sum(1 for c in self.grid.text(index) if c)
        hidden = normal(bare(name)) in {normal(p) for p in personal}
        action, why = ("drop_pii", "donnée personnelle") if hidden else ("column_set_aside", "hors du modèle")
        reason = f"{why} : {filled} cellule(s) non reprise(s)"
        return model.Entry(self.grid.source.file, 0, name, "", "", "", action, reason)

    def refuse(self, row: Row, key: str, cause: str, remedy: str, *, code: str) -> NecError:
        """The refusal of a cell, by line and column; its value is not shown."""
        where = f"{self.grid.source.file}, ligne {row.line}, colonne « {self.headers.get(key, key)} »"
        return NecError(code, where, cause, remedy)


def bare(name: str) -> str:
    """A header without the number of its custom field."""
    return _NUMBERED.sub("", name).strip()


def table_of(
    grid: Grid,
    names: Names,
    *,
    columns: Mapping[str, str] | None = None,
    must: Sequence[str] = (),
    also: Sequence[str] | None = (),
) -> Table:
    """The canonical keys found in the header. `columns` (key = header), from the card, goes first and must be there.

    `must` are the keys without which the file is of no use; `also`, keys that only a card gives a header, None where it
    may give any (the name of a metric). Raises NecError for another: the table would have no place for its cells.
    """
    places: dict[str, int] = {}
    for key, header in sorted((columns or {}).items()):
        if also is not None and key not in (*names, *must, *also):
            raise _no_place(grid, key, {*names, *must, *also})
        places[key] = _declared(grid, key, header)
    taken = set(places.values())
    by_name: dict[str, list[int]] = {}
    for index, header in enumerate(grid.names):
        by_name.setdefault(normal(bare(header)), []).append(index)
    for key, candidates in names.items():
        if key not in places:
            found = next((i for c in candidates for i in by_name.get(normal(c), []) if i not in taken), None)
            if found is not None:
                places[key] = found
                taken.add(found)
    _complete(grid, places, names, must)
    return Table(grid, {key: grid.names[index] for key, index in places.items()}, places)


def _no_place(grid: Grid, key: str, known: Iterable[str]) -> NecError:
    from ..cards.suggest import did_you_mean

    cause = f"la carte dit où est « {key} », que cette table n'a pas."
    remedy = f"{did_you_mean(key, known)} Une colonne dont la table n'a que faire : retirez sa ligne."
    return NecError("column-unknown", f"{grid.source.file} [export.options.columns]", cause, remedy)


def _declared(grid: Grid, key: str, header: str) -> int:
    index = grid.find(header)
    if index < 0:
        from ..cards.suggest import did_you_mean

        cause = f"la carte attend {key} dans la colonne « {header} », absente du fichier."
        raise NecError("column-missing", grid.source.file, cause, did_you_mean(header, grid.names))
    return index


def _complete(grid: Grid, places: Mapping[str, int], names: Names, must: Sequence[str]) -> None:
    missing = [key for key in must if key not in places]
    if missing:
        lines = ", ".join(f'{key} = "…"' for key in missing)
        cause = f"aucune colonne reconnue pour : {', '.join(missing)}."
        headers = ", ".join(f"« {n} »" for n in grid.names[:20])
        remedy = f"Ajoutez à la carte : [export.options.columns] {lines}. Colonnes du fichier : {headers}."
        raise NecError("mapping-needed", grid.source.file, cause, remedy)
