"""The map of France: a circle a département, its surface in proportion to people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import pi, sqrt

from nec_analysis.charts import empty, lettering, outlines, style
from nec_analysis.charts.caption import Caption
from nec_analysis.charts.chart import Cell, Chart, Table, table
from nec_analysis.charts.departments import Spread
from nec_analysis.charts.placing import CLASH, Box, Placer, around
from nec_analysis.charts.sheet import Sheet
from nec_analysis.french import numbers
from nec_analysis.french.departments import WITHOUT_SHAPE, name, region
from nec_analysis.french.phrases import phrase

SHOWN_FROM = 5
"""Fewer people are said to be "1 à 4": one alone in a département could be recognised."""
LAND, BORDER = "#ECECF3", "#B9B9C9"
SCALE = 0.203
"""mm for a unit of the mainland drawing."""
LARGEST, INK_AREA = 9.5, 1900.0
"""Radius of the largest circle in mm; what all circles may cover together in mm², so that they stay apart."""
FULL_SCALE = 20
"""A circle of the largest radius stands for so many people at least."""
SIDE, ABOVE = 12.5, 8.2
"""Side of the box of an overseas département; height of its name and count above, in mm."""
NAMED = 5
"""So many départements carry their name and their count."""
COVERED = 25.0
"""What it costs a label to cover a circle, for each mm of its radius: letters over dots cannot be read."""


def draw(
    people: Spread,
    *,
    id: str,
    title: str,
    subtitle: str,
    source: str,
    lang: str = "fr",
    key: str = "",
    exact: bool = False,
    shown_from: int = SHOWN_FROM,
    census: bool = True,
) -> Chart:
    """Counts by département; `key` heads the scale of circles; counts under `shown_from` look alike, unless `exact`."""
    caption = Caption(id, title, subtitle, source, lang)
    if not people.located:
        return empty.draw(caption, _headers(lang))
    with style.context():
        sheet, y = caption.sheet(style.PAGE)
        plan = _Plan(sheet, people, y, lang, 1 if exact else shown_from)
        _draw_land(sheet, plan)
        _draw_circles(sheet, plan)
        _draw_names(sheet, plan)
        _draw_zoom(sheet, plan, caption)
        _draw_overseas(sheet, plan)
        _draw_key(sheet, plan, key or caption.say("Personnes", "People"))
        end = _draw_outside(sheet, plan, caption, plan.frame.place(0, outlines.france()["size"][1])[1] + 2.5)
        return caption.chart(
            sheet, end, _alt(caption, plan), _table(plan), caption.note("census", census), _credit(caption)
        )


@dataclass(frozen=True, slots=True)
class _Circle:
    code: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class _Inset:
    """An overseas département in its box, name and count above it; the box is that of all three, in mm."""

    code: str
    rings: Sequence[Sequence[float]]
    box: Box


class _Plan:
    """The mainland's frame with the circles on it."""

    def __init__(self, sheet: Sheet, people: Spread, top: float, lang: str, shown_from: int) -> None:
        self.people, self.lang, self.shown_from = people, lang, shown_from
        self.frame = outlines.Frame(sheet.left + 7.0, top + 3.0, SCALE)
        told = [n for n in people.counts.values() if n >= shown_from]
        self.most = max(*told, FULL_SCALE, self.drawn(1))
        # of what circles stand for, not of people: the size of a circle must not give away the sum of those withheld
        spread = sum(self.drawn(people.counts.get(code, 0)) for code in outlines.france()["centres"]) / self.most
        self.largest = min(LARGEST, sqrt(INK_AREA / (pi * spread))) if spread else LARGEST
        self.top = top
        centres = outlines.france()["centres"]
        self.circles = sorted(
            (
                _Circle(code, *self.frame.place(*centres[code]), self.radius(people.counts[code]))
                for code in centres
                if people.counts.get(code)
            ),
            key=lambda circle: (-circle.radius, circle.code),
        )

    def radius(self, count: int) -> float:
        """Of a circle, in mm; all counts too small to be told look alike."""
        return self.largest * sqrt(self.drawn(count) / self.most)

    def drawn(self, count: int) -> float:
        """How many people the circle of a count stands for; half of the first count told where it is withheld."""
        return self.shown_from / 2 if 0 < count < self.shown_from else count

    @property
    def placed(self) -> int:
        """Those whose place is known; with those abroad where their number is withheld, which the rest would give away."""
        return self.people.located + (self.people.abroad if self.abroad_withheld else 0)

    @property
    def abroad_withheld(self) -> bool:
        """Whether too few people are abroad to count them."""
        return 0 < self.people.abroad < self.shown_from

    def told(self, code: str) -> str:
        """The count of a département as it is printed."""
        return told(self.people.counts.get(code, 0), self.lang, self.shown_from)

    def named(self, code: str) -> str:
        """A département with how many people."""
        return phrase("{place} : {n}", self.lang, place=name(code), n=self.told(code))


