"""Answers of one to four people that may be words they typed under « Autre »: told as one, until a person declares them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nec_analysis.exports.structure import slug
from nec_analysis.model import Choice, Question, Responses
from nec_analysis.privacy.detector import hits

if TYPE_CHECKING:
    import pandas as pd

CODE = "few_each"
LABEL = {"fr": "Autres réponses, de moins de 5 personnes chacune", "en": "Other answers, of fewer than 5 people each"}
FEW, SOME_WORDS = 4, 4


def untold(responses: Responses, declared: Collection[str]) -> Responses:
    """The answers as they may be published: nobody quoted who did not agree.

    Only answers that the file alone makes a choice of are meant: a tool that names its options, the catalogue, a
    question `declared` in the card say that they are none of anybody's words. Where no two answers are frequent, as in
    a small survey, short ones that name nobody stay.
    """
    frame: Any = responses.frame
    if not hasattr(frame, "assign"):  # a large survey, told column by column
        return responses
    few = {
        question.id: codes
        for question in responses.questionnaire.questions
        if question.kind == "single" and question.id not in declared and question.id in frame.columns
        if (codes := _few(question, frame[question.id].value_counts().to_dict()))
    }
    if not few:
        return responses
    questions = tuple(_without(q, few.get(q.id, frozenset())) for q in responses.questionnaire.questions)
    return replace(
        responses,
        frame=frame.assign(**{id: _together(frame[id], codes) for id, codes in few.items()}),
        questionnaire=replace(responses.questionnaire, questions=questions),
    )


def _few(question: Question, counts: Mapping[str, int]) -> frozenset[str]:
    inferred = [c for c in question.choices if c.role == "valid" and _from_label(c)]
    rare = [choice for choice in inferred if 0 < counts.get(choice.code, 0) <= FEW]
    if sum(counts.get(choice.code, 0) > FEW for choice in question.choices) < 2:
        rare = [choice for choice in rare if any(map(_says_much, choice.label.values()))]
    return frozenset(choice.code for choice in rare)


def _from_label(choice: Choice) -> bool:
    """Whether a code was made of the label: the file holds no other name for the answer."""
    return any(choice.code.startswith(slug(label)) for label in choice.label.values() if slug(label))


def _says_much(label: str) -> bool:
    return len(label.split()) >= SOME_WORDS or bool(hits(label, ()))


def _without(question: Question, codes: frozenset[str]) -> Question:
    if not codes:
        return question
    kept = tuple(choice for choice in question.choices if choice.code not in codes)
    return replace(question, choices=(*kept, Choice(CODE, dict(LABEL), len(kept) + 1, "other")))


def _together(column: pd.Series[Any], codes: frozenset[str]) -> pd.Series[Any]:
    import pandas as pd

    kept = [code for code in column.cat.categories if code not in codes]
    told = column.astype(object).where(~column.isin(list(codes)), CODE)
    return pd.Series(pd.Categorical(told, categories=[*kept, CODE]), index=column.index, name=column.name)
