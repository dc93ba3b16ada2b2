"""An export told in the ids of a questionnaire: which of its columns answer which question."""

from __future__ import annotations

from collections.abc import Mapping

from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.clean.book import column_names
from nec_analysis.clean.desk import Task
from nec_analysis.clean.lookup import partner
from nec_analysis.errors import NecError
from nec_analysis.model import Column, Export, Question, Questionnaire

CHOSEN = ("option", "rank_of_choice")


def tasks(export: Export, questionnaire: Questionnaire, names: Mapping[str, str]) -> list[Task]:
    """One task a question of the questionnaire, in its order.

    `names`: question of the questionnaire -> the export's own question id, or the header of a column
    (`[export.columns]` of the card); a question that is not named is looked for under its own id.
    Raises NecError for a name that is not in the file, and for a column that no question holds.
    """
    owned: dict[str, list[Column]] = {}
    for column in export.columns:
        if column.question:
            owned.setdefault(column.question, []).append(column)
    found = {q.id: _own_id(export, q, names, owned) for q in questionnaire.questions}
    _all_held(export, owned, set(found.values()))
    given = {question.id: question for question in reversed(export.questionnaire.questions)}
    made = []
    for question in questionnaire.questions:
        if found[question.id] not in owned:
            continue
        own = given.get(found[question.id])
        columns = tuple(_column(export, column, question, own) for column in owned[found[question.id]])
        made.append(Task(question, own, columns, _filter(own, found, export, questionnaire)))
    return made


def _own_id(export: Export, question: Question, names: Mapping[str, str], owned: Mapping[str, list[Column]]) -> str:
    name = names.get(question.id, question.id)
    if name in owned:
        return name
    by_header = {column.header: column.question for column in export.columns if column.question}
    if name in by_header:
        return by_header[name]
    if question.id not in names:
        return question.id
    known = [*owned, *by_header]
    raise NecError(
        "column-unknown",
        f"edition.toml [export.columns] {question.id}",
        f"l'export {export.source.file} n'a ni question ni colonne « {name} ».",
        did_you_mean(name, known),
    )


def _all_held(export: Export, owned: Mapping[str, list[Column]], held: set[str]) -> None:
    lost = [own for own in owned if own not in held]
    if not lost:
        return
    headers = column_names(export)
    columns = [headers[column.index] for own in lost for column in owned[own]]
    raise NecError(
        "column-unmapped",
        f"{export.source.file}, colonne « {columns[0]} »",
        f"{len(columns)} colonne(s) de réponses ne sont rattachées à aucune question : {', '.join(columns[:8])}.",
        f'Rattachez-les sous l\'export : [export.columns] nom_de_la_question = "{lost[0]}".',
    )


def _column(export: Export, column: Column, question: Question, own: Question | None) -> Column:
    """The column with the questionnaire's question id, and its choice or item in the questionnaire's code."""
    code = column.code
    if column.part in CHOSEN or (column.part == "item" and question.kind in ("multiple", "ranking")):
        code = _choice_code(export, column, question, own)
    elif (column.part == "item" and question.kind == "grid") or (column.part == "option" and question.kind == "grid"):
        code = _item_code(export, column, question, own)
    return Column(column.index, column.header, column.part, question.id, code)


def _choice_code(export: Export, column: Column, question: Question, own: Question | None) -> str:
    mine = own.choice(column.code) if own else None
    found = partner(mine, question.choices) if mine else question.choice(column.code)
    if found is None and own:
        item = next((i for i in own.items if i.code == column.code), None)
        found = partner(item, question.choices) if item else None
    if found is None:
        raise _no_place(export, column, question, [c.code for c in question.choices], "modalité")
    code: str = found.code
    return code


def _item_code(export: Export, column: Column, question: Question, own: Question | None) -> str:
    mine = next((i for i in own.items if i.code == column.code), None) if own else None
    found = partner(mine, question.items) if mine else next((i for i in question.items if i.code == column.code), None)
    if found is None:
        raise _no_place(export, column, question, [i.code for i in question.items], "ligne")
    code: str = found.code
    return code


def _no_place(export: Export, column: Column, question: Question, known: list[str], what: str) -> NecError:
    return NecError(
        "option-unknown",
        f"{export.source.file}, colonne « {column_names(export)[column.index]} »",
        f"cette colonne est une {what} que la question « {question.id} » n'a pas.",
        f"Ajoutez-la à la question, ou rattachez la colonne ailleurs. {did_you_mean(column.code, known)}",
    )


def _filter(own: Question | None, found: Mapping[str, str], export: Export, questionnaire: Questionnaire) -> str:
    """The filter of a question (`question = code`), in the questionnaire's ids and codes; "" when it cannot be told."""
    if own is None or not own.shown_if:
        return ""
    back = {mine: id for id, mine in found.items()}
    parts = []
    for part in own.shown_if.split(" and "):
        name, sign, code = (piece.strip() for piece in part.partition("="))
        asked = questionnaire.question(back.get(name, ""))
        mine = export.questionnaire.question(name)
        if not sign or asked is None:
            return ""
        choice = mine.choice(code) if mine else None
        same = partner(choice, asked.choices) if choice else asked.choice(code)
        parts.append(f"{asked.id} = {same.code if same else code}")
    return " and ".join(parts)
