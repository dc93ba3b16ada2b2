"""Which question of the catalogue each question of an export is, proposed with a score for a person to confirm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nec_analysis.cards import Catalogue
from nec_analysis.french.matching import normal
from nec_analysis.mapping.lexicon import MARGIN, RATIO
from nec_analysis.mapping.names import Known, code_of, known
from nec_analysis.mapping.profile import MANY, profile
from nec_analysis.mapping.scores import ORDER, WORTH_SAYING, score, to_write, wordings
from nec_analysis.model import Column, Export, Question

AUTOMATIC, CLEAR = 0.90, 0.15
"""A pair is taken without asking from this score, this far above the next."""


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
    book = {question.id: question for question in catalogue.questions()}
    if not questions or not targets:
        return ()
    memory = remembered or {}
    asked: dict[str, list[Column]] = {}
    for column in export.columns:
        asked.setdefault(column.question, []).append(column)
    heard = tuple(_heard(export, q, asked.get(q.id, ())) for q in questions)
    lent = {id: (recoded or {}).get(id, {}) for id in targets}
    base = [
        [score(q, said, book[id], names, memory, lent[id]) for id, names in targets.items()]
        for q, said in zip(questions, heard, strict=True)
    ]
    scores = _ordered(base)
    put = Counter(text for q in questions for text in {normal(text) for text in q.text.values()})
    scene = _Scene(questions, heard, targets, scores, memory, lent, put)
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
    lent: Mapping[str, Mapping[str, str]]
    put: Mapping[str, int]
    """How many questions of the file have a wording, in normal form."""

    def rival(self, row: int, column: int) -> tuple[float, str]:
        """The best score that the pair must beat: another target for the question, another question for the target."""
        ids = list(self.targets)
        rivals = [(self.scores[row][i], id) for i, id in enumerate(ids) if i != column]
        rivals += [(self.scores[r][column], q.id) for r, q in enumerate(self.questions) if r != row]
        return max(rivals, default=(0.0, ""))


def _proposal(scene: _Scene, row: int, column: int) -> Proposal:
    question, heard = scene.questions[row], scene.heard[row]
    text, name = next(iter(question.text.values()), question.id), _name(question, scene.put)
    found = scene.scores[row][column] if column >= 0 else 0.0
    if found < WORTH_SAYING:
        return Proposal(question.id, name, text, "", round(found, 3), "", 0.0, "aucune question proche", False)
    second, runner_up = scene.rival(row, column)
    target = list(scene.targets)[column]
    recodes = to_write(question, heard, target, scene.targets[target], scene.memory, scene.lent[target])
    labels = _labels(question, heard, scene.targets[target], recodes)
    settled = all(label.exact for label in labels)
    return Proposal(
        question.id,
        name,
        text,
        target,
        round(found, 3),
        runner_up,
        round(second, 3),
        _why(question, target, found, found - second, settled, scene.memory),
        # What an earlier edition decided stands: an answer it never met then stops the run, with the line to add.
        _remembered(question, target, scene.memory) or (found >= AUTOMATIC and found - second >= CLEAR and settled),
        labels,
        recodes or None,
    )


def _why(question: Question, target: str, score: float, margin: float, settled: bool, memory: Mapping[str, str]) -> str:
    if _remembered(question, target, memory):
        return "comme dans une édition précédente"
    if not settled:
        return "des réponses restent à rattacher"
    if score >= AUTOMATIC and margin < CLEAR:
        return "une autre question est presque aussi proche"
    return "même question, mêmes réponses" if score >= AUTOMATIC else "question proche"


def _remembered(question: Question, target: str, memory: Mapping[str, str]) -> bool:
    return any(memory.get(wording) == target for wording in wordings(question))


def _name(question: Question, put: Mapping[str, int]) -> str:
    """How a card names a question: by its wording when that is unique, else by its id."""
    text = next(iter(question.text.values()), "")
    return text if text and put[normal(text)] == 1 and len(text) <= 200 and "\n" not in text else question.id


def _heard(export: Export, question: Question, columns: Iterable[Column]) -> dict[str, int]:
    """What was answered in its columns of one cell an answer, with counts; free answers say nothing here."""
    found: dict[str, int] = {}
    if question.kind in ("text", "date"):
        return found
    for column in columns:
        if column.part in ("value", "item", "choice_at_rank"):
            counts = profile(column.header, export.cells[column.index], export.dialect).counts
            for text, n in counts.items() if len(counts) <= MANY else ():
                found[text] = found.get(text, 0) + n
    return found


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
    beside = _concordances(len(base), clear, len(base[0]))
    return [
        [value + ORDER * share for value, share in zip(*lines, strict=True)] for lines in zip(base, beside, strict=True)
    ]


def _concordances(rows: int, clear: Mapping[int, int], columns: int) -> list[list[float]]:
    """For each pair the share of the other clear pairs, in another column, that stand on the same side of it in both."""
    import numpy as np

    above = np.zeros((rows + 1, columns), dtype=np.int64)
    for row, column in clear.items():
        above[row + 1, column] += 1
    # by row and column: clear pairs in the rows above, those of them in the columns before
    above = np.cumsum(above, axis=0)
    found = []
    for row in range(rows):
        own = np.zeros(columns, dtype=np.int64)
        if row in clear:
            own[clear[row]] = 1
        up, down = above[row], above[-1] - above[row] - own
        agree = np.cumsum(up) - up + down.sum() - np.cumsum(down)
        others = up.sum() + down.sum()
        if not others:
            found.append([1.0] * columns)
            continue
        apart = np.maximum(1, others - up - down)
        found.append((agree / apart).tolist())
    return found


def _assigned(scores: Sequence[Sequence[float]]) -> dict[int, int]:
    """The assignment of greatest total score: row of the file to column of the catalogue."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(np.asarray(scores), maximize=True)
    return {int(row): int(column) for row, column in zip(rows, columns, strict=True)}
