"""Weights worked out a second time: classes put together, margins met, in plain loops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from nec_analysis.figures.recette import calibration
from nec_analysis.figures.recette.linear import Weighed
from nec_analysis.figures.recette.lists import UNKNOWN, Lists
from nec_analysis.figures.recette.tally import Survey, Unknown

FEWEST, HEAVIEST = 30, 3.0
"""Respondents below which a class has no weight of its own; how many mean weights it may weigh."""
ROUNDS = 2000
BOUNDS = (0.3, 3.0)
"""Of the factor of a calibrated weight, unless the card says otherwise."""


def weighed(
    survey: Survey, lists: Lists, margins: Sequence[str], scheme: str = "rake", bounds: Sequence[float] = BOUNDS
) -> Weighed:
    """One weight a person kept, with the classes it comes from.

    Raises Unknown for a scheme that nobody knows, margins that nothing meets.
    """
    if scheme not in ("rake", "poststratify", "calibrate"):
        raise Unknown(f"le redressement « {scheme} » n'est pas refait")
    levels: list[list[int]] = []
    targets: list[list[float]] = []
    for name in margins:
        people, registered = classes(survey, name), Counter(value or UNKNOWN for value in _registered(lists, name))
        groups = together(Counter(people), dict(sorted(registered.items())))
        place = {level: n for n, group in enumerate(groups) for level in group}
        if any(person not in place for person in people):
            raise Unknown(f"des répondants sont de classes inconnues des inscriptions ({name})")
        levels.append([place[person] for person in people])
        targets.append([float(sum(registered[level] for level in group)) for group in groups])
    fitted = _raked(levels, targets) if scheme != "calibrate" else _calibrated(levels, targets, bounds)
    return Weighed(tuple(fitted), tuple(tuple(codes) for codes in levels))


def weights(survey: Survey, lists: Lists, margins: Sequence[str]) -> list[float]:
    """The raked weights alone, as `weighed` has them."""
    return list(weighed(survey, lists, margins).weights)


def _calibrated(
    levels: Sequence[Sequence[int]], targets: Sequence[Sequence[float]], bounds: Sequence[float]
) -> list[float]:
    size = sum(targets[0]) / len(levels[0])
    low, high = bounds
    try:
        return [size * factor for factor in calibration.factors(levels, targets, size, calibration.logit(low, high))]
    except ArithmeticError:
        raise Unknown("aucun poids entre les bornes ne rend les marges") from None


def classes(survey: Survey, name: str) -> list[str]:
    """The class of each person kept, as the registrations write it."""
    labels = survey.spelling(name).labels
    return [labels.get(code, UNKNOWN) if code else UNKNOWN for code in survey.codes(name)]


def _registered(lists: Lists, name: str) -> list[str]:
    values = lists.column("registrations", name)
    if not any(values):
        raise Unknown(f"les inscriptions ne connaissent pas « {name} »")
    return values


def together(answered: Mapping[str, int], registered: Mapping[str, int]) -> list[list[str]]:
    """The classes that carry a weight: the weakest joins the smallest other one until none is weak."""
    groups = [[level] for level in registered]
    mean = sum(registered.values()) / max(sum(answered.values()), 1)

    def told(group: Sequence[str]) -> int:
        return sum(answered.get(level, 0) for level in group)

    def weak(group: Sequence[str]) -> bool:
        listed = sum(registered[level] for level in group)
        return told(group) < FEWEST or listed > HEAVIEST * mean * told(group)

    while len(groups) > 1 and any(weak(group) for group in groups):
        one = min((n for n, group in enumerate(groups) if weak(group)), key=lambda n: (told(groups[n]), n))
        two = min((n for n in range(len(groups)) if n != one), key=lambda n: (told(groups[n]), n))
        first, second = sorted((one, two))
        groups[first] = groups[first] + groups.pop(second)
    return groups


def _raked(levels: Sequence[Sequence[int]], targets: Sequence[Sequence[float]]) -> list[float]:
    """Weights that meet every margin, one after the other until nothing moves. Deming & Stephan (1940)."""
    found = [1.0] * (len(levels[0]) if levels else 0)
    for _ in range(ROUNDS):
        worst = 0.0
        for codes, wanted in zip(levels, targets, strict=True):
            reached = [0.0] * len(wanted)
            for code, weight in zip(codes, found, strict=True):
                reached[code] += weight
            factors = [w / r if r else 1.0 for w, r in zip(wanted, reached, strict=True)]
            worst = max(worst, *(abs(f - 1) for f in factors))
            found = [weight * factors[code] for code, weight in zip(codes, found, strict=True)]
        if worst < 1e-13:
            break
    return found
