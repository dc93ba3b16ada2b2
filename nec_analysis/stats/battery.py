"""Every closed question of a survey counted by one group, in one pass over the people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import ArrayLike

from nec_analysis.stats.axis import Axis
from nec_analysis.stats.design import Floats, Ints
from nec_analysis.stats.effective import effective_bases
from nec_analysis.stats.intervals import critical, wilson_bounds
from nec_analysis.stats.keys import BLOCK, Codes
from nec_analysis.stats.refusals import DifferentAxes, Refusal
from nec_analysis.stats.table import histogram

PACKED, FEW = 1 << 15, 1 << 12
"""Bins of a histogram shared by several questions: more of them no longer fit a processor's cache. People under which
one histogram of all the questions is faster."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of every question: rows are everybody, then each group; columns the levels of each question in turn.

    `base` counts those who answered (0 leaves a share of 0 with the interval (0, 1)); a census has low = high.
    """

    questions: tuple[Axis, ...]
    hits: Ints
    base: Ints
    value: Floats
    low: Floats
    high: Floats

    def of(self, name: str) -> Shares:
        """The columns of one question."""
        end = 0
        for axis in self.questions:
            start, end = end, end + len(axis.levels)
            if axis.name == name:
                cut = np.s_[:, start:end]
                hits, base = self.hits[cut], self.base[cut]
                return Shares((axis,), hits, base, self.value[cut], self.low[cut], self.high[cut])
        raise Refusal(f"no question is called {name}")


@dataclass(frozen=True, slots=True)
class Battery:
    """Counts by group (rows, place 0 = no group) of every question (columns, in turn), that add up like tables.

    A question takes a column for no answer, then one a level; a multiple one, a column for those who answered between.
    """

    by: Axis
    questions: tuple[Axis, ...]
    counts: Ints

    def __add__(self, other: Battery) -> Battery:
        if (self.by, self.questions) != (other.by, other.questions):
            raise DifferentAxes("batteries of different questions cannot be added")
        return Battery(self.by, self.questions, self.counts + other.counts)

    def of(self, name: str) -> Ints:
        """The columns of one question."""
        for axis, start in zip(self.questions, _starts(self.questions), strict=True):
            if axis.name == name:
                return self.counts[:, start : start + _width(axis)]
        raise Refusal(f"no question is called {name}")

    def shares(self, population: ArrayLike = 0, level: float = 0.95) -> Shares:
        """Shares and Wilson intervals of every question, overall then by group.

        `population` is the size of everybody's list, or of everybody's then of each group's; 0 when unknown.
        """
        rows = np.vstack([self.counts.sum(0), self.counts[1:]])
        starts = _starts(self.questions)
        levels = np.array([len(axis.levels) for axis in self.questions])
        shift = np.array([2 if axis.multiple else 1 for axis in self.questions])
        columns = np.repeat(starts + shift - (np.cumsum(levels) - levels), levels) + np.arange(levels.sum())
        hits = rows[:, columns]
        answered = np.where(shift == 2, rows[:, starts + 1], np.add.reduceat(hits, np.cumsum(levels) - levels, axis=1))
        base = np.repeat(answered, levels, axis=1)
        sizes = np.asarray(population, float)
        listed = np.concatenate([sizes.reshape(-1), np.zeros(len(self.by.levels))]) if sizes.size == 1 else sizes
        n_eff = np.repeat(effective_bases(answered, listed[:, None]), levels, axis=1)
        value = hits / np.maximum(base, 1)
        return Shares(self.questions, hits, base, value, *wilson_bounds(value, n_eff, critical(level)))


def battery(by: Axis, group: ArrayLike, questions: Sequence[Axis], codes: Mapping[str, ArrayLike]) -> Battery:
    """Count `codes` (integers by question name, -1 = no answer, bitmasks where `multiple`) by `group` (codes).

    Raises UnknownCode for a code that is not on its axis.
    """
    groups = by.checked(group)
    plain = [axis for axis in questions if axis.places <= PACKED]
    few = groups.size <= FEW
    found = dict(_together(by, groups, plain, codes) if few else _packed(by, groups, questions, codes))
    for axis in questions:
        if axis.multiple and axis.name not in found:
            found[axis.name] = _options(by, groups, axis, axis.checked(codes[axis.name]))
    columns = [found[axis.name] for axis in questions]
    return Battery(by, tuple(questions), np.hstack(columns) if columns else np.zeros((by.places, 0), np.int64))


def _together(
    by: Axis, groups: Codes, questions: Sequence[Axis], codes: Mapping[str, ArrayLike]
) -> Iterator[tuple[str, Ints]]:
    """All the questions of one size in one histogram: few people, many questions."""
    ordered = sorted(questions, key=lambda axis: (axis.places, axis.multiple))
    for (places, multiple), family in groupby(ordered, key=lambda axis: (axis.places, axis.multiple)):
        alike = list(family)
        given = np.array([np.asarray(codes[axis.name]) for axis in alike])
        _checked(alike, given)
        row = (np.arange(len(alike)) * by.places)[:, None] + groups + 1
        joint = np.bincount((row * places + given + 1).ravel(), minlength=len(alike) * by.places * places)
        tables = joint.reshape(len(alike), by.places, places)
        yield from zip((axis.name for axis in alike), _ticked(tables) if multiple else tables, strict=True)


def _checked(questions: Sequence[Axis], given: Codes) -> None:
    """Codes of all the questions at once; where one is wrong, its axis says so."""
    fits = given.dtype.kind in "iu" and (
        not given.size or (given.min() >= -1 and given.max() < questions[0].places - 1)
    )
    if not fits:
        for axis, column in zip(questions, given, strict=True):
            axis.checked(column)


def _packed(
    by: Axis, groups: Codes, questions: Sequence[Axis], codes: Mapping[str, ArrayLike]
) -> Iterator[tuple[str, Ints]]:
    """Three questions of five choices by twelve groups in one histogram, and so on: many people."""
    for pack in _packs(by, [axis for axis in questions if not axis.multiple]):
        columns = [groups, *(axis.checked(codes[axis.name]) for axis in pack)]
        shape = [by.places, *(axis.places for axis in pack)]
        joint = histogram(columns, shape).reshape(shape)
        for place, axis in enumerate(pack, start=1):
            yield axis.name, joint.sum(axis=tuple(k for k in range(1, len(shape)) if k != place))


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
    parts = []
    for first in range(0, len(axis.levels), 8):
        width = min(8, len(axis.levels) - first)
        byte = _byte(masks, first, width) if len(axis.levels) > 8 else masks
        joint = histogram([groups, byte], [by.places, (1 << width) + 1]).reshape(by.places, -1)
        parts.append(_ticked(joint))
    return np.hstack([parts[0], *(part[:, 2:] for part in parts[1:])])


def _ticked(joint: Ints) -> Ints:
    """No answer, answered, then each option, from the counts of each mask (after that of no answer)."""
    masks = joint.shape[-1] - 1
    options = masks.bit_length() - 1
    ticks = ((np.arange(masks)[:, None] >> np.arange(options)) & 1).astype(float)
    # Whole numbers under 2^53: the product of floats is exact, and faster.
    counts = (joint[..., 1:].astype(float) @ ticks).astype(np.int64)
    answered = joint[..., 1:].sum(axis=-1, keepdims=True)
    return np.concatenate([joint[..., :1], answered, counts], axis=-1)


def _byte(masks: Codes, first: int, width: int) -> Codes:
    """Some bits of each mask, -1 where there is no answer; a block at a time, to hold one small copy."""
    part = np.empty(masks.size, np.int16)
    for start in range(0, masks.size, BLOCK):
        block = masks[start : start + BLOCK]
        part[start : start + BLOCK] = np.where(block < 0, -1, (block >> first) & ((1 << width) - 1))
    return part


def _width(axis: Axis) -> int:
    return len(axis.levels) + (2 if axis.multiple else 1)


def _starts(questions: Sequence[Axis]) -> Ints:
    """The first column of each question."""
    widths = np.array([_width(axis) for axis in questions], np.int64)
    return np.cumsum(widths) - widths
