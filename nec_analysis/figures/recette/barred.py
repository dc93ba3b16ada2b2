"""Horizontal bars against the data they show: where they begin, how long they are, how far their intervals go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from nec_analysis.figures.recette.entry import Value
from nec_analysis.figures.recette.fault import Fault
from nec_analysis.figures.recette.headed import groups, keyed
from nec_analysis.figures.recette.labels import on_rows
from nec_analysis.figures.recette.lengths import Length, apart
from nec_analysis.figures.recette.placed import Level, placed
from nec_analysis.figures.recette.quantity import SHARE, quantity
from nec_analysis.figures.recette.seen import Seen, across, common, strokes
from nec_analysis.figures.recette.shapes import PAPER, Shape

LOW, HIGH = "borne basse", "borne haute"
NO_BAR, BAR = "n'a pas de barre.", "a une barre, et aucune valeur."
UNDRAWN, UNKNOWN = "n'est pas dessiné.", "est dessiné, et les données n'en ont pas."
BEGINS = "a une barre qui ne commence pas où les autres commencent."


def bars(seen: Seen, column: int, names: int = 0, ends: tuple[int, int] | None = None) -> Iterator[Fault]:
    """Bars from one edge; `column` holds their values, `ends` those of the whiskers over them."""
    levels = placed([seen.name(n, names) for n in range(len(seen.drawn.rows))], seen.words)
    yield from ranged(seen, seen.shapes.boxes, levels, {n: seen.value(n, column) for n in levels}, names, ends)
    yield from on_rows(seen, levels, (column,), names=names)


def audience(seen: Seen, column: int, names: int, key: int) -> Iterator[Fault]:
    """The same in groups, which the first column tells, with a key of colours for what another does."""
    yield from bars(seen, column, names)
    levels = placed([seen.name(n, names) for n in range(len(seen.drawn.rows))], seen.words)
    yield from groups(seen, levels)
    yield from keyed(seen, levels, key)


def families(seen: Seen, column: int, names: int) -> Iterator[Fault]:
    """The same under the names of families, which the first column tells."""
    rows = range(len(seen.drawn.rows))
    texts, ranks, heads = list[str](), list[int](), dict[int, int]()
    for n in rows:
        if seen.name(n) and (n == 0 or seen.name(n) != seen.name(n - 1)):
            heads[n] = len(texts)
            texts.append(seen.name(n))
        ranks.append(len(texts))
        texts.append(seen.name(n, names))
    found = placed(texts, seen.words)
    levels = {n: found[rank] for n, rank in zip(rows, ranks, strict=True) if rank in found}
    yield from ranged(seen, seen.shapes.boxes, levels, {n: seen.value(n, column) for n in levels}, names)
    yield from on_rows(seen, levels, range(names + 1, len(seen.drawn.header)), names=names)
    over = {n: found[rank] for n, rank in heads.items() if rank in found}
    yield from on_rows(seen, over, (), more={n: _together(seen, n, names) for n in over})


def _together(seen: Seen, first: int, names: int) -> tuple[Value, ...]:
    """The share of a family: the people of its members, of the base that their shares tell."""
    rows = [n for n in range(len(seen.drawn.rows)) if seen.name(n) == seen.name(first)]
    told = [(seen.value(n, names + 1), seen.value(n, names + 2)) for n in rows]
    known = [(share, count) for share, count in told if share and count is not None]
    if not known or known[0][0] > 1:
        return ()
    share, count = max(known)
    return (quantity(SHARE, Fraction(int(sum(count for _, count in known)), round(count / share))),)


def ranged(
    seen: Seen,
    boxes: Sequence[Shape],
    levels: Mapping[int, Level],
    values: Mapping[int, Fraction | None],
    names: int = 0,
    ends: tuple[int, int] | None = None,
) -> Iterator[Fault]:
    """Bars at the levels of their rows, each as long as its value on the scale of all."""
    here = {n: across(boxes, level) for n, level in levels.items()}
    edge = common(box.left for found in here.values() for box in found)
    lengths: list[Length] = []
    drawn: list[tuple[str, Shape]] = []
    for n, found in here.items():
        mine, name, value = [box for box in found if box.left == edge], seen.name(n, names), values[n]
        if value and len(mine) == 1:
            lengths.append(Length(name, value, mine[0].right - mine[0].left))
            drawn.append((name, mine[0]))
        elif value:
            yield seen.fault(name, f"{float(value):g}", BEGINS if found else NO_BAR)
        elif mine:
            yield seen.fault(name, "0", BAR)
    if ends is not None:
        whiskers = _Whiskers(seen, levels, edge)
        lengths += whiskers.lengths(ends)
        yield from whiskers.faults
    yield from seen.thick(drawn)
    yield from seen.lengths(lengths)


class _Whiskers:
    """The intervals over the bars: a level line a row, drawn twice, white then ink."""

    def __init__(self, seen: Seen, levels: Mapping[int, Level], edge: float | None) -> None:
        self.seen, self.levels = seen, levels
        upright = common(one.left for one in strokes(seen.shapes.strokes, level=False))
        self.zero = edge if edge is not None else upright
        self.faults: list[Fault] = []
        if edge is not None and upright is not None and apart(edge, upright):
            self.faults.append(seen.fault("", f"{edge:g}", "est où commencent les barres, et non la ligne du zéro."))

    def lengths(self, ends: tuple[int, int]) -> Iterator[Length]:
        """How far each end is from zero."""
        for n, level in self.levels.items():
            low, high = (self.seen.value(n, column) for column in ends)
            mine = self.seen.crossed(level)
            name, inked = self.seen.name(n), [one for one in mine if one.stroke != PAPER]
            if len(inked) != (low is not None):
                self.faults.append(self.seen.fault(name, "intervalle", UNDRAWN if low is not None else UNKNOWN))
            for one in mine:
                if low is not None and high is not None and self.zero is not None:
                    yield Length(f"{name}, {LOW}", low, one.left - self.zero)
                    yield Length(f"{name}, {HIGH}", high, one.right - self.zero)
