"""A survey export put together: columns with their parts, questions with what the file says of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nec_analysis.exports.grid import Grid, Head
from nec_analysis.french.matching import normal
from nec_analysis.model import (
    Choice,
    Column,
    Dialect,
    Entry,
    Export,
    Item,
    Labels,
    Question,
    Questionnaire,
)

LENGTH = 40


@dataclass
class Sheet:
    """The columns of a file being told apart; a column nobody claimed is `blank` when empty, else its own question."""

    grid: Grid
    headers: tuple[str, ...]
    columns: dict[int, Column] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    @property
    def joins_lists(self) -> bool:
        """Whether lists are joined in a cell, for tools that write all of them in one way, this or an option a column."""
        return not any(column.part == "option" for column in self.columns.values())

    def meta(self, index: int, part: str, code: str = "") -> None:
        """Column `index` tells of the row itself, or must not be kept."""
        self.columns[index] = Column(index, self.headers[index], part, "", code)

    def answer(self, index: int, part: str, question: str, code: str = "") -> None:
        """Column `index` holds an answer to `question`."""
        self.columns[index] = Column(index, self.headers[index], part, question, code)

    def ask(self, question: Question) -> str:
        """Add a question, under an id of its own. Returns the id."""
        id = unique(question.id, self.taken)
        self.taken.add(id)
        self.questions[id] = replace(question, id=id)
        return id

    def alone(self, index: int, text: str, *, kind: str = "other", id: str = "", **known: Any) -> str:
        """A question of one column. Returns its id."""
        said = text or self.headers[index]
        name = self.ask(
            Question(id or slug(said) or f"colonne_{index + 1}", kind, {"fr": said} if said else {}, **known)
        )
        self.answer(index, "value", name)
        return name

    def free(self, index: int) -> bool:
        """Whether nobody claimed the column yet."""
        return index not in self.columns


GRID_OPTIONS = ("sheet", "delimiter", "encoding", "quarantine", "expected_rows", "damage", "formulas")
"""Options of a card that the reading of the grid takes."""


def read_grid(path: str | Path, head: Head | None, options: Mapping[str, Any], *, header_rows: int = 0) -> Grid:
    """The grid of a file, with those options of the card that concern it."""
    from nec_analysis.exports import absence, grid

    given = {name: options[name] for name in GRID_OPTIONS if name in options}
    return absence.settled(grid.read(path, head=head, header_rows=header_rows, **given), options.get("absent"))


def sheet(grid: Grid, headers: Sequence[str] | None = None) -> Sheet:
    """The columns of a grid, none told yet."""
    return Sheet(grid, tuple(headers if headers is not None else grid.names))


def export(
    sheet: Sheet,
    *,
    tool: str,
    variant: str,
    dialect: Dialect,
    title: Labels | None = None,
    languages: tuple[str, ...] = (),
    cells: Sequence[Any] | None = None,
    ledger: Iterable[Entry] = (),
    notes: Iterable[str] = (),
    id: str = "",
) -> Export:
    """The export of a sheet whose columns are told."""
    held = tuple(sheet.grid.cells if cells is None else cells)
    for index in range(len(held)):
        if sheet.free(index):
            _leftover(sheet, index, held[index])
    columns = tuple(sheet.columns[index] for index in range(len(held)))
    order = {column.question: column.index for column in reversed(columns) if column.question}
    asked = sorted((q for q in sheet.questions.values() if q.id in order), key=lambda q: order[q.id])
    headers: dict[str, list[str]] = {}
    for column in columns:
        headers.setdefault(column.question, []).append(column.header)
    questions = tuple(replace(question, source_columns=tuple(headers.get(question.id, ()))) for question in asked)
    return Export(
        tool=tool,
        variant=variant,
        source=sheet.grid.source,
        columns=columns,
        cells=held,
        rows=tuple(sheet.grid.rows),
        questionnaire=Questionnaire(id, "", dict(title or {}), languages, questions),
        dialect=dialect,
        ledger=(*sheet.grid.ledger, *ledger),
        notes=(*sheet.grid.notes, *notes),
    )


def _leftover(sheet: Sheet, index: int, column: Any) -> None:
    if not sheet.headers[index] and not filled(column):
        sheet.meta(index, "blank")
    else:
        sheet.alone(index, sheet.headers[index])


def filled(column: Any) -> int:
    """How many cells of a column hold more than blanks."""
    return sum(n for text, n in tally(column).items() if text.strip())


def tally(column: Any) -> dict[str, int]:
    """The distinct texts of a column, with their counts; NULL left out."""
    counts = column.value_counts()
    return {
        text: n
        for text, n in zip(counts.field(0).to_pylist(), counts.field(1).to_pylist(), strict=True)
        if text is not None
    }


def domain(column: Any) -> frozenset[str]:
    """What a column says, in normal form, blanks left out."""
    return frozenset(normal(text) for text in tally(column) if text.strip())


def slug(text: str) -> str:
    """A short ASCII code of a text: its normal form, at most 40 signs, cut between words.

    >>> slug("Êtes-vous satisfait·e de… [Le lieu]"), slug("?")
    ('etes_vous_satisfait_de_le_lieu', '')
    """
    words = re.sub(r"[^a-z0-9]+", "_", normal(text)).strip("_")
    if len(words) > LENGTH:
        words = words[: LENGTH + 1].rpartition("_")[0] or words[:LENGTH]
    return words


def unique(id: str, taken: Iterable[str]) -> str:
    """The id, numbered when it is taken."""
    known = taken if isinstance(taken, set | dict) else set(taken)
    if id not in known:
        return id
    n = 2
    while f"{id}_{n}" in known:
        n += 1
    return f"{id}_{n}"


def choices(labels: Iterable[str], *, language: str = "fr", other: str = "", keyed: bool = False) -> tuple[Choice, ...]:
    """Choices met as labels, codes made from them; `other`: the label that stands for "other"; `keyed`: labels are codes."""
    made: list[Choice] = []
    codes: set[str] = set()
    for label in labels:
        is_other = bool(other) and normal(label) == normal(other)
        plain = label if keyed and label else slug(label) or f"c{len(made) + 1}"
        code = unique("other" if is_other else plain, codes)
        codes.add(code)
        made.append(Choice(code, {language: label}, len(made) + 1, "other" if is_other else "valid"))
    return tuple(made)


def items(labels: Iterable[str], *, language: str = "fr", keyed: bool = False) -> tuple[Item, ...]:
    """Rows of a grid met as labels, codes made from them; `keyed`: labels are codes."""
    return tuple(Item(c.code, c.label, c.order) for c in choices(labels, language=language, keyed=keyed))


def match(names: Sequence[str], known: Mapping[str, Iterable[str]]) -> dict[int, str]:
    """Which columns bear one of the names of each part: index -> part, the first column of each part."""
    found: dict[int, str] = {}
    forms = [normal(name) for name in names]
    for part, spellings in known.items():
        wanted = {normal(spelling) for spelling in spellings}
        at = next((i for i, form in enumerate(forms) if form in wanted and i not in found), None)
        if at is not None:
            found[at] = part
    return found
