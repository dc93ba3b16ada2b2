"""What is done with one part of a large survey, in a process of its own: looked at, then coded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nec_analysis.cards import catalogue
from nec_analysis.clean import coding, dataset
from nec_analysis.clean.cells import Cells
from nec_analysis.clean.duplicates import DUPLICATE_MINUTES
from nec_analysis.french.matching import normal
from nec_analysis.mapping.settle import Settled, settle
from nec_analysis.model import Entry, Export, ExportCard, Responses
from nec_analysis.phases.parts import kept, reading, repeats
from nec_analysis.phases.parts.spans import Span, bounds, bytes_of
from nec_analysis.privacy.redaction import entry_without

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

TEXTS = 300
"""Different texts of a column that are looked for in a part: a column with more holds words or numbers."""

PREFIX, UNNAMED = "row:", "^row:[1-9][0-9]{0,9}$"
"""How a respondent without an id is named: by the place of the row."""

READING = ("columns", "read", "parts")
"""Options of an export that are no rules on rows."""

TOGETHER = "together.npy"
"""For each row of the survey the number of the part in which it is coded with those it may repeat, -1 for none."""


def keys_of(folder: Path, number: int) -> Path:
    """Where the keys of the rows of a span are kept."""
    return folder / f"keys-{number:05d}.npy"


def looked(span: Mapping[str, Any], folder: str, edition: str, root: str) -> dict[str, Any]:
    """Read a span, keep its rows and their keys; gives their number, by column the hash and the row of each text met first."""
    given, card = reading.survey_of(edition, root)
    at, where = Span(**span), Path(folder)
    export, rows = reading.read_span(at, where, given, card)
    rows.write(where, at.number)
    places = np.searchsorted(rows.lines, np.asarray(export.rows, dtype=np.int64))
    found = np.zeros((len(rows.lines), repeats.KINDS), dtype=np.uint64)
    cells = [Cells(column, index) for index, column in enumerate(export.cells)]
    found[places] = repeats.keys(export, cells, int(card.options.get("duplicate_minutes", DUPLICATE_MINUTES)))
    np.save(keys_of(where, at.number), found)
    texts = {column.header or str(column.index): _first(cells[column.index], places) for column in export.columns}
    return {"rows": len(places), "texts": texts}


def _first(cells: Cells, places: NDArray[np.int64]) -> list[list[int]]:
    """The hash and the row of each different text of a column, in the order met, the first ones only."""
    import pandas as pd

    # the last place of the table is that of what is not written (-1)
    first = np.full(len(cells.texts) + 1, len(cells.index), dtype=np.int64)
    first[cells.index[::-1]] = np.arange(len(cells.index) - 1, -1, -1)
    met = np.argsort(first, kind="stable")[:TEXTS]
    met = met[first[met] < len(cells.index)]
    if not met.size:
        return []
    words = np.array([cells.texts[at] if at < len(cells.texts) else "\0" for at in met.tolist()], dtype=object)
    hashes = pd.util.hash_array(words, categorize=False)
    return [[key, place] for key, place in zip(hashes.tolist(), places[first[met]].tolist(), strict=True)]


@lru_cache(maxsize=1)
def settled(folder: str, edition: str, root: str) -> Settled:
    """The questionnaire of the survey, from the sketch: the same in every process."""
    given, card = reading.survey_of(edition, root)
    return settle(reading.sketched(Path(folder), edition, root).export, card, catalogue(), given)


@dataclass(frozen=True)
class Rows:
    """Rows to code together, told by the numbers of their records from 1.

    By record: `lines`, that in its file; `places`, that among all records of the survey.
    """

    export: Export
    lines: NDArray[np.int64]
    places: NDArray[np.int64]


def coded(span: Mapping[str, Any], start: int, folder: str, into: str, edition: str, root: str) -> dict[str, Any]:
    """Code the rows of a span that repeat no other, put the others aside for the parts in which they go together.

    `start`: the place of its first record among those of the survey.
    """
    at, where = Span(**span), Path(folder)
    given, card = reading.survey_of(edition, root)
    which = np.load(where / TOGETHER, mmap_mode="r")[start : start + at.rows]
    read = kept.read(where, at.number)
    alone = np.asarray(which < 0)
    if not alone.all():
        _put_aside(at, np.asarray(which), read.lines, start, where)
    mine = read.those(alone)
    export = reading.read_kept(mine, where, given, card, name=at.name, number=at.number, root=root)
    rows = Rows(export, mine.lines, start + np.flatnonzero(alone))
    return _coded(rows, f"part-{at.number:05d}", folder, into, edition, root)


def _put_aside(span: Span, which: NDArray[np.int32], lines: NDArray[np.int64], start: int, folder: Path) -> None:
    """Write the records of each group that a span holds."""
    content = bytes_of(span)
    at, _ = bounds(content)
    for group in np.unique(which[which >= 0]).tolist():
        here = np.flatnonzero(which == group)
        stem = folder / f"group-{group:05d}-{span.number:05d}"
        records = [content[at[place] : at[place + 1]] for place in here.tolist()]
        stem.with_suffix(".csv").write_bytes(b"".join(records))
        np.save(stem.with_suffix(".npy"), np.stack([np.array(list(map(len, records))), lines[here], start + here]))


def coded_together(number: int, name: str, folder: str, into: str, edition: str, root: str) -> dict[str, Any]:
    """Code the rows of all spans that may repeat one another and were put into the part of that number."""
    given, card = reading.survey_of(edition, root)
    records: list[bytes] = []
    told = []
    for file in sorted(Path(folder).glob(f"group-{number:05d}-*.npy")):
        content, at = file.with_suffix(".csv").read_bytes(), 0
        told.append(np.load(file))
        for size in told[-1][0].tolist():
            records.append(content[at : at + size])
            at += size
    _, lines, places = np.concatenate(told, axis=1)
    export = reading.read_records(records, Path(folder), given, card, name=name, root=root)
    return _coded(Rows(export, lines, places), f"together-{number:05d}", folder, into, edition, root)


def _coded(rows: Rows, part: str, folder: str, into: str, edition: str, root: str) -> dict[str, Any]:
    _, card = reading.survey_of(edition, root)
    whole = settled(folder, edition, root)
    rules = {key: value for key, value in card.options.items() if key not in READING}
    if "tests" not in rules:
        # trials are set aside by rule: "all of them are" can only be said of the whole file
        rules = {"test_words": "flag", "tests": "set_aside", **rules}
    alike = _alike(rows.export, whole.export)
    responses = coding.code(alike, whole.questionnaire, recodes={**whole.recodes, **card.recodes}, options=rules)
    at = responses.frame["source_row"].to_numpy() - 1
    written = _numbered(responses, alike, rows.lines, rows.places)
    told = dataset.write_part(written, rows.places[at], Path(into), part)
    return {
        "part": dataset.to_json(told),
        "whole": [dataset.line(entry) for entry in written.ledger if not entry.row],
        "moved": _moved(alike, card),
        "asked": [question.id for question in responses.questionnaire.questions],
    }


def _alike(export: Export, whole: Export) -> Export:
    """The rows of a part, their columns understood as those of the whole. Raises NecError where they are not the same."""
    if [column.header for column in export.columns] != [column.header for column in whole.columns]:
        raise reading.parts_differ(export.source.file)
    return replace(whole, source=export.source, cells=export.cells, rows=export.rows, ledger=export.ledger)


def _numbered(responses: Responses, export: Export, lines: NDArray[np.int64], places: NDArray[np.int64]) -> Responses:
    """The answers with the lines of their files, respondents without an id named by their place in the survey."""
    frame = responses.frame
    at = frame["source_row"].to_numpy() - 1
    first = export.source.header_rows + 1
    mine = first + places[np.asarray(export.rows, dtype=np.int64) - 1]
    renamed = {column: _renamed(frame[column], mine, first) for column in ("respondent_id", "duplicate_of")}
    moved = frame.assign(source_row=lines[at].astype(np.int32), **renamed)
    ledger = tuple(_at(entry, lines) for entry in map(entry_without, responses.ledger))
    return replace(responses, frame=moved, ledger=ledger)


def _at(entry: Entry, lines: NDArray[np.int64]) -> Entry:
    """A line of the ledger on a row told by the number of its record, told by that of its line."""
    if not entry.row:
        return entry
    row = int(lines[entry.row - 1])
    # there may be millions: `replace` takes three times as long
    return Entry(entry.file, row, entry.column, entry.question, entry.raw, entry.value, entry.action, entry.reason)


def _renamed(names: pd.Series[Any], places: NDArray[np.int64], first: int) -> pd.Series[Any]:
    """Names of respondents, those told by their place among these rows (from `first` on) told by that in the survey."""
    import pyarrow as pa
    import pyarrow.compute as pc

    told = pa.array(names, pa.string())
    unnamed = pc.fill_null(pc.match_substring_regex(told, UNNAMED), False)
    at = np.asarray(pc.cast(pc.utf8_slice_codeunits(pc.filter(told, unnamed), len(PREFIX)), pa.int64())) - first
    inside = (at >= 0) & (at < len(places))
    if not inside.any():
        return names
    where = np.flatnonzero(unnamed)[inside]
    changed = names.copy()
    changed.iloc[where] = [f"{PREFIX}{place}" for place in places[at[inside]].tolist()]
    return changed


def _moved(export: Export, card: ExportCard) -> list[list[str]]:
    """The declared recodes whose text is found in the columns of their question."""
    found: list[list[str]] = []
    for id, table in card.recodes.items():
        texts: set[str] = set()
        for column in export.columns:
            if column.question == id:
                values = export.cells[column.index].unique().to_pylist()
                texts |= {normal(str(value)) for value in values if value is not None}
        found += [[id, text] for text in table if any(normal(text) in value for value in texts)]
    return found
