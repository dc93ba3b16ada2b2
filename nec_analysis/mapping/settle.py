"""Settling the questionnaire: what the card maps takes the catalogue's definition, the rest stays as it was inferred."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from nec_analysis.cards import Catalogue
from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.errors import NecError
from nec_analysis.french.matching import normal
from nec_analysis.mapping.infer import infer
from nec_analysis.mapping.slugs import slug
from nec_analysis.model import Choice, Column, Edition, Export, ExportCard, Item, Question, Questionnaire

Names = Mapping[str, frozenset[str]]
"""By code, every normal form under which a choice or item is known."""


@dataclass(frozen=True, slots=True)
class Settled:
    """An export whose columns point at the final questionnaire, with what raw labels mean in it."""

    export: Export
    questionnaire: Questionnaire
    recodes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def settle(export: Export, card: ExportCard, catalogue: Catalogue, edition: Edition) -> Settled:
    """The final questionnaire of an edition's survey. Raises NecError for a mapping that points at nothing."""
    place = f"data/raw/{edition.id}/edition.toml [export.columns]"
    inferred, questionnaire = infer(export)
    own = {question.id: question for question in catalogue.own_questions(edition)}
    questions = list(questionnaire.questions)
    columns = list(inferred.columns)
    recodes = {id: dict(meanings) for id, meanings in card.recodes.items()}
    for id, name in card.columns.items():
        local = _local(name, questions, columns, place)
        target = own.get(id) or catalogue.question(id)
        if target is None:
            known = [*catalogue.stanzas, *own]
            raise NecError(
                "question-unknown", place, f"aucune question ne s'appelle « {id} ».", did_you_mean(id, known)
            )
        stanza = edition.questions.get(id) or catalogue.stanzas[id]
        merged, renamed, meanings = _merged(local, target, _variants(stanza, catalogue))
        questions[questions.index(local)] = merged
        columns = [_moved(column, local.id, merged, renamed) for column in columns]
        recodes[id] = {**meanings, **recodes.get(id, {})}
    questions, columns = _apart(questions, columns, {*catalogue.stanzas} - {*card.columns} - {*own})
    _known_recodes(recodes, questions, edition)
    final = replace(questionnaire, edition=edition.id, questions=tuple(questions))
    return Settled(replace(inferred, columns=tuple(columns), questionnaire=final), final, recodes)


def _apart(questions: list[Question], columns: list[Column], reserved: set[str]) -> tuple[list[Question], list[Column]]:
    """Unmapped questions out of the way of the catalogue: an id it defines is nobody else's, `extra_` is put before."""
    taken = {question.id for question in questions} | reserved
    names: dict[str, str] = {}
    for question in questions:
        if question.id in reserved:
            names[question.id] = slug(f"extra_{question.id}", taken)
            taken.add(names[question.id])
    renamed = [replace(question, id=names.get(question.id, question.id)) for question in questions]
    return renamed, [replace(column, question=names.get(column.question, column.question)) for column in columns]


def _local(name: str, questions: list[Question], columns: list[Column], place: str) -> Question:
    """The question of the export that the card names: by its code, a column header, or its wording."""
    wanted = normal(name)
    for question in questions:
        if question.id == name:
            return question
    by_header = {normal(column.header): column.question for column in columns if column.question}
    for question in questions:
        texts = {normal(text) for text in question.text.values()}
        if wanted in texts or by_header.get(wanted) == question.id:
            return question
    known = [question.id for question in questions] + [column.header for column in columns if column.question]
    raise NecError(
        "column-unknown", place, f"aucune colonne de l'export ne s'appelle « {name} ».", did_you_mean(name, known)
    )


def _variants(stanza: Mapping[str, Any], catalogue: Catalogue) -> tuple[Names, Names]:
    """Every spelling the catalogue knows of the choices and items of a question."""
    scale = catalogue.scales.get(stanza.get("scale", ""), {})
    special = catalogue.scales.get("special", {}).get("choices", {})
    choices = {**scale.get("choices", {}), **stanza.get("choices", {})}
    choices |= {code: special[code] for code in (*stanza.get("also", ()), *_in_special(choices, special))}
    family = [s for s in catalogue.scales.values() if s.get("family") == scale.get("family") and scale]
    return _names(choices, family), _names(stanza.get("items", {}), [])


