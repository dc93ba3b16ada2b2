"""Margins of the population that weights are fitted to: how many people each level of a variable has."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nec_analysis.stats.design import Floats
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
    codes: NDArray[np.integer[Any]]
    targets: Floats
    levels: tuple[str, ...] = ()

    def label(self, code: int) -> str:
        """The name of a level in a message."""
        return self.levels[code] if self.levels else str(code)


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows gathered by their combination of margins: weights can only depend on it.

    `of_row` gives the cell of each row, `codes` the levels of each cell (margins x cells), `total` its base weight.
    """

    of_row: NDArray[np.integer[Any]]
    codes: tuple[NDArray[np.intp], ...]
    total: Floats


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
    for given in margins:
        if not np.all(given.targets >= 0):
            raise NegativeWeight(f"{given.name}: a population count is negative or not a number")
        answered = np.bincount(given.codes, minlength=given.targets.size)
        if answered.size > given.targets.size:
            raise LevelWithoutPopulation(f"{given.name}: a level has no population count")
        for code in np.flatnonzero((answered > 0) & (given.targets == 0)):
            raise LevelWithoutPopulation(f"{given.name}: {given.label(int(code))} answered but counts nobody")
        for code in np.flatnonzero((answered == 0) & (given.targets > 0)):
            raise LevelWithoutRespondent(f"{given.name}: nobody answered for {given.label(int(code))}")
    totals = [math.fsum(given.targets) for given in margins]
    if totals and max(totals) - min(totals) > 1e-9 * max(totals):
        said = ", ".join(f"{given.name} {size:g}" for given, size in zip(margins, totals, strict=True))
        raise MarginsDisagree(f"the margins do not have the same total: {said}")


def cells(margins: Sequence[Margin], base: ArrayLike) -> Cells:
    """Rows gathered by their levels on all margins; `base` is the weight of each row, or one for all."""
    shape = tuple(given.targets.size for given in margins)
    room = math.prod(shape)
    key = _key(margins, np.int32 if room < 2**31 else np.int64)
    weights = np.asarray(base, float)
    if room > max(4 * key.size, 1 << 20):
        kept, key = np.unique(key, return_inverse=True)
        total = _sums(key, weights, kept.size)
        return Cells(key, _unravelled(kept, shape), total)
    total = _sums(key, weights, room)
    kept = np.flatnonzero(np.bincount(key, minlength=room)) if weights.ndim else np.flatnonzero(total)
    place = np.zeros(room, np.int32)
    place[kept] = np.arange(kept.size)
    return Cells(place[key], _unravelled(kept, shape), total[kept])


def _unravelled(kept: NDArray[np.intp], shape: tuple[int, ...]) -> tuple[NDArray[np.intp], ...]:
    return tuple(np.asarray(codes) for codes in np.unravel_index(kept, shape))


def _key(margins: Sequence[Margin], kind: type[np.signedinteger[Any]]) -> NDArray[np.signedinteger[Any]]:
    key = margins[0].codes.astype(kind)
    for given in margins[1:]:
        key *= given.targets.size
        key += given.codes.astype(kind, copy=False)
    return key


def _sums(key: NDArray[np.integer[Any]], weights: Floats, size: int) -> Floats:
    if weights.ndim == 0:
        return np.asarray(np.bincount(key, minlength=size) * float(weights))
    return np.asarray(np.bincount(key, weights, size), float)
