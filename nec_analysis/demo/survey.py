"""A questionnaire as it was put, with the marginals its answers must have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count, islice
from typing import Any

import numpy as np

from nec_analysis.demo.draw import apportion
from nec_analysis.demo.people import words

KINDS = ("display", "list", "yes_no", "multiple", "grid", "ranking", "numeric", "text")


@dataclass(frozen=True, slots=True)
class Option:
    """An answer offered, or a row of a grid: the code of the tool, the text people read."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the questionnaire.

    `counts`: answers by option (list, yes_no, numeric), ticks by option (multiple), answers by item then option (grid).
    `follows`: how much the answer follows the respondent's enthusiasm; `apart`: how many last options do not.
    `given` names the question whose `profile` (rows: its options, columns: ours) shapes this one.
    """

    id: str
    code: str
    kind: str
    page: int
    text: str
    options: tuple[Option, ...] = ()
    items: tuple[Option, ...] = ()
    counts: tuple[tuple[int, ...], ...] = ()
    other: bool = False
    other_texts: tuple[str, ...] = ()
    others: int = 0
    follows: float = 0.0
    apart: int = 0
    given: str = ""
    profile: tuple[tuple[float, ...], ...] = ()
    weights: tuple[float, ...] = ()
    rate: float = 1.0
    variants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the questionnaire, how many of the kept respondents reached it."""

    title: str
    reached: int


@dataclass(frozen=True, slots=True)
class Survey:
    """The questionnaire of one edition, its kept respondents, the rows that will have to be set aside."""

    id: str
    title: str
    kept: int
    submitted: int
    pages: tuple[Page, ...]
    questions: tuple[Asked, ...]
    mess: Mapping[str, int]
    opened: str
    closed: str
    tool: str
    file: str
    structure: str = ""

    def sized(self, n: int) -> Survey:
        """The same survey with `n` kept respondents, every count in proportion."""
        if n == self.kept:
            return self
        scale = n / self.kept
        return replace(
            self,
            kept=n,
            submitted=round(self.submitted * scale),
            pages=tuple(replace(p, reached=round(p.reached * scale)) for p in self.pages),
            questions=tuple(_sized(q, scale) for q in self.questions),
            mess={name: round(count * scale) for name, count in self.mess.items()},
        )

    def moved(self, rng: np.random.Generator) -> Survey:
        """The same survey with other marginals: each count pushed up or down by a quarter or so, totals kept."""
        return replace(self, questions=tuple(_moved(q, rng) for q in self.questions))

    def question(self, id: str) -> Asked:
        """The question of that id."""
        return next(q for q in self.questions if q.id == id)


def load(table: Mapping[str, Any]) -> Survey:
    """The survey a `survey.toml` describes."""
    return Survey(
        id=str(table["id"]),
        title=table["title"],
        kept=table["kept"],
        submitted=table["submitted"],
        pages=tuple(Page(p["title"], p["reached"]) for p in table["page"]),
        questions=tuple(_asked(q) for q in table["question"]),
        mess=table.get("mess", {}),
        opened=table["opened"],
        closed=table["closed"],
        tool=table["tool"],
        file=table["file"],
        structure=table.get("structure", ""),
    )


def _asked(table: Mapping[str, Any]) -> Asked:
    known = dict(table)
    for name in ("options", "items"):
        known[name] = tuple(Option(code, label) for code, label in known.get(name, ()))
    for name in ("counts", "profile"):
        rows = known.get(name, ())
        known[name] = tuple(tuple(row) for row in (rows if rows and isinstance(rows[0], list) else [rows]))
    for name in ("other_texts", "weights"):
        known[name] = tuple(known.get(name, ()))
    known["variants"] = {label: tuple(forms) for label, forms in known.get("variants", {}).items()}
    return Asked(**known)


def _sized(asked: Asked, scale: float) -> Asked:
    if asked.kind == "multiple":
        counts = tuple(tuple(round(c * scale) for c in row) for row in asked.counts)
    else:
        counts = tuple(tuple(apportion(round(sum(row) * scale), row).tolist()) for row in asked.counts)
    others = round(asked.others * scale)
    return replace(asked, counts=counts, others=others, other_texts=_typed(asked.other_texts, others))


def _typed(texts: tuple[str, ...], n: int) -> tuple[str, ...]:
    """At least `n` different texts people typed: many people never type the same one."""
    nouns = words()["organisations"]["nouns"]
    composed = (f"{text} {nouns[turn % len(nouns)]}{turn // len(nouns) or ''}" for turn in count() for text in texts)
    return (*texts, *islice(composed, max(n - len(texts), 0))) if texts else ()


def _moved(asked: Asked, rng: np.random.Generator) -> Asked:
    if asked.kind == "multiple":
        # Ticks are not shares of a whole: each option moves alone, never above what people could tick.
        counts = tuple(tuple(round(c * rng.uniform(0.6, 1.0)) for c in row) for row in asked.counts)
    else:
        pushed = [np.array(row) * rng.lognormal(0.0, 0.25, len(row)) for row in asked.counts]
        counts = tuple(tuple(apportion(sum(row), p).tolist()) for row, p in zip(asked.counts, pushed, strict=True))
    return replace(asked, counts=counts)
