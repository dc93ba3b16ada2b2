"""Themes of the comments: what was liked against what should change, with a quote somebody approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nec_analysis.charts import empty, lettering, style
from nec_analysis.charts.caption import Caption
from nec_analysis.charts.chart import Cell, Chart, Table, table
from nec_analysis.charts.sheet import Sheet
from nec_analysis.french import numbers
from nec_analysis.french.typography import quoted

LABELS_AT_MOST = 52.0
HEADS_WIDTH = 30.0


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: comments that praise it, comments that would change it. `quote` only when a person approved it."""

    label: str
    liked: int
    to_improve: int
    quote: str = ""


def draw(
    themes: Sequence[Theme],
    *,
    id: str,
    title: str,
    subtitle: str,
    source: str,
    lang: str = "fr",
    comments: int = 0,
    liked: str = "",
    to_improve: str = "",
) -> Chart:
    """Themes from the most liked to the least; `comments` is how many people wrote something."""
    caption = Caption(id, title, subtitle, source, lang)
    ordered = sorted(themes, key=lambda theme: (-theme.liked, theme.to_improve))
    if not any(theme.liked or theme.to_improve for theme in ordered):
        return empty.draw(caption, _headers(lang))
    heads = (to_improve or caption.say("À améliorer", "To improve"), liked or caption.say("Apprécié", "Liked"))
    with style.context():
        sheet, y = caption.sheet(style.PAGE)
        plan = _Plan(sheet, ordered)
        y = _draw_heads(sheet, plan, heads, y)
        y, more = sheet.stack(ordered, y, lambda theme, at: _draw_theme(sheet, plan, theme, at))
        alt = _alt(caption, ordered, heads, comments)
        note = caption.note("data", more > 0, n=str(more))
        return caption.chart(sheet, y, alt, _table(ordered, heads, lang), note)


class _Plan:
    """Labels at the left, the field around its zero."""

    def __init__(self, sheet: Sheet, themes: Sequence[Theme]) -> None:
        self.labels = min(LABELS_AT_MOST, max(sheet.measure(theme.label) for theme in themes))
        left, right = sheet.left + max(self.labels, 24.0) + 12.0, sheet.right - 10.0
        ends = (max(theme.to_improve for theme in themes), max(theme.liked for theme in themes))
        # what is liked is named over its side: it never gets too narrow for its name
        self.per_comment = min((right - left) / (sum(ends) or 1), (right - left - HEADS_WIDTH) / (ends[0] or 1e-9))
        self.zero = left + ends[0] * self.per_comment


def _draw_heads(sheet: Sheet, plan: _Plan, heads: tuple[str, str], y: float) -> float:
    """What each side counts."""
    sides = [
        sheet.wrap(text, room - 2.0, weight=style.BOLD, most=2)
        for text, room in zip(heads, (plan.zero - sheet.left, sheet.right - plan.zero), strict=True)
    ]
    height = max(map(len, sides)) * lettering.line_height(style.LABEL)
    middle = y + height / 2
    sheet.lines(plan.zero - 1.6, middle, sides[0], weight=style.BOLD, colour=style.ORANGE_TEXT, align="right")
    sheet.lines(plan.zero + 1.6, middle, sides[1], weight=style.BOLD, colour=style.NAVY)
    return y + height + 1.6


def _draw_theme(sheet: Sheet, plan: _Plan, theme: Theme, y: float) -> float:
    lines = sheet.wrap(theme.label, plan.labels, most=2)
    height = max(7.6, lettering.line_height(style.LABEL) * len(lines) + 1.6)
    middle = y + height / 2
    sheet.lines(sheet.left + plan.labels, middle, lines, align="right")
    for people, away, fill, ink in (
        (theme.to_improve, -1, style.ORANGE, style.ORANGE_TEXT),
        (theme.liked, 1, style.NAVY, style.INK),
    ):
        start, end = plan.zero + 0.4 * away, plan.zero + away * (0.4 + people * plan.per_comment)
        if people:
            sheet.rect(start, middle - 2.4, end, middle + 2.4, fill)
        text = numbers.number(people, lang=sheet.lang)
        sheet.text(end + 1.2 * away, middle, text, weight=style.BOLD, colour=ink, align="left" if away > 0 else "right")
    return _draw_quote(sheet, plan, theme.quote, y + height)


def _draw_quote(sheet: Sheet, plan: _Plan, quote: str, y: float) -> float:
    """The words of one participant under the bars."""
    if not quote:
        return y
    left = sheet.left + plan.labels + 2.0
    text = quoted(quote.strip(), sheet.lang)
    lines = sheet.wrap(text, sheet.right - left, style.SMALL, most=2, italic=True)
    height = lettering.line_height(style.SMALL) * len(lines)
    sheet.lines(left, y + height / 2, lines, size=style.SMALL, colour=style.MUTED, italic=True)
    return y + height + 2.0


def _alt(caption: Caption, themes: Sequence[Theme], heads: tuple[str, str], comments: int) -> str:
    count = caption.count(len(themes), "thème", "thèmes", "theme", "themes")
    kind = caption.say(f"Barres opposées, {count}", f"Opposed bars, {count}")
    best = [(t.label, numbers.number(t.liked, lang=caption.lang)) for t in themes if t.liked]
    worst = sorted((t for t in themes if t.to_improve), key=lambda t: -t.to_improve)
    said = [(t.label, numbers.number(t.to_improve, lang=caption.lang)) for t in worst]
    colon = caption.say(" : ", ": ")
    return caption.alt(
        kind,
        heads[1] + colon + caption.values(best) if best else "",
        heads[0] + colon + caption.values(said) if said else "",
        caption.base([comments], caption.pair("commentaire", "commentaires", "comment", "comments")),
    )


def _headers(lang: str, heads: tuple[str, str] = ("", "")) -> tuple[str, ...]:
    names = ("À améliorer", "Apprécié") if lang == "fr" else ("To improve", "Liked")
    return ("Thème" if lang == "fr" else "Theme", heads[0] or names[0], heads[1] or names[1])


def _table(themes: Sequence[Theme], heads: tuple[str, str], lang: str) -> Table:
    return table(
        _headers(lang, heads),
        [[t.label, *(Cell(numbers.number(n, lang=lang), n) for n in (t.to_improve, t.liked))] for t in themes],
    )
