"""What every coder of a column has at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from nec_analysis.clean.absence import Absences, Given, Silence
from nec_analysis.clean.book import Book
from nec_analysis.clean.cells import Cells
from nec_analysis.clean.lookup import Lookup, lookup
from nec_analysis.model import Column, Dialect, Question

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass
class Desk:
    """One file being coded. `last[row]`: the index of the last column in which a person said something."""

    rows: int
    dialect: Dialect
    book: Book
    absences: Absences
    silence: Silence
    last: NDArray[np.int32]
    cells: Mapping[int, Cells]
    recodes: Mapping[str, Mapping[str, str]]
    blank_multiple: Mapping[str, str] = field(default_factory=dict)
    frame: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, Given] = field(default_factory=dict)

    def went_on(self, columns: list[Column]) -> NDArray[np.bool_]:
        """Who finished, or said something after the last of these columns."""
        return self.silence.complete | (self.last > max(column.index for column in columns))

    def lookup(self, question: Question, own: Question | None) -> Lookup:
        """The spellings of a question's answers."""
        return lookup(question, own, self.recodes.get(question.id, {}), self.dialect)


@dataclass(frozen=True, slots=True)
class Task:
    """A question to code: as it must be (`question`), as the file has it (`own`), the columns that hold it."""

    question: Question
    own: Question | None
    columns: tuple[Column, ...]
    shown_if: str = ""

    def parts(self, *parts: str) -> list[Column]:
        """The columns that play one of these parts."""
        return [column for column in self.columns if column.part in parts]