def told(count: int, lang: str, shown_from: int = SHOWN_FROM) -> str:
    """A count as it is printed: "1 à 4" hides the smallest."""
    if 0 < count < shown_from:
        return f"1 à {shown_from - 1}" if lang == "fr" else f"1 to {shown_from - 1}"
    return numbers.number(count, lang=lang)


def _draw_land(sheet: Sheet, plan: _Plan) -> None:
    shapes = list(outlines.france()["mainland"].values())
    sheet.path(outlines.path(shapes, plan.frame), LAND, edge=BORDER, thickness=0.4)


def _draw_circles(sheet: Sheet, plan: _Plan) -> None:
    for circle in plan.circles:
        sheet.dot(circle.x, circle.y, circle.radius, style.NAVY, edge="#FFFFFF", thickness=0.5, alpha=0.62)


def _draw_names(sheet: Sheet, plan: _Plan) -> None:
    """The largest circles get a name beside, where it covers least; Paris has its own in the zoom."""
    placer = Placer((sheet.left, plan.top, sheet.right - 36.0, plan.top + 120.0))
    placer.avoid((sheet.right - 42.0, plan.top, sheet.right, plan.top + 48.0), 500.0)
    for inset in _insets(sheet, plan):
        placer.avoid(inset.box, CLASH)
    for circle in plan.circles:
        placer.avoid(around(circle.x, circle.y, circle.radius), COVERED * (1 + circle.radius))
    for circle in [c for c in plan.circles if c.code not in outlines.RING][:NAMED]:
        if plan.people.counts[circle.code] < plan.shown_from:
            continue
        text = plan.named(circle.code)
        width = sheet.measure(text, style.SMALL, style.SEMIBOLD)
        placed = placer.place(circle.x, circle.y, circle.radius, width)
        sheet.line(placed.leader, style.INK, 0.6, above=2.5)
        sheet.text(placed.x, placed.y, text, size=style.SMALL, weight=style.SEMIBOLD)


def _draw_zoom(sheet: Sheet, plan: _Plan, caption: Caption) -> None:
    """Paris with the inner ring, larger, in the top right corner: four counts with their codes."""
    side, left = 25.0, sheet.right - 38.0
    title = caption.say("Paris et petite couronne", "Paris and inner ring")
    sheet.text(sheet.right, plan.top + 2.0, title, size=style.SMALL, weight=style.SEMIBOLD, align="right")
    frame = outlines.inside(outlines.RING, left + 6.5, plan.top + 6.0, side)
    land = outlines.france()["mainland"]
    centres = outlines.france()["centres"]
    sheet.path(outlines.path([land[code] for code in outlines.RING], frame), LAND, edge=BORDER, thickness=0.6)
    for code in sorted(outlines.RING, key=lambda code: -plan.people.counts.get(code, 0)):
        x, y = frame.place(*centres[code])
        if plan.people.counts.get(code):
            radius = plan.radius(plan.people.counts[code])
            sheet.dot(x, y, radius, style.NAVY, edge="#FFFFFF", thickness=0.5, alpha=0.62)
    bottom = plan.top + 6.0 + side + 1.5
    for i, code in enumerate(outlines.RING):
        y = bottom + i * 4.2 + 2.0
        sheet.text(sheet.right, y, plan.named(code), size=style.SMALL, align="right")


