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


_READING = "dans la fiche, sous [export.options.read]"
_OVERLAP = (
    f'Nommez {_READING}, la colonne qui distingue les réponses : key = "id". '
    'Si personne n\'a répondu dans deux fichiers : ids = "per_file".'
)
_CONFLICT = (
    "Gardez le dernier des deux exports, ou retirez l'une des deux lignes. Si chaque fichier numérote ses propres réponses "
    f'(copies d\'un formulaire), {_READING} : ids = "per_file".'
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row came from: which grid, which of its rows."""

    grid: int
    row: int


def combine(
    grids: Sequence[Grid],
    *,
    key: str | int = "",
    domains: Mapping[str, Sequence[str]] | None = None,
    distinct: bool = False,
) -> Grid:
    """One grid from several, in the order given, with the columns of the first.

    `key` names the column that tells respondents apart, or is its place: the same row in two files is kept once, with a ledger line; the
    same key with other answers is refused. Without a key, rows that two files share are refused: nobody says whether
    they are one person, unless `distinct` says that no two files hold the same people. `domains`: by column, the only values it may hold.
    """
    if not grids:
        raise NecError("file-missing", "", "aucun fichier à réunir.", "Nommez au moins un export.")
    aligned = [grids[0], *(_aligned(grids[0], other) for other in grids[1:])]
    for grid in aligned:
        _check_domains(grid, domains or {})
    kept, ledger = _once(aligned, key, distinct) if len(aligned) > 1 else ([range(len(aligned[0]))], [])
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


def _once(grids: Sequence[Grid], key: str | int, distinct: bool) -> tuple[list[Sequence[int]], list[model.Entry]]:
    """By grid, the rows to keep; a ledger line for each row that another file already gave."""
    column = _place_of(grids[0], key)
    keyed, key = column >= 0, grids[0].names[column] if column >= 0 else ""
    if distinct and not keyed:
        return [range(len(grid)) for grid in grids], []
    first: dict[Any, tuple[Place, tuple[str | None, ...]]] = {}
    kept: list[Sequence[int]] = []
    ledger: list[model.Entry] = []
    for number, grid in enumerate(grids):
        mine: list[int] = []
        for row, cells in enumerate(grid.records()):
            mark = cells[column] if keyed else cells
            known = first.get(mark) if mark else None
            if known is None or (not keyed and known[0].grid == number):
                mine.append(row)
                first.setdefault(mark, (Place(number, row), cells))
                continue
            if not keyed:
                raise _overlap(grids, known[0], Place(number, row))
            _check_same(grids, known, Place(number, row), cells, key)
            earlier = f"{grids[known[0].grid].source.file}, ligne {grids[known[0].grid].rows[known[0].row]}"
            reason = f"déjà lu : {earlier}"
            ledger.append(
                model.Entry(grid.source.file, int(grid.rows[row]), key, "", "", "", "coalesce_duplicate_row", reason)
            )
        kept.append(mine)
    return kept, ledger


def _place_of(grid: Grid, key: str | int) -> int:
    """The place of the key among the columns, -1 for none; a name that is none is refused."""
    if isinstance(key, int):
        return key
    if key and grid.find(key) < 0:
        grid.column(key)
    return grid.find(key) if key else -1


def _overlap(grids: Sequence[Grid], known: Place, place: Place) -> NecError:
    cause = f"cette ligne est aussi dans {_where(grids, known)} : exports qui se chevauchent (doublon, duplicate) ?"
    return NecError("rows-overlap", _where(grids, place), cause, _OVERLAP)


def _check_same(
    grids: Sequence[Grid],
    known: tuple[Place, tuple[str | None, ...]],
    place: Place,
    cells: tuple[str | None, ...],
    key: str,
) -> None:
    """Refuse the same key with other answers."""
    if cells == known[1]:
        return
    names = [grids[0].names[i] for i, (a, b) in enumerate(zip(cells, known[1], strict=True)) if a != b]
    listed = ", ".join(f"« {n} »" for n in names[:5])
    earlier = _where(grids, known[0])
    cause = f"même « {key} » que dans {earlier}, autres réponses ({listed}) : conflit (doublon, duplicate id)."
    raise NecError("key-conflict", _where(grids, place), cause, _CONFLICT)


def _where(grids: Sequence[Grid], place: Place) -> str:
    grid = grids[place.grid]
    return f"{grid.source.file}, ligne {grid.rows[place.row]}"


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
