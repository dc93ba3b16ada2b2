"""Settling the questionnaire: what the card maps takes the catalogue's definition, the rest stays as it was inferred."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from nec_analysis.cards import Catalogue
from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.errors import NecError
from nec_analysis.french.matching import normal
from nec_analysis.mapping import named
from nec_analysis.mapping.infer import infer
from nec_analysis.mapping.kinds import RANGE
from nec_analysis.mapping.names import Known, code_of, known
from nec_analysis.mapping.profile import MANY, profile
from nec_analysis.mapping.slugs import slug
from nec_analysis.model import Choice, Column, Edition, Export, ExportCard, Item, Question, Questionnaire

_LISTS = ("multiple", "ranking")
TYPED_UNDER = 5
"""Cells that hold the same words, from which these are no longer what somebody typed."""


@dataclass(frozen=True, slots=True)
class Settled:
    """An export whose columns point at the final questionnaire, with what the catalogue knows its labels to mean."""

    export: Export
    questionnaire: Questionnaire
    recodes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rename:
    """The final id of a question of the export, the final codes of its choices and items."""

    id: str
    codes: Mapping[str, str]


def settle(export: Export, card: ExportCard, catalogue: Catalogue, edition: Edition) -> Settled:
    """The final questionnaire of an edition's survey. Raises NecError for a mapping that points at nothing."""
    place = f"data/raw/{edition.id}/edition.toml [export.columns]"
    inferred, questionnaire = infer(export)
    own = {question.id: question for question in catalogue.own_questions(edition)}
    renames: dict[str, Rename] = {}
    merged: dict[str, Question] = {}
    for id, name in card.columns.items():
        target = own.get(id) or catalogue.question(id)
        if target is None:
            raise NecError(
                "question-unknown",
                place,
                f"aucune question ne s'appelle « {id} ».",
                did_you_mean(id, [*catalogue.stanzas, *own]),
            )
        if _unanswered(name, export):
            continue
        local = _local(name, questionnaire.questions, inferred.columns, place)
        if local.id in renames:
            raise NecError(
                "column-twice",
                place,
                f"« {name} » est rattachée à deux questions : {renames[local.id].id} et {id}.",
                "Gardez une des deux lignes.",
            )
        names = known(edition.questions.get(id) or catalogue.stanzas[id], catalogue)
        defined = replace(local, choices=_options(inferred, local, target, names))
        merged[local.id], codes = _merged(defined, target, names, _heard(inferred, local))
        renames[local.id] = Rename(id, codes)
    renames |= _apart(questionnaire.questions, {*catalogue.stanzas, *own}, renames)
    questions = tuple(_renamed(merged.get(q.id, q), renames.get(q.id), renames) for q in questionnaire.questions)
    named.check(edition, card, questions, questionnaire.questions, catalogue.stanzas)
    questions = tuple(_without_recoded(q, card.recodes.get(q.id, {})) for q in questions)
    final = replace(questionnaire, edition=edition.id, questions=questions)
    columns = tuple(_moved(column, renames) for column in inferred.columns)
    return Settled(replace(inferred, columns=columns, questionnaire=final), final, card.recodes)


def _without_recoded(question: Question, recodes: Mapping[str, str]) -> Question:
    """A question without the choices that the card says to be another one ("43739" is "1-10"), and their doubts."""
    said = {normal(raw): code for raw, code in recodes.items()}
    gone = {
        choice.code
        for choice in question.choices
        if choice.label and all(said.get(normal(label), choice.code) != choice.code for label in choice.label.values())
    }
    kept = tuple(choice for choice in question.choices if choice.code not in gone)
    doubts = tuple(d for d in question.doubts if not any(d.startswith(f"{RANGE}:{raw} = ") for raw in recodes))
    return replace(question, choices=kept or question.choices, doubts=doubts)


def _apart(questions: Sequence[Question], reserved: set[str], renames: Mapping[str, Rename]) -> dict[str, Rename]:
    """Unmapped questions out of the way of the catalogue: an id it defines is nobody else's, `extra_` is put before."""
    taken = {question.id for question in questions} | reserved
    apart: dict[str, Rename] = {}
    for question in questions:
        if question.id in reserved and question.id not in renames:
            apart[question.id] = Rename(slug(f"extra_{question.id}", taken), {})
            taken.add(apart[question.id].id)
    return apart


def _options(export: Export, local: Question, target: Question, names: Known) -> tuple[Choice, ...]:
    """The choices of a question, without words that one to four people typed under "other" in a list of options.

    Nobody but the file says that they are options: to publish them would be to quote somebody. Of five cells or more,
    the words are an option, or a question to the analyst (`clean`).
    """
    joined = [c.index for c in export.columns if c.question == local.id and c.part == "joined"]
    if not joined or target.kind not in _LISTS or not any(choice.role == "other" for choice in target.choices):
        return local.choices
    seen = profile("", export.cells[joined[0]], export.dialect)
    cells = [(normal(text), n) for text, n in seen.counts.items()]
    return tuple(
        choice
        for choice in local.choices
        if code_of(choice.code, choice.label.values(), names.choices) or _given(choice, cells) >= TYPED_UNDER
    )


