"""Why there is no answer: one reason a respondent and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from nec_analysis.clean.cells import Cells, mask, trimmed
from nec_analysis.french.matching import normal
from nec_analysis.model import Dialect

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

PRESENT, UNKNOWN, NOT_SHOWN, NOT_ANSWERED, OUT_OF_DOMAIN, AMBIGUOUS, QUARANTINED = range(7)
REASONS = ("", "unknown", "not_shown", "not_answered", "out_of_domain", "ambiguous", "quarantined")
SOUND = 2**31 - 1
"""A column further right than any."""
USER_MISSING = "user_missing:"


@dataclass
class Absences:
    """The missing answers of all columns, kept small until the table is made."""

    rows: int
    names: list[str] = field(default_factory=lambda: list(REASONS))
    found: list[tuple[str, NDArray[np.intp], NDArray[np.int16]]] = field(default_factory=list)

    def user(self, code: str) -> int:
        """The number of the reason `user_missing:<code>`."""
        name = USER_MISSING + code
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name)

    def add(self, column: str, reasons: NDArray[np.int16]) -> None:
        """Note the reasons of a column; 0 where there is an answer."""
        rows = np.flatnonzero(reasons)
        if len(rows):
            self.found.append((column, rows, reasons[rows]))

    def table(self, respondents: pd.Series) -> pd.DataFrame:
        """respondent_id, column, reason: sorted by column as coded, then by row."""
        import pandas as pd

        columns = list(dict.fromkeys(column for column, _, _ in self.found))
        place = {column: i for i, column in enumerate(columns)}
        rows = np.concatenate([r for _, r, _ in self.found]) if self.found else np.zeros(0, dtype=np.intp)
        which = [np.full(len(r), place[c], dtype=np.int32) for c, r, _ in self.found]
        why = [w for _, _, w in self.found]
        met = sorted({int(code) for codes in why for code in np.unique(codes)})
        rank = np.zeros(len(self.names), dtype=np.int16)
        rank[met] = np.arange(len(met), dtype=np.int16)
        return pd.DataFrame(
            {
                "respondent_id": pd.Categorical.from_codes(rows, pd.Index(respondents.array)),
                "column": pd.Categorical.from_codes(np.concatenate(which) if which else [], columns),
                "reason": pd.Categorical.from_codes(
                    rank[np.concatenate(why)] if why else [], [self.names[code] for code in met]
                ),
            }
        )


@dataclass(frozen=True)
class Silence:
    """How the file writes "nothing": reads a blank or a mark as its reason.

    `slipped[row]`: the column from which on the row cannot be trusted; SOUND where all of it can.
    """

    dialect: Dialect
    complete: NDArray[np.bool_]
    slipped: NDArray[np.int32]
    hidden: frozenset[str]
    left: frozenset[str]

    @property
    def told_apart(self) -> bool:
        """Whether the file keeps NULL (not shown) apart from "" (left empty)."""
        return self.dialect.empty_means == "not_answered"

    def mark(self, text: str) -> int:
        """The reason that a text alone gives: PRESENT when it is an answer."""
        said = trimmed(text)
        if not said:
            return NOT_ANSWERED if self.told_apart else UNKNOWN
        if said in self.left:
            return NOT_ANSWERED
        return NOT_SHOWN if self.hidden and normal(said) in self.hidden else PRESENT

    def reasons(self, cells: Cells) -> NDArray[np.int16]:
        """The reason of each row of a closed question: blanks and marks."""
        null = NOT_SHOWN if self.told_apart else UNKNOWN
        found: NDArray[np.int16] = cells.each(self.mark, null, np.int16)
        return np.where((found > 0) & (self.slipped <= cells.column), np.int16(QUARANTINED), found)

    def nothing(self, cells: Cells) -> NDArray[np.int16]:
        """The reason of each row of open text, where words such as N/A are an answer: blanks only."""
        empty = NOT_ANSWERED if self.told_apart else UNKNOWN
        null = NOT_SHOWN if self.told_apart else UNKNOWN
        unwritten = mask(cells.array.is_null())
        found = np.where(unwritten, null, np.where(cells.filled, PRESENT, empty)).astype(np.int16)
        return np.where((found > 0) & (self.slipped <= cells.column), np.int16(QUARANTINED), found)

    def stored_null(self, reasons: NDArray[np.int16], shown: NDArray[np.int8] | None) -> NDArray[np.int16]:
        """Reasons of a numeric or date question, whose blanks are NULL too: settled by the filter, else by completeness.

        `shown`: 1 put, 0 not put, -1 cannot be told; None where the question has no filter.
        """
        if not self.told_apart:
            return reasons
        filtered = np.zeros(len(reasons), dtype=bool) if shown is None else shown == 0
        open_to_doubt = (reasons == NOT_SHOWN) & self.complete & ~filtered
        return np.where(open_to_doubt, np.int16(UNKNOWN), reasons)


def silence(dialect: Dialect, complete: NDArray[np.bool_], slipped: NDArray[np.int32]) -> Silence:
    """The reading of "nothing" for one file."""
    hidden = frozenset(normal(mark) for mark in dialect.not_shown)
    return Silence(dialect, complete, slipped, hidden, frozenset(dialect.left_empty))


@dataclass(frozen=True, slots=True)
class Given:
    """The answers to a question already coded: for each row the place of its code, -1 where there is no answer."""

    places: NDArray[np.int16]
    codes: tuple[str, ...]


def filters(values: Mapping[str, Given], rule: str) -> NDArray[np.int8] | None:
    """Whom a question was put to, from a rule `question = code` (several joined by ` and `); None when unreadable.

    `values`: the questions already coded, by column.
    """
    verdict: NDArray[np.int8] | None = None
    for part in rule.split(" and "):
        name, sign, code = part.partition(" = ")
        if not sign or name.strip() not in values:
            return None
        given = values[name.strip()]
        told = given.places >= 0
        asked = code.strip()
        same = given.places == given.codes.index(asked) if asked in given.codes else np.zeros(len(told), dtype=bool)
        here = np.where(told, same.astype(np.int8), np.int8(-1)).astype(np.int8)
        verdict = (
            here
            if verdict is None
            else np.where((verdict == 0) | (here == 0), 0, np.minimum(verdict, here)).astype(np.int8)
        )
    return verdict
