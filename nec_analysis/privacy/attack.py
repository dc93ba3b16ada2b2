"""The attacker: what all published numbers together tell of a group of people, by linear programming."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nec_analysis.privacy.regrouping import WIDTH
from nec_analysis.stats.publication import MASKED_UNDER

TOLERANCE = 1e-6
"""Of the solver: a count may be so far from an integer."""
TRIES = 24
"""Directions looked in, at most, for solutions that set many groups free at once."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a published number says: low ≤ sum of coefficient × people of a group ≤ high. `place`: the file it is in."""

    place: str
    terms: Mapping[str, float]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Target:
    """A group to protect. `part`: people of a small group who gave one answer, so that its total is no secret."""

    group: str
    part: bool = False


@dataclass(frozen=True, slots=True)
class Leak:
    """A group under 11 that an attacker places between two close numbers, with the files that tell."""

    group: str
    low: int
    high: int
    places: tuple[str, ...]


def leaks(claims: Iterable[Claim], targets: Iterable[Target]) -> tuple[Leak, ...]:
    """Every target that the claims pin to an interval narrower than five.

    The size of a group leaks when it is surely under 11 and not empty. The answers of a small group leak when at least
    one person surely gave that answer: that nobody did may be read off a row of 11 or more, which may be shown.
    What one number says by itself counts whatever the others say. Claims that contradict one another cannot all be
    believed: together with the others, those that cannot are left out.
    """
    everything = tuple(claims)
    wanted = {target.group: target for target in targets}
    found = dict(_said(everything, wanted))
    for part in _connected(everything):
        names = sorted({name for claim in part for name in claim.terms})
        here = [wanted[name] for name in names if name in wanted and name not in found]
        if here:
            found |= {leak.group: leak for leak in _System(names, part).leaks(here)}
    return tuple(found[group] for group in sorted(found))


def agree(claims: Iterable[Claim]) -> bool:
    """Whether all of these numbers can be true of the same people."""
    return all(_System(sorted({n for c in part for n in c.terms}), part).agree for part in _connected(tuple(claims)))


def _said(claims: Iterable[Claim], wanted: Mapping[str, Target]) -> Iterator[tuple[str, Leak]]:
    """The targets that a single number gives away."""
    for claim in claims:
        group, weight = next(iter(claim.terms.items()))
        if len(claim.terms) == 1 and weight == 1 and group in wanted and _tells(claim.low, claim.high, wanted[group]):
            yield group, Leak(group, ceil(claim.low - TOLERANCE), floor(claim.high + TOLERANCE), (claim.place,))


def bounds(claims: Iterable[Claim]) -> dict[str, tuple[float, float]]:
    """By group, the least and the most people that any one claim leaves it."""
    found: dict[str, tuple[float, float]] = {}
    for claim in claims:
        if min(claim.terms.values()) <= 0:
            continue
        for group, weight in claim.terms.items():
            low, high = found.get(group, (0.0, inf))
            least = claim.low / weight if len(claim.terms) == 1 else 0.0
            found[group] = max(low, least), min(high, claim.high / weight)
    return found


def _connected(claims: Sequence[Claim]) -> Iterator[tuple[Claim, ...]]:
    """The claims in families that share no group."""
    family: dict[str, str] = {}

    def head(name: str) -> str:
        while family.setdefault(name, name) != name:
            name = family[name]
        return name

    for claim in claims:
        first, *others = claim.terms
        for other in others:
            family[head(other)] = head(first)
    families: dict[str, list[Claim]] = {}
    for claim in claims:
        families.setdefault(head(next(iter(claim.terms))), []).append(claim)
    yield from map(tuple, families.values())


