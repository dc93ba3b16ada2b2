"""Which question of the catalogue each question of an export is, proposed with a score for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nec_analysis.cards import Catalogue
from nec_analysis.french.matching import normal
from nec_analysis.mapping.lexicon import MARGIN, RATIO, side
from nec_analysis.mapping.names import Known, code_of, known, turned
from nec_analysis.mapping.profile import MANY, profile
from nec_analysis.model import Export, Question

AUTOMATIC, CLEAR, WORTH_SAYING = 0.90, 0.15, 0.55
"""A pair is taken without asking from this score, this far above the next; below the third it is not even proposed."""

TEXT, VALUES, CODE, ORDER, KIND = 0.40, 0.30, 0.15, 0.10, 0.05
"""Weights of a pair's score: wording, answers, code or remembered header, order among the other pairs, kind."""

_ALIKE = 0.6
"""Below this likeness of wording the same answers prove nothing: every yes-no question has them."""

_CLOSED = {"single": "single", "scale": "single", "yes_no": "single", "nps": "number", "numeric": "number"}


@dataclass(frozen=True, slots=True)
class LabelProposal:
    """An answer of the file and the choice it seems to be. `code` is "" when nobody may propose one."""

    raw: str
    count: int
    code: str
    score: float
    runner_up: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question of the file and the catalogue question it seems to be ("" when none does).

    `name` is what the card calls it; `automatic`: nobody needs to be asked; `recodes`: lines the card needs for that.
    """

    local: str
    name: str
    text: str
    target: str
    score: float
    runner_up: str
    runner_score: float
    why: str
    automatic: bool
    labels: tuple[LabelProposal, ...] = ()
    recodes: Mapping[str, str] | None = None


def propose(
    export: Export,
    catalogue: Catalogue,
    *,
    remembered: Mapping[str, str] | None = None,
    recoded: Mapping[str, Mapping[str, str]] | None = None,
) -> tuple[Proposal, ...]:
    """One proposal a question of a completed export, in its order: the best assignment of all, not one by one.

    `remembered`: normal form of a header or wording -> catalogue question; `recoded`: question -> raw label -> code;
    both from earlier editions.
    """
    questions = tuple(q for q in export.questionnaire.questions if q.kind != "other")
    targets = {id: known(stanza, catalogue) for id, stanza in catalogue.stanzas.items()}
    if not questions or not targets:
        return ()
    memory = remembered or {}
    heard = tuple(_heard(export, q) for q in questions)
    base = [
        [_score(q, said, id, names, catalogue, memory) for id, names in targets.items()]
        for q, said in zip(questions, heard, strict=True)
    ]
    scores = _ordered(base)
    scene = _Scene(questions, heard, targets, scores, memory, recoded or {})
    taken = _assigned(scores)
    return tuple(_proposal(scene, row, taken.get(row, -1)) for row in range(len(questions)))


@dataclass(frozen=True, slots=True)
class _Scene:
    """All there is to compare: `scores[row][column]` of questions of the file and targets of the catalogue."""

    questions: Sequence[Question]
    heard: Sequence[Mapping[str, int]]
    targets: Mapping[str, Known]
    scores: Sequence[Sequence[float]]
    memory: Mapping[str, str]
    recoded: Mapping[str, Mapping[str, str]]

    def rival(self, row: int, column: int) -> tuple[float, str]:
        """The best score that the pair must beat: another target for the question, another question for the target."""
        ids = list(self.targets)
        rivals = [(self.scores[row][i], id) for i, id in enumerate(ids) if i != column]
        rivals += [(self.scores[r][column], q.id) for r, q in enumerate(self.questions) if r != row]
        return max(rivals, default=(0.0, ""))


def _proposal(scene: _Scene, row: int, column: int) -> Proposal:
    question, heard = scene.questions[row], scene.heard[row]
    text, name = next(iter(question.text.values()), question.id), _name(question, scene.questions)
    score = scene.scores[row][column] if column >= 0 else 0.0
    if score < WORTH_SAYING:
        return Proposal(question.id, name, text, "", round(score, 3), "", 0.0, "aucune question proche", False)
    second, runner_up = scene.rival(row, column)
    target = list(scene.targets)[column]
    recodes = _recodes(scene, row, target)
    labels = _labels(question, heard, scene.targets[target], recodes)
    settled = all(label.exact for label in labels)
    return Proposal(
        question.id,
        name,
        text,
        target,
        round(score, 3),
        runner_up,
        round(second, 3),
        _why(question, target, score, score - second, settled, scene.memory),
        score >= AUTOMATIC and score - second >= CLEAR and settled,
        labels,
        recodes or None,
    )


def _why(question: Question, target: str, score: float, margin: float, settled: bool, memory: Mapping[str, str]) -> str:
    if any(memory.get(wording) == target for wording in _wordings(question)):
        return "comme dans une édition précédente"
    if not settled:
        return "des réponses restent à rattacher"
    if score >= AUTOMATIC and margin < CLEAR:
        return "une autre question est presque aussi proche"
    return "même question, mêmes réponses" if score >= AUTOMATIC else "question proche"


def _name(question: Question, questions: Sequence[Question]) -> str:
    """How a card names a question: by its wording when that is unique, else by its id."""
    text = next(iter(question.text.values()), "")
    same = [q for q in questions if normal(text) in {normal(t) for t in q.text.values()}]
    return text if text and len(same) == 1 and len(text) <= 200 and "\n" not in text else question.id


def _heard(export: Export, question: Question) -> dict[str, int]:
    """What was answered in the columns of one cell an answer, with counts."""
    found: dict[str, int] = {}
    for column in export.columns:
        if column.question == question.id and column.part in ("value", "item", "choice_at_rank"):
            counts = profile(column.header, export.cells[column.index], export.dialect).counts
            for text, n in counts.items() if len(counts) <= MANY else ():
                found[text] = found.get(text, 0) + n
    return found


def _wordings(question: Question) -> set[str]:
    return {normal(text) for text in (*question.text.values(), *question.source_columns)}


def _score(
    question: Question, heard: Mapping[str, int], id: str, names: Known, catalogue: Catalogue, memory: Mapping[str, str]
) -> float:
    from rapidfuzz import fuzz

    target = catalogue.question(id)
    if target is None:
        return 0.0
    wordings = _wordings(question)
    text = max((fuzz.ratio(a, b) / 100 for a in wordings for b in names.wordings), default=0.0)
    if any(memory.get(wording) == id for wording in wordings):
        text = 1.0
    code = 1.0 if question.id == id or text == 1.0 else 0.0
    if question.kind == "numeric" and target.kind == "nps" and _to_ten(heard):
        question = replace(question, kind="nps")
    values = _values(question, heard, target, names, text)
    score = TEXT * text + VALUES * values + CODE * code + KIND * _kin(question, target)
    return score if text >= _ALIKE else min(score, WORTH_SAYING - ORDER - 0.01)


def _to_ten(heard: Mapping[str, int]) -> bool:
    """Whether every answer is a whole number from 0 to 10."""
    return bool(heard) and all(re.fullmatch(r"(?:10|\d)(?:[.,]0+)?", raw) for raw in heard)


def _values(question: Question, heard: Mapping[str, int], target: Question, names: Known, text: float) -> float:
    """Share of the answers (and of the rows of a grid) that the catalogue's question knows, in [0, 1]."""
    if target.kind in ("text", "date", "numeric"):
        # Free answers prove nothing by themselves: they count as far as the wording does.
        return _kin(question, target) * text
    if target.kind == "nps":
        return _kin(question, target)
    if question.kind in ("text", "date") and not question.choices:
        return 0.0
    known_here = _known_share(question, heard, names)
    if target.kind == "grid":
        rows = [code_of(item.code, item.label.values(), names.items) for item in question.items]
        return (known_here + sum(map(bool, rows)) / len(rows)) / 2 if rows else 0.0
    return 0.0 if question.kind == "grid" else known_here


