"""Audience: people on site beside those online, moment by moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nec_analysis.charts import empty, lettering, style
from nec_analysis.charts.caption import Caption
from nec_analysis.charts.chart import Cell, Chart, Table, table
from nec_analysis.charts.sheet import Sheet
from nec_analysis.french import numbers

LABELS_AT_MOST = 46.0
NAMES_AT_MOST = 52.0
PITCH = 8.8
FILL = {False: style.NAVY, True: "#B9BEF1"}


@dataclass(frozen=True, slots=True)
class Moment:
    """How many people were there at one moment; `online` tells views or viewers from people on site."""

    day: str
    label: str
    people: int
    online: bool = False


def draw(moments: Sequence[Moment], *, id: str, title: str, subtitle: str, source: str, lang: str = "fr") -> Chart:
    """Moments in the order given, gathered by day."""
    caption = Caption(id, title, subtitle, source, lang)
    if not any(moment.people for moment in moments):
        return empty.draw(caption, _headers(lang))
    with style.context():
        sheet, y = caption.sheet(style.PAGE)
        columns = _Columns(sheet, moments)
        y = _draw_key(sheet, caption, moments, y)
        days = list(dict.fromkeys(moment.day for moment in moments))
        y, left = sheet.stack(
            days, y, lambda day, at: _draw_day(sheet, columns, day, [m for m in moments if m.day == day], at)
        )
        hidden = sum(moment.day in days[len(days) - left :] for moment in moments)
        more = caption.note("data", hidden > 0, n=str(hidden))
        return caption.chart(sheet, y - 2.5, _alt(caption, moments), _table(moments, lang), more)


class _Columns:
    """Where days end, how many mm a person takes."""

    def __init__(self, sheet: Sheet, moments: Sequence[Moment]) -> None:
        self.days = min(LABELS_AT_MOST, max(sheet.measure(moment.day) for moment in moments))
        self.zero = sheet.left + self.days + 2.5
        most = max(moment.people for moment in moments) or 1
        beside = [
            sheet.measure(numbers.number(m.people, lang=sheet.lang), style.VALUE, style.BOLD)
            + max(map(sheet.measure, sheet.wrap(m.label, NAMES_AT_MOST, most=2)))
            for m in moments
        ]
        room = sheet.right - self.zero - 6.0
        # each bar with its own words must fit, the longest bar seldom has the longest words
        self.per_person = min(
            (room - words) / moment.people for moment, words in zip(moments, beside, strict=True) if moment.people
        )
        self.per_person = min(self.per_person, room / most)


def _draw_key(sheet: Sheet, caption: Caption, moments: Sequence[Moment], y: float) -> float:
    """Which colour is the room, which the screen: only when both are there."""
    if len({moment.online for moment in moments}) < 2:
        return y
    x = sheet.left
    for online, text in ((False, caption.say("Sur place", "On site")), (True, caption.say("En ligne", "Online"))):
        sheet.rect(x, y - 1.5, x + 5.0, y + 1.5, FILL[online], edge=style.NAVY)
        x += 6.8 + sheet.text(x + 6.8, y, text, size=style.SMALL) + 6.0
    return y + 5.5


def _draw_day(sheet: Sheet, columns: _Columns, day: str, moments: Sequence[Moment], y: float) -> float:
    lines = sheet.wrap(day, columns.days)
    height = max(PITCH * len(moments), lettering.line_height(style.LABEL) * len(lines) + 1.0)
    sheet.lines(columns.zero - 2.5, y + height / 2, lines, align="right")
    sheet.line([(columns.zero, y), (columns.zero, y + height)], style.INK, 0.8)
    start = y + (height - PITCH * len(moments)) / 2
    for i, moment in enumerate(moments):
        _draw_bar(sheet, columns, moment, start + (i + 0.5) * PITCH)
    return y + height + 4.0


def _draw_bar(sheet: Sheet, columns: _Columns, moment: Moment, y: float) -> None:
    end = columns.zero + moment.people * columns.per_person
    if moment.people:
        sheet.rect(columns.zero, y - 2.9, end, y + 2.9, FILL[moment.online], edge=style.NAVY)
    text = numbers.number(moment.people, lang=sheet.lang)
    x = end + 1.8 + sheet.text(end + 1.8, y, text, size=style.VALUE, weight=style.BOLD) + 2.0
    label = sheet.wrap(moment.label, NAMES_AT_MOST, most=2)
    sheet.lines(x, y, label, colour=style.MUTED)


def _alt(caption: Caption, moments: Sequence[Moment]) -> str:
    count = caption.count(len(moments), "temps fort", "temps forts", "moment", "moments")
    kind = caption.say(f"Diagramme en barres horizontales, {count}", f"Horizontal bar chart, {count}")
    where = {True: caption.say("en ligne", "online"), False: caption.say("sur place", "on site")}
    told = [
        (f"{m.day}, {m.label}".strip(", "), f"{numbers.number(m.people, lang=caption.lang)} {where[m.online]}")
        for m in moments
    ]
    return caption.alt(kind, caption.values(told))


def _headers(lang: str) -> tuple[str, ...]:
    return ("Public", "Mesure", "Lieu", "Nombre") if lang == "fr" else ("Audience", "Measure", "Place", "Number")


def _table(moments: Sequence[Moment], lang: str) -> Table:
    where = {True: "en ligne" if lang == "fr" else "online", False: "sur place" if lang == "fr" else "on site"}
    return table(
        _headers(lang),
        [
            [
                Cell(m.day, m.day),
                Cell(m.label, m.label),
                Cell(where[m.online], where[m.online]),
                Cell(numbers.number(m.people, lang=lang), m.people),
            ]
            for m in moments
        ],
    )
