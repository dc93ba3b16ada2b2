"""The questions of a survey in the language of its report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from nec_analysis.model import Labels, Question, Responses


def worded(responses: Responses, known: Iterable[Question], lang: str) -> Responses:
    """The answers, each question said in `lang` as the export has it, else as those known say it, else as it was put."""
    asked = responses.questionnaire
    if lang in asked.languages:
        return responses
    by_id = {question.id: question for question in known}
    questions = tuple(_worded(put, by_id.get(put.id), lang) for put in asked.questions)
    return replace(responses, questionnaire=replace(asked, questions=questions))


def _worded(put: Question, known: Question | None, lang: str) -> Question:
    if known is None:
        return put
    items = {item.code: item.label for item in known.items}
    choices = {choice.code: choice.label for choice in known.choices}
    return replace(
        put,
        text=_with(put.text, known.text, lang),
        items=tuple(replace(item, label=_with(item.label, items.get(item.code, {}), lang)) for item in put.items),
        choices=tuple(replace(c, label=_with(c.label, choices.get(c.code, {}), lang)) for c in put.choices),
    )


def _with(put: Labels, known: Labels, lang: str) -> Labels:
    return put if lang in put or lang not in known else {**put, lang: known[lang]}