def _known_share(question: Question, heard: Mapping[str, int], names: Known) -> float:
    text = next(iter(question.text.values()), "")
    if question.kind in ("multiple", "ranking") or not heard:
        plain = [choice for choice in question.choices if choice.role not in ("other", "exclusive")]
        hits = sum(bool(code_of(choice.code, choice.label.values(), names.choices)) for choice in plain)
        return hits / len(plain) if plain else 0.0
    turns = turned(text, names.direction)
    said = sum(n for raw, n in heard.items() if code_of("", (raw,), names.choices) or turns.get(side(raw)))
    return said / sum(heard.values())


def _kin(question: Question, target: Question) -> float:
    if question.kind == target.kind:
        return 1.0
    mine, other = _CLOSED.get(question.kind, question.kind), _CLOSED.get(target.kind, target.kind)
    return 0.6 if mine == other else 0.0


def _recodes(scene: _Scene, row: int, target: str) -> dict[str, str]:
    """Lines the card needs: what a bare yes means in this wording, what an earlier edition said of a label.

    An earlier edition may have put the question the other way round: then only the same wording is trusted.
    """
    question, names = scene.questions[row], scene.targets[target]
    turns = turned(next(iter(question.text.values()), ""), names.direction)
    same = any(scene.memory.get(wording) == target for wording in _wordings(question))
    before = scene.recoded.get(target, {}) if same or not names.direction else {}
    found = {raw: turns.get(side(raw), "") or before.get(raw, "") for raw in sorted(scene.heard[row])}
    return {raw: code for raw, code in found.items() if code and not code_of("", (raw,), names.choices)}