def _in_special(choices: Mapping[str, Any], special: Mapping[str, Any]) -> list[str]:
    return [code for code in choices if code in special and not choices[code].get("like")]


def _names(entries: Mapping[str, Mapping[str, Any]], family: Iterable[Mapping[str, Any]]) -> Names:
    """Spellings by code; scales of one family lend each other the spellings of their common points."""
    found: dict[str, set[str]] = {code: _spellings(entry) for code, entry in entries.items()}
    for scale in family:
        for code, entry in scale["choices"].items():
            if code in found:
                found[code] |= _spellings(entry)
    return {code: frozenset(names) for code, names in found.items()}


def _spellings(entry: Mapping[str, Any]) -> set[str]:
    texts = [entry[language] for language in ("fr", "en", "de", "es", "it") if language in entry]
    return {normal(text) for text in (*texts, *entry.get("like", ()))}


def _merged(
    local: Question, target: Question, names: tuple[Names, Names]
) -> tuple[Question, dict[str, str], dict[str, str]]:
    """The question as the catalogue defines it, with the wording that was put; local codes renamed; what labels mean."""
    choice_names, item_names = names
    renamed: dict[str, str] = {}
    meanings: dict[str, str] = {}
    extra: list[Choice] = []
    for choice in local.choices:
        code = _code_of(choice.code, choice.label.values(), choice_names)
        if code:
            renamed[choice.code] = code
            meanings |= dict.fromkeys((choice.code, *choice.label.values()), code)
        elif target.kind in ("multiple", "ranking"):
            extra.append(choice)
    items: list[Item] = list(target.items)
    for item in local.items:
        code = _code_of(item.code, item.label.values(), item_names)
        if code:
            renamed[item.code] = code
        else:
            items.append(replace(item, order=len(items) + 1))
    choices = (*target.choices, *(replace(c, order=len(target.choices) + n) for n, c in enumerate(extra, 1)))
    present = {renamed.get(item.code, item.code) for item in local.items}
    merged = replace(
        target,
        text=local.text or target.text,
        choices=choices,
        items=tuple(item for item in items if item.code in present),
        has_other=local.has_other or target.has_other,
        shown_if=local.shown_if or target.shown_if,
        source_columns=local.source_columns,
        doubts=tuple(dict.fromkeys((*target.doubts, *(d for d in local.doubts if d in ("code_in_numbers",))))),
    )
    return merged, renamed, meanings


def _code_of(code: str, labels: Iterable[str], names: Names) -> str:
    """The catalogue's code of a local choice or item, by its label first, then by its own code; "" when unknown."""
    for label in labels:
        for known, spellings in names.items():
            if normal(label) in spellings:
                return known
    return code if code in names else ""


def _moved(column: Column, local: str, merged: Question, renamed: Mapping[str, str]) -> Column:
    if column.question != local:
        return column
    return replace(column, question=merged.id, code=renamed.get(column.code, column.code))


def _known_recodes(recodes: Mapping[str, Mapping[str, str]], questions: list[Question], edition: Edition) -> None:
    """Raises NecError for a recode of a question or to a choice that does not exist."""
    by_id = {question.id: question for question in questions}
    for id, meanings in recodes.items():
        place = f"data/raw/{edition.id}/edition.toml [export.recodes.{id}]"
        if id not in by_id:
            raise NecError("question-unknown", place, "cette question n'existe pas.", did_you_mean(id, by_id))
        codes = [choice.code for choice in by_id[id].choices]
        for raw, code in meanings.items():
            if code not in codes:
                raise NecError(
                    "choice-unknown",
                    place,
                    f"« {raw} » = « {code} » : cette réponse n'existe pas.",
                    did_you_mean(code, codes),
                )
