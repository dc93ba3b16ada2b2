"""A question its tool already described, with what the lexicon adds: roles, points, the scale, missing choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nec_analysis.exports.blocks import OTHER
from nec_analysis.french.matching import normal
from nec_analysis.mapping import kinds, lexicon
from nec_analysis.mapping.personal import is_postal
from nec_analysis.mapping.profile import Profile, merged
from nec_analysis.model import CLOSED, Choice, Column, Dialect, Question


def enriched(
    question: Question, columns: Sequence[tuple[Column, Profile]], language: str, dialect: Dialect
) -> Question:
    """The question with its gaps filled. Codes, labels and a kind that the tool gave never change."""
    answers = merged([seen for column, seen in columns if column.part not in ("other", "comment")])
    text = next(iter(question.text.values()), "") or (columns[0][0].header if len(columns) == 1 else question.id)
    if question.kind == "other":
        question = _inferred(question, replace(answers, header=text), language, dialect)
    if question.kind == "numeric" and kinds.recommended(text, question.minimum, question.maximum):
        question = replace(question, kind="nps")
    elif question.kind == "numeric" and not question.choices:
        question = _recommending(question, replace(answers, header=text), language)
    if question.kind in CLOSED and not question.choices and question.kind not in ("nps", "numeric"):
        question = _with_choices(question, columns, answers, language, dialect)
    if question.kind in ("single", "multiple", "yes_no", "scale") and any(c.part == "other" for c, _ in columns):
        question = with_other(question)
    if question.kind == "text" and question.sensitive == "none":
        sensitive = "pii" if is_postal(replace(answers, header=text)) else "open_text"
        question = replace(question, sensitive=sensitive)
    return _meant(replace(question, text=question.text or {language: text}), text)


def with_other(question: Question) -> Question:
    """A question whose people write what else they mean has a choice for them."""
    if any(choice.role == "other" for choice in question.choices):
        return question
    said = [c for c in question.choices if c.role == "valid" and OTHER.match(normal(next(iter(c.label.values()), "")))]
    if len(said) == 1:
        # "Autre (à préciser)" is that choice already.
        choices = tuple(replace(c, role="other") if c is said[0] else c for c in question.choices)
        return replace(question, choices=choices, has_other=True)
    code = "other" if question.choice("other") is None else "other_words"
    other = Choice(code, {"fr": "Autre", "en": "Other"}, len(question.choices) + 1, "other")
    kind = question.kind if question.kind == "multiple" else "single"
    return replace(question, kind=kind, scale="", choices=(*question.choices, other), has_other=True)


def _inferred(question: Question, answers: Profile, language: str, dialect: Dialect) -> Question:
    found = kinds.guess(answers, language, dialect.joining)
    return replace(
        question,
        kind=found.kind,
        choices=question.choices or found.choices,
        scale=question.scale or found.scale,
        has_other=question.has_other or found.has_other,
        unit=question.unit or found.unit,
        minimum=found.minimum if question.minimum is None else question.minimum,
        maximum=found.maximum if question.maximum is None else question.maximum,
        sensitive=found.sensitive if question.sensitive == "none" else question.sensitive,
        doubts=tuple(dict.fromkeys((*question.doubts, *found.doubts))),
    )


def _recommending(question: Question, answers: Profile, language: str) -> Question:
    """A number that says from 0 to 10 how much people recommend is a score of recommendation, whatever its tool calls it."""
    found = kinds.guess(answers, language)
    if found.kind != "nps" or found.choices:
        return question
    return replace(question, kind="nps", minimum=found.minimum, maximum=found.maximum)


def _with_choices(
    question: Question, columns: Sequence[tuple[Column, Profile]], answers: Profile, language: str, dialect: Dialect
) -> Question:
    options = [column for column, _ in columns if column.part in ("option", "rank_of_choice")]
    if options:
        return replace(question, choices=kinds.labelled([c.code or c.header for c in options], language))
    if not answers.answered:
        return question
    if question.kind in ("multiple", "ranking"):
        found = kinds.guess(answers, language, dialect.joining)
        choices = found.choices if found.joined else kinds.labelled(kinds.ordered(answers.labels), language)
        return replace(question, choices=choices, has_other=found.has_other or question.has_other)
    reading = lexicon.read(answers.labels)
    if reading and reading.automatic:
        return replace(
            question, choices=kinds.scaled(reading, answers, language), scale=question.scale or reading.scale
        )
    return replace(question, choices=kinds.labelled(kinds.ordered(answers.labels), language))


def _meant(question: Question, text: str) -> Question:
    """Roles of special answers, points of a scale the lexicon knows as a whole, doubts of the wording."""
    reading = _reading(question) if question.kind in ("single", "scale", "yes_no", "grid") else None
    choices = tuple(_placed(choice, reading) for choice in question.choices)
    kind, scale = question.kind, question.scale
    if reading and reading.automatic:
        scale = scale if scale in lexicon.scales() else reading.scale
        kind = {"single": "yes_no" if reading.scale == "yes_no" else "scale"}.get(kind, kind)
    return replace(
        question,
        kind=kind,
        scale=scale,
        choices=choices,
        has_other=question.has_other or any(choice.role == "other" for choice in choices),
        doubts=tuple(dict.fromkeys((*question.doubts, *kinds.doubts(text, kind)))),
    )


def _reading(question: Question) -> lexicon.Reading | None:
    labels = [label for choice in question.choices for label in list(choice.label.values())[:1]]
    return lexicon.read(labels) if len(labels) > 1 else None


def _placed(choice: Choice, reading: lexicon.Reading | None) -> Choice:
    label = next(iter(choice.label.values()), "")
    meant = lexicon.special(label)
    if choice.role == "valid" and meant:
        return replace(choice, role=meant.role)
    if reading and reading.automatic and choice.point is None:
        code = reading.codes.get(label, "")
        return replace(choice, point=next((c.point for c in reading.choices if c.code == code), None))
    return choice
