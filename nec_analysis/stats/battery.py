"""Every closed question of a survey counted by one group, in one pass over the people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from nec_analysis.stats.axis import Axis
from nec_analysis.stats.design import Floats, Ints
from nec_analysis.stats.effective import effective_bases
from nec_analysis.stats.intervals import critical, wilson_bounds
from nec_analysis.stats.refusals import DifferentAxes
from nec_analysis.stats.table import BLOCK, Codes, histogram

PACKED = 1 << 15
"""Bins of a histogram shared by several questions: more of them no longer fit a processor's cache."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of one question: rows are everybody, then each group; columns its levels.

    `base` counts those who answered (0 leaves a share of 0 with the interval (0, 1)); a census has low = high.
    """

    hits: Ints
    base: Ints
    value: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Battery:
    """Counts of each question by group: a list of (groups + 1) x places arrays that add up like tables.

    Place 0 is no group and no answer. A multiple question has, after place 0, those who answered, then each option.
    """

    by: Axis
    questions: tuple[Axis, ...]
    counts: tuple[Ints, ...]

    def __add__(self, other: Battery) -> Battery:
        if (self.by, self.questions) != (other.by, other.questions):
            raise DifferentAxes("batteries of different questions cannot be added")
        return Battery(self.by, self.questions, tuple(a + b for a, b in zip(self.counts, other.counts, strict=True)))

    def shares(self, population: ArrayLike = 0, level: float = 0.95) -> tuple[Shares, ...]:
        """Shares and Wilson intervals of every question, overall then by group.

        `population` is the size of everybody's list, or of everybody's then of each group's; 0 when unknown.
        """
        z = critical(level)
        sizes = np.asarray(population, float)
        sizes = np.concatenate([sizes.reshape(-1), np.zeros(len(self.by.levels))]) if sizes.size == 1 else sizes
        whole = [_overall(axis, counts) for axis, counts in zip(self.questions, self.counts, strict=True)]
        base = np.concatenate([np.repeat(b[:, None], h.shape[1], 1) for h, b in whole], axis=1)
        hits = np.concatenate([h for h, _ in whole], axis=1)
        value = hits / np.maximum(base, 1)
        low, high = wilson_bounds(value, effective_bases(base, sizes[:, None]), z)
        edges = np.cumsum([h.shape[1] for h, _ in whole])[:-1]
        parts = (np.split(x, edges, axis=1) for x in (value, low, high))
        return tuple(Shares(h, b, *rest) for (h, b), *rest in zip(whole, *parts, strict=True))


def battery(by: Axis, group: ArrayLike, questions: Sequence[Axis], codes: Mapping[str, ArrayLike]) -> Battery:
    """Count `codes` (integers by question name, -1 = no answer, bitmasks where `multiple`) by `group` (codes).

    Questions share a histogram as far as it stays small: three of five choices by twelve groups at a time.
    Raises UnknownCode for a code that is not on its axis.
    """
    groups = by.checked(group)
    singles = [axis for axis in questions if not axis.multiple]
    found = {}
    for pack in _packs(by, singles):
        columns = [groups, *(axis.checked(codes[axis.name]) for axis in pack)]
        shape = [by.places, *(axis.places for axis in pack)]
        joint = histogram(columns, shape).reshape(shape)
        for place, axis in enumerate(pack, start=1):
            others = tuple(k for k in range(1, len(shape)) if k != place)
            found[axis.name] = joint.sum(axis=others)
    for axis in questions:
        if axis.multiple:
            found[axis.name] = _options(by, groups, axis, np.asarray(codes[axis.name]))
    return Battery(by, tuple(questions), tuple(found[axis.name] for axis in questions))


def _packs(by: Axis, questions: Sequence[Axis]) -> list[list[Axis]]:
    """Questions in the order given, gathered while their common histogram has no more than PACKED bins."""
    packs: list[list[Axis]] = []
    room = PACKED + 1
    for axis in questions:
        if room * axis.places > PACKED:
            packs.append([])
            room = by.places
        packs[-1].append(axis)
        room *= axis.places
    return packs


def _options(by: Axis, groups: Codes, axis: Axis, masks: Codes) -> Ints:
    """Per group: no answer, answered, then each option; a byte of options at a time."""
    found = np.zeros((by.places, len(axis.levels) + 2), np.int64)
    given = axis.checked(masks)
    for first in range(0, len(axis.levels), 8):
        width = min(8, len(axis.levels) - first)
        byte = _byte(given, first, width) if len(axis.levels) > 8 else given
        joint = histogram([groups, byte], [by.places, (1 << width) + 1]).reshape(by.places, -1)
        ticked = (np.arange(1 << width)[:, None] >> np.arange(width)) & 1
        found[:, 2 + first : 2 + first + width] = joint[:, 1:] @ ticked
        found[:, 0], found[:, 1] = joint[:, 0], joint[:, 1:].sum(1)
    return found


def _byte(masks: Codes, first: int, width: int) -> Codes:
    """Some bits of each mask, -1 where there is no answer; a block at a time, to hold one small copy."""
    part = np.empty(masks.size, np.int16)
    for start in range(0, masks.size, BLOCK):
        block = masks[start : start + BLOCK]
        part[start : start + BLOCK] = np.where(block < 0, -1, (block >> first) & ((1 << width) - 1))
    return part


def _overall(axis: Axis, counts: Ints) -> tuple[Ints, Ints]:
    """Hits and bases, everybody first."""
    rows = np.vstack([counts.sum(0), counts[1:]])
    if axis.multiple:
        return rows[:, 2:], rows[:, 1]
    return rows[:, 1:], rows[:, 1:].sum(1)
