"""Circles of a map against the counts they show: a surface is its number of people."""

from __future__ import annotations

import re
from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import sqrt

from nec_analysis.figures.recette.fault import Fault
from nec_analysis.figures.recette.lengths import HALF, Length, uneven
from nec_analysis.figures.recette.located import misplaced, overseas
from nec_analysis.figures.recette.numbers import PLAIN, numbers
from nec_analysis.figures.recette.seen import Seen
from nec_analysis.figures.recette.shapes import PAPER, Shape

SHAPED = re.compile(r"\d{2}|2A|2B|97[12346]")
"""Codes of the départements that the map draws."""
TWICE = ("75", "92", "93", "94")
"""Paris and its ring are drawn again, larger, beside."""
BESIDE = 40.0
"""Points from the circles of the key to their numbers, which stand in a column however small the circles are."""
NUMBER = "n'est pas le nombre des cercles."
NO_CIRCLE = "n'a pas de cercle de sa taille."
NO_COUNT = "est le diamètre d'un cercle qui n'est d'aucun effectif."
KEY = "n'est pas ce que montre le cercle de la légende."


def circles(seen: Seen) -> Iterator[Fault]:
    """A circle for each count told, of its surface; those of the counts withheld are all alike; the key is on their scale."""
    rows = [n for n, cells in enumerate(seen.drawn.rows) if cells and SHAPED.fullmatch(cells[0])]
    last = len(seen.drawn.header) - 1
    told = {n: value for n in rows if (value := seen.value(n, last)) is not None and value > 0}
    drawn = sorted((_across(disc) for disc in seen.shapes.discs if disc.fill != PAPER), reverse=True)
    if not told or not drawn:
        return
    most = max(told.values())
    unit = drawn[0] / sqrt(most)
    times = {n: 2 if seen.name(n) in TWICE else 1 for n in rows if seen.value(n, last) != 0}
    if sum(times.values()) != len(drawn):
        yield seen.fault("", str(len(drawn)), NUMBER, str(sum(times.values())))
    wanted: Tally[Fraction] = Tally()
    for n, value in told.items():
        wanted[value] += times[n]
    alike: list[float] = []
    for diameter in drawn:
        count = next((c for c in wanted if _close(diameter, c, unit, most)), None)
        if count is None:
            alike.append(diameter)
        else:
            wanted[count] -= 1
    for n, value in told.items():
        if wanted[value]:
            yield seen.fault(seen.name(n), f"{float(value):g}", NO_CIRCLE)
    for diameter in alike:
        if len(told) == len(rows) or abs(diameter - alike[-1]) > 4 * HALF + 1e-9:
            yield seen.fault("", f"{diameter:.2f}", NO_COUNT)
    sizes = {seen.name(n): unit * sqrt(told[n]) if n in told else None for n in rows if seen.value(n, last) != 0}
    yield from misplaced(seen, sizes, TWICE)
    yield from overseas(seen, {seen.name(n): seen.name(n, last) for n in rows})
    yield from _key(seen, Length("", _root(most), drawn[0]))


def _across(disc: Shape) -> float:
    return disc.right - disc.left


def _root(value: Fraction) -> Fraction:
    return Fraction(sqrt(value))


def _close(diameter: float, count: Fraction, unit: float, most: Fraction) -> bool:
    """Whether a diameter is that of a count: both ends are rounded, and so are those of the largest circle."""
    return abs(diameter - unit * sqrt(count)) <= 2 * HALF * (1 + sqrt(count / most)) + 1e-9


def _key(seen: Seen, largest: Length) -> Iterator[Fault]:
    """The circles without a filling, with the numbers at their right."""
    empty = sorted((disc for disc in seen.shapes.discs if disc.fill == PAPER), key=_across, reverse=True)
    if not empty:
        return
    edge, top, floor = empty[0].right, empty[0].top, empty[0].bottom
    named: Sequence[tuple[float, Fraction]] = sorted(
        (word.y, found[0].value)
        for word in seen.words
        if len(found := numbers(word.text, seen.lang)) == 1
        and (found[0].kind, found[0].text) == (PLAIN, word.text)
        and edge < word.x < edge + max((floor - top) * 2, BESIDE)
        and top <= word.y <= floor + max(floor - top, BESIDE)
    )
    pairs = [Length(f"{float(n):g}", _root(n), _across(disc)) for disc, (_, n) in zip(empty, named, strict=False)]
    if len(named) != len(empty):
        yield seen.fault("", str(len(named)), KEY, str(len(empty)))
    for one, shown in uneven([largest, *pairs]):
        yield seen.fault("", one.name, KEY, f"{shown**2:.4g}")
