"""Open text: kept as written, internal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from nec_analysis.clean.cells import blank, lacking, unguarded
from nec_analysis.clean.desk import Desk, Task
from nec_analysis.model import Column

if TYPE_CHECKING:
    from numpy.typing import NDArray


def open_text(desk: Desk, task: Task) -> None:
    """Keep what people wrote: `q`, or one column a box where the question has several."""
    columns = list(task.columns)
    for column in columns:
        name = task.question.id if len(columns) == 1 else f"{task.question.id}__{column.code or column.index + 1}"
        verbatim(desk, task, column, name)


def verbatim(desk: Desk, task: Task, column: Column, name: str) -> None:
    """Keep one column of text under a name."""
    cells = desk.cells[column.index]
    table = np.empty(len(cells.texts) + 1, dtype=object)
    table[:-1] = [None if blank(text) else unguarded(text) for text in cells.texts]
    values = table[cells.index]
    for text in cells.texts:
        if unguarded(text) != text:
            for row in np.flatnonzero(cells.index == cells.texts.index(text)):
                desk.book.cell(
                    int(row),
                    desk.book.name(column),
                    task.question.id,
                    text,
                    unguarded(text),
                    "unmask",
                    "csv_formula_guard",
                )
    desk.frame[name] = texts(values)
    absent = np.where(lacking(values), desk.silence.reasons(cells, marks=False), 0).astype(np.int16)
    desk.absences.add(name, absent)


def texts(values: Sequence[Any] | NDArray[np.object_]) -> Any:
    """A column of text of the frame; None where there is none."""
    import pandas as pd
    import pyarrow as pa

    return pd.array(pa.array(values, type=pa.large_string(), from_pandas=True), dtype=pd.StringDtype(na_value=np.nan))


def _empty(values: NDArray[np.object_]) -> NDArray[np.bool_]:
    return lacking(values)
