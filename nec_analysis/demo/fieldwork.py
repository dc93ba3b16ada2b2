"""The rows a survey tool collected: kept respondents, with the mess around them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nec_analysis.demo.answers import Answers, blank, draw, together
from nec_analysis.demo.draw import UNANSWERED, Ints, stream
from nec_analysis.demo.survey import Survey
from nec_analysis.demo.verbatims import verbatims

Times = npt.NDArray[np.datetime64]

KEPT, DUPLICATE, TEST, EMPTY, DRAFT = "kept", "duplicate", "test", "empty", "draft"
TESTS = (
    "TEST",
    "test",
    "Test – ne pas prendre en compte",
    "test formulaire, à supprimer",
    "Ceci est un test",
    "TEST 2",
)


@dataclass(frozen=True, slots=True)
class Collected:
    """Rows as they lie in the tool, oldest first. `token`: 0 for none; `person`: the same for both rows of a double;
    `kind` is what we know, never written.
    """

    survey: Survey
    answers: Answers
    started: Times
    ended: Times
    token: Ints
    person: Ints
    address: Ints
    seeds: Ints
    kind: npt.NDArray[np.str_]
    texts: dict[str, tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.kind)


def collect(survey: Survey, seed: int) -> Collected:
    """Everything the tool holds: kept answers, doubles of some of them, tests, forms left empty."""
    texts = {name: (*pool, *TESTS) for name, pool in verbatims(seed).items()}
    pools = {name: pool[: -len(TESTS)] for name, pool in texts.items()}
    kept = draw(survey, seed, pools)
    tests = _marked(draw(_tried(survey), seed + 1, pools), texts)
    empty = blank(survey, survey.mess.get(EMPTY, 0))
    rng = stream(seed, survey.id, "fieldwork")
    doubles = _doubles(kept, survey.mess.get(DUPLICATE, 0), rng)
    parts = {KEPT: kept, DUPLICATE: kept.take(doubles), TEST: tests, EMPTY: empty, DRAFT: _drafts(survey, seed, pools)}
    answers = together(list(parts.values()))
    kind = np.repeat(list(parts), [len(part.pages) for part in parts.values()])
    source = np.arange(len(kind))
    source[kind == DUPLICATE] = doubles
    return _dated(survey, answers, kind, source, texts, rng)


def _drafts(survey: Survey, seed: int, pools: dict[str, tuple[str, ...]]) -> Answers:
    """Forms saved and never sent: the first questions are answered, the others are not."""
    begun = draw(_tried(survey, DRAFT), seed + 2, pools)
    answered = {asked.id for asked in survey.questions[: len(survey.questions) // 3]}
    codes = {
        name: codes if name.partition(":")[0] in answered else np.full_like(codes, UNANSWERED)
        for name, codes in begun.codes.items()
    }
    return replace(begun, codes=codes, submitted=np.zeros_like(begun.submitted))


def _tried(survey: Survey, kind: str = TEST) -> Survey:
    """The same survey with a few complete forms: those its makers tried."""
    few = survey.sized(survey.mess.get(kind, 0))
    return replace(few, submitted=few.kept, pages=tuple(replace(p, reached=few.kept) for p in few.pages))


def _marked(tests: Answers, texts: dict[str, tuple[str, ...]]) -> Answers:
    """A test says so in its comment."""
    n = len(tests.pages)
    codes = dict(tests.codes)
    codes["comment"] = len(texts["comment"]) - len(TESTS) + np.arange(n) % len(TESTS)
    return replace(tests, codes=codes)


def _doubles(kept: Answers, n: int, rng: np.random.Generator) -> Ints:
    """Whose form was sent twice: only people who sent it."""
    return np.sort(rng.permutation(np.flatnonzero(kept.submitted))[:n])


def _dated(
    survey: Survey,
    answers: Answers,
    kind: npt.NDArray[np.str_],
    source: Ints,
    texts: dict[str, tuple[str, ...]],
    rng: np.random.Generator,
) -> Collected:
    n = len(kind)
    started = _moments(survey, n, rng)
    before = rng.integers(7_200, 6 * 86_400, int((kind == TEST).sum())).astype("timedelta64[s]")
    started[kind == TEST] = np.datetime64(survey.opened) - before
    pace = rng.lognormal(5.7, 0.5, n) * np.maximum(answers.pages, 1) / max(len(survey.pages), 1)
    ended = started + (pace.astype(np.int64) + 20).astype("timedelta64[s]")
    token = np.where(rng.random(n) < 0.6, rng.permutation(n) + 1, 0)
    token[kind == TEST] = 0
    address = rng.integers(1, 760, n)
    double = np.flatnonzero(kind == DUPLICATE)
    # Half of the doubles came through a personal link (same token), half by pressing "send" twice on a public one.
    token[source[double]] = np.where(np.arange(len(double)) % 2 == 0, source[double] + n + 1, 0)
    token[double], address[double] = token[source[double]], address[source[double]]
    started[double] = ended[source[double]] + rng.integers(20, 240, len(double))
    ended[double] = started[double] + rng.integers(15, 90, len(double))
    order = np.argsort(started, kind="stable")
    rows = Collected(
        survey, answers, started, ended, token, source, address, rng.integers(10**8, 2 * 10**9, n), kind, texts
    )
    return replace(
        rows,
        answers=answers.take(order),
        **{
            name: getattr(rows, name)[order]
            for name in ("started", "ended", "token", "person", "address", "seeds", "kind")
        },
    )


def _moments(survey: Survey, n: int, rng: np.random.Generator) -> Times:
    """When forms were opened: a wave at each mailing, in waking hours."""
    opened, closed = np.datetime64(survey.opened, "s"), np.datetime64(survey.closed, "s")
    days = max(int((closed - opened).astype(np.int64)) // 86_400, 1)
    wave = rng.choice([0.0, days / 3, 2 * days / 3], n, p=[0.55, 0.3, 0.15])
    day = np.minimum(np.floor(wave + rng.exponential(days / 12, n)), days - 1).astype(np.int64)
    second = np.clip(rng.normal(14.2, 3.1, n) * 3600, 7 * 3600, 23.4 * 3600).astype(np.int64)
    morning = opened.astype("datetime64[D]").astype("datetime64[s]")
    drawn = morning + day * 86_400 + second
    return np.asarray(np.maximum(drawn, opened + rng.integers(0, 7_200, n)))
