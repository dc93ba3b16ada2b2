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
from nec_analysis.clean.duplicates import DUPLICATE_MINUTES
from nec_analysis.errors import NecError
from nec_analysis.french.matching import normal
from nec_analysis.mapping.settle import Settled, settle
from nec_analysis.model import Export, ExportCard, Responses
from nec_analysis.phases.parts import reading, repeats
from nec_analysis.phases.parts.spans import Span, records_of
from nec_analysis.privacy.redaction import entry_without

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXTS = 300
"""Different texts of a column that are looked for in a part: a column with more holds words or numbers."""

READING = ("columns", "read", "parts")
"""Options of an export that are no rules on rows."""

TOGETHER = "together.npy"
"""For each row of the survey the number of the part in which it is coded with those it may repeat, -1 for none."""


def keys_of(folder: Path, number: int) -> Path:
    """Where the keys of the rows of a span are kept."""
    return folder / f"keys-{number:05d}.npy"


def looked(span: Mapping[str, Any], folder: str, edition: str, root: str) -> dict[str, Any]:
    """Write the keys of the rows of a span; gives their number, by column the hash and the row of each text met first."""
    given, card = reading.survey_of(edition, root)
    at, where = Span(**span), Path(folder)
    records, lines = records_of(at)
    export = reading.read_records(records, lines, where, given, card, name=at.name, number=at.number)
    place = {int(line): n for n, line in enumerate(lines)}
    rows = np.array([place[row] for row in export.rows], dtype=np.intp)
    found = np.zeros((len(records), repeats.KINDS), dtype=np.uint64)
    found[rows] = repeats.keys(export, int(card.options.get("duplicate_minutes", DUPLICATE_MINUTES)))
    np.save(keys_of(where, at.number), found)
    texts = {column.header or str(column.index): _first(export.cells[column.index], rows) for column in export.columns}
    return {"rows": len(rows), "texts": texts}


def _first(cells: Any, rows: NDArray[np.intp]) -> list[list[int]]:
    """The hash and the row of each different text of a column, in the order met, the first ones only."""
    import pandas as pd
    import pyarrow.compute as pc

    coded = pc.fill_null(cells.cast("string"), "\0").dictionary_encode()
    coded = coded.combine_chunks() if hasattr(coded, "combine_chunks") else coded
    words = np.asarray(coded.dictionary.slice(0, TEXTS).to_pylist(), dtype=object)
    if not words.size:
        return []
    _, first = np.unique(coded.indices.to_numpy(zero_copy_only=False), return_index=True)
    hashes = pd.util.hash_array(words, categorize=False)
    return [[int(key), int(rows[at])] for key, at in zip(hashes, first[: words.size], strict=True)]


@lru_cache(maxsize=1)
def settled(folder: str, edition: str, root: str) -> Settled:
    """The questionnaire of the survey, from the sketch: the same in every process."""
    given, card = reading.survey_of(edition, root)
    sketch = reading.sketch_of(Path(folder))
    lines = np.arange(2, len(sketch) + 2)
    export = reading.read_records(sketch, lines, Path(folder), given, card, name=Path(card.file).name)
    return settle(export, card, catalogue(), given)


@dataclass(frozen=True)
class Rows:
    """Records to code together: the line of each in its file, its place among all rows of the survey.

    `number` is that of their span, -1 for rows of several.
    """

    name: str
    number: int
    records: list[bytes]
    lines: NDArray[np.int64]
    places: NDArray[np.int64]


