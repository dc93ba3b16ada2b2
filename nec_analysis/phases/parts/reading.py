"""Part of a survey file read as the whole would be: under the header, beside a sketch of what the others hold."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nec_analysis.errors import NecError
from nec_analysis.exports import grid, registry
from nec_analysis.exports.grid.coded import kept as filtered
from nec_analysis.model import Edition, Entry, Export, ExportCard
from nec_analysis.phases.integrity import file_of
from nec_analysis.phases.parts.kept import Kept
from nec_analysis.phases.parts.spans import Span, bounds, bytes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCATTERED, SKETCH, HEADER = "scattered", "sketch", "header.csv"
"""Rows from everywhere; rows that together hold every text of the closed questions; the header of the files."""


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


@dataclass(frozen=True)
class Sketched:
    """The sketch read by itself: what its file looks like, its rows, the number of the span of each of them."""

    path: Path
    head: grid.Head
    grid: grid.Grid
    export: Export
    numbers: NDArray[np.int64]


@lru_cache(maxsize=1)
def sketched(folder: Path, edition: str, root: str) -> Sketched:
    """The sketch read by itself, once a process."""
    given, card = survey_of(edition, root)
    header, records = (folder / HEADER).read_bytes(), sketch_of(folder, SKETCH)
    name = Path(card.file).name
    # the file stays: some readers look at its bytes
    path = Path(tempfile.mkdtemp(dir=folder)) / _called(name)
    path.write_bytes(b"".join([header, *(record for _, record in records)]))
    with grid.at_hand() as hand:
        head = hand.heads[str(path)] = grid.peek(path)
        export = read(path, given, card, name=name)
    table = hand.grids[str(path)]
    starts = _lines(header) + np.cumsum([1, *(_lines(record) for _, record in records)])
    at = np.searchsorted(starts, np.asarray(table.rows, dtype=np.int64), side="right") - 1
    return Sketched(path, head, table, export, np.array([number for number, _ in records], dtype=np.int64)[at])


@lru_cache(maxsize=1)
def _scattered(folder: Path, name: str) -> tuple[grid.Head, tuple[tuple[int, bytes], ...]]:
    """What the file of a part looks like, whose first rows are those drawn from everywhere; these rows."""
    header, records = (folder / HEADER).read_bytes(), sketch_of(folder, SCATTERED)
    with _written(folder, name, [header, *(record for _, record in records)]) as path:
        return grid.peek(path), records


def read_span(span: Span, folder: Path, edition: Edition, card: ExportCard) -> tuple[Export, Kept]:
    """The rows of a span read for the first time; also what is kept of them, so that they are not read again.

    They stand under rows from everywhere, so that what a reader infers from the whole it infers here: the order of day
    and month, say. These are then taken off.
    """
    content = bytes_of(span)
    head, records = _scattered(folder, span.name)
    others = [record for number, record in records if number != span.number]
    return _below(others, content, span.line + bounds(content)[1], folder, edition, card, name=span.name, head=head)


def read_records(
    records: Sequence[bytes], folder: Path, edition: Edition, card: ExportCard, *, name: str, root: str
) -> Export:
    """Records of several spans read under the sketch, their rows told as numbers from 1."""
    whole = sketched(folder, edition.id, root)
    others = [record for _, record in sketch_of(folder, SKETCH)]
    numbers = np.arange(1, len(records) + 1)
    return _below(others, b"".join(records), numbers, folder, edition, card, name=name, head=_head(whole.head, name))[0]


def read_kept(
    part: Kept, folder: Path, edition: Edition, card: ExportCard, *, name: str, number: int, root: str
) -> Export:
    """Rows of a span, read before, now under the sketch; they are told by the numbers of their records, from 1.

    Raises NecError when they have not the columns of the others.
    """
    import pyarrow as pa

    whole = sketched(folder, edition.id, root)
    top = whole.grid
    if len(part.cells) != top.width:
        raise parts_differ(name)
    others = whole.numbers != number
    if not others.all():
        cells = tuple(filtered(column, pa.array(others)) for column in top.cells)
        top = replace(top, cells=cells, rows=range(int(others.sum())))
    with grid.at_hand() as hand:
        hand.heads[str(whole.path)] = _head(whole.head, name)
        hand.grids[str(whole.path)] = part.under(top)
        export = read(whole.path, edition, card, name=name)
    numbers = np.arange(1, len(part.lines) + 1)
    return _own(export, len(top) + numbers, numbers)


def parts_differ(name: str) -> NecError:
    """The refusal of a part that has not the columns of the others."""
    return NecError(
        "parts-differ", name, "des lignes n’ont pas les colonnes des autres", "exporter à nouveau l’enquête entière"
    )


def _head(head: grid.Head, name: str) -> grid.Head:
    """The head of a file of that name."""
    return replace(head, path=_called(name))


def _called(name: str) -> str:
    return f"{Path(name).stem}.csv"


@contextmanager
def _written(folder: Path, name: str, pieces: Iterable[bytes]) -> Iterator[Path]:
    """A file for as long as it is read, under the name that readers may know it by."""
    with tempfile.TemporaryDirectory(dir=folder) as held:
        path = Path(held) / _called(name)
        with path.open("wb") as stream:
            stream.writelines(pieces)
        yield path


def _below(
    others: Sequence[bytes],
    content: bytes,
    told: NDArray[np.int64],
    folder: Path,
    edition: Edition,
    card: ExportCard,
    *,
    name: str,
    head: grid.Head,
) -> tuple[Export, Kept]:
    """Records read below others, which are then taken off; `told`: the numbers by which their rows are told."""
    header = (folder / HEADER).read_bytes()
    at, lines = bounds(content)
    # readers refuse a row that is there twice
    own = _alike(content, at, others)
    above = [header, *(record for record in others if record not in own)]
    with _written(folder, name, [*above, content]) as path, grid.at_hand() as hand:
        hand.heads[str(path)] = head
        export = read(path, edition, card, name=name)
    here = 1 + sum(map(_lines, above)) + lines
    table = hand.grids[str(path)]
    rows = np.asarray(table.rows, dtype=np.int64)
    records = np.searchsorted(here, rows[(mine := rows >= here[0])])
    cells = tuple(_from(column, mine) for column in table.cells)
    return _own(export, here, told), Kept(cells, records, told, _told(table.ledger, here, told))


def _alike(content: bytes, at: NDArray[np.int64], others: Sequence[bytes]) -> set[bytes]:
    """The records that may be among the others: those of the same size that begin and end alike."""
    theirs = b"".join(others)
    ends = np.concatenate([[0], np.cumsum([len(record) for record in others])]).astype(np.int64)
    same = np.flatnonzero(np.isin(_marks(content, at), _marks(theirs, ends)))
    return {content[at[n] : at[n + 1]] for n in same.tolist()}


def _marks(content: bytes, at: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A number a record, the same for the same records: from its size, its first and its last bytes."""
    if len(at) < 2:
        return np.zeros(0, dtype=np.uint64)
    text, begin, size = np.frombuffer(content, np.uint8), at[:-1], np.diff(at)
    found = size.astype(np.uint64)
    for step in range(12):
        near = np.minimum(step, size - 1)
        for place in (begin + near, begin + size - 1 - near):
            found = found * np.uint64(1_000_003) + text[place]
    return found


