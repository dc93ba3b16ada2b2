"""Exports made up in the tests: columns of text with nothing known about them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from nec_analysis.model import Column, Dialect, Export, Questionnaire, Source


def table(columns: Mapping[str, Sequence[str | None]], dialect: Dialect | None = None) -> Export:
    """An export of a tool nobody knows, from its columns."""
    return export(list(columns), list(columns.values()), dialect)


def export(headers: Sequence[str], cells: Sequence[Sequence[str | None]], dialect: Dialect | None = None) -> Export:
    """An export of a tool nobody knows, whose headers may repeat."""
    rows = len(cells[0]) if cells else 0
    return Export(
        tool="generic",
        variant="",
        source=Source("made_up.csv", "", 0),
        columns=tuple(Column(i, header, "value") for i, header in enumerate(headers)),
        cells=tuple(pa.array(list(each), pa.string()) for each in cells),
        rows=tuple(range(2, rows + 2)),
        questionnaire=Questionnaire("", "", {}, (), ()),
        dialect=dialect or Dialect(),
    )


def from_csv(path: Path) -> Export:
    """A case read without any knowledge of its tool."""
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
    return export(rows[0], [[row[i] if i < len(row) else None for row in rows[1:]] for i in range(len(rows[0]))])
