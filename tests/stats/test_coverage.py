"""How often an interval holds the truth, by exact enumeration of every sample that could be drawn."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from nec_analysis.stats import nps
from nec_analysis.stats.differences import newcombe
from nec_analysis.stats.effective import effective_base
from nec_analysis.stats.intervals import critical, hypergeometric, wilson_bounds

SHARES = np.linspace(0.02, 0.98, 97)


def log_ways(n, k):  # type: ignore[no-untyped-def]
    return special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)


def drawn(population: int, base: int, holding: int) -> np.ndarray:  # type: ignore[type-arg]
    """Probability of each count when `base` are drawn from a population of which `holding` agree."""
    x = np.arange(base + 1)
    possible = (x <= holding) & (base - x <= population - holding)
    logs = np.where(possible, log_ways(holding, np.minimum(x, holding)), 0)
    logs = logs + np.where(possible, log_ways(population - holding, np.minimum(base - x, population - holding)), 0)
    return np.where(possible, np.exp(logs - log_ways(population, base)), 0.0)


def binomial(base: int, share: float) -> np.ndarray:  # type: ignore[type-arg]
    x = np.arange(base + 1)
    return np.asarray(np.exp(log_ways(base, x) + special.xlogy(x, share) + special.xlog1py(base - x, -share)))


def wilson_coverage(population: int, base: int) -> np.ndarray:  # type: ignore[type-arg]
    x = np.arange(base + 1)
    low, high = wilson_bounds(x / base, effective_base(base, population), critical())
    found = []
    for holding in np.unique(np.round(SHARES * population).astype(int)):
        truth = holding / population
        inside = (low <= truth + 1e-12) & (truth <= high + 1e-12)
        found.append(drawn(population, base, int(holding))[inside].sum())
    return np.array(found)


@pytest.mark.parametrize(
    ("population", "base"),
    [(1700, 30), (1700, 100), (1700, 300), (1700, 1000), (1450, 600), (400, 30), (300, 100), (5000, 200)],
)
def test_wilson_with_the_population_covers_what_it_says(population: int, base: int) -> None:
    coverage = wilson_coverage(population, base)
    assert 0.945 <= coverage.mean() <= 0.958
    assert coverage.min() >= (0.93 if base >= 100 else 0.91)


@pytest.mark.parametrize(("n1", "n2"), [(900, 600), (300, 250), (100, 80), (30, 25), (60, 400)])
def test_newcombe_without_the_population_covers_what_it_says(n1: int, n2: int) -> None:
    coverage = newcombe_coverage(n1, n2)
    assert 0.945 <= coverage.mean() <= 0.955


def newcombe_coverage(n1: int, n2: int) -> np.ndarray:  # type: ignore[type-arg]
    """Exact coverage over pairs of shares, as `differences.newcombe` computes each interval."""
    z = critical()
    p1, p2 = np.arange(n1 + 1) / n1, np.arange(n2 + 1) / n2
    (l1, u1), (l2, u2) = wilson_bounds(p1, n1, z), wilson_bounds(p2, n2, z)
    gap = p1[:, None] - p2[None, :]
    low = gap - np.sqrt((p1 - l1)[:, None] ** 2 + (u2 - p2)[None, :] ** 2)
    high = gap + np.sqrt((u1 - p1)[:, None] ** 2 + (p2 - l2)[None, :] ** 2)
    for x1, x2 in ((0, 0), (n1, 0), (n1 // 3, n2 // 2), (n1, n2)):
        assert (low[x1, x2], high[x1, x2]) == pytest.approx(newcombe(x1, n1, x2, n2), abs=1e-12)
    found = []
    for a in SHARES[::6]:
        for b in SHARES[::6]:
            inside = (low <= a - b + 1e-12) & (a - b <= high + 1e-12)
            found.append(binomial(n1, a) @ inside @ binomial(n2, b))
    return np.array(found)


@pytest.mark.parametrize(("base", "least"), [(15, 0.92), (30, 0.93), (60, 0.94)])
def test_the_nps_interval_covers_what_it_says(base: int, least: float) -> None:
    coverage = nps_coverage(base)
    assert coverage.min() >= least
    assert 0.945 <= coverage.mean() <= 0.96


def nps_coverage(base: int) -> np.ndarray:  # type: ignore[type-arg]
    """Exact coverage over every mixture of promoters, passives and detractors in steps of 5 points."""
    counts = [(up, down) for up in range(base + 1) for down in range(base + 1 - up)]
    bounds = np.array([nps.interval(up, base - up - down, down) for up, down in counts])
    ways = np.array([log_ways(base, up) + log_ways(base - up, down) for up, down in counts])
    ups, downs = np.array(counts).T
    found = []
    for p in np.arange(0.1, 0.91, 0.05):
        for d in np.arange(0.05, 0.91 - p, 0.05):
            logs = ways + ups * np.log(p) + downs * np.log(d) + special.xlogy(base - ups - downs, 1 - p - d)
            truth = 100 * (p - d)
            inside = (bounds[:, 0] <= truth + 1e-9) & (truth <= bounds[:, 1] + 1e-9)
            found.append(np.exp(logs)[inside].sum())
    return np.array(found)


@pytest.mark.parametrize(("population", "base"), [(60, 40), (200, 30), (400, 80)])
def test_the_exact_interval_never_covers_less_than_it_says(population: int, base: int) -> None:
    bounds = [hypergeometric(x, base, population) for x in range(base + 1)]
    for holding in range(population + 1):
        truth = holding / population
        inside = [low - 1e-12 <= truth <= high + 1e-12 for low, high in bounds]
        assert drawn(population, base, holding)[inside].sum() >= 0.95 - 1e-9


def test_wilson_with_the_population_covers_1000_of_1700() -> None:
    coverage = wilson_coverage(1700, 1000)
    assert coverage.mean() == pytest.approx(0.950, abs=0.002)
    assert coverage.min() >= 0.93
