"""Counts of answers that add up: those of two parts of a survey are those of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nec_analysis.errors import NecError
from nec_analysis.model import Account, Labels, Question, Questionnaire, Responses

if TYPE_CHECKING:
    from nec_analysis.measures.topline import Line

NUMBERS = ("numeric", "nps")
LANGUAGE = "language"

Key = tuple[str, str, str]
"""Question, item, choice."""


@dataclass(slots=True)
class Tally:
    """What parts of a survey add up to.

    `said`: labels and kind of base by key, in the order of the questionnaire; `bases` by question and item; `values`:
    how often each number was given, by question; `kinds` and `texts` of those questions.
    """

    counts: Counter[Key] = field(default_factory=Counter)
    bases: Counter[tuple[str, str]] = field(default_factory=Counter)
    said: dict[Key, tuple[str, str, str, str]] = field(default_factory=dict)
    values: dict[str, Counter[float]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    texts: dict[str, Labels] = field(default_factory=dict)
    languages: Counter[str] = field(default_factory=Counter)
    order: list[str] = field(default_factory=list)
    read: int = 0
    kept: int = 0
    set_aside: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Add another part. Raises NecError when a question is not of the same kind in both."""
        for id, kind in other.kinds.items():
            if self.kinds.setdefault(id, kind) != kind:
                raise NecError(
                    "parts-differ",
                    f"question « {id} »",
                    f"« {self.kinds[id]} » dans une partie, « {kind} » dans une autre",
                    "rattacher la colonne à une question du catalogue : [export.columns]",
                )
        self.counts.update(other.counts)
        self.bases.update(other.bases)
        self.said |= {key: said for key, said in other.said.items() if key not in self.said}
        for id, values in other.values.items():
            self.values.setdefault(id, Counter()).update(values)
        self.texts |= {id: text for id, text in other.texts.items() if id not in self.texts}
        self.languages.update(other.languages)
        self.order += [id for id in other.order if id not in self.order]
        self.read, self.kept = self.read + other.read, self.kept + other.kept
        self.set_aside.update(other.set_aside)

    @property
    def account(self) -> Account:
        """Rows read, kept, set aside by reason."""
        return Account(self.read, self.kept, {reason: n for reason, n in sorted(self.set_aside.items()) if n})


def tallied(responses: Responses, *, lang: str = "fr") -> Tally:
    """The tally of one part."""
    from nec_analysis.measures.topline import topline

    tally = Tally(read=responses.account.read, kept=responses.account.kept)
    tally.set_aside.update(responses.account.set_aside)
    questions = responses.questionnaire.questions
    tally.order = [question.id for question in questions]
    tally.kinds = {question.id: question.kind for question in questions}
    for line in topline(responses, lang=lang):
        if line.question != LANGUAGE and tally.kinds[line.question] not in NUMBERS:
            key = (line.question, line.item, line.choice)
            tally.counts[key] = line.count
            tally.bases[line.question, line.item] = line.base
            tally.said[key] = (line.question_label, line.item_label, line.choice_label, line.base_kind)
    for question in questions:
        if question.kind in NUMBERS:
            given = responses.frame[question.id].dropna().astype(float)
            tally.values[question.id] = Counter({float(value): int(n) for value, n in given.value_counts().items()})
            tally.texts[question.id] = dict(question.text)
    if LANGUAGE in responses.frame.columns:
        spoken = responses.frame[LANGUAGE].dropna().astype(str)
        tally.languages = Counter({str(code): int(n) for code, n in spoken.value_counts().items() if code})
    return tally


def lines(tally: Tally, *, population: int = 0, lang: str = "fr") -> tuple[Line, ...]:
    """The topline of the whole, as `measures.topline` gives it for one file."""
    from nec_analysis.measures.topline import topline

    found = list(topline(_spoken(tally), lang=lang))
    for id in tally.order:
        if tally.kinds[id] in NUMBERS:
            found += topline(_given(tally, id), lang=lang)
        else:
            found += [_line(tally, key, population) for key in tally.said if key[0] == id]
    return tuple(found)


def _line(tally: Tally, key: Key, population: int) -> Line:
    from nec_analysis.measures.states import shared
    from nec_analysis.measures.topline import Line, decimal, ratio

    question, item, choice = key
    hits, base = tally.counts[key], tally.bases[question, item]
    question_label, item_label, choice_label, base_kind = tally.said[key]
    # a ranking is no share of the population: `measures.topline` gives it no finite correction
    estimate = shared(hits, base, 0 if tally.kinds[question] == "ranking" else population)
    low, high = (decimal(100 * x, 4) if x is not None else "" for x in (estimate.low, estimate.high))
    percent = ratio(hits, base) if base else ""
    labels = (question, question_label, item, item_label, choice, choice_label)
    return Line(*labels, hits, base, base_kind, percent, low, high)


def _given(tally: Tally, id: str) -> Responses:
    """Answers to one question of numbers, made again from how often each was given."""
    import numpy as np

    values = sorted(tally.values[id].items())
    column = np.repeat([value for value, _ in values], [n for _, n in values]).astype(float)
    return _responses({id: column}, (Question(id, tally.kinds[id], tally.texts[id]),))


def _spoken(tally: Tally) -> Responses:
    codes = [code for code, n in sorted(tally.languages.items()) for _ in range(n)]
    return _responses({LANGUAGE: codes} if codes else {}, ())


def _responses(columns: Mapping[str, Iterable[Any]], questions: tuple[Question, ...]) -> Responses:
    import pandas as pd

    return Responses(
        Questionnaire("tally", "", {}, (), questions),
        pd.DataFrame(dict(columns)),
        pd.DataFrame(),
        (),
        Account(0, 0, {}),
    )


def to_json(tally: Tally) -> dict[str, Any]:
    """A tally in plain values, for another process."""
    return {
        "counts": [[*key, n] for key, n in tally.counts.items()],
        "bases": [[*key, n] for key, n in tally.bases.items()],
        "said": [[*key, *said] for key, said in tally.said.items()],
        "values": {id: [[value, n] for value, n in values.items()] for id, values in tally.values.items()},
        "kinds": tally.kinds,
        "texts": {id: dict(text) for id, text in tally.texts.items()},
        "languages": dict(tally.languages),
        "order": tally.order,
        "rows": [tally.read, tally.kept, dict(tally.set_aside)],
    }


def from_json(told: Mapping[str, Any]) -> Tally:
    """The tally another process told."""
    read, kept, aside = told["rows"]
    return Tally(
        Counter({(q, i, c): n for q, i, c, n in told["counts"]}),
        Counter({(q, i): n for q, i, n in told["bases"]}),
        {(q, i, c): (a, b, d, e) for q, i, c, a, b, d, e in told["said"]},
        {id: Counter(dict(values)) for id, values in told["values"].items()},
        told["kinds"],
        told["texts"],
        Counter(told["languages"]),
        told["order"],
        read,
        kept,
        Counter(aside),
    )
