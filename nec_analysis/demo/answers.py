"""The answers of invented respondents, as integer codes with exact marginals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nec_analysis.demo.draw import (
    NOT_SHOWN,
    UNANSWERED,
    Floats,
    Ints,
    apportion,
    controlled_table,
    correlated,
    deal,
    stream,
)
from nec_analysis.demo.survey import Asked, Survey


@dataclass(frozen=True, slots=True)
class Answers:
    """One row a respondent. Codes are places in the question's options; `pages` the number of pages each one reached.

    list, yes_no, numeric, text: one code; multiple: 1 or 0 by option; grid: a code by item; ranking: a code by rank;
    `id:other`: place in the question's own free texts.
    """

    codes: Mapping[str, Ints]
    pages: Ints
    submitted: Ints

    def take(self, rows: Ints) -> Answers:
        """The answers of these rows, in this order."""
        return Answers({k: v[rows] for k, v in self.codes.items()}, self.pages[rows], self.submitted[rows])


def together(sheets: Sequence[Answers]) -> Answers:
    """Sheets of one survey, one below the other."""
    names = sheets[0].codes
    return Answers(
        {name: np.concatenate([s.codes[name] for s in sheets]) for name in names},
        np.concatenate([s.pages for s in sheets]),
        np.concatenate([s.submitted for s in sheets]),
    )


def draw(survey: Survey, seed: int, verbatims: Mapping[str, Sequence[str]]) -> Answers:
    """Answers of the kept respondents of a survey. `verbatims`: by question, the texts its open answers come from."""
    rng = stream(seed, survey.id, "pages")
    order = rng.permutation(survey.kept)
    place = np.empty(survey.kept, dtype=np.int64)
    place[order] = np.arange(survey.kept)
    pages = sum((place < page.reached).astype(np.int64) for page in survey.pages)
    assert isinstance(pages, np.ndarray)
    latent = rng.standard_normal(survey.kept)
    codes: dict[str, Ints] = {}
    for asked in survey.questions:
        found = _answered(asked, pages, latent, codes, stream(seed, survey.id, asked.id), verbatims)
        codes |= {name: cells.astype(np.int16) for name, cells in found.items()}
    return Answers(codes, pages, (place < survey.submitted).astype(np.int64))


def blank(survey: Survey, n: int) -> Answers:
    """People who saw the first page of questions, then left without an answer."""
    first = min(q.page for q in survey.questions if q.kind != "display")
    codes: dict[str, Ints] = {}
    for asked in survey.questions:
        cell = UNANSWERED if asked.page <= first else NOT_SHOWN
        for name, width in _shapes(asked).items():
            codes[name] = np.full((n, width) if width else n, cell, dtype=np.int16)
    return Answers(codes, np.full(n, first), np.zeros(n, dtype=np.int64))


def _shapes(asked: Asked) -> dict[str, int]:
    width = {"multiple": len(asked.options), "grid": len(asked.items), "ranking": len(asked.options)}.get(asked.kind, 0)
    shapes = {} if asked.kind == "display" else {asked.id: width}
    return shapes | ({f"{asked.id}:other": 0} if asked.other else {})


def _answered(
    asked: Asked,
    pages: Ints,
    latent: Floats,
    before: Mapping[str, Ints],
    rng: np.random.Generator,
    verbatims: Mapping[str, Sequence[str]],
) -> dict[str, Ints]:
    shown = pages >= asked.page
    match asked.kind:
        case "display":
            return {}
        case "multiple":
            return _ticked(asked, shown, before, rng)
        case "grid":
            rows = [_listed(asked, np.array(c), shown, pages, latent, rng) for c in asked.counts]
            return {asked.id: np.column_stack(rows)}
        case "ranking":
            return {asked.id: _ranked(asked, shown, rng)}
        case "text":
            return {asked.id: _said(asked, shown, rng, len(verbatims[asked.id]))}
        case _ if asked.given:
            return {asked.id: _linked(asked, before[asked.given], shown, pages, rng)}
        case _:
            codes = _listed(asked, np.array(asked.counts[0]), shown, pages, latent, rng)
            return {asked.id: codes} | _specified(asked, codes, rng)


def _who(n: int, shown: np.typing.NDArray[np.bool_], pages: Ints, rng: np.random.Generator) -> Ints:
    """Who answers. Only people who went to the end skip a question: nobody is left without any answer."""
    seen = np.flatnonzero(shown)
    last = pages[seen] == pages.max(initial=0)
    skippable = rng.permutation(np.concatenate([seen[last]]))
    skipped = np.concatenate([skippable, seen[~last]])[: max(len(seen) - n, 0)]
    return np.setdiff1d(seen, skipped, assume_unique=True)


def _listed(
    asked: Asked,
    counts: Ints,
    shown: np.typing.NDArray[np.bool_],
    pages: Ints,
    latent: Floats,
    rng: np.random.Generator,
) -> Ints:
    codes = np.where(shown, UNANSWERED, NOT_SHOWN).astype(np.int64)
    who = rng.permutation(_who(int(counts.sum()), shown, pages, rng))
    ordered = len(counts) - asked.apart
    split = int(counts[:ordered].sum())
    followers = who[:split]
    score = correlated(rng, latent[followers], asked.follows) if asked.follows else None
    codes[followers] = deal(rng, counts[:ordered], score)
    codes[who[split:]] = ordered + deal(rng, counts[ordered:])
    return codes


def _linked(
    asked: Asked, given: Ints, shown: np.typing.NDArray[np.bool_], pages: Ints, rng: np.random.Generator
) -> Ints:
    """Codes that follow another question: a table with exact margins, shuffled inside each row."""
    counts = np.array(asked.counts[0])
    codes = np.where(shown, UNANSWERED, NOT_SHOWN).astype(np.int64)
    who = rng.permutation(_who(int(counts.sum()), shown, pages, rng))
    profile = np.vstack([asked.profile, counts / max(counts.sum(), 1)])
    row = np.where(given[who] >= 0, given[who], len(profile) - 1)
    table = controlled_table(profile, np.bincount(row, minlength=len(profile)), counts)
    for level, line in enumerate(table):
        codes[who[row == level]] = deal(rng, line)
    return codes


def _ticked(
    asked: Asked, shown: np.typing.NDArray[np.bool_], before: Mapping[str, Ints], rng: np.random.Generator
) -> dict[str, Ints]:
    seen = np.flatnonzero(shown)
    codes = np.full((len(shown), len(asked.options)), NOT_SHOWN, dtype=np.int64)
    codes[seen] = 0
    own = before[asked.given][seen] if asked.given else np.full(len(seen), UNANSWERED)
    for option, count in enumerate(asked.counts[0]):
        score = rng.random(len(seen)) + (own == option)
        codes[seen[np.argsort(-score, kind="stable")[:count]], option] = 1
    others = np.full(len(shown), NOT_SHOWN, dtype=np.int64)
    others[seen] = UNANSWERED
    if asked.other:
        who = rng.permutation(seen)[: asked.others]
        others[who] = np.arange(len(who)) % len(asked.other_texts)
    return {asked.id: codes} | ({f"{asked.id}:other": others} if asked.other else {})


def _ranked(asked: Asked, shown: np.typing.NDArray[np.bool_], rng: np.random.Generator) -> Ints:
    """Rankings by weights (Plackett and Luce); some people rank only their first choices, some none."""
    n, k = len(shown), len(asked.options)
    order = np.argsort(rng.exponential(size=(n, k)) / np.array(asked.weights), axis=1, kind="stable")
    shares = [1 - asked.rate] + [asked.rate * 0.05] * (k - 1) + [asked.rate * (1 - 0.05 * (k - 1))]
    depth = deal(rng, apportion(n, shares))
    codes = np.where(np.arange(k) < depth[:, None], order, UNANSWERED)
    codes[~shown] = NOT_SHOWN
    return codes


def _said(asked: Asked, shown: np.typing.NDArray[np.bool_], rng: np.random.Generator, pool: int) -> Ints:
    """Texts: the first of the pool once each, then at random."""
    codes = np.where(shown, UNANSWERED, NOT_SHOWN).astype(np.int64)
    who = rng.permutation(np.flatnonzero(shown))[: round(asked.rate * int(shown.sum()))]
    codes[who] = np.where(np.arange(len(who)) < pool, np.arange(len(who)), rng.integers(pool, size=len(who)))
    return codes


def _specified(asked: Asked, codes: Ints, rng: np.random.Generator) -> dict[str, Ints]:
    """The free text of people who chose "Autre", the last option."""
    if not asked.other:
        return {}
    texts = np.where(codes == NOT_SHOWN, NOT_SHOWN, UNANSWERED).astype(np.int64)
    who = np.flatnonzero(codes == len(asked.options) - 1)
    told = rng.permutation(who)[: asked.others]
    texts[told] = np.arange(len(told)) % len(asked.other_texts)
    return {f"{asked.id}:other": texts}
