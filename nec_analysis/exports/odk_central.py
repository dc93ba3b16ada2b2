"""ODK Central: groups joined by "-", option columns filled with 0 even when the question was never shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nec_analysis.exports import grid, odk, places
from nec_analysis.exports.grid.coded import plain
from nec_analysis.exports.ranks import ranks
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.structure import Sheet, export, read_grid, sheet
from nec_analysis.model import Dialect, Entry, Export

TOOL = "odk_central"
ROLES = ("survey",)
META = {
    "KEY": ("respondent_id", ""),
    "SubmissionDate": ("submitted_at", ""),
    "start": ("started_at", ""),
    "end": ("last_action_at", ""),
    "SubmitterID": ("personal", "user"),
    "SubmitterName": ("personal", "name"),
    "DeviceID": ("personal", "device"),
    "AttachmentsPresent": ("meta", ""),
    "AttachmentsExpected": ("meta", ""),
    "Status": ("meta", ""),
    "ReviewState": ("meta", ""),
    "Edits": ("meta", ""),
    "FormVersion": ("meta", ""),
    "meta-instanceID": ("meta", ""),
    "meta-instanceName": ("meta", ""),
}


def recognise(head: grid.Head) -> Recognition:
    """`SubmissionDate` and `KEY`."""
    names = set(head.rows[0] if head.rows else ())
    if {"SubmissionDate", "KEY"} <= names:
        split = any("/" in name for name in names)
        return Recognition(0.98, "colonnes SubmissionDate et KEY", f"{head.kind}/{'split' if split else 'plain'}")
    return NOT_MINE


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The export as text. `structure`: the XLSForm, for labels."""
    head = head or grid.peek(path, sheet=str(options.get("sheet", "")))
    form = odk.xlsform(Path(options["structure"])) if options.get("structure") else odk.Form()
    table = read_grid(path, head, options, header_rows=1)
    made = sheet(table)
    for index, name in enumerate(made.headers):
        if name in META:
            made.meta(index, *META[name])
    places.claim(made)
    ranks(made, range(len(made.headers)), [odk.last(name) for name in made.headers])
    odk.ranked(made, form)
    _grids(made, form)
    odk.tell(made, made.headers, form, "/")
    cells, entries = _prefilled(made)
    return export(
        made,
        tool=TOOL,
        variant=recognise(head).variant,
        dialect=Dialect(
            ticked=("1",),
            unticked=("0",),
            separators=(" ",),
            date_format="%Y-%m-%dT%H:%M:%S.%f%z",
            timezone="UTC",
            blank_multiple="unknown",
        ),
        cells=cells,
        ledger=entries,
    )


def _grids(made: Sheet, form: odk.Form) -> None:
    """Groups whose columns are the rows of one grid; a multi-select keeps its base column and its option columns."""
    split = {name.partition("/")[0] for name in made.headers if "/" in name}
    names = ["" if name.partition("/")[0] in split else name for name in made.headers]
    odk.rows(made, names, form, "-")


def _prefilled(made: Sheet) -> tuple[Sequence[Any], list[Entry]]:
    """Option columns hold 0 where the base cell is empty: NULL again, with a ledger line a row."""
    cells = list(made.grid.cells)
    entries = []
    for base in [c for c in made.columns.values() if c.part == "joined"]:
        options = [c for c in made.columns.values() if c.part == "option" and c.question == base.question]
        empty = _blank(cells[base.index])
        zeros = np.logical_and.reduce([_zero(cells[c.index]) for c in options])
        rows = empty & zeros
        for c in options:
            cells[c.index] = pc.if_else(pa.array(rows), pa.scalar(None, pa.string()), plain(cells[c.index]))
        entries += [
            Entry(
                made.grid.source.file,
                int(made.grid.rows[int(row)]),
                f"{base.header}/*",
                base.question,
                "0",
                "",
                "set_missing",
                "ODK Central remplit de 0 les colonnes d'options ; la cellule de base est vide",
            )
            for row in np.flatnonzero(rows)
        ]
    return cells, entries


def _blank(column: Any) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return _mask(pc.equal(pc.utf8_trim_whitespace(pc.fill_null(plain(column), "")), ""))


def _zero(column: Any) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return _mask(pc.equal(pc.fill_null(plain(column), "0"), "0"))


def _mask(values: Any) -> np.ndarray[Any, np.dtype[np.bool_]]:
    flat = values.combine_chunks() if hasattr(values, "combine_chunks") else values
    return np.asarray(flat.to_numpy(zero_copy_only=False), dtype=bool)
