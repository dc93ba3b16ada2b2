"""The way back from a figure to its rows: question, columns, files, rows left out by reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nec_analysis.clean.columns import first_reasons
from nec_analysis.mapping.doubts import brief
from nec_analysis.measures import Data
from nec_analysis.model import FileHash, Indicator, Question, Responses

ROLE_OF_TABLE = {
    "responses": "survey",
    "registrations": "registrations",
    "attendance": "attendance",
    "sessions": "programme",
    "speakers": "programme",
    "media": "media",
    "contacts": "contacts",
    "channel_metrics": "social",
    "streams": "streams",
    "facts": "facts",
}


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a figure comes from."""

    question: str = ""
    columns: tuple[str, ...] = ()
    files: tuple[FileHash, ...] = ()
    excluded: Mapping[str, int] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


def provenance(indicator: Indicator, data: Data, lang: str = "fr") -> Provenance:
    """The provenance of an indicator of this edition; the question as it was put, in that language where it was."""
    if indicator.question and data.responses is not None:
        question = data.responses.questionnaire.question(indicator.question)
        if question is not None:
            return _of_question(question, data.responses, lang)
    files = tuple(
        FileHash(card.file, card.sha256)
        for card in data.edition.exports
        if card.role == ROLE_OF_TABLE.get(indicator.table)
    )
    return Provenance(columns=_columns(indicator), files=files)


def _of_question(question: Question, responses: Responses, lang: str) -> Provenance:
    return Provenance(
        question=question.text.get(lang) or question.text.get("fr") or next(iter(question.text.values()), ""),
        columns=question.source_columns,
        files=tuple(FileHash(source.file, source.sha256) for source in responses.sources),
        excluded=_excluded(question, responses),
        doubts=tuple(dict.fromkeys(map(brief, question.doubts))),
    )


def _excluded(question: Question, responses: Responses) -> dict[str, int]:
    """Rows set aside, then people without an answer, each by reason."""
    columns = [c for c in responses.frame.columns if c == question.id or c.startswith(f"{question.id}__")]
    if question.kind in ("multiple", "ranking", "grid") and columns:
        columns = columns[:1]
    counted = dict(sorted(first_reasons(responses.missing, [question.id, *columns]).items()))
    return {**{str(k): int(v) for k, v in sorted(responses.account.set_aside.items())}, **counted}


def _columns(indicator: Indicator) -> tuple[str, ...]:
    named = [*indicator.where, indicator.options.get("distinct", ""), indicator.options.get("value", "")]
    return tuple(dict.fromkeys(str(name) for name in named if name))