def _lines(record: bytes) -> int:
    return record.count(b"\n")


def _own(export: Export, here: NDArray[np.int64], told: NDArray[np.int64]) -> Export:
    """The export without the rows above the first that is `here`, the others and the ledger told by other numbers."""
    rows = np.asarray(export.rows, dtype=np.int64)
    mine = rows >= (here[0] if here.size else np.iinfo(np.int64).max)
    at = np.searchsorted(here, rows[mine])
    return replace(
        export,
        cells=tuple(_from(column, mine) for column in export.cells),
        rows=tuple(told[at].tolist()),
        ledger=_told(export.ledger, here, told),
    )


def _told(ledger: Iterable[Entry], here: NDArray[np.int64], told: NDArray[np.int64]) -> tuple[Entry, ...]:
    """Lines of a ledger on the file as a whole, or on rows from the first `here`; these by their other numbers."""
    return tuple(
        replace(entry, row=int(told[np.searchsorted(here, entry.row, side="right") - 1])) if entry.row else entry
        for entry in ledger
        if not entry.row or (here.size and entry.row >= here[0])
    )


def _from(column: Any, mine: NDArray[np.bool_]) -> Any:
    """The rows of a column that are meant: mostly the last ones, as they stand."""
    import pyarrow as pa

    first = len(mine) - int(mine.sum())
    return column.slice(first) if mine[first:].all() else column.filter(pa.array(mine))


def sketch_of(folder: Path, which: str) -> tuple[tuple[int, bytes], ...]:
    """The records of a sketch, each with the number of its span."""
    content, at, found = (folder / f"{which}.csv").read_bytes(), 0, []
    for number, size in json.loads((folder / f"{which}.json").read_text(encoding="utf-8")):
        found.append((number, content[at : at + size]))
        at += size
    return tuple(found)


def keep_sketch(folder: Path, which: str, records: Sequence[tuple[int, bytes]]) -> None:
    """Write a sketch: the number of the span of each record, the record."""
    (folder / f"{which}.csv").write_bytes(b"".join(record for _, record in records))
    index = [[number, len(record)] for number, record in records]
    (folder / f"{which}.json").write_text(json.dumps(index), encoding="utf-8")
