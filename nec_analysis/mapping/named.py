"""What a card says of questions, held against the questions that its survey asks: a line nobody would read is refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from nec_analysis.cards.suggest import did_you_mean, nearest
from nec_analysis.errors import NecError
from nec_analysis.french.matching import normal
from nec_analysis.mapping.text import toml_key, toml_text
from nec_analysis.model import Edition, ExportCard, Question

BLANKS = ("none", "unknown")
"""What no box ticked may mean, in `blank_multiple`."""
ALL = "*"
"""Every multi-select that `blank_multiple` does not name."""


def check(
    edition: Edition,
    card: ExportCard,
    questions: Sequence[Question],
    asked: Sequence[Question],
    elsewhere: Collection[str] = (),
) -> None:
    """Raises NecError for a definition, a recode or a rule of a question that the survey does not ask.

    `questions` are the survey's as the card settles them, `asked` as its file has them; `elsewhere`: those that other
    editions ask, of which a rule may wait in a card written like theirs (`idle` tells of it).
    """
    _definitions(edition, card.columns, asked)
    _recodes(edition, card.recodes, questions)
    _blanks(edition, _rules(card), questions, elsewhere)


def idle(card: ExportCard, questions: Sequence[Question]) -> tuple[str, ...]:
    """What the card says of questions that only other editions ask, in words."""
    asked = {ALL, *(question.id for question in questions)}
    said = "⚠ blank_multiple : « {} » n'est pas posée dans cette enquête, sa règle ne sert pas."
    return tuple(said.format(id) for id in _rules(card) if id not in asked)


def _rules(card: ExportCard) -> Mapping[str, str]:
    """What no box ticked means, by question."""
    said = card.options.get("blank_multiple", {})
    return {ALL: said} if isinstance(said, str) else said


def without_survey(edition: Edition) -> None:
    """Raises NecError for a definition in the card of an edition that asked nothing."""
    _definitions(edition, {}, ())


def _definitions(edition: Edition, columns: Mapping[str, str], asked: Sequence[Question]) -> None:
    """Raises NecError for a question that is defined, and of which no column is said to hold the answers."""
    for id, stanza in edition.questions.items():
        if id not in columns:
            raise NecError(
                "question-idle",
                f"data/raw/{edition.id}/edition.toml [questions.{id}]",
                f"« {id} » est définie, mais aucune colonne de l'enquête ne lui est rattachée : rien ne la lirait.",
                _attached(id, stanza, columns, asked),
            )


def _attached(id: str, stanza: Mapping[str, Any], columns: Mapping[str, str], asked: Sequence[Question]) -> str:
    """The line that a definition waits for: exact where the survey asks a question of that name or wording."""
    wordings = {normal(str(text)) for text in stanza.get("label", {}).values()}
    for question in asked:
        if question.id == id or wordings & {normal(text) for text in question.text.values()}:
            return f"Ajoutez sous [export.columns] : {toml_key(id)} = {toml_text(question.id)}"
    near = nearest(id, columns)
    return (f"Vouliez-vous dire : {near} ? Sinon a" if near else "A") + (
        f"joutez sous [export.columns] : {toml_key(id)} = « intitulé de sa colonne », ou retirez la définition."
    )


def _recodes(edition: Edition, recodes: Mapping[str, Mapping[str, str]], questions: Sequence[Question]) -> None:
    """Raises NecError for a recode of a question or to a choice that does not exist; "" means "not answered"."""
    by_id = {question.id: question for question in questions}
    for id, meanings in recodes.items():
        place = f"data/raw/{edition.id}/edition.toml [export.recodes.{id}]"
        if id not in by_id:
            raise NecError("question-unknown", place, "cette question n'existe pas.", did_you_mean(id, by_id))
        codes = [choice.code for choice in by_id[id].choices]
        for raw, code in meanings.items():
            if code and code not in codes and by_id[id].kind not in ("numeric", "nps"):
                raise NecError(
                    "choice-unknown",
                    place,
                    f"« {raw} » = « {code} » : cette réponse n'existe pas.",
                    did_you_mean(code, codes),
                )


def _blanks(
    edition: Edition, rules: Mapping[str, str], questions: Sequence[Question], elsewhere: Collection[str]
) -> None:
    """Raises NecError for a rule on boxes left blank of a question that has none, or that says nothing."""
    place = f"data/raw/{edition.id}/edition.toml [export.options] blank_multiple"
    boxes = [question.id for question in questions if question.kind == "multiple"]
    waiting = {*elsewhere} - {question.id for question in questions}
    for id, rule in rules.items():
        if id not in (ALL, *boxes, *waiting):
            cause = f"aucune question à cases ne s'appelle « {id} »."
            raise NecError("question-unknown", place, cause, did_you_mean(id, boxes))
        if rule not in BLANKS:
            cause = f"« {rule} » ne dit pas ce que veut dire aucune case cochée."
            raise NecError("card-value", place, cause, did_you_mean(str(rule), BLANKS))
