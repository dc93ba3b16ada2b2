"""The topline: every answer to every closed question, counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from nec_analysis.measures.answers import not_put, ticks
from nec_analysis.measures.scores import DETRACTORS, PROMOTERS
from nec_analysis.measures.states import shared
from nec_analysis.model import CLOSED, Choice, Labels, Question, Responses

FIELDS = (
    "question",
    "question_label",
    "item",
    "item_label",
    "choice",
    "choice_label",
    "count",
    "base",
    "base_kind",
    "percent",
    "low",
    "high",
)


NOT_PUT = "not_put"
"""`base_kind` of an option that the questionnaire did not hold: no count, no share."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the topline. `percent`, `low`, `high` in percent (or the value itself for numeric questions)."""

    question: str
    question_label: str
    item: str
    item_label: str
    choice: str
    choice_label: str
    count: int
    base: int
    base_kind: str
    percent: str
    low: str
    high: str


def topline(responses: Responses, *, population: int = 0, lang: str = "fr") -> tuple[Line, ...]:
    """Every closed question in the order it was put, mapped to the catalogue or not."""
    lines = list(_languages(responses, lang))
    for question in responses.questionnaire.questions:
        if question.kind in CLOSED:
            lines.extend(_question(responses, question, population, lang))
    return tuple(lines)


def _languages(responses: Responses, lang: str) -> Iterator[Line]:
    """In which language people answered, when there were several."""
    if "language" not in responses.frame.columns:
        return
    spoken = responses.frame["language"].dropna().astype(str)
    counts = spoken[spoken != ""].value_counts().sort_index()
    if len(counts) < 2:
        return
    question = Question("language", "single", {"fr": "Langue de la réponse", "en": "Language of the answer"})
    for order, (code, hits) in enumerate(counts.items(), 1):
        choice = Choice(str(code), {lang: str(code)}, order)
        yield _line(question, ("", ""), choice, int(hits), int(counts.sum()), "answered", 0, lang)


def _question(responses: Responses, question: Question, population: int, lang: str) -> Iterator[Line]:
    if question.kind == "multiple":
        yield from _multiple(responses, question, population, lang)
    elif question.kind == "grid":
        for item in question.items:
            column = f"{question.id}__{item.code}"
            said = (item.code, _said(item.label, lang, item.code))
            yield from _single(responses, question, column, said, population, lang)
    elif question.kind == "ranking":
        yield from _ranking(responses, question, lang)
    elif question.kind in ("nps", "numeric"):
        yield from _numeric(responses, question, lang)
    else:
        yield from _single(responses, question, question.id, ("", ""), population, lang)


def _single(
    responses: Responses, question: Question, column: str, item: tuple[str, str], population: int, lang: str
) -> Iterator[Line]:
    codes = responses.frame[column].astype("object").fillna("").to_numpy(dtype=object)
    base = int((codes != "").sum())
    for choice in question.choices:
        hits = int((codes == choice.code).sum())
        yield _line(question, item, choice, hits, base, "answered", population, lang)


def _multiple(responses: Responses, question: Question, population: int, lang: str) -> Iterator[Line]:
    frame, shown = ticks(responses, question)
    base, absent = int(shown.sum()), not_put(responses, question)
    for choice in question.choices:
        if choice.code in absent:
            yield _line(question, ("", ""), choice, 0, 0, NOT_PUT, population, lang)
            continue
        column = f"{question.id}__{choice.code}"
        hits = int(frame[column].fillna(False).sum()) if column in frame else 0
        yield _line(question, ("", ""), choice, hits, base, "respondents", population, lang)


def _ranking(responses: Responses, question: Question, lang: str) -> Iterator[Line]:
    ranks = {c.code: responses.frame[f"{question.id}__{c.code}"].dropna() for c in question.choices}
    base = int(responses.frame[[f"{question.id}__{c}" for c in ranks]].notna().any(axis=1).sum())
    for choice in question.choices:
        item = (choice.code, _said(choice.label, lang, choice.code))
        given = ranks[choice.code]
        for rank in range(1, len(question.choices) + 1):
            place = Choice(str(rank), {"fr": f"Rang {rank}", "en": f"Rank {rank}"}, rank)
            yield _line(question, item, place, int((given == rank).sum()), base, "respondents", 0, lang)


def _numeric(responses: Responses, question: Question, lang: str) -> Iterator[Line]:
    values = responses.frame[question.id].dropna().to_numpy(dtype=np.float64)
    for name, value, n in _summary(values, question.kind):
        text = "" if value is None else decimal(value, 6)
        yield Line(
            question.id,
            _said(question.text, lang, question.id),
            "",
            "",
            name,
            name,
            n,
            len(values),
            "answered",
            text,
            "",
            "",
        )


def _summary(
    values: np.ndarray[tuple[int], np.dtype[np.float64]], kind: str
) -> Iterator[tuple[str, float | None, int]]:
    n = len(values)
    if kind == "nps":
        promoters, detractors = int((values >= PROMOTERS).sum()), int((values <= DETRACTORS).sum())
        passives = n - promoters - detractors
        yield "nps", (100 * (promoters - detractors) / n if n else None), n
        for name, count in (("promoters", promoters), ("passives", passives), ("detractors", detractors)):
            yield name, (100 * count / n if n else None), count
    yield "mean", (float(values.mean()) if n else None), n
    yield "sd", (float(values.std(ddof=1)) if n > 1 else None), n
    yield "median", (float(np.median(values)) if n else None), n
    yield "min", (float(values.min()) if n else None), n
    yield "max", (float(values.max()) if n else None), n


def _line(
    question: Question,
    item: tuple[str, str],
    choice: Choice,
    hits: int,
    base: int,
    base_kind: str,
    population: int,
    lang: str,
) -> Line:
    found = shared(hits, base, population)
    label = _said(choice.label, lang, choice.code)
    low, high = (decimal(100 * x, 4) if x is not None else "" for x in (found.low, found.high))
    share = ratio(hits, base) if base else ""
    return Line(
        question.id,
        _said(question.text, lang, question.id),
        *item,
        choice.code,
        label,
        hits,
        base,
        base_kind,
        share,
        low,
        high,
    )


def _said(labels: Labels, lang: str, fallback: str) -> str:
    return labels.get(lang) or labels.get("fr") or next(iter(labels.values()), "") or fallback


def ratio(hits: int, base: int, digits: int = 6) -> str:
    """100 × hits / base as a decimal text, rounded half up from the integers.

    >>> ratio(865, 1000)
    '86.5'
    """
    return _plain(Decimal(100 * hits) / Decimal(base), digits)


def decimal(value: float, digits: int) -> str:
    """A number as a decimal text without trailing zeros."""
    return _plain(Decimal(repr(value)), digits)


def _plain(value: Decimal, digits: int) -> str:
    text = f"{value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
