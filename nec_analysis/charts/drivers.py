"""What to improve first: how many are satisfied with each aspect, how much it weighs in the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from nec_analysis.charts import empty, style
from nec_analysis.charts.caption import Caption
from nec_analysis.charts.chart import Cell, Chart, Table, table
from nec_analysis.charts.growth import nice_step
from nec_analysis.charts.placing import Placer, around
from nec_analysis.charts.sheet import Sheet
from nec_analysis.french import numbers

HEIGHT = 84.0
"""Of the plane, in mm."""


@dataclass(frozen=True, slots=True)
class Driver:
    """One aspect: the share of satisfied, its weight in overall satisfaction, both in [0, 1] with their intervals."""

    label: str
    satisfied: float
    weight: float
    satisfied_interval: tuple[float, float] | None = None
    weight_interval: tuple[float, float] | None = None


def draw(
    drivers: Sequence[Driver],
    *,
    id: str,
    title: str,
    subtitle: str,
    source: str,
    lang: str = "fr",
    base: int = 0,
    split: tuple[float, float] | None = None,
) -> Chart:
    """A plane in four fields; `split` is where they meet, the middle of both scales' means when not given."""
    caption = Caption(id, title, subtitle, source, lang)
    if not drivers:
        return empty.draw(caption, _headers(lang))
    means = [sum(values) / len(drivers) for values in zip(*((d.satisfied, d.weight) for d in drivers), strict=True)]
    middle = split or (means[0], means[1])
    with style.context():
        sheet, y = caption.sheet(style.PAGE)
        plane = _Plane(sheet, caption, drivers, middle, y)
        plane.draw_scales()
        placer = plane.draw_fields()
        for driver in drivers:
            plane.draw_marks(driver, placer)
        for driver in sorted(drivers, key=lambda d: (not plane.first(d), -d.weight)):
            plane.draw_label(driver, placer)
        note = caption.say(
            "Association statistique, pas une preuve de cause.", "Statistical association, no proof of cause."
        )
        alt = _alt(caption, drivers, plane, base)
        return caption.chart(sheet, plane.bottom + 11.0, alt, _table(drivers, lang), note)