def _draw_overseas(sheet: Sheet, plan: _Plan) -> None:
    """Five boxes in the bay, each at its own scale."""
    for inset in _insets(sheet, plan):
        x, y, _, _ = inset.box
        sheet.text(x, y + 2.0, name(inset.code), size=style.SMALL)
        sheet.text(x, y + 6.0, plan.told(inset.code), size=style.SMALL, weight=style.BOLD)
        _draw_inset(sheet, plan, inset.code, inset.rings, x, y + ABOVE)


def _insets(sheet: Sheet, plan: _Plan) -> Iterator[_Inset]:
    """Where each overseas département stands: three under one another at the left, two beside."""
    across, down = 23.0, 22.5
    floor = plan.frame.place(0, outlines.france()["size"][1])[1]
    for rank, (code, rings) in enumerate(sorted(outlines.france()["overseas"].items())):
        column, row = divmod(rank, 3)
        x, y = sheet.left + column * across, floor - (3 - row - column) * down + 1.0
        wide = max(SIDE, sheet.measure(name(code), style.SMALL))
        yield _Inset(code, rings, (x, y, x + wide, y + ABOVE + SIDE))


def _draw_inset(
    sheet: Sheet, plan: _Plan, code: str, rings: Sequence[Sequence[float]], x: float, y: float, side: float = SIDE
) -> None:
    wide, high = max(max(ring[::2]) for ring in rings), max(max(ring[1::2]) for ring in rings)
    scale = (side - 2.0) / 100
    frame = outlines.Frame(x + (side - wide * scale) / 2, y + (side - high * scale) / 2, scale)
    sheet.rect(x, y, x + side, y + side, "#FFFFFF", edge=style.RULE, thickness=0.7)
    sheet.path(outlines.path([rings], frame), LAND, edge=BORDER, thickness=0.4, above=1.1)
    count = plan.people.counts.get(code, 0)
    if count:
        radius = min(plan.radius(count), side / 2 - 0.5)
        sheet.dot(x + side / 2, y + side / 2, radius, style.NAVY, edge="#FFFFFF", thickness=0.5, alpha=0.62)


def _draw_key(sheet: Sheet, plan: _Plan, title: str) -> None:
    """Three circles of round counts, one inside another."""
    counts = _round_counts(plan.most, plan.shown_from)
    radius = plan.radius(counts[0])
    x, floor = sheet.right - 26.0, plan.frame.place(0, 415)[1]
    lines = sheet.wrap(title, 36.0, style.SMALL, style.SEMIBOLD, most=2)
    top = floor - 2 * radius - 4.0
    for i, line in enumerate(reversed(lines)):
        sheet.text(x - LARGEST, top - i * 4.0, line, size=style.SMALL, weight=style.SEMIBOLD)
    lowest = -1e9
    for count in sorted(counts, reverse=True):
        r = plan.radius(count)
        sheet.dot(x, floor - r, r, "#FFFFFF", edge=style.INK, thickness=0.8)
        y = max(floor - 2 * r, lowest + 4.0)
        lowest = y
        end = x + LARGEST + 3.0
        sheet.line(
            [(x, floor - 2 * r), (end - 1.0, floor - 2 * r if y == floor - 2 * r else y)], style.INK, 0.6, above=2.2
        )
        sheet.text(end, y, numbers.number(count, lang=plan.lang), size=style.SMALL)


