"""Shares of people who gave an answer, with what their interval stands on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from nec_analysis.stats import survey_intervals
from nec_analysis.stats.design import Bools, Design, Floats, primary_units
from nec_analysis.stats.effective import effective_base, kish
from nec_analysis.stats.intervals import NOTHING_KNOWN, Interval, critical, wilson_bounds
from nec_analysis.stats.means import Estimated, mean, means
from nec_analysis.stats.refusals import Refusal

INTERVALS = ("wilson", "logit", "asin", "beta")


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its interval. `value` is None on an empty base, whose interval is (0, 1).

    `hits` and `base` count people, unweighted; `n_eff` is the effective base, infinite for a census; `n_free` the
    effective base that comparisons use, population left out; `deff` = base / n_free, the price of weights and clusters;
    `df` counts primary units minus strata. `state`: ok | empty | census.
    """

    value: float | None
    low: float
    high: float
    hits: int
    base: int
    n_eff: float
    n_free: float
    se: float
    df: int
    state: str

    @property
    def deff(self) -> float:
        """Design effect, population left out: 1 for people drawn one by one with equal weights."""
        return self.base / self.n_free if self.n_free else 1.0


def share(
    sample: Design,
    hits: ArrayLike,
    domain: ArrayLike | None = None,
    *,
    level: float = 0.95,
    method: str = "wilson",
    nonresponse: str = "missing",
) -> Share:
    """Share of `hits` (1, 0, NaN = no answer) among those of `domain` who answered.

    `nonresponse`: "missing" counts those without an answer as not sampled, f = m / N, which is prudent; "domain" keeps
    them in the sample, f = n / N, as R does. `method`: one of INTERVALS.
    """
    y = np.asarray(hits, float)
    inside = sample.everyone if domain is None else np.asarray(domain, bool)
    used = with_nonresponse(sample, inside & np.isnan(y)) if nonresponse == "missing" else sample
    answered = inside & ~np.isnan(y) & (sample.weights > 0) & (sample.counts > 0)
    found = mean(used, y, answered)
    if found.value is None:
        return Share(None, *NOTHING_KNOWN, 0, found.base, 0.0, 0.0, 0.0, 0, "empty")
    people = round(float(sample.counts[answered] @ (y[answered] > 0)))
    n_eff, n_free = effective(found, used, answered), free(sample, y, answered)
    low, high = interval(found, n_eff, level=level, method=method, plain=_simple(used, answered))
    state = "census" if math.isinf(n_eff) else "ok"
    return Share(found.value, low, high, people, found.base, n_eff, n_free, found.se, found.df, state)


def distribution(
    sample: Design,
    codes: ArrayLike,
    levels: Sequence[object],
    domain: ArrayLike | None = None,
    *,
    level: float = 0.95,
    nonresponse: str = "missing",
) -> tuple[tuple[Share, ...], Floats]:
    """The share of each of `levels` among those who gave one of them, then the covariance of all the shares."""
    given = np.asarray(codes)
    one_of = np.isin(given, np.asarray(levels))
    parts = tuple(
        share(sample, np.where(one_of, given == x, np.nan), domain, level=level, nonresponse=nonresponse)
        for x in levels
    )
    inside = one_of & (sample.everyone if domain is None else np.asarray(domain, bool))
    ticked = np.column_stack([(given == x).astype(float) for x in levels])
    return parts, means(sample, ticked, inside)[1]


def interval(
    found: Estimated, n_eff: float, *, level: float = 0.95, method: str = "wilson", plain: bool = False
) -> Interval:
    """Interval of an estimated share; `plain` samples of people use the normal quantile, the others Student's."""
    if found.value is None:
        return NOTHING_KNOWN
    df = math.inf if plain or found.df >= 100 else max(found.df, 1)
    if method == "wilson" or not (0 < found.value < 1 and found.variance > 0 and found.df > 0):
        low, high = wilson_bounds(found.value, n_eff, critical(level, df))
        return float(low), float(high)
    if method == "beta":
        return survey_intervals.korn_graubard(found.value, n_eff, found.base, found.df, level)
    if method not in INTERVALS:
        raise Refusal(f"no interval is called {method}: {', '.join(INTERVALS)}")
    return survey_intervals.METHODS[method](found.value, found.se, found.df, level)


def effective(found: Estimated, sample: Design, answered: Bools) -> float:
    """Effective base: p (1 - p) / variance; where the variance says nothing, m / (Kish's deff x (1 - f)).

    Simple random samples use the exact m (N - 1) / (N - m). Infinite when everybody on the list answered.
    """
    if found.value is None:
        return 0.0
    left = _open(sample, answered)
    if left == 0:
        return math.inf
    if _simple(sample, answered):
        whole = float(primary_units(sample)[0])
        size = round(float(sample.population[0]) * found.base / whole) if sample.population.size else 0
        return effective_base(found.base, max(size, found.base) if size else 0)
    if 0 < found.value < 1 and found.variance > 0:
        return found.value * (1 - found.value) / found.variance
    weights = np.repeat(sample.weights[answered], sample.counts[answered].astype(np.int64))
    return float(found.base / (kish(weights) * left))


def free(sample: Design, hits: ArrayLike, answered: Bools) -> float:
    """Effective base had the population no end: what a comparison of editions or groups stands on."""
    endless = replace(sample, population=np.zeros(0))
    return effective(mean(endless, hits, answered), endless, answered)


def with_nonresponse(sample: Design, missing: Bools) -> Design:
    """The design where those who gave no answer were not reached: f_h = m_h / N_h instead of n_h / N_h."""
    if not sample.population.size or not missing.any():
        return sample
    layers = sample.population.size
    people = np.bincount(sample.strata, sample.counts, layers)
    silent = np.bincount(sample.strata[missing], sample.counts[missing], layers)
    answered = np.maximum(people - silent, 1e-200)
    return replace(sample, population=sample.population * (people / answered))


def _open(sample: Design, answered: Bools) -> float:
    """1 - f, averaged over the people who answered."""
    if not sample.population.size:
        return 1.0
    share_left = 1 - primary_units(sample) / sample.population
    left = np.where(share_left < 1e-7, 0.0, share_left)
    people = sample.counts[answered]
    return float(left[sample.strata[answered]] @ people / people.sum())


def _simple(sample: Design, answered: Bools) -> bool:
    """Whether people were drawn one by one with one weight, from one list, and the domain is all who answered."""
    plain = sample.psu is None and sample.calibration is None and int(sample.strata.max(initial=0)) == 0
    weights = sample.weights[answered]
    return plain and bool(weights.size) and float(weights.max()) == float(weights.min())