def coded(span: Mapping[str, Any], start: int, folder: str, into: str, edition: str, root: str) -> dict[str, Any]:
    """Code the rows of a span that repeat no other, put the others aside for the parts in which they go together.

    `start`: the place of its first row among those of the survey.
    """
    at, where = Span(**span), Path(folder)
    which = np.load(where / TOGETHER, mmap_mode="r")[start : start + at.rows]
    records, lines = records_of(at)
    for group in np.unique(which[which >= 0]):
        here = np.flatnonzero(which == group)
        stem = where / f"group-{group:05d}-{at.number:05d}"
        stem.with_suffix(".csv").write_bytes(b"".join(records[place] for place in here))
        sizes = [len(records[place]) for place in here]
        np.save(stem.with_suffix(".npy"), np.stack([np.array(sizes), lines[here], start + here]))
    kept = np.flatnonzero(which < 0)
    rows = Rows(at.name, at.number, [records[place] for place in kept], lines[kept], start + kept)
    return _coded(rows, f"part-{at.number:05d}", folder, into, edition, root)


def coded_together(number: int, name: str, folder: str, into: str, edition: str, root: str) -> dict[str, Any]:
    """Code the rows of all spans that may repeat one another and were put into the part of that number."""
    records: list[bytes] = []
    told = []
    for file in sorted(Path(folder).glob(f"group-{number:05d}-*.npy")):
        content, at = file.with_suffix(".csv").read_bytes(), 0
        told.append(np.load(file))
        for size in told[-1][0].tolist():
            records.append(content[at : at + size])
            at += size
    _, lines, places = np.concatenate(told, axis=1)
    return _coded(Rows(name, -1, records, lines, places), f"together-{number:05d}", folder, into, edition, root)


def _coded(rows: Rows, part: str, folder: str, into: str, edition: str, root: str) -> dict[str, Any]:
    given, card = reading.survey_of(edition, root)
    whole = settled(folder, edition, root)
    numbered = np.arange(1, len(rows.records) + 1)
    export = reading.read_records(rows.records, numbered, Path(folder), given, card, name=rows.name, number=rows.number)
    rules = {key: value for key, value in card.options.items() if key not in READING}
    if "tests" not in rules:
        # trials are set aside by rule: "all of them are" can only be said of the whole file
        rules = {"test_words": "flag", "tests": "set_aside", **rules}
    alike = _alike(export, whole.export)
    responses = coding.code(alike, whole.questionnaire, recodes={**whole.recodes, **card.recodes}, options=rules)
    kept = responses.frame["source_row"].to_numpy() - 1
    written = _numbered(responses, alike, rows.lines, rows.places)
    told = dataset.write_part(written, rows.places[kept], Path(into), part)
    return {
        "part": dataset.to_json(told),
        "whole": [dataset.line(entry) for entry in written.ledger if not entry.row],
        "moved": _moved(alike, card),
        "asked": [question.id for question in responses.questionnaire.questions],
    }


def _alike(export: Export, whole: Export) -> Export:
    """The rows of a part, their columns understood as those of the whole. Raises NecError where they are not the same."""
    if [column.header for column in export.columns] != [column.header for column in whole.columns]:
        raise NecError(
            "parts-differ",
            export.source.file,
            "des lignes n’ont pas les colonnes des autres",
            "exporter à nouveau l’enquête entière",
        )
    return replace(whole, source=export.source, cells=export.cells, rows=export.rows, ledger=export.ledger)


def _numbered(responses: Responses, export: Export, lines: NDArray[np.int64], places: NDArray[np.int64]) -> Responses:
    """The answers with the lines of their files, respondents without an id named by their place in the survey."""
    frame = responses.frame
    at = frame["source_row"].to_numpy() - 1
    first = export.source.header_rows + 1
    named = {f"row:{first + n}": f"row:{first + int(places[row - 1])}" for n, row in enumerate(export.rows)}
    renamed = {
        column: frame[column].map(lambda id: named.get(id, id), na_action="ignore").astype(frame[column].dtype)
        for column in ("respondent_id", "duplicate_of")
        if frame[column].astype("object").isin(named).any()
    }
    moved = frame.assign(source_row=lines[at].astype(np.int32), **renamed)
    ledger = tuple(
        entry_without(replace(entry, row=int(lines[entry.row - 1]) if entry.row else 0)) for entry in responses.ledger
    )
    return replace(responses, frame=moved, ledger=ledger)


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
