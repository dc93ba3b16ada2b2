"""Several exports of one survey made one grid: columns by name, each respondent once."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from ... import model
from ...cards.suggest import did_you_mean
from ...errors import NecError
from ...french.matching import normal
from . import arrays
from .coded import plain
from .table import Grid

Column = tuple[str, int]
"""A header in normal form and its occurrence: tools repeat headers."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row came from: which grid, which of its rows."""

    grid: int
    row: int


def combine(grids: Sequence[Grid], *, key: str = "", domains: Mapping[str, Sequence[str]] | None = None) -> Grid:
    """One grid from several, in the order given, with the columns of the first.

    `key` names the column that tells respondents apart: the same row in two files is kept once, with a ledger line; the
    same key with other answers is refused. Without a key, rows that two files share are refused: nobody says whether
    they are one person. `domains`: by column, the only values it may hold.
    """
    if not grids:
        raise NecError("file-missing", "", "aucun fichier à réunir.", "Nommez au moins un export.")
    aligned = [grids[0], *(_aligned(grids[0], other) for other in grids[1:])]
    for grid in aligned:
        _check_domains(grid, domains or {})
    kept, ledger = _once(aligned, key) if len(aligned) > 1 else ([range(len(aligned[0]))], [])
    return _joined(aligned, kept, ledger)


def _columns(grid: Grid) -> list[Column]:
    seen: dict[str, int] = {}
    found = []
    for name in grid.names:
        plain = normal(name) if name else ""
        seen[plain] = seen.get(plain, 0) + 1
        found.append((plain, seen[plain]))
    return found


def _aligned(first: Grid, other: Grid) -> Grid:
    """The other grid with its columns in the order of the first."""
    wanted, present = _columns(first), _columns(other)
    missing = [first.names[i] for i, c in enumerate(wanted) if c not in set(present)]
    extra = [other.names[i] for i, c in enumerate(present) if c not in set(wanted)]
    if missing or extra:
        raise _renamed(first, other, missing, extra)
    order = [present.index(c) for c in wanted]
    header = tuple(tuple(row[i] for i in order) for row in other.header)
    return replace(other, header=header, cells=tuple(other.cells[i] for i in order))


def _renamed(first: Grid, other: Grid, missing: Sequence[str], extra: Sequence[str]) -> NecError:
    gone = ", ".join(f"« {n} »" for n in missing[:5]) or "aucune"
    new = ", ".join(f"« {n} »" for n in extra[:5]) or "aucune"
    cause = f"colonnes (columns) différentes de {first.source.file} : manquantes {gone} ; en plus {new}."
    hint = did_you_mean(missing[0], extra) if missing and extra else ""
    remedy = f"{hint} Renommez la colonne, ou refaites les deux exports avec le même questionnaire.".strip()
    return NecError("columns-differ", other.source.file, cause, remedy)


def _check_domains(grid: Grid, domains: Mapping[str, Sequence[str]]) -> None:
    for name, values in sorted(domains.items()):
        known = {normal(v) for v in values}
        for line, text in zip(grid.rows, grid.column(name), strict=True):
            if text and normal(text) not in known:
                where = f"{grid.source.file}, ligne {line}, colonne « {name} »"
                cause = f"modalité inconnue « {text[:40]} » dans « {name} » : des codes à la place des libellés ?"
                remedy = f"Modalités connues : {', '.join(values)}. Exportez les deux fichiers avec les mêmes réponses."
                raise NecError("label-unknown", where, cause, remedy)


def _once(grids: Sequence[Grid], key: str) -> tuple[list[Sequence[int]], list[model.Entry]]:
    """By grid, the rows to keep; a ledger line for each row that another file already gave."""
    column = grids[0].find(key) if key else -1
    if key and column < 0:
        grids[0].column(key)
    first: dict[Any, tuple[Place, tuple[str | None, ...]]] = {}
    kept: list[Sequence[int]] = []
    ledger: list[model.Entry] = []
    for number, grid in enumerate(grids):
        mine: list[int] = []
        for row, cells in enumerate(grid.records()):
            known = first.get(cells[column] if key else cells) if not key or cells[column] else None
            if known is None or (not key and known[0].grid == number):
                mine.append(row)
                first.setdefault(cells[column] if key else cells, (Place(number, row), cells))
                continue
            _same_or_refused(grids, known, Place(number, row), cells, key)
            earlier = f"{grids[known[0].grid].source.file}, ligne {grids[known[0].grid].rows[known[0].row]}"
            reason = f"déjà lu : {earlier}"
            ledger.append(
                model.Entry(grid.source.file, int(grid.rows[row]), key, "", "", "", "coalesce_duplicate_row", reason)
            )
        kept.append(mine)
    return kept, ledger


def _same_or_refused(
    grids: Sequence[Grid],
    known: tuple[Place, tuple[str | None, ...]],
    place: Place,
    cells: tuple[str | None, ...],
    key: str,
) -> None:
    here, there = grids[place.grid], grids[known[0].grid]
    where = f"{here.source.file}, ligne {here.rows[place.row]}"
    earlier = f"{there.source.file}, ligne {there.rows[known[0].row]}"
    if not key:
        cause = f"cette ligne est aussi dans {earlier} : exports qui se chevauchent (doublon, duplicate) ?"
        raise NecError("rows-overlap", where, cause, 'Nommez la colonne qui distingue les réponses : key = "id".')
    if cells != known[1]:
        names = [here.names[i] for i, (a, b) in enumerate(zip(cells, known[1], strict=True)) if a != b]
        listed = ", ".join(f"« {n} »" for n in names[:5])
        cause = f"même « {key} » que dans {earlier}, autres réponses ({listed}) : conflit (doublon, duplicate id)."
        raise NecError("key-conflict", where, cause, "Retirez l'une des deux lignes, ou l'un des deux exports.")


def _joined(grids: Sequence[Grid], kept: Sequence[Sequence[int]], ledger: Sequence[model.Entry]) -> Grid:
    first = grids[0]
    cells = tuple(
        pa.chunked_array(
            [chunk for g, rows in zip(grids, kept, strict=True) for chunk in _chunks(g.cells[i], rows)], pa.string()
        )
        for i in range(first.width)
    )
    lines = array("q", [int(g.rows[r]) for g, rows in zip(grids, kept, strict=True) for r in rows])
    files = " + ".join(g.source.file for g in grids)
    digest = hashlib.sha256("".join(g.source.sha256 for g in grids).encode()).hexdigest()
    source = replace(
        first.source,
        file=files if len(grids) > 1 else first.source.file,
        sha256=digest if len(grids) > 1 else first.source.sha256,
        size=sum(g.source.size for g in grids),
        lines=len(lines),
    )
    entries = (*(e for g in grids for e in g.ledger), *ledger)
    return Grid(source, first.header, cells, lines, entries, tuple(n for g in grids for n in g.notes))


def _chunks(column: Any, rows: Sequence[int]) -> list[Any]:
    taken = plain(column).take(arrays.numbers(rows))
    return list(taken.chunks) if isinstance(taken, pa.ChunkedArray) else [taken]
