"""The effective base of a share: how many people drawn at random, with replacement, would know as much."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nec_analysis.stats.refusals import PopulationTooSmall

Floats = NDArray[np.float64]


def effective_base(base: float, population: int = 0) -> float:
    """m (N - 1) / (N - m): simple random sampling without replacement. Cochran (1977), 2.8.

    `base` is the number m of people who answered; `population` N = 0 means that no list is known: no correction.
    A census (m = N) gives infinity.
    """
    if population <= 0:
        return float(base)
    if base > population:
        raise PopulationTooSmall(f"{base:g} answers cannot come from a population of {population}")
    return math.inf if base == population else base * (population - 1) / (population - base)


def effective_bases(bases: ArrayLike, population: ArrayLike = 0) -> Floats:
    """`effective_base` of each of many bases."""
    answered, listed = np.broadcast_arrays(np.asarray(bases, float), np.asarray(population, float))
    if np.any((listed > 0) & (answered > listed)):
        raise PopulationTooSmall("a base is larger than its population")
    with np.errstate(divide="ignore", invalid="ignore"):
        corrected = np.where(answered == listed, np.inf, answered * (listed - 1) / (listed - answered))
    return np.where(listed > 0, corrected, answered)


def kish(weights: ArrayLike) -> float:
    """Kish's design effect of unequal weights, n S w² / (S w)²; people of weight 0 are not counted. Kish (1965)."""
    given = np.asarray(weights, float)
    given = given[given > 0]
    total = float(given.sum())
    return float(given.size * (given**2).sum() / total**2) if total > 0 else 1.0
