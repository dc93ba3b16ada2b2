"""How much a question of a file and a question of the catalogue look like one question, in [0, 1]."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from nec_analysis.french.matching import normal
from nec_analysis.mapping.lexicon import side
from nec_analysis.mapping.names import Known, code_of, turned
from nec_analysis.model import Question

TEXT, VALUES, CODE, ORDER, KIND = 0.40, 0.30, 0.15, 0.10, 0.05
"""Weights of a pair: wording, answers, code or remembered header, order among the other pairs, kind."""

WORTH_SAYING = 0.55
"""Score below which a pair is not even proposed."""

_ALIKE = 0.6
"""Below this likeness of wording the same answers prove nothing: every yes-no question has them."""

_KIN = {"single": "single", "scale": "single", "yes_no": "single", "nps": "number", "numeric": "number"}

Heard = Mapping[str, int]
"""Answers as the file has them, with how many people gave each."""


def score(
    question: Question,
    heard: Heard,
    target: Question,
    names: Known,
    memory: Mapping[str, str],
    lent: Mapping[str, str],
) -> float:
    """Wording, answers, code and kind of a pair; what the order adds is for all pairs together.

    `memory`: wording -> question of earlier editions; `lent`: what they said of the labels of the target.
    """
    from rapidfuzz import fuzz

    mine = wordings(question)
    text = max((fuzz.ratio(a, b) / 100 for a in mine for b in names.wordings), default=0.0)
    if any(memory.get(wording) == target.id for wording in mine):
        text = 1.0
    if question.kind == "numeric" and target.kind == "nps" and _to_ten(heard):
        question = replace(question, kind="nps")
    meant = meanings(question, heard, target.id, names, memory, lent)
    values = _values(question, heard, target, names, meant, text)
    code = 1.0 if question.id == target.id or text == 1.0 else 0.0
    total = TEXT * text + VALUES * values + CODE * code + KIND * _kin(question, target)
    return total if text >= _ALIKE else min(total, WORTH_SAYING - ORDER - 0.01)


def wordings(question: Question) -> set[str]:
    """The normal forms of a question's texts and headers."""
    return {normal(text) for text in (*question.text.values(), *question.source_columns)}


def meanings(
    question: Question,
    heard: Heard,
    target: str,
    names: Known,
    memory: Mapping[str, str],
    lent: Mapping[str, str],
) -> dict[str, str]:
    """The choice each answer means: by its name, by the direction of the wording, by an earlier edition.

    Earlier editions may have put the question the other way round: where that matters, only the same wording is trusted.
    """
    turns = turned(next(iter(question.text.values()), ""), names.direction)
    same = any(memory.get(wording) == target for wording in wordings(question))
    before = lent if same or not names.direction else {}
    found = {
        raw: names.called.get(normal(raw), "") or turns.get(side(raw), "") or before.get(raw, "")
        for raw in sorted(heard)
    }
    return {raw: code for raw, code in found.items() if code}


def to_write(
    question: Question,
    heard: Heard,
    target: str,
    names: Known,
    memory: Mapping[str, str],
    lent: Mapping[str, str],
) -> dict[str, str]:
    """The meanings that a card must write down: those no name of the catalogue tells."""
    found = meanings(question, heard, target, names, memory, lent)
    return {raw: code for raw, code in found.items() if normal(raw) not in names.called}


def _values(
    question: Question, heard: Heard, target: Question, names: Known, meant: Mapping[str, str], text: float
) -> float:
    """Share of the answers (and of the rows of a grid) that the target knows."""
    if target.kind in ("text", "date", "numeric"):
        # Free answers prove nothing by themselves: they count as far as the wording does.
        return _kin(question, target) * text
    if target.kind == "nps":
        return _kin(question, target)
    if question.kind in ("text", "date") and not question.choices:
        return 0.0
    share = _known(question, heard, names, meant)
    if target.kind == "grid":
        rows = [code_of(item.code, item.label.values(), names.items) for item in question.items]
        return (share + sum(map(bool, rows)) / len(rows)) / 2 if rows else 0.0
    return 0.0 if question.kind == "grid" else share


def _known(question: Question, heard: Heard, names: Known, meant: Mapping[str, str]) -> float:
    if question.kind in ("multiple", "ranking") or not heard:
        plain = [choice for choice in question.choices if choice.role not in ("other", "exclusive")]
        hits = sum(bool(code_of(choice.code, choice.label.values(), names.choices)) for choice in plain)
        return hits / len(plain) if plain else 0.0
    return sum(n for raw, n in heard.items() if raw in meant) / sum(heard.values())


def _to_ten(heard: Heard) -> bool:
    """Whether every answer is a whole number from 0 to 10."""
    return bool(heard) and all(re.fullmatch(r"(?:10|\d)(?:[.,]0+)?", raw) for raw in heard)


def _kin(question: Question, target: Question) -> float:
    if question.kind == target.kind:
        return 1.0
    return 0.6 if _KIN.get(question.kind, question.kind) == _KIN.get(target.kind, target.kind) else 0.0
