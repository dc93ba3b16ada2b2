"""Open text: kept as written, internal."""

from __future__ import annotations

from typing import Any

import numpy as np

from nec_analysis.clean.cells import mask, unguarded
from nec_analysis.clean.desk import Desk, Task
from nec_analysis.exports.grid.coded import asked, plain
from nec_analysis.model import Column

_GUARD = r"^'[=+\-@\t\r]"


def open_text(desk: Desk, task: Task) -> None:
    """Keep what people wrote: `q`, or one column a box where the question has several."""
    columns = list(task.columns)
    for column in columns:
        name = task.question.id if len(columns) == 1 else f"{task.question.id}__{column.code or column.index + 1}"
        verbatim(desk, task, column, name)


def verbatim(desk: Desk, task: Task, column: Column, name: str) -> None:
    """Keep one column of text under a name."""
    import pyarrow as pa
    import pyarrow.compute as pc

    cells = desk.cells[column.index]
    values = cells.array
    if not cells.filled.all():
        values = pc.if_else(pa.array(cells.filled), values, pa.scalar(None, values.type))
    guarded = mask(asked(values, lambda said: pc.match_substring_regex(said, _GUARD)))
    if guarded.any():
        values = plain(values)
        values = pc.if_else(pa.array(guarded), pc.utf8_slice_codeunits(values, 1), values)
    for row in np.flatnonzero(guarded):
        raw = cells.text(int(row))
        name_of, question = desk.book.name(column), task.question.id
        desk.book.cell(int(row), name_of, question, raw, unguarded(raw), "unmask", "csv_formula_guard")
    desk.frame[name] = texts(values)
    desk.absences.add(name, np.where(cells.filled, 0, desk.silence.nothing(cells)).astype(np.int16))


def texts(values: Any) -> Any:
    """A column of text of the frame, from Arrow or from Python; None where there is none."""
    import pandas as pd
    import pyarrow as pa

    large = pa.large_string()
    held = (
        values.cast(large)
        if isinstance(values, pa.Array | pa.ChunkedArray)
        else pa.array(values, large, from_pandas=True)
    )
    return pd.array(held, dtype=pd.StringDtype(na_value=np.nan))
