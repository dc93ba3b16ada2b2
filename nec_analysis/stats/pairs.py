"""All pairs of groups compared inside one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from nec_analysis.stats.differences import newcombe, pooled_z
from nec_analysis.stats.multiple_testing import holm
from nec_analysis.stats.publication import SMALL_UNDER


@dataclass(frozen=True, slots=True)
class Pair:
    """Groups `first` and `second` by place: difference, interval, p and p adjusted by Holm among the pairs tested.

    `p` and `adjusted` are None when a base is under 30: the interval alone speaks.
    """

    first: int
    second: int
    difference: float
    low: float
    high: float
    p: float | None
    adjusted: float | None


def pairwise(
    hits: Sequence[float], bases: Sequence[float], n_eff: Sequence[float] | None = None, level: float = 0.95
) -> tuple[Pair, ...]:
    """Each pair of groups that are not empty, in order. `n_eff` are effective bases without population correction."""
    sizes = bases if n_eff is None else n_eff
    pairs = [(a, b) for a, b in combinations(range(len(bases)), 2) if bases[a] and bases[b]]
    tested = [pair for pair in pairs if min(sizes[k] for k in pair) >= SMALL_UNDER]
    p = {pair: pooled_z(*_counts(pair, hits, bases), *(sizes[k] for k in pair))[1] for pair in tested}
    adjusted = dict(zip(tested, holm([p[pair] for pair in tested]).tolist(), strict=True))
    return tuple(_pair(pair, hits, bases, sizes, level, p.get(pair), adjusted.get(pair)) for pair in pairs)


def letters(pairs: Sequence[Pair], groups: int, level: float = 0.05, strong: float = 0.001) -> tuple[str, ...]:
    """For each group, the letters of the groups it is above of: lower case under `level`, capital under `strong`.

    Group 0 is a, group 1 is b… To be printed only where the question's own test allows.
    """
    found: list[list[str]] = [[] for _ in range(groups)]
    for pair in pairs:
        if pair.adjusted is None or pair.adjusted >= level:
            continue
        above, under = (pair.first, pair.second) if pair.difference > 0 else (pair.second, pair.first)
        letter = _letter(under)
        found[above].append(letter.upper() if pair.adjusted < strong else letter)
    return tuple(" ".join(sorted(row, key=lambda text: (len(text), text.lower()))) for row in found)


def _counts(pair: tuple[int, int], hits: Sequence[float], bases: Sequence[float]) -> tuple[float, float, float, float]:
    a, b = pair
    return hits[a], bases[a], hits[b], bases[b]


def _pair(
    pair: tuple[int, int],
    hits: Sequence[float],
    bases: Sequence[float],
    sizes: Sequence[float],
    level: float,
    p: float | None,
    adjusted: float | None,
) -> Pair:
    a, b = pair
    low, high = newcombe(*_counts(pair, hits, bases), level, sizes[a], sizes[b])
    return Pair(a, b, hits[a] / bases[a] - hits[b] / bases[b], low, high, p, adjusted)


def _letter(place: int) -> str:
    """a … z, aa, ab … as a spreadsheet names its columns."""
    text, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
