"""Rows of a large survey that may repeat one another, told by hashes: they are coded together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nec_analysis.clean.cells import Cells
from nec_analysis.clean.dates import moments_of
from nec_analysis.clean.duplicates import DUPLICATE_ANSWERS, DUPLICATE_MINUTES
from nec_analysis.model import Export

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]

NEVER = np.iinfo(np.int64).min
"""A moment that is not told: numpy writes it so."""

KINDS = 4
"""Keys of a row: its id, its person, its answers within a stretch of time, the same in stretches half a step later."""


def keys(export: Export, cells: Sequence[Cells], minutes: int = DUPLICATE_MINUTES) -> Keys:
    """Four hashes a row of the export, whose columns are `cells`; 0 for none. The same text has the same hash in every part.

    Alike forms are suspect within `minutes`: times so close fall into one of two stretches of twice as long.
    """
    rows = len(export.rows)
    found = [_mixed([cells[n] for n in _parts(export, "respondent_id")], rows), _of_person(export, cells)]
    asked = [cells[column.index] for column in export.columns if column.question]
    answers, sent = _mixed(asked, rows, least=DUPLICATE_ANSWERS), _sent(export, cells)
    for shift in (0, 60 * minutes):
        stretch = np.where(sent == NEVER, 0, (sent + shift) // (120 * minutes)).astype(np.uint64)
        mixed = answers * np.uint64(1_000_003) + stretch
        found.append(np.where((answers == 0) | (sent == NEVER), np.uint64(0), np.where(mixed == 0, 1, mixed)))
    return np.stack(found, axis=1).astype(np.uint64)


def together(files: Sequence[Path], rows: int) -> NDArray[np.int32]:
    """For each row of the survey the number of the part in which it is coded with those it may repeat, -1 for none.

    `files` hold the keys of each part; a part gets about `rows` of them.
    """
    sizes = [np.load(file, mmap_mode="r").shape[0] for file in files]
    edges: list[tuple[NDArray[np.intp], Keys]] = []
    for kind in range(KINDS):
        values = np.concatenate([np.load(file, mmap_mode="r")[:, kind] for file in files])
        here = np.flatnonzero(_repeated(values))
        edges.append((here, values[here]))
    found = np.full(sum(sizes), -1, dtype=np.int32)
    involved = np.unique(np.concatenate([here for here, _ in edges]))
    if involved.size:
        found[involved] = _packed(_groups(involved, edges), rows)
    return found


def _groups(involved: NDArray[np.intp], edges: Sequence[tuple[NDArray[np.intp], Keys]]) -> NDArray[np.int32]:
    """The number of the group of each row involved: those that share a key, directly or through others."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    one, other, taken = [], [], involved.size
    for here, values in edges:
        _, which = np.unique(values, return_inverse=True)
        one.append(np.searchsorted(involved, here))
        other.append(which + taken)
        taken += int(which.max(initial=-1)) + 1
    rows, columns = np.concatenate(one), np.concatenate(other)
    graph = coo_matrix((np.ones(rows.size, np.int8), (rows, columns)), shape=(taken, taken))
    groups: NDArray[np.int32] = connected_components(graph, directed=False)[1][: involved.size]
    return groups


def _packed(groups: NDArray[np.int32], rows: int) -> NDArray[np.int32]:
    """The number of the part of each row: whole groups, one after the other, until a part is full."""
    order = np.unique(groups, return_index=True)[1]
    sizes = np.bincount(groups)
    number = np.zeros(sizes.size, dtype=np.int32)
    part = filled = 0
    for group in groups[np.sort(order)]:
        if filled and filled + sizes[group] > rows:
            part, filled = part + 1, 0
        number[group] = part
        filled += int(sizes[group])
    return number[groups]


def _repeated(values: Keys) -> NDArray[np.bool_]:
    order = np.argsort(values, kind="stable")
    alike = np.diff(values[order]) == 0
    same = np.zeros(len(values), dtype=bool)
    same[order[1:][alike]] = True
    same[order[:-1][alike]] = True
    kept: NDArray[np.bool_] = same & (values != 0)
    return kept


def _sent(export: Export, cells: Sequence[Cells]) -> NDArray[np.int64]:
    """When each row was sent, in seconds; NEVER where the file does not say, 0 everywhere when it says it oddly."""
    columns = _parts(export, "submitted_at")
    if not columns:
        return np.full(len(export.rows), NEVER)
    values, bad = moments_of(cells[columns[0]], export.dialect)
    sent = values.astype("datetime64[s]").astype(np.int64)
    return np.where(bad.any(), 0, sent)


def _parts(export: Export, part: str) -> list[int]:
    return [column.index for column in export.columns if column.part == part]


def _of_person(export: Export, cells: Sequence[Cells]) -> Keys:
    """The token or the address: the first that is filled where several columns name people."""
    columns = [c.index for c in export.columns if c.part == "personal" and c.code in ("token", "email")]
    found = np.zeros(len(export.rows), dtype=np.uint64)
    for column in columns:
        found = np.where(found == 0, _mixed([cells[column]], len(found), fold=True), found)
    return found


def _mixed(columns: Iterable[Cells], rows: int, *, fold: bool = False, least: int = 1) -> Keys:
    """One hash a row of the texts of some columns, 0 where fewer than `least` of them hold more than blanks."""
    found = np.zeros(rows, dtype=np.uint64)
    filled = np.zeros(rows, dtype=np.int32)
    for column in columns:
        hashes, empty = _hashed(column, fold=fold)
        found *= np.uint64(1_000_003)
        found += hashes
        filled += ~empty
    return np.where(filled < least, np.uint64(0), np.where(found == 0, np.uint64(1), found))


def _hashed(cells: Cells, *, fold: bool) -> tuple[Keys, NDArray[np.bool_]]:
    """The hash of each text without blanks at its ends, and which are blank; what is not written is blank."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    trimmed = pc.utf8_trim_whitespace(pa.array([*cells.texts, ""], pa.string()))
    words = (pc.utf8_lower(trimmed) if fold else trimmed).to_numpy(zero_copy_only=False)
    # the last one stands for what is not written, whose place is -1
    hashes = pd.util.hash_array(words.astype(object), categorize=False)
    return hashes[cells.index], np.asarray(words == "", dtype=bool)[cells.index]
