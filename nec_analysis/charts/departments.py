"""How many people by département, abroad, not located: what the map draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nec_analysis.french.departments import OUTSIDE, Located

ABROAD = ("980",)


@dataclass(frozen=True, slots=True)
class Spread:
    """People by code of département; those abroad; those nothing is known of. Nobody is lost between the three."""

    counts: Mapping[str, int]
    abroad: int = 0
    not_located: int = 0

    @property
    def located(self) -> int:
        """Everybody in a département."""
        return sum(self.counts.values())

    @property
    def total(self) -> int:
        """Everybody."""
        return self.located + self.abroad + self.not_located


def spread(places: Iterable[Located]) -> Spread:
    """Count located people.

    >>> from nec_analysis.french.departments import locate
    >>> spread([locate("62300"), locate("59000"), locate("62000"), locate(""), locate("B-1000")]).counts
    {'59': 1, '62': 2}
    """
    counts: Counter[str] = Counter()
    abroad = unknown = 0
    for place in places:
        if place.reason == "foreign" or place.code in ABROAD:
            abroad += 1
        elif not place.code or place.code in OUTSIDE:
            unknown += 1
        else:
            counts[place.code] += 1
    return Spread(dict(sorted(counts.items())), abroad, unknown)
