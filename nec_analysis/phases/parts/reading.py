"""Part of a survey file read as the whole would be: under the header, beside a sketch of what the others hold."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nec_analysis.errors import NecError
from nec_analysis.exports import registry
from nec_analysis.model import Edition, Export, ExportCard
from nec_analysis.phases.integrity import file_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

SKETCH, SKETCH_INDEX, HEADER = "sketch.csv", "sketch.json", "header.csv"
"""Rows that together hold every text of the closed questions, whose span each is; the header of the files."""


def survey_of(edition: str, root: str) -> tuple[Edition, ExportCard]:
    """The edition with the card of its survey. Raises NecError without one."""
    from nec_analysis.cards import edition as card_of

    given = card_of(edition, Path(root))
    for card in given.exports:
        if card.role == "survey":
            return given, card
    raise NecError("survey-missing", f"data/raw/{edition}/edition.toml", "cette édition n’a pas d’enquête")


def read(path: Path, edition: Edition, card: ExportCard, *, name: str) -> Export:
    """A file as the card says to read it, under the name the card knows."""
    options: dict[str, Any] = dict(card.options.get("read", {}))
    if columns := card.options.get("columns"):
        options["columns"] = columns
    if card.structure:
        options["structure"] = file_of(edition, replace(card, file=card.structure, sha256=""))
    try:
        found = registry.read(path, tool=card.tool, role=card.role, **options)
    except NecError as error:
        error.place = error.place.replace(path.name, name)
        raise
    if not isinstance(found, Export):
        raise NecError("survey-missing", name, f"l’outil « {card.tool} » ne lit pas d’enquête")
    return _named(found, name)


def _named(export: Export, name: str) -> Export:
    ledger = tuple(replace(entry, file=name) for entry in export.ledger)
    return replace(export, source=replace(export.source, file=name), ledger=ledger)


def read_records(
    records: Sequence[bytes],
    lines: NDArray[np.int64],
    folder: Path,
    edition: Edition,
    card: ExportCard,
    *,
    name: str,
    number: int = -1,
) -> Export:
    """Records read under the header; `lines` are theirs in their file.

    They stand under a sketch of the other parts (than that of `number`), so that what a reader infers from the whole it
    infers here; the rows of the sketch are then taken off.
    """
    own = set(records)
    sketch = [record for record in sketch_of(folder, without=number) if record not in own]
    header = (folder / HEADER).read_bytes()
    with tempfile.TemporaryDirectory(dir=folder) as held:
        path = Path(held) / f"{Path(name).stem}.csv"
        path.write_bytes(b"".join([header, *sketch, *records]))
        export = read(path, edition, card, name=name)
    starts = 1 + _lines(header) + np.concatenate([[0], np.cumsum([_lines(r) for r in (*sketch, *records)])])[:-1]
    return _own(export, np.asarray(starts, dtype=np.int64)[len(sketch) :], lines)


def _lines(record: bytes) -> int:
    return record.count(b"\n")


def _own(export: Export, here: NDArray[np.int64], there: NDArray[np.int64]) -> Export:
    """The export without the rows of the sketch, its rows and ledger told by their lines in the file."""
    import pyarrow as pa

    rows = np.asarray(export.rows, dtype=np.int64)
    mine = rows >= (here[0] if here.size else np.iinfo(np.int64).max)
    mask = pa.array(mine)
    line = dict(zip(here.tolist(), there.tolist(), strict=True))
    ledger = tuple(
        replace(entry, row=line.get(entry.row, entry.row))
        for entry in export.ledger
        if not entry.row or (here.size and entry.row >= here[0])
    )
    return replace(
        export,
        cells=tuple(column.filter(mask) for column in export.cells),
        rows=tuple(line[row] for row in rows[mine].tolist()),
        ledger=ledger,
    )


def sketch_of(folder: Path, *, without: int = -1) -> tuple[bytes, ...]:
    """The records of the sketch, but those of the span of that number; none before it is drawn."""
    index = folder / SKETCH_INDEX
    if not index.is_file():
        return ()
    content, at, found = (folder / SKETCH).read_bytes(), 0, []
    for number, size in json.loads(index.read_text(encoding="utf-8")):
        if number != without:
            found.append(content[at : at + size])
        at += size
    return tuple(found)


def keep_sketch(folder: Path, records: Sequence[tuple[int, bytes]]) -> None:
    """Write the sketch: the number of the span of each record, the record."""
    (folder / SKETCH).write_bytes(b"".join(record for _, record in records))
    index = [[number, len(record)] for number, record in records]
    (folder / SKETCH_INDEX).write_text(json.dumps(index), encoding="utf-8")
