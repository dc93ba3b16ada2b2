"""What people wrote in their own words, as far as somebody approved or coded it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nec_analysis.privacy import approved as lines
from nec_analysis.privacy.approved import Code, Quote

if TYPE_CHECKING:
    from nec_analysis.model import Edition
    from nec_analysis.phases.clean import Cleaned


@dataclass(frozen=True, slots=True)
class Comment:
    """One answer in words: its fingerprint, its question, its text as given. Never leaves the machine."""

    response: str
    question: str
    text: str


def comments(cleaned: Cleaned) -> Iterator[Comment]:
    """Every answer in words, question by question, in the order they came."""
    responses = cleaned.responses
    if responses is None:
        return
    for question in responses.questionnaire.questions:
        if question.kind != "text" or question.id not in responses.frame:
            continue
        column = responses.frame[question.id]
        for respondent, text in zip(responses.frame["respondent_id"], column, strict=True):
            if isinstance(text, str) and text.strip():
                mark = lines.fingerprint(question.id, str(respondent), text)
                yield Comment(mark, question.id, text)


def public(edition: Edition) -> tuple[str, ...]:
    """Names that anybody may print: those of the card, the town."""
    return tuple(filter(None, (*edition.privacy.public, edition.place)))


def approved(cleaned: Cleaned) -> tuple[Quote, ...]:
    """The quotes of an edition that are good to print, in the order of their file. Raises NecError (exit 4)."""
    found = lines.quotes(Path(cleaned.edition.folder))
    if not found:
        return ()
    answers = {comment.response for comment in comments(cleaned)}
    return lines.checked(found, answers, public(cleaned.edition), lines.PUBLISHED)


def coded(cleaned: Cleaned) -> tuple[Code, ...]:
    """The themes of the comments. Raises NecError (exit 4) for a comment that is gone."""
    found = lines.codes(Path(cleaned.edition.folder))
    if not found:
        return ()
    return lines.known(found, {comment.response for comment in comments(cleaned)}, lines.CODED)
