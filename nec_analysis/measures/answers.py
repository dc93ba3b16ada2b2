"""Who answered a question what: the base of every survey measure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.clean.columns import left_empty
from nec_analysis.errors import NecError
from nec_analysis.model import Question, Responses

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

BASES = ("answered", "shown", "all")


@dataclass(frozen=True, slots=True)
class Answers:
    """Codes of one question: one row a respondent, "" where there is no answer; `in_base` marks who counts."""

    question: Question
    codes: NDArray[np.object_]
    in_base: NDArray[np.bool_]

    @property
    def base(self) -> int:
        """How many people the percentage is out of."""
        return int(self.in_base.sum())

    def gave(self, counted: Collection[str]) -> NDArray[np.bool_]:
        """Who of the base gave one of these answers."""
        return np.asarray(np.isin(self.codes, list(counted)) & self.in_base, dtype=bool)

    def count(self, counted: Collection[str]) -> int:
        """How many people of the base gave one of these answers."""
        return int(self.gave(counted).sum())


def question_of(responses: Responses, id: str, place: str) -> Question:
    """The question of that id. Raises NecError with the nearest name."""
    question = responses.questionnaire.question(id)
    if question is None:
        known = [q.id for q in responses.questionnaire.questions]
        raise NecError("question-unknown", place, f"aucune question ne s'appelle « {id} ».", did_you_mean(id, known))
    return question


def answers(
    responses: Responses,
    id: str,
    *,
    base: str = "answered",
    exclude: Collection[str] = (),
    item: str = "",
    place: str = "",
) -> Answers:
    """The answers to a single-choice question, or to one `item` of a grid, with the base declared.

    `base`: answered (an answer was given, "sans opinion" included), shown (also those who left it empty though it was
    put to them), all (every respondent kept); `exclude`: codes or roles taken out of the base.
    """
    question = question_of(responses, id, place)
    if base not in BASES:
        raise NecError("base-unknown", place, f"la base « {base} » est inconnue.", did_you_mean(base, BASES))
    column = f"{id}__{_item(question, item, place)}" if question.kind == "grid" else id
    codes = responses.frame[column].astype("object").fillna("").to_numpy(dtype=object)
    answered = codes != ""
    in_base = answered | _bases(responses, column, base)
    out = {c.code for c in question.choices if c.code in exclude or c.role in exclude}
    if out:
        in_base &= ~np.isin(codes, sorted(out))
    return Answers(question, codes, in_base)


def _item(question: Question, item: str, place: str) -> str:
    """An item of a grid. Raises NecError when it is not named, or not one of its own."""
    known = [each.code for each in question.items]
    if item not in known:
        cause = f"la ligne « {item} » n'existe pas." if item else "c'est une grille : il faut dire quelle ligne."
        fix = did_you_mean(item, known) if item else f"options.item = [un de : {', '.join(known)}]"
        raise NecError("item-unknown", f"{place}, question « {question.id} »", cause, fix)
    return item


def _bases(responses: Responses, column: str, base: str) -> NDArray[np.bool_]:
    n = len(responses.frame)
    if base == "all":
        return np.ones(n, dtype=bool)
    if base == "answered":
        return np.zeros(n, dtype=bool)
    return left_empty(responses.missing, responses.frame, column)


def not_put(responses: Responses, question: Question) -> tuple[str, ...]:
    """The options of a multi-select that the questionnaire put to nobody, though others were: their share is unknown."""
    frame, shown = ticks(responses, question)
    there = {str(column) for column in frame.columns[frame.notna().any(axis=0)]}
    return tuple(c.code for c in question.choices if shown.any() and f"{question.id}__{c.code}" not in there)


def ticks(responses: Responses, question: Question) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """The tick boxes of a multi-select, one column a choice, beside who was shown the question (never all NA)."""
    columns = [f"{question.id}__{choice.code}" for choice in question.choices]
    frame = responses.frame[[c for c in columns if c in responses.frame.columns]]
    shown = frame.notna().any(axis=1).to_numpy()
    return frame, shown
