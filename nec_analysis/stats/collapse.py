"""Gathering the levels of a margin that too few people answered for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nec_analysis.stats.refusals import LevelWithoutPopulation

FEWEST, HEAVIEST = 30, 3.0
"""Respondents below which a level cannot carry a weight of its own; how many mean weights a level may weigh."""


@dataclass(frozen=True, slots=True)
class Group:
    """Levels weighted together, with their respondents and their population."""

    levels: tuple[str, ...]
    answered: float
    registered: float

    def __add__(self, other: Group) -> Group:
        return Group(self.levels + other.levels, self.answered + other.answered, self.registered + other.registered)


def collapse(
    answered: Mapping[str, float],
    registered: Mapping[str, float],
    *,
    fewest: float = FEWEST,
    heaviest: float = HEAVIEST,
    ordered: bool = False,
) -> tuple[Group, ...]:
    """Groups of the levels of `registered` that can be weighted: enough respondents, no weight over the bound.

    The smallest group that breaks a rule joins the smallest other one, or its smallest neighbour where levels are
    `ordered`, until none does or one is left. Raises LevelWithoutPopulation for an answer outside `registered`.
    """
    unknown = sorted(set(answered) - set(registered))
    if unknown:
        raise LevelWithoutPopulation(f"no population count for {', '.join(unknown)}")
    groups = [Group((level,), answered.get(level, 0), size) for level, size in registered.items()]
    mean = sum(g.registered for g in groups) / max(sum(g.answered for g in groups), 1)
    while len(groups) > 1:
        weak = [k for k, g in enumerate(groups) if _breaks(g, fewest, heaviest * mean)]
        if not weak:
            break
        joins = min(weak, key=lambda k: (groups[k].answered, k))
        _join(groups, joins, _partner(groups, joins, ordered))
    return tuple(groups)


def _breaks(group: Group, fewest: float, heaviest: float) -> bool:
    return group.answered < fewest or group.registered > heaviest * group.answered


def _partner(groups: Sequence[Group], place: int, ordered: bool) -> int:
    others = [k for k in range(len(groups)) if k != place and (not ordered or abs(k - place) == 1)]
    return min(others, key=lambda k: (groups[k].answered, k))


def _join(groups: list[Group], one: int, other: int) -> None:
    first, second = sorted((one, other))
    groups[first] = groups[first] + groups[second]
    del groups[second]