def _round_counts(most: float, least: int) -> list[int]:
    """Up to three round counts that fit the largest circle: 250, 50, 10."""
    ladder = [m * 10**p for p in range(7) for m in (1, 2, 5)]
    first = max((n for n in [*ladder, *(25 * 10**p for p in range(6))] if n <= most), default=1)
    smaller = [max((n for n in ladder if n * factor <= first), default=0) for factor in (5, 25)]
    return [first, *dict.fromkeys(n for n in smaller if n >= least and n < first)]


def _draw_outside(sheet: Sheet, plan: _Plan, caption: Caption, y: float) -> float:
    """Under the map: overseas without a shape, abroad, not located."""
    people = plan.people
    parts = [plan.named(code) for code in WITHOUT_SHAPE if people.counts.get(code)]
    if people.abroad:
        parts.append(caption.say("À l’étranger : ", "Abroad: ") + told(people.abroad, plan.lang, plan.shown_from))
    located, total, lost = (numbers.number(n, lang=plan.lang) for n in (plan.placed, people.total, people.not_located))
    parts.append(caption.say(f"Non localisées : {lost}", f"Not located: {lost}"))
    too = caption.say(", étranger compris", " or abroad") if plan.abroad_withheld else ""
    parts.append(caption.say(f"Localisées{too} : {located} sur {total}", f"Located{too}: {located} of {total}"))
    text = sheet.set(" · ".join(part.replace(" ", numbers.NBSP) for part in parts) + ".")
    for line in lettering.filled(text, sheet.right - sheet.left, style.SMALL):
        sheet.text(sheet.left, y + 2.0, line, size=style.SMALL)
        y += 4.2
    return y


def _credit(caption: Caption) -> str:
    credit = outlines.france()["attribution"]
    return caption.say(
        f"Fond de carte : {credit} ; cartouches à des échelles différentes.", f"Map: {credit}; insets not to scale."
    )


def _alt(caption: Caption, plan: _Plan) -> str:
    counts = plan.people.counts
    first = sorted(counts, key=lambda code: (-counts[code], code))
    count = caption.count(len(counts), "département", "départements", "département", "départements")
    kind = caption.say(f"Carte de France en cercles, {count}", f"Map of France with circles, {count}")
    shown = [code for code in first[:6] if counts[code] >= plan.shown_from]
    most = caption.values([(name(code), plan.told(code)) for code in shown])
    none = caption.say("Aucun n’a assez de personnes pour être compté", "None has enough people to be counted")
    located, total, lost = (
        numbers.number(n, lang=caption.lang) for n in (plan.placed, plan.people.total, plan.people.not_located)
    )
    too = caption.say(" (étranger compris)", " or abroad") if plan.abroad_withheld else ""
    base = caption.say(
        f"Base : {located} personnes localisées{too} sur {total}, {lost} non localisées",
        f"Base: {located} people located{too} of {total}, {lost} not located",
    )
    return caption.alt(kind, caption.say(f"En tête : {most}", f"First: {most}") if shown else none, base)


def _headers(lang: str) -> tuple[str, ...]:
    if lang == "fr":
        return ("Code", "Département", "Région", "Personnes")
    return ("Code", "Département", "Region", "People")


def _table(plan: _Plan) -> Table:
    codes = sorted(code for code, count in plan.people.counts.items() if count)
    rows: list[list[Cell | str]] = [
        [code, name(code), region(code, plan.lang), _count_cell(plan, plan.people.counts[code])] for code in codes
    ]
    lost = plan.people.not_located
    outside = {
        "fr": ("À l’étranger", "Non localisées"),
        "en": ("Abroad", "Not located"),
    }[plan.lang]
    cells = (_count_cell(plan, plan.people.abroad), Cell(numbers.number(lost, lang=plan.lang), lost))
    rows += [["", label, "", cell] for label, cell in zip(outside, cells, strict=True)]
    return table(_headers(plan.lang), rows)


def _count_cell(plan: _Plan, count: int) -> Cell:
    text = told(count, plan.lang, plan.shown_from)
    return Cell(text, text if 0 < count < plan.shown_from else count)
