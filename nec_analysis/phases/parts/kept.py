"""Rows of a part as they were read, kept until the questionnaire of the whole is known."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nec_analysis.exports.grid import Grid
from nec_analysis.exports.grid.coded import is_coded, joined, plain
from nec_analysis.exports.grid.coded import kept as filtered
from nec_analysis.model import Entry

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Kept:
    """Trusted rows: their columns, the record of the part that each is, what the reading said of them.

    `lines`: the line of every record of the part in its file; rows of `ledger` are such lines.
    """

    cells: tuple[Any, ...]
    records: NDArray[np.int64]
    lines: NDArray[np.int64]
    ledger: tuple[Entry, ...]

    def write(self, folder: Path, number: int) -> None:
        """Write them as the rows of the part of that number."""
        import pyarrow as pa

        stem = _stem(folder, number)
        names = [str(index) for index in range(len(self.cells))]
        table = pa.table([_one(column) for column in self.cells], names=names)
        with pa.OSFile(str(stem.with_suffix(".arrow")), "wb") as stream, pa.ipc.new_file(stream, table.schema) as file:
            file.write_table(table)
        np.savez(stem.with_suffix(".npz"), records=self.records, lines=self.lines)
        told = [astuple(entry) for entry in self.ledger]
        stem.with_suffix(".json").write_text(json.dumps(told), encoding="utf-8")

    def those(self, mask: NDArray[np.bool_]) -> Kept:
        """The rows of some records, renumbered among them; lines of the ledger are then numbers from 1."""
        import pyarrow as pa

        number = np.cumsum(mask)
        mine = mask[self.records]
        cells = self.cells if mine.all() else tuple(filtered(column, pa.array(mine)) for column in self.cells)
        place = {entry: int(np.searchsorted(self.lines, entry.row, side="right")) - 1 for entry in self.ledger}
        ledger = tuple(
            replace(entry, row=int(number[place[entry]])) if entry.row else entry
            for entry in self.ledger
            if not entry.row or mask[place[entry]]
        )
        return Kept(cells, number[self.records[mine]] - 1, self.lines[mask], ledger)

    def under(self, top: Grid) -> Grid:
        """Another grid with these rows below its own: its rows are told from 1, these are told on by their records."""
        above = len(top)
        ledger = tuple(replace(entry, row=above + entry.row) if entry.row else entry for entry in self.ledger)
        cells = tuple(_below(one, other) for one, other in zip(top.cells, self.cells, strict=True))
        return replace(
            top, cells=cells, rows=[*range(1, above + 1), *(above + 1 + self.records).tolist()], ledger=ledger
        )


def read(folder: Path, number: int) -> Kept:
    """The rows of the part of that number."""
    import pyarrow as pa

    stem = _stem(folder, number)
    with pa.memory_map(str(stem.with_suffix(".arrow"))) as stream:
        table = pa.ipc.open_file(stream).read_all()
    told = json.loads(stem.with_suffix(".json").read_text(encoding="utf-8"))
    with np.load(stem.with_suffix(".npz")) as places:
        return Kept(
            tuple(_one(column) for column in table.columns),
            places["records"],
            places["lines"],
            tuple(Entry(*entry) for entry in told),
        )


def _stem(folder: Path, number: int) -> Path:
    return folder / f"kept-{number:05d}"


def _one(column: Any) -> Any:
    """The column in one piece."""
    if not hasattr(column, "chunks"):
        return column
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _below(top: Any, column: Any) -> Any:
    """One column below another, coded as it is."""
    import pyarrow as pa

    if is_coded(column):
        return joined([top if is_coded(top) else _one(top).dictionary_encode(), column])
    return pa.chunked_array([_one(plain(top)), column])