class _Plane:
    """Satisfaction across, weight upwards, both in %."""

    def __init__(
        self, sheet: Sheet, caption: Caption, drivers: Sequence[Driver], middle: tuple[float, float], top: float
    ) -> None:
        self.sheet, self.caption, self.middle = sheet, caption, middle
        self.left, self.right = sheet.left + 14.0, sheet.right - 1.0
        self.top, self.bottom = top, top + HEIGHT
        across: list[float] = [x for d in drivers for x in (d.satisfied, *(d.satisfied_interval or ()))] + [middle[0]]
        up: list[float] = [x for d in drivers for x in (d.weight, *(d.weight_interval or ()))] + [middle[1]]
        low = floor(max(0.0, min(across) - 0.05) * 10) / 10
        high = ceil(min(1.0, max(across) + 0.05) * 10) / 10
        self.across = (low, high if high > low else low + 0.1)
        self.up = (0.0, max(*up, 0.02) * 1.12)

    def x(self, share: float) -> float:
        """The place of a share of satisfied."""
        low, high = self.across
        return self.left + (self.right - self.left) * (share - low) / (high - low)

    def y(self, weight: float) -> float:
        """The height of a weight."""
        return self.bottom - HEIGHT * max(weight, 0.0) / self.up[1]

    def first(self, driver: Driver) -> bool:
        """Whether the aspect weighs much and satisfies little."""
        return driver.weight >= self.middle[1] and driver.satisfied < self.middle[0]

    def draw_scales(self) -> None:
        """Ticks in % along both sides, what they measure beside."""
        low, high = (round(100 * x) for x in self.across)
        for tick in range(low, high + 1, 10 if high - low > 20 else 5):
            share = numbers.share(tick / 100, lang=self.sheet.lang)
            x = min(self.x(tick / 100), self.right - 4.0)
            self.sheet.text(x, self.bottom + 3.4, share, size=style.SMALL, colour=style.MUTED, align="center")
        step, tick_up = nice_step(100 * self.up[1], 5), 0.0
        while tick_up <= 100 * self.up[1]:
            y = min(self.y(tick_up / 100), self.bottom - 1.5)
            text = numbers.number(tick_up, lang=self.sheet.lang)
            self.sheet.text(self.left - 2.0, y, text, size=style.SMALL, colour=style.MUTED, align="right")
            tick_up += step
        self._draw_axis_names()

    def _draw_axis_names(self) -> None:
        across = self.caption.say("Part de satisfaits", "Share of satisfied")
        up = self.caption.say("Poids dans la satisfaction globale, en %", "Weight in overall satisfaction, %")
        self.sheet.text((self.left + self.right) / 2, self.bottom + 8.4, across, size=style.SMALL, align="center")
        half = self.sheet.measure(up, style.SMALL) / 2
        self.sheet.text(self.sheet.left + 1.6, (self.top + self.bottom) / 2 + half, up, size=style.SMALL, rotation=90)

    def draw_fields(self) -> Placer:
        """The two lines that part the plane, the name of each field in its corner."""
        x, y = self.x(self.middle[0]), self.y(self.middle[1])
        self.sheet.line([(x, self.top), (x, self.bottom)], style.RULE, 1.4, above=0.5)
        self.sheet.line([(self.left, y), (self.right, y)], style.RULE, 1.4, above=0.5)
        placer = Placer((self.left, self.top, self.right, self.bottom))
        placer.avoid((x - 0.3, self.top, x + 0.3, self.bottom), 10.0)
        placer.avoid((self.left, y - 0.3, self.right, y + 0.3), 10.0)
        names = (
            (self.caption.say("Priorités", "Priorities"), "left", self.top + 2.2),
            (self.caption.say("Points forts à garder", "Strengths to keep"), "right", self.top + 2.2),
            (self.caption.say("Secondaires", "Secondary"), "left", self.bottom - 2.4),
            (self.caption.say("Acquis, peu décisifs", "Settled, minor"), "right", self.bottom - 2.4),
        )
        for rank, (text, side, height) in enumerate(names):
            self._draw_field(placer, text, side == "left", height, bright=rank == 0)
        return placer

    def _draw_field(self, placer: Placer, text: str, left: bool, y: float, bright: bool) -> None:
        colour, weight = (style.ORANGE_TEXT, style.BOLD) if bright else (style.MUTED, style.REGULAR)
        x = self.left + 1.0 if left else self.right - 1.0
        width = self.sheet.text(
            x, y, text, size=style.SMALL, colour=colour, weight=weight, align="left" if left else "right"
        )
        start = x if left else x - width
        placer.avoid((start - 0.5, y - 2.2, start + width + 0.5, y + 2.2), 1000.0)

    def draw_marks(self, driver: Driver, placer: Placer) -> None:
        """The dot with its two intervals."""
        x, y = self.x(driver.satisfied), self.y(driver.weight)
        colour = style.ORANGE_TEXT if self.first(driver) else style.NAVY
        pale = "#CFA77A" if self.first(driver) else style.BAR
        if driver.satisfied_interval:
            low, high = (self.x(end) for end in driver.satisfied_interval)
            self.sheet.line([(low, y), (high, y)], pale, 1.0)
            placer.avoid((low, y - 0.4, high, y + 0.4), 12.0)
        if driver.weight_interval:
            low, high = (self.y(end) for end in driver.weight_interval)
            self.sheet.line([(x, low), (x, high)], pale, 1.0)
            placer.avoid((x - 0.4, high, x + 0.4, low), 12.0)
        self.sheet.dot(x, y, 1.45, colour, edge="#FFFFFF")
        placer.avoid(around(x, y, 1.6), 60.0)

    def draw_label(self, driver: Driver, placer: Placer) -> None:
        """The name of an aspect, tied to its dot when it had to move away."""
        bright = self.first(driver)
        weight, colour = (style.BOLD, style.ORANGE_TEXT) if bright else (style.REGULAR, style.INK)
        (text,) = self.sheet.wrap(driver.label, 62.0, style.LABEL, weight, most=1)
        x, y = self.x(driver.satisfied), self.y(driver.weight)
        placed = placer.place(x, y, 1.6, self.sheet.measure(text, style.LABEL, weight))
        if placed.far:
            self.sheet.line(placed.leader, style.EDGE, 0.6)
        self.sheet.text(placed.x, placed.y, text, weight=weight, colour=colour)


def _alt(caption: Caption, drivers: Sequence[Driver], plane: _Plane, base: int) -> str:
    count = caption.count(len(drivers), "aspect", "aspects", "aspect", "aspects")
    kind = caption.say(f"Nuage de points, {count}", f"Scatter plot, {count}")
    weighs = caption.say("poids", "weight")
    told = [
        (
            d.label,
            f"{numbers.share(d.satisfied, lang=caption.lang)}, {weighs} {numbers.share(d.weight, lang=caption.lang)}",
        )
        for d in sorted(drivers, key=lambda d: -d.weight)
    ]
    first = [d.label for d in drivers if plane.first(d)]
    said = caption.say("Priorités : ", "Priorities: ") + caption.listed(first) if first else ""
    return caption.alt(kind, said, caption.values(told), caption.base([base]))


def _headers(lang: str) -> tuple[str, ...]:
    if lang == "fr":
        return ("Aspect", "Satisfaits", "Borne basse", "Borne haute", "Poids", "Borne basse", "Borne haute")
    return ("Aspect", "Satisfied", "Low", "High", "Weight", "Low", "High")


def _table(drivers: Sequence[Driver], lang: str) -> Table:
    def share(x: float | None) -> Cell:
        return Cell("" if x is None else numbers.share(x, lang=lang), x)

    return table(
        _headers(lang),
        [
            [
                Cell(d.label, d.label),
                share(d.satisfied),
                *map(share, d.satisfied_interval or (None, None)),
                share(d.weight),
                *map(share, d.weight_interval or (None, None)),
            ]
            for d in drivers
        ],
    )