def _given(choice: Choice, cells: Sequence[tuple[str, int]]) -> int:
    """How many cells hold a choice between their separators."""
    labels = "|".join(re.escape(normal(label)) for label in (*choice.label.values(), choice.code))
    alone = re.compile(rf"(?:^|[;,|\n])\s*(?:{labels})\s*(?:[;,|\n]|$)")
    return sum(n for text, n in cells if alone.search(text))


def _heard(export: Export, local: Question) -> tuple[str, ...]:
    """The different texts in the columns of a closed question, where they are few enough to be labels."""
    found: dict[str, None] = {}
    for column in export.columns:
        if column.question == local.id and column.part in ("value", "item", "choice_at_rank"):
            seen = profile(column.header, export.cells[column.index], export.dialect)
            found |= dict.fromkeys(seen.counts if len(seen.counts) <= MANY else ())
    return tuple(found)


def _unanswered(name: str, export: Export) -> bool:
    """Whether a name is that of several columns where nobody wrote anything: a grid, or options, nobody can tell."""
    wanted = normal(name)
    for question in export.questionnaire.questions:
        if wanted in {normal(text) for text in question.text.values()}:
            mine = [column.index for column in export.columns if column.question == question.id]
            seen = (profile("", export.cells[index], export.dialect) for index in mine)
            return len(mine) > 1 and not any(each.answered for each in seen)
    return False


def _local(name: str, questions: Sequence[Question], columns: Sequence[Column], place: str) -> Question:
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
    names = [question.id for question in questions] + [column.header for column in columns if column.question]
    raise NecError(
        "column-unknown", place, f"aucune colonne de l'export ne s'appelle « {name} ».", did_you_mean(name, names)
    )


def _merged(local: Question, target: Question, names: Known, heard: tuple[str, ...]) -> tuple[Question, dict[str, str]]:
    """The question as the catalogue defines it, with the wording that was put, and the new code of each local one.

    A choice of the catalogue learns how this file writes it; an option or a row that only this file has stays.
    """
    codes: dict[str, str] = {}
    written: dict[str, list[str]] = {choice.code: [] for choice in target.choices}
    extra: list[Choice] = []
    for choice in local.choices:
        code = code_of(choice.code, choice.label.values(), names.choices)
        if code:
            codes[choice.code] = code
            written[code] += [choice.code, *choice.label.values()]
        elif target.kind in _LISTS and local.kind in _LISTS:
            extra.append(choice)
    for text in heard:
        if code := code_of("", (text,), names.choices):
            written[code].append(text)
    items: list[Item] = list(target.items)
    for item in local.items:
        if code := code_of(item.code, item.label.values(), names.items):
            codes[item.code] = code
        else:
            items.append(replace(item, order=len(items) + 1))
    listed = target.kind in _LISTS
    spelt = [
        _spelt(choice, [*written[choice.code], *(names.choices[choice.code] if listed else ())])
        for choice in target.choices
    ]
    present = {codes.get(item.code, item.code) for item in local.items}
    merged = replace(
        target,
        text=local.text or target.text,
        choices=(*spelt, *(replace(c, order=len(spelt) + n) for n, c in enumerate(extra, 1))),
        items=tuple(item for item in items if item.code in present),
        has_other=local.has_other or target.has_other,
        shown_if=local.shown_if or target.shown_if,
        source_columns=local.source_columns,
        doubts=tuple(dict.fromkeys((*target.doubts, *(d for d in local.doubts if d == "code_in_numbers")))),
    )
    return merged, codes


def _spelt(choice: Choice, texts: list[str]) -> Choice:
    """A choice that also knows other writings of itself, under keys that are no language."""
    known_already = {normal(label) for label in choice.label.values()}
    others = sorted({normal(text): text for text in sorted(texts) if normal(text) not in known_already}.values())
    return replace(choice, label={**choice.label, **{f"raw{n}": text for n, text in enumerate(others, 1)}})


def _renamed(question: Question, rename: Rename | None, renames: Mapping[str, Rename]) -> Question:
    shown_if = " and ".join(_condition(part, renames) for part in question.shown_if.split(" and ") if part)
    return replace(question, id=rename.id if rename else question.id, shown_if=shown_if)


def _condition(part: str, renames: Mapping[str, Rename]) -> str:
    """A filter `question = code` told in the new ids."""
    asked, sign, code = (piece.strip() for piece in part.partition("="))
    rename = renames.get(asked)
    return f"{rename.id} {sign} {rename.codes.get(code, code)}" if rename and sign else part


def _moved(column: Column, renames: Mapping[str, Rename]) -> Column:
    rename = renames.get(column.question)
    if rename is None:
        return column
    return replace(column, question=rename.id, code=rename.codes.get(column.code, column.code))