class _System:
    """Claims as rows, groups as columns."""

    def __init__(self, names: Sequence[str], claims: tuple[Claim, ...]) -> None:
        self.names, self.claims = list(names), claims
        self.least, self.most = np.full(len(names), inf), np.full(len(names), -inf)
        self._write()
        self.agree = bool(self._solve(np.zeros(len(names))).success)
        if not self.agree:
            self.claims = self._believable()
            self._write()

    def leaks(self, targets: Sequence[Target]) -> Iterator[Leak]:
        """The targets whose whole interval is narrow."""
        known, column = bounds(self.claims), {name: n for n, name in enumerate(self.names)}
        asked = [target for target in targets if known.get(target.group, (0.0, inf))[0] < MASKED_UNDER]
        self._spread([column[target.group] for target in asked])
        for target in asked:
            at = column[target.group]
            if self._free(at):
                continue
            low, high, places = self._interval(at)
            if _tells(low, high, target):
                yield Leak(target.group, ceil(low - TOLERANCE), floor(high + TOLERANCE), places)

    def _free(self, at: int) -> bool:
        """Whether two solutions stand far enough apart already, in whole people."""
        return bool(np.floor(self.most[at] + TOLERANCE) - np.ceil(self.least[at] - TOLERANCE) >= WIDTH)

    def _spread(self, columns: Sequence[int]) -> None:
        """Look for solutions far apart in many groups at once, as long as some of these are not free and others get so."""
        drawn = np.random.default_rng(0)
        held = [at for at in columns if not self._free(at)]
        for _ in range(TRIES):
            if not held:
                return
            cost = np.zeros(len(self.names))
            cost[held] = drawn.normal(size=len(held))
            for sign in (1, -1):
                self._solve(sign * cost)
            before, held = held, [at for at in held if not self._free(at)]
            if len(held) == len(before):
                return

    def _write(self) -> None:
        """Each claim as two rows: not above its high end, not below its low end."""
        from scipy.sparse import csr_array, vstack

        column = {name: n for n, name in enumerate(self.names)}
        entries = [(row, column[name], by) for row, c in enumerate(self.claims) for name, by in c.terms.items()]
        rows, columns, weights = (list(part) for part in zip(*entries, strict=True)) if entries else ([], [], [])
        once = csr_array((weights, (rows, columns)), shape=(len(self.claims), len(self.names)))
        self.rows = csr_array(vstack([once, -once]))
        self.limits = np.array([*(c.high for c in self.claims), *(-c.low for c in self.claims)], dtype=np.float64)

    def _solve(self, cost: Floats) -> Any:
        from scipy.optimize import linprog

        solved = linprog(cost, A_ub=self.rows, b_ub=self.limits, bounds=(0, None), method="highs")
        if solved.success:
            self.least, self.most = np.minimum(self.least, solved.x), np.maximum(self.most, solved.x)
        return solved

    def _interval(self, at: int) -> tuple[float, float, tuple[str, ...]]:
        """The least and greatest number of people of a group, with the places that hold it there."""
        ends, places = [0.0, inf], set()
        for n, sign in enumerate((1, -1)):
            cost = np.zeros(len(self.names))
            cost[at] = sign
            solved = self._solve(cost)
            if solved.success:
                ends[n] = float(solved.x[at])
                told = np.abs(solved.ineqlin.marginals).reshape(2, -1).max(axis=0)
                places |= {c.place for c, weight in zip(self.claims, told, strict=True) if weight > TOLERANCE}
        return ends[0], ends[1], tuple(sorted(places))

    def _believable(self) -> tuple[Claim, ...]:
        """The claims that hold in the solution where the sum of all breaches is least."""
        from scipy.optimize import linprog
        from scipy.sparse import eye_array, hstack

        many = self.rows.shape[0]
        elastic = hstack([self.rows, -eye_array(many)])
        cost = np.r_[np.zeros(len(self.names)), np.ones(many)]
        solved = linprog(cost, A_ub=elastic, b_ub=self.limits, bounds=(0, None), method="highs")
        breach = solved.x[len(self.names) :].reshape(2, -1).max(axis=0)
        return tuple(c for c, by in zip(self.claims, breach, strict=True) if by <= TOLERANCE)


def _tells(low: float, high: float, target: Target) -> bool:
    low, high = low - TOLERANCE, high + TOLERANCE
    if high == inf or floor(high) - ceil(low) >= WIDTH or high < 1 or low > MASKED_UNDER - 1:
        return False
    return ceil(low) > 0 or not target.part
