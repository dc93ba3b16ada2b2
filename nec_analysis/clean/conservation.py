"""The law of conservation: every cell that holds something is in the responses, in the metadata or in the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nec_analysis.clean.book import column_names
from nec_analysis.clean.cells import Cells, blank, trimmed, unguarded
from nec_analysis.clean.dates import moment
from nec_analysis.clean.numbers import anchored, number
from nec_analysis.clean.ranking import rank
from nec_analysis.clean.rekey import tasks
from nec_analysis.french.matching import normal
from nec_analysis.model import Choice, Column, Export, Question, Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Lost:
    """A cell that nothing accounts for: its row in the file, the name of its column, what it holds."""

    row: int
    column: str
    text: str


@dataclass(frozen=True)
class Accounts:
    """The ledger by what it covers: whole columns, whole rows, cells, spellings of a column."""

    columns: frozenset[str]
    rows: frozenset[int]
    cells: frozenset[tuple[int, str]]
    spellings: Mapping[tuple[str, str], str]


def lost(export: Export, responses: Responses, *, names: Mapping[str, str] | None = None) -> list[Lost]:
    """The cells of an export that are neither in its responses, nor in their metadata, nor in the ledger.

    Written apart from the coders: it compares what the frame says with what the file wrote. `names` as for `code`.
    """
    told = _accounts(responses)
    headers = column_names(export)
    at = _places(export, responses)
    asked = {c.index: (t.question, c) for t in tasks(export, responses.questionnaire, names or {}) for c in t.columns}
    return [
        Lost(export.rows[row], headers[column.index], text)
        for column in export.columns
        if headers[column.index] not in told.columns
        for row, text in _unaccounted(
            export, responses, column, asked.get(column.index), at, told, headers[column.index]
        )
    ]


def _accounts(responses: Responses) -> Accounts:
    """What the ledger covers. A line on a whole column covers it when it was dropped, not when it was merely read."""
    columns, rows, cells = set(), set(), set()
    spellings: dict[tuple[str, str], str] = {}
    for entry in responses.ledger:
        if entry.row == 0 and entry.raw:
            spellings[entry.column, entry.raw] = entry.value
        elif entry.row == 0 and entry.action.startswith(("drop_", "read_meta")):
            columns.add(entry.column)
        elif entry.column == "*" and entry.action.startswith(("drop_row", "quarantine_row")):
            rows.add(entry.row)
        elif entry.row:
            cells.add((entry.row, entry.column))
    return Accounts(frozenset(columns), frozenset(rows), frozenset(cells), spellings)


def _places(export: Export, responses: Responses) -> NDArray[np.int64]:
    """For each row of the export its row in the frame, -1 when it was set aside."""
    kept = {int(row): i for i, row in enumerate(responses.frame["source_row"])}
    return np.array([kept.get(row, -1) for row in export.rows], dtype=np.int64)


def _unaccounted(
    export: Export,
    responses: Responses,
    column: Column,
    asked: tuple[Question, Column] | None,
    at: NDArray[np.int64],
    told: Accounts,
    name: str,
) -> Iterator[tuple[int, str]]:
    cells = Cells(export.cells[column.index], column.index)
    words = np.array([not blank(text) for text in cells.texts] + [False], dtype=bool)
    held = _held(responses, column, asked)
    seen: dict[tuple[int, int], bool] = {}
    for row in np.flatnonzero(words[cells.index]):
        line = export.rows[int(row)]
        if line in told.rows or (line, name) in told.cells:
            continue
        place = int(at[row])
        text = cells.texts[cells.index[row]]
        if place < 0 or not _kept(text, held, place, export, asked, told, name, seen, int(cells.index[row])):
            yield int(row), text


@dataclass(frozen=True)
class Held:
    """What the frame holds for a column: the values of its frame columns, and the reasons given where there are none."""

    values: Mapping[str, NDArray[np.object_]]
    reasons: NDArray[np.object_]


def _held(responses: Responses, column: Column, asked: tuple[Question, Column] | None) -> Held:
    frame = responses.frame
    n = len(frame)
    reasons: NDArray[np.object_] = np.full(n, "", dtype=object)
    if asked is None:
        name = {"duration": "duration_s"}.get(column.part, column.part)
        values = {name: frame[name].astype(object).to_numpy()} if name in frame else {}
        return Held(values, reasons)
    question, mine = asked
    own = [c for c in frame.columns if c == question.id or c.startswith(f"{question.id}__")]
    values = {c: frame[c].astype(object).where(frame[c].notna(), None).to_numpy() for c in own}
    place = {id: i for i, id in enumerate(frame["respondent_id"])}
    names = {question.id, f"{question.id}__{mine.code}"}
    absent = responses.missing[responses.missing["column"].isin(names)]
    for id, reason in zip(absent["respondent_id"], absent["reason"], strict=True):
        reasons[place[id]] = reason
    return Held(values, reasons)


def _kept(
    text: str,
    held: Held,
    place: int,
    export: Export,
    asked: tuple[Question, Column] | None,
    told: Accounts,
    name: str,
    seen: dict[tuple[int, int], bool],
    which: int,
) -> bool:
    if _is_mark(text, export) and (
        held.reasons[place] in ("not_shown", "not_answered") or _left_out(held, place, asked)
    ):
        return True
    if str(held.reasons[place]).startswith(("user_missing", "out_of_domain")):
        return True
    if asked is None:
        return any(_same_meta(text, values[place], export) for values in held.values.values())
    question, column = asked
    values = {c: v[place] for c, v in held.values.items()}
    key = (which, hash(tuple(sorted((c, str(v)) for c, v in values.items()))))
    if key not in seen:
        seen[key] = _says(text, values, question, column, export, told, name)
    return seen[key]


def _left_out(held: Held, place: int, asked: tuple[Question, Column] | None) -> bool:
    """Whether the tick or rank of the column is NA, as a mark of silence says."""
    if asked is None or asked[0].kind not in ("multiple", "ranking"):
        return False
    column = f"{asked[0].id}__{asked[1].code}"
    return column in held.values and held.values[column][place] is None


def _is_mark(text: str, export: Export) -> bool:
    marks = (*export.dialect.not_shown, *export.dialect.left_empty, *export.dialect.unticked)
    return normal(text) in {normal(mark) for mark in marks}


def _same_meta(text: str, value: Any, export: Export) -> bool:
    if value is None or value != value:
        return False
    if str(value) == trimmed(text) or number(text) == _number(value):
        return True
    read = moment(text, export.dialect)
    return read is not None and np.datetime64(read) == np.datetime64(value)


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _says(
    text: str, values: Mapping[str, Any], question: Question, column: Column, export: Export, told: Accounts, name: str
) -> bool:
    """Whether the frame holds what a cell wrote."""
    written = unguarded(text)
    texts = {v for v in values.values() if isinstance(v, str)}
    if written in texts or trimmed(written) in texts:
        return True
    if column.part in ("other", "option") and any(trimmed(written) in said for said in texts):
        return True
    if question.kind in ("single", "scale", "yes_no", "grid"):
        id = f"{question.id}__{column.code}" if question.kind == "grid" else question.id
        return _means(text, values.get(id), question, export, told, name)
    if told.spellings.get((name, text)) == "":
        # The card says that it is no answer.
        return True
    if question.kind == "multiple":
        return _ticks(text, values, question, column, export, told, name)
    if question.kind == "ranking":
        return _ranks(text, values, question, column, export, told, name)
    if question.kind in ("numeric", "nps"):
        said = _without_unit(written, question)
        return (
            any(
                _number(v) in (number(said, export.dialect.decimal), anchored(said))
                for v in values.values()
                if v is not None
            )
            or (name, text) in told.spellings
        )
    if question.kind == "date":
        read = moment(written, export.dialect)
        return read is not None and any(
            v is not None and np.datetime64(v) == np.datetime64(read) for v in values.values()
        )
    return False


def _without_unit(text: str, question: Question) -> str:
    return re.sub(rf"\s*{re.escape(question.unit)}\.?\s*$", "", text, flags=re.I) if question.unit else text


def _means(text: str, code: Any, question: Question, export: Export, told: Accounts, name: str) -> bool:
    """Whether a text stands for a code: it is the code, its label, a spelling the ledger names, or a tick of yes or no."""
    if code is None:
        return told.spellings.get((name, text)) == ""
    choice = question.choice(str(code))
    labels = {normal(label) for label in choice.label.values()} if choice else set()
    return (
        trimmed(text) == code
        or normal(text) in labels
        or told.spellings.get((name, text)) == code
        or (choice is not None and choice.role == "other")
    )


def _ticks(
    text: str, values: Mapping[str, Any], question: Question, column: Column, export: Export, told: Accounts, name: str
) -> bool:
    ticked = {c.code: c for c in question.choices if values.get(f"{question.id}__{c.code}")}
    if column.part in ("option", "item"):
        if column.code in ticked:
            return True
        return values.get(f"{question.id}__{column.code}") is not None and _is_mark(text, export)
    if column.part == "choice_at_rank":
        return any(_means(text, code, question, export, told, name) for code in ticked)
    rest = _without(_normal_words(text), list(ticked.values()))
    other = values.get(f"{question.id}__other_text")
    for words in filter(None, map(_normal_words, str(other or "").split("; "))):
        rest = rest.replace(words, " ")
    return not rest.strip() or (name, text) in told.spellings or not _spelt_apart(rest, told, name)


def _without(rest: str, named: list[Choice]) -> str:
    """The words of a cell that are in none of these choices: their labels, the longest first, then their codes."""
    labels = sorted((_normal_words(label) for c in named for label in c.label.values()), key=lambda t: (-len(t), t))
    for words in (*labels, *(_normal_words(c.code) for c in named)):
        rest = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", " ", rest) if words else rest
    return rest


def _normal_words(text: str) -> str:
    return " ".join(re.findall(r"\w+", normal(text)))


def _spelt_apart(rest: str, told: Accounts, name: str) -> bool:
    """Whether words of a joined cell are no spelling that the ledger names for its column."""
    for (column, raw), _ in told.spellings.items():
        if column == name:
            rest = rest.replace(_normal_words(raw), " ")
    return bool(rest.strip())


def _ranks(
    text: str, values: Mapping[str, Any], question: Question, column: Column, export: Export, told: Accounts, name: str
) -> bool:
    ranks = {c.code: values.get(f"{question.id}__{c.code}") for c in question.choices}
    if column.part in ("rank_of_choice", "item", "option"):
        return ranks.get(column.code) == rank(text)
    if column.part == "choice_at_rank":
        return any(
            given == rank(column.code) and _means(text, code, question, export, told, name)
            for code, given in ranks.items()
        )
    rest = _without(_normal_words(text), [c for c in question.choices if ranks[c.code] is not None])
    return not rest.strip() or not _spelt_apart(rest, told, name)
