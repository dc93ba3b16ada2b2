"""What a file says about a response beside its answers: who, when, in which language, how far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from nec_analysis.clean.cells import Cells, blank, trimmed
from nec_analysis.clean.numbers import number
from nec_analysis.clean.words import texts
from nec_analysis.errors import NecError
from nec_analysis.model import Column, Export

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nec_analysis.clean.rows import Plan

KEPT = ("respondent_id", "started_at", "submitted_at", "status", "lastpage", "language", "duration", "weight")
"""Parts that become columns of the responses; the other metadata goes to the ledger."""
STATUSES = ("complete", "partial", "draft", "test", "screened_out")


def respondents(export: Export, cells: Mapping[int, Cells]) -> tuple[list[str], NDArray[np.bool_]]:
    """One id a row, and which rows repeat an earlier one cell for cell.

    The id is the tool's, else `row:<n>` with the row's place among the lines of the file.
    Raises NecError when two different responses carry one id.
    """
    column = _first(export, "respondent_id")
    first = export.source.header_rows + 1
    again = np.zeros(len(export.rows), dtype=bool)
    if column is None:
        return [f"row:{first + i}" for i in range(len(export.rows))], again
    ids = [id or f"row:{first + i}" for i, id in enumerate(cells[column.index].trimmed.to_pylist())]
    if len(set(ids)) < len(ids):
        for row, twin in _twins(ids):
            _same(export, cells, column, twin, row)
            again[row] = True
            ids[row] = f"{ids[row]}#{row + 1}"
    return ids, again


def _twins(ids: list[str]) -> list[tuple[int, int]]:
    seen: dict[str, int] = {}
    return [(row, seen[id]) for row, id in enumerate(ids) if seen.setdefault(id, row) != row]


def _same(export: Export, cells: Mapping[int, Cells], column: Column, first: int, row: int) -> None:
    """Refuse two rows of one id that differ."""
    differ = [c.header for c in export.columns if cells[c.index].text(first) != cells[c.index].text(row)]
    if differ:
        raise NecError(
            "respondent-twice",
            f"{export.source.file}, lignes {export.rows[first]} et {export.rows[row]}, colonne « {column.header} »",
            f"deux réponses différentes portent le même identifiant (elles diffèrent dans « {differ[0]} »).",
            "Exportez à nouveau le questionnaire, ou retirez la ligne en trop.",
        )


def frame(export: Export, cells: Mapping[int, Cells], ids: list[str], plan: Plan) -> dict[str, Any]:
    """The metadata columns of the rows kept, in the order of the canonical table."""
    import pandas as pd

    keep = plan.keep
    n = int(keep.sum())
    place = np.full(n, -1, dtype=np.int8)
    for code, status in enumerate(STATUSES):
        place[np.asarray(plan.status[keep] == status, dtype=bool)] = code
    out: dict[str, Any] = {
        "respondent_id": texts(ids if n == len(ids) else [id for id, kept in zip(ids, keep, strict=True) if kept]),
        "source_row": np.array(export.rows, dtype=np.int32)[keep],
        "started_at": pd.array(plan.started[keep]),
        "submitted_at": pd.array(plan.submitted[keep]),
        "status": pd.Categorical.from_codes(place, list(STATUSES)),
        "lastpage": _integers(export, cells, "lastpage", keep),
        "language": _words(export, cells, "language", keep),
        "duration_s": _duration(export, cells, plan),
        "duplicate_of": texts(plan.duplicate_of[keep]) if n else texts([]),
    }
    if _first(export, "weight") is not None:
        out["weight"] = _floats(export, cells, "weight", keep)
    return out


def _first(export: Export, part: str) -> Column | None:
    return next((column for column in export.columns if column.part == part), None)


def _values(export: Export, cells: Mapping[int, Cells], part: str, keep: NDArray[np.bool_]) -> NDArray[np.float64]:
    column = _first(export, part)
    if column is None:
        return np.full(int(keep.sum()), np.nan)
    read = [number(t, export.dialect.decimal) if not blank(t) else None for t in cells[column.index].texts]
    table = np.array([*(np.nan if v is None else v for v in read), np.nan])
    found: NDArray[np.float64] = table[cells[column.index].index][keep]
    return found


def _integers(export: Export, cells: Mapping[int, Cells], part: str, keep: NDArray[np.bool_]) -> Any:
    import pandas as pd

    values = _values(export, cells, part, keep)
    return pd.arrays.IntegerArray(np.nan_to_num(values).astype(np.int32), np.isnan(values))


def _floats(export: Export, cells: Mapping[int, Cells], part: str, keep: NDArray[np.bool_]) -> Any:
    import pandas as pd

    values = _values(export, cells, part, keep)
    return pd.arrays.FloatingArray(np.nan_to_num(values), np.isnan(values))


def _duration(export: Export, cells: Mapping[int, Cells], plan: Plan) -> Any:
    """Seconds: as the tool counts them, else from start to submission."""
    import pandas as pd

    values = _values(export, cells, "duration", plan.keep)
    spent = (plan.submitted - plan.started)[plan.keep]
    counted = np.where(np.isnat(spent), np.nan, spent.astype("timedelta64[s]").astype(np.float64))
    values = np.where(np.isnan(values), counted, values)
    return pd.arrays.FloatingArray(np.nan_to_num(values), np.isnan(values))


def _words(export: Export, cells: Mapping[int, Cells], part: str, keep: NDArray[np.bool_]) -> Any:
    column = _first(export, part)
    if column is None:
        return texts([None] * int(keep.sum()))
    held = cells[column.index]
    values = held.each(lambda text: trimmed(text) or None, None, object)
    return texts(values[keep])