def _labels(
    question: Question, heard: Mapping[str, int], names: Known, recodes: Mapping[str, str]
) -> tuple[LabelProposal, ...]:
    """Each answer of a closed question beside the choice it is; options and items that only the file has stay its own."""
    if not names.choices or question.kind in ("multiple", "ranking", "text", "date"):
        return ()
    order = sorted(heard, key=lambda raw: (-heard[raw], raw))
    return tuple(_label(raw, heard[raw], names, recodes) for raw in order)


def _label(raw: str, count: int, names: Known, recodes: Mapping[str, str]) -> LabelProposal:
    from rapidfuzz import fuzz

    exact = code_of("", (raw,), names.choices) or recodes.get(raw, "")
    best = {c: max(fuzz.ratio(normal(raw), word) for word in words) for c, words in names.choices.items()}
    ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
    (code, score), (second, next_score) = ranked[0], ranked[1] if len(ranked) > 1 else ("", 0.0)
    if exact:
        return LabelProposal(raw, count, exact, 100.0, next((c for c, _ in ranked if c != exact), ""), True)
    likely = code if score >= RATIO and score - next_score >= MARGIN else ""
    return LabelProposal(raw, count, likely, round(score, 1), second if likely else code, False)


def _ordered(base: Sequence[Sequence[float]]) -> list[list[float]]:
    """Scores with the share of the other clear pairs that stand in the same order in the file and in the catalogue."""
    clear = {
        row: max(range(len(line)), key=line.__getitem__) for row, line in enumerate(base) if max(line) >= WORTH_SAYING
    }
    scores = []
    for row, line in enumerate(base):
        others = [(r, c) for r, c in clear.items() if r != row]
        scores.append([value + ORDER * _concordance(row, column, others) for column, value in enumerate(line)])
    return scores


def _concordance(row: int, column: int, others: Sequence[tuple[int, int]]) -> float:
    if not others:
        return 1.0
    return sum((r < row) == (c < column) for r, c in others if c != column) / max(
        1, sum(c != column for _, c in others)
    )


def _assigned(scores: Sequence[Sequence[float]]) -> dict[int, int]:
    """The assignment of greatest total score: row of the file to column of the catalogue."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(np.asarray(scores), maximize=True)
    return {int(row): int(column) for row, column in zip(rows, columns, strict=True)}
