"""Small classes put together, so that none can be found again by subtraction."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from nec_analysis.stats.publication import MASKED_UNDER

WIDTH = 5
"""How wide the interval must stay in which an attacker can place a hidden class."""
WITHHELD_UPTO = (MASKED_UNDER - 1, 15, 20, 30, 50)
"""What may stand at the end of « 1 à 10 »."""


def together(*populations: Mapping[str, int], also: Collection[str] = ()) -> frozenset[str]:
    """The classes to show as one: those under 11 people in a population, with as many of the next ones as it takes.

    A reader knows the totals, so the classes put together are at least two, 11 people in all, and more than their
    number by five: one by one each then stands in an interval five wide or more. `also` are put together anyway.
    Empty when every class may stand alone; all classes when nothing less hides the small ones.

    >>> sorted(together({"a": 40, "b": 25, "c": 7}))
    ['b', 'c']
    >>> sorted(together({"a": 40, "b": 25, "c": 7, "d": 9}))
    ['c', 'd']
    """
    names = sorted({name for counts in populations for name, n in counts.items() if n})
    hidden = {name for name in names if name in also or any(_small(counts.get(name, 0)) for counts in populations)}
    if not hidden:
        return frozenset()
    rest = sorted(set(names) - hidden, key=lambda name: (min(counts.get(name, 0) for counts in populations), name))
    for name in rest:
        if all(_safe(counts, hidden) for counts in populations):
            break
        hidden.add(name)
    return frozenset(hidden)


def _small(n: int) -> bool:
    return 0 < n < MASKED_UNDER


def _safe(counts: Mapping[str, int], hidden: Collection[str]) -> bool:
    """Whether the sum of the hidden classes tells of none of them alone."""
    sizes = [counts[name] for name in hidden if counts.get(name)]
    if not sizes:
        return True
    return len(sizes) > 1 and sum(sizes) >= max(MASKED_UNDER, len(sizes) + WIDTH)


def told_apart(hidden: int, people: int, most: int = MASKED_UNDER - 1) -> bool:
    """Whether `people` in `hidden` classes of 1 to `most` each are so few, or so many, that a class could be guessed.

    Each stands between what is left when all others hold `most`, and what is left when all others hold one.

    >>> told_apart(1, 7), told_apart(40, 60), told_apart(3, 4)
    (True, False, True)
    """
    if not hidden:
        return False
    low = max(1, people - most * (hidden - 1))
    high = min(most, people - (hidden - 1))
    return high - low < WIDTH and low < MASKED_UNDER


def withheld_under(counts: Collection[int]) -> int | None:
    """The count under which all classes must look alike, so that their sum, which is told, gives none of them away.

    11, or a rounder one: its own size would say how many the largest class withheld holds. None when none is enough.

    >>> withheld_under([60, 9, 8, 7]), withheld_under([60, 14, 7]), withheld_under([60, 7])
    (11, 16, None)
    """
    for most in WITHHELD_UPTO:
        hidden = [n for n in counts if 0 < n <= most]
        if not told_apart(len(hidden), sum(hidden), most):
            return most + 1
    return None
