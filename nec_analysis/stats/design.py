"""How the answers were obtained: weights, strata, clusters, finite populations, calibration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nec_analysis.stats.refusals import NegativeWeight, PopulationTooSmall, Refusal

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


BLOCK = 1 << 18
"""Rows whose squares are added up at a time."""


class Residuals(Protocol):
    """Whatever takes out of each row's influence what known margins explain."""

    def residuals(self, influence: Floats, counts: Floats) -> Floats:
        """The part of `influence` (rows x estimates) that is left."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Margins that the weights were fitted to, kept to compute standard errors from residuals.

    People of the same levels share a row of `basis`, found through `alike`: times `root` (the square root of base weight
    x people) it is theirs in an orthonormal basis of the margin columns, scaled by `root`. `base` are the weights before,
    `fitted` those after. Residuals use the BASE weights. Deville & Särndal (1992), 3.4.
    """

    basis: Floats
    alike: NDArray[np.int32]
    root: Floats
    base: Floats
    fitted: Floats

    def residuals(self, influence: Floats, counts: Floats) -> Floats:
        """What the margins do not explain of each row's influence."""
        root = np.sqrt(self.base * counts)
        left = influence * (root / np.where(self.fitted > 0, self.fitted, 1.0))[:, None]
        sums = [np.bincount(self.alike, self.root * column, len(self.basis)) for column in left.T]
        explained = self.basis @ (self.basis.T @ np.column_stack(sums))
        # column by column: of millions of people one more table does not fit
        for column, known in zip(left.T, explained.T, strict=True):
            column -= self.root * known[self.alike]
        left *= (self.fitted / np.where(root > 0, root, 1.0))[:, None]
        return np.asarray(left)


@dataclass(frozen=True, slots=True)
class Design:
    """One row a person, or a cell of `counts` people who are alike.

    `strata` and `psu` are codes from 0; `population` is the size of each stratum's list (of primary units when there
    are clusters), empty when none is known: no finite population correction.
    """

    weights: Floats
    counts: Floats
    strata: Ints
    psu: Ints | None
    population: Floats
    calibration: Residuals | None = None

    @property
    def rows(self) -> int:
        """How many rows the design has."""
        return int(self.weights.size)

    @property
    def everyone(self) -> Bools:
        """The domain of all rows."""
        return np.ones(self.rows, bool)


def design(
    weights: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    psu: ArrayLike | None = None,
    population: ArrayLike = (),
    counts: ArrayLike | None = None,
    calibration: Residuals | None = None,
) -> Design:
    """A checked Design; `strata` and `psu` may be any labels, `population` one size or one a stratum, in sorted order.

    Raises NegativeWeight, and PopulationTooSmall when a stratum has more answers than people.
    """
    given = np.asarray(weights, float)
    if not np.all(given >= 0) or not np.all(np.isfinite(given)):
        raise NegativeWeight("a weight is negative or not a number")
    people = np.ones(given.size) if counts is None else np.asarray(counts, float)
    layers = _codes(strata, given.size)
    clusters = None if psu is None else _codes(psu, given.size)
    sizes = np.atleast_1d(np.asarray(population, float))
    made = Design(given, people, layers, clusters, sizes, calibration)
    sampled = primary_units(made)
    if sizes.size not in (0, sampled.size):
        raise Refusal(f"{sampled.size} strata need {sampled.size} population sizes, not {sizes.size}")
    if sizes.size and np.any(sampled > sizes):
        raise PopulationTooSmall("a stratum has more answers than people on its list")
    return made


def simple(base: int, population: int = 0) -> Design:
    """Simple random sampling of `base` people, each standing for population / base of them (for one when unknown)."""
    weight = population / base if population and base else 1.0
    return design(np.full(base, weight), population=[population] if population else [])


def primary_units(sample: Design) -> Floats:
    """How many primary units each stratum has: people, or clusters."""
    size = int(sample.strata.max(initial=-1)) + 1
    if sample.psu is None:
        return np.asarray(np.bincount(sample.strata, sample.counts, size), float)
    return np.bincount(_pairs(sample)[0], minlength=size).astype(float)


def covariance(sample: Design, influence: ArrayLike) -> Floats:
    """Covariance of the totals of `influence` (rows x estimates, weights included, 0 outside the domain).

    S_h (1 - f_h) n_h / (n_h - 1) [S zz' - (S z)(S z)' / n_h], over the primary units of each stratum. A stratum with
    one unit adds its own square, which is prudent; a stratum seen whole adds nothing. Binder (1983).
    """
    z = np.asarray(influence, float)
    z = z[:, None] if z.ndim == 1 else z
    if sample.calibration is not None:
        z = sample.calibration.residuals(z, sample.counts)
    layers, people = sample.strata, sample.counts
    units = primary_units(sample)
    if sample.psu is not None:
        z, layers = _cluster_totals(sample, z)
        people = np.ones(layers.size)
    sums = np.column_stack([np.bincount(layers, people * column, units.size) for column in z.T])
    centre = np.where(units > 1, 1 / np.maximum(units, 1), 0.0)[:, None] * sums
    scale = _open_share(sample, units) * np.where(units > 1, units / np.maximum(units - 1, 1), 1.0)
    found = np.zeros((z.shape[1], z.shape[1]))
    # some rows at a time: of millions of people two more tables do not fit
    for start in range(0, len(z), BLOCK):
        here = slice(start, start + BLOCK)
        part = z[here] - centre[layers[here]]
        found += (part * (people[here] * scale[layers[here]])[:, None]).T @ part
    return found


def degrees(sample: Design, domain: ArrayLike | None = None) -> int:
    """Degrees of freedom: primary units minus strata that hold someone of the domain with a weight."""
    inside = (sample.everyone if domain is None else np.asarray(domain, bool)) & (sample.weights > 0)
    strata = np.unique(sample.strata[inside]).size
    if sample.psu is None:
        return round(float(sample.counts[inside].sum())) - strata
    return np.unique(_pairs(sample)[1][inside]).size - strata


def _open_share(sample: Design, units: Floats) -> Floats:
    """1 - f of each stratum; 0 for one seen whole."""
    if not sample.population.size:
        return np.ones(units.size)
    share = (sample.population - units) / np.where(sample.population > 0, sample.population, 1.0)
    return np.where(share < 1e-7, 0.0, share)


def _pairs(sample: Design) -> tuple[Ints, Ints]:
    """Stratum of each distinct (stratum, cluster), then the number of the pair of each row."""
    assert sample.psu is not None
    width = int(sample.psu.max(initial=0)) + 1
    keys, rows = np.unique(sample.strata * width + sample.psu, return_inverse=True)
    return keys // width, rows


def _cluster_totals(sample: Design, z: Floats) -> tuple[Floats, Ints]:
    strata, rows = _pairs(sample)
    totals = [np.bincount(rows, sample.counts * column, strata.size) for column in z.T]
    return np.column_stack(totals), strata


def _codes(labels: ArrayLike | None, rows: int) -> Ints:
    if labels is None:
        return np.zeros(rows, np.int64)
    return np.unique(np.asarray(labels), return_inverse=True)[1].astype(np.int64)
