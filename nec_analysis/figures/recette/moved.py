"""What changed since the edition before, tested a second time from the raw rows of both."""

from __future__ import annotations

import math
from collections.abc import Mapping

from nec_analysis.figures.recette import laws, spread
from nec_analysis.figures.recette.contests import TESTED_FROM, Contest, Side, against, side
from nec_analysis.figures.recette.dossier import Change, Dossier
from nec_analysis.figures.recette.recount import LEVEL, Counter, Recount
from nec_analysis.figures.recette.spread import Interval
from nec_analysis.figures.recette.tally import Unknown
from nec_analysis.model import Figure

SHARES, SCORES = ("share", "first_choice"), ("nps", "average")


def moved(
    dossier: Dossier, counter: Counter, before: Counter | None
) -> tuple[Mapping[str, Contest], Mapping[str, str]]:
    """Every change that is tested, by its figure, then those that cannot be tested again, with the reason."""
    found: dict[str, Contest] = {}
    not_again: dict[str, str] = {}
    for change in dossier.changes:
        if change.difference is None or change.low is None or change.after.measure not in (*SHARES, *SCORES):
            continue
        try:
            if before is None:
                raise Unknown("l'édition précédente n'est pas là pour la recompter")
            found[change.id] = _again(change, counter, before)
        except Unknown as why:
            not_again[f"{change.id}, test"] = str(why)
    return found, not_again


def _again(change: Change, counter: Counter, before: Counter) -> Contest:
    if change.after.measure in SHARES:
        return against(_share(change.after, counter), _share(change.before, before))
    one, two = (_score(*each) for each in ((change.after, counter), (change.before, before)))
    ends = spread.score(one[0], two[0], (one[1], two[1]))
    gap = one[0] - two[0]
    reach = abs(gap - (ends[0] if gap > 0 else ends[1]))
    z = gap / (reach / _normal(LEVEL)) if reach > 0 else None
    p = laws.normal(z) if z is not None and min(change.after.base, change.before.base) >= TESTED_FROM else None
    return Contest(p, gap, ends)


def _share(figure: Figure, counter: Counter) -> Side:
    indicator = counter.indicators.get(figure.id)
    if indicator is not None and indicator.measure == "share":
        return side(counter, *counter.votes(indicator))
    if figure.weight:
        raise Unknown("la précision d'une part redressée qui n'est pas d'une question n'est pas refaite")
    found = counter.figure(figure.id)
    return Side(found.value or 0.0, found.base, float(found.base))


def _score(figure: Figure, counter: Counter) -> tuple[float, Interval]:
    """A score with its interval, as it would be without end of the population."""
    found = counter.figure(figure.id)
    if found.value is None or found.low is None or found.high is None:
        raise Unknown("une seule note : elle n'a pas d'intervalle")
    return found.value, _opened(found, found.value, found.low, found.high, counter.population)


def _opened(found: Recount, value: float, low: float, high: float, population: int) -> Interval:
    wider = 1 / math.sqrt(1 - found.base / population) if population > found.base else 1.0
    return value - (value - low) * wider, value + (high - value) * wider


def _normal(level: float) -> float:
    """The deviation that the normal law passes on neither side with that probability."""
    low, high = 0.0, 40.0
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if laws.normal(middle) > 1 - level else (low, middle)
    return low
