"""Margins of the population that weights are fitted to: how many people each level of a variable has."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nec_analysis.stats.design import Floats
from nec_analysis.stats.keys import BLOCK, Codes, keys, kind
from nec_analysis.stats.refusals import (
    LevelWithoutPopulation,
    LevelWithoutRespondent,
    MarginsDisagree,
    NegativeWeight,
)


@dataclass(frozen=True, slots=True)
class Margin:
    """A variable known for everybody: the level of each row as a code from 0, the population's count of each level."""

    name: str
    codes: Codes
    targets: Floats
    levels: tuple[str, ...] = ()

    def label(self, code: int) -> str:
        """The name of a level in a message."""
        return self.levels[code] if self.levels else str(code)


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows gathered by their combination of margins: weights can only depend on it.

    `of_row` gives the place of each row among all combinations, `kept` the places that somebody has; `codes` are the
    levels of those (margins x kept), `people` and `total` their rows and their base weight.
    """

    of_row: Codes
    room: int
    kept: NDArray[np.intp]
    codes: tuple[NDArray[np.intp], ...]
    people: NDArray[np.int64]
    total: Floats

    def of_people(self, values: Floats) -> Floats:
        """The value of each row from that of each kept combination."""
        everywhere = np.zeros(self.room)
        everywhere[self.kept] = values
        found = np.empty(self.of_row.size)
        for start in range(0, found.size, BLOCK):
            here = slice(start, start + BLOCK)
            np.take(everywhere, self.of_row[here], out=found[here], mode="clip")
        return found


def margin(name: str, labels: ArrayLike, counts: Mapping[str, float]) -> Margin:
    """A margin from the label of each row and the population's counts.

    Raises LevelWithoutPopulation for a label that has no count, LevelWithoutRespondent for a count without a row.
    """
    levels = tuple(counts)
    found, rows = np.unique(np.asarray(labels).astype(str), return_inverse=True)
    unknown = [str(level) for level in found if level not in counts]
    if unknown:
        raise LevelWithoutPopulation(f"{name}: no population count for {', '.join(unknown)}")
    place = np.array([levels.index(str(level)) for level in found], np.int64)
    made = Margin(name, place[rows], np.array([counts[level] for level in levels], float), levels)
    check((made,))
    return made


def check(margins: Sequence[Margin]) -> None:
    """Refuse margins that no weight can meet: empty levels, negative counts, totals that disagree by over 1e-9."""
    _check_targets(margins)
    for given in margins:
        _check_levels(given, np.bincount(given.codes, minlength=given.targets.size))


def cells(margins: Sequence[Margin], base: ArrayLike) -> Cells:
    """Rows gathered by their levels on all margins, checked; `base` is the weight of each row, or one for all."""
    _check_targets(margins)
    for given in margins:
        if given.codes.size and not 0 <= int(given.codes.min()) <= int(given.codes.max()) < given.targets.size:
            raise LevelWithoutPopulation(f"{given.name}: a level has no population count")
    shape = tuple(given.targets.size for given in margins)
    room, key = math.prod(shape), _places(margins, shape)
    places = np.arange(0)
    if room > max(4 * key.size, 1 << 20):
        places, key = np.unique(key, return_inverse=True)
        room = places.size
    people, total = _sums(key, np.asarray(base, float), room)
    kept = np.flatnonzero(people)
    codes = np.unravel_index(places[kept] if places.size else kept, shape)
    for given, levels in zip(margins, codes, strict=True):
        _check_levels(given, np.bincount(levels, people[kept], given.targets.size))
    return Cells(key, room, kept, tuple(np.asarray(levels) for levels in codes), people[kept], total[kept])


def _check_targets(margins: Sequence[Margin]) -> None:
    for given in margins:
        if not np.all(given.targets >= 0):
            raise NegativeWeight(f"{given.name}: a population count is negative or not a number")
    totals = [math.fsum(given.targets) for given in margins]
    if totals and max(totals) - min(totals) > 1e-9 * max(totals):
        said = ", ".join(f"{given.name} {size:g}" for given, size in zip(margins, totals, strict=True))
        raise MarginsDisagree(f"the margins do not have the same total: {said}")


def _check_levels(given: Margin, answered: NDArray[Any]) -> None:
    if answered.size > given.targets.size:
        raise LevelWithoutPopulation(f"{given.name}: a level has no population count")
    for code in np.flatnonzero((answered > 0) & (given.targets == 0)):
        raise LevelWithoutPopulation(f"{given.name}: {given.label(int(code))} answered but counts nobody")
    for code in np.flatnonzero((answered == 0) & (given.targets > 0)):
        raise LevelWithoutRespondent(f"{given.name}: nobody answered for {given.label(int(code))}")


def _places(margins: Sequence[Margin], shape: tuple[int, ...]) -> Codes:
    """The place of each row among all combinations, in the smallest integers that hold it."""
    found: Codes = np.empty(margins[0].codes.size, kind(math.prod(shape)))
    start = 0
    for key in keys([given.codes for given in margins], shape):
        found[start : start + key.size] = key
        start += key.size
    return found


def _sums(key: Codes, weights: Floats, room: int) -> tuple[NDArray[np.int64], Floats]:
    """Rows and base weights by place."""
    people, total = np.zeros(room, np.int64), np.zeros(room)
    for start in range(0, key.size, BLOCK):
        here = slice(start, start + BLOCK)
        people += np.bincount(key[here], minlength=room)
        if weights.ndim:
            total += np.bincount(key[here], weights[here], room)
    return people, total if weights.ndim else np.asarray(people * float(weights))
