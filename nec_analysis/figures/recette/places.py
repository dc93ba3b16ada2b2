"""People by département, counted a second time from their postal codes."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator
from dataclasses import dataclass

from nec_analysis.figures.recette.dossier import Drawn
from nec_analysis.figures.recette.entry import Value
from nec_analysis.figures.recette.fault import RAW, Fault
from nec_analysis.figures.recette.quantity import COUNT, quantity
from nec_analysis.figures.recette.recount import Counter

ABROAD, UNKNOWN, NOBODY = "980", "00", 0
"""Monaco is abroad, the armed forces are nowhere."""


@dataclass(frozen=True, slots=True)
class Places:
    """How many people in each département, abroad, nowhere known."""

    counts: dict[str, int]
    abroad: int
    unknown: int

    def values(self) -> tuple[Value, ...]:
        """What the words around a map may print."""
        located = sum(self.counts.values())
        known = located + self.abroad
        found = [len(self.counts), located, known, self.abroad, self.unknown, known + self.unknown, NOBODY]
        return tuple(quantity(COUNT, n) for n in found)


def places(counter: Counter) -> Places | None:
    """The registered by département; None where nobody gave a postal code."""
    from nec_analysis.french.departments import of_column

    codes, cities, countries = (counter.lists.column("registrations", n) for n in ("postal_code", "city", "country"))
    if not any(codes):
        return None
    found: Tally[str] = Tally()
    for place in of_column(codes, cities=cities, countries=countries):
        abroad = place.reason == "foreign" or place.code == ABROAD
        found["abroad" if abroad else "unknown" if place.code in ("", UNKNOWN) else place.code] += 1
    return Places({k: n for k, n in sorted(found.items()) if len(k) < 4}, found["abroad"], found["unknown"])


def astray(drawn: Drawn, counted: Places) -> Iterator[Fault]:
    """Rows of a map's data that the postal codes do not give; a number withheld is no fault."""
    file = f"charts/{drawn.id}/{drawn.id}.csv"
    for cells in drawn.rows:
        if cells and cells[0] in counted.counts and cells[-1].isdigit() and int(cells[-1]) != counted.counts[cells[0]]:
            cause = "n'est pas ce que donnent les codes postaux."
            yield Fault(RAW, file, f"département {cells[0]}", cells[-1], cause, str(counted.counts[cells[0]]))
