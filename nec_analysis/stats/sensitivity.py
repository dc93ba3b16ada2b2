"""What those who did not answer could change: bounds, tipping points, shifts, response rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nec_analysis.stats.differences import Difference, compare_shares
from nec_analysis.stats.intervals import Interval, wilson
from nec_analysis.stats.refusals import PopulationTooSmall, Refusal

ODDS = (1.25, 1.5, 2.0)
"""How many times likelier to answer those who say yes could be."""


@dataclass(frozen=True, slots=True)
class Response:
    """Answers of one class of the registered people; `rate` is None when nobody is registered."""

    name: str
    answered: int
    registered: int

    @property
    def rate(self) -> float | None:
        """Answers over registered people."""
        return self.answered / self.registered if self.registered else None


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What a share would be if those who did not answer differed.

    `bounds` hold whatever they think; `tipping` is the share among them that would bring the whole to `target`, None
    when no share could; `shifts` give the share of everybody by odds ratio.
    """

    share: float
    response_rate: float
    bounds: Interval
    target: float
    tipping: float | None
    shifts: Mapping[float, float]


def sensitivity(share: float, answered: int, population: int, target: float) -> Sensitivity:
    """Bounds, tipping point towards `target` and shifts of a share known from `answered` of `population` people."""
    if answered > population:
        raise PopulationTooSmall(f"{answered} answers cannot come from a population of {population}")
    rate = answered / population if population else 0.0
    return Sensitivity(
        share,
        rate,
        bounds(share, rate),
        target,
        tipping_point(share, rate, target),
        {odds: shifted(share, rate, odds) for odds in ODDS},
    )


def bounds(share: float, response_rate: float) -> Interval:
    """The share of everybody if nobody, then everybody, among the silent agreed: [r p, r p + 1 - r]. Manski (1989)."""
    known = response_rate * share
    return known, known + 1 - response_rate


def tipping_point(share: float, response_rate: float, target: float) -> float | None:
    """The share among the silent that makes the share of everybody `target`; None when none does.

    >>> round(tipping_point(0.87, 1000 / 1700, 0.80), 6)
    0.7
    """
    if response_rate >= 1:
        return None
    needed = (target - response_rate * share) / (1 - response_rate)
    return needed if -1e-12 <= needed <= 1 + 1e-12 else None


def shifted(share: float, response_rate: float, odds: float) -> float:
    """The share of everybody when the odds of agreeing are `odds` times smaller among the silent."""
    if not odds > 0:
        raise Refusal("an odds ratio is positive")
    silent = share / (share + odds * (1 - share))
    return response_rate * share + (1 - response_rate) * silent


def response_rates(answered: Mapping[str, int], registered: Mapping[str, int]) -> tuple[Response, ...]:
    """Response of each class known for everybody registered, in the order of `registered`.

    Raises PopulationTooSmall when a class has more answers than registered people.
    """
    unknown = sorted(set(answered) - set(registered))
    if unknown:
        raise PopulationTooSmall(f"nobody is registered as {', '.join(unknown)}")
    classes = tuple(Response(name, answered.get(name, 0), size) for name, size in registered.items())
    for part in classes:
        if part.answered > part.registered:
            raise PopulationTooSmall(f"{part.name}: {part.answered} answers, {part.registered} registered")
    return classes


def response_interval(part: Response, level: float = 0.95) -> Interval:
    """Wilson interval of a response rate, had the same people been asked again."""
    return wilson(part.answered, part.registered, level=level)


def early_late(hits: Sequence[int], bases: Sequence[int], level: float = 0.95) -> Difference:
    """Early minus late respondents: those who answer late resemble those who do not. Armstrong & Overton (1977).

    `hits` and `bases` hold two counts each, early then late. Raises Refusal when one of them is empty.
    """
    (early, late), (n1, n2) = hits, bases
    return compare_shares(early, n1, late, n2, level)
