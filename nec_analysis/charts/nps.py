"""The recommendation score: eleven columns, three families, one score."""

from __future__ import annotations

from dataclasses import dataclass

from nec_analysis.charts import empty, style
from nec_analysis.charts.caption import Caption
from nec_analysis.charts.chart import Cell, Chart, Table, table
from nec_analysis.charts.sheet import Sheet
from nec_analysis.french import numbers

HEIGHT = 44.0
"""Of the highest column, in mm."""
FAMILIES = ((0, 6), (7, 8), (9, 10))
COLOURS = (style.LIKERT[0], "#8F8F9E", style.NAVY)
INKS = (style.LIKERT[0], style.MUTED, style.NAVY)
NAMES = {
    "fr": ("Détracteurs", "Passifs", "Promoteurs"),
    "en": ("Detractors", "Passives", "Promoters"),
}


@dataclass(frozen=True, slots=True)
class Score:
    """How many gave each mark from 0 to 10; the score with its interval is in points, from −100 to 100."""

    counts: tuple[int, ...]
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def base(self) -> int:
        """Everybody who gave a mark."""
        return sum(self.counts)

    def family(self, rank: int) -> int:
        """How many detractors, passives, promoters."""
        first, last = FAMILIES[rank]
        return sum(self.counts[first : last + 1])

    @property
    def points(self) -> float:
        """Promoters less detractors, in points of percentage."""
        if self.value is not None:
            return self.value
        return 100 * (self.family(2) - self.family(0)) / self.base


def draw(score: Score, *, id: str, title: str, subtitle: str, source: str, lang: str = "fr") -> Chart:
    """Columns in % of those who gave a mark; the score with its interval stands beside."""
    if len(score.counts) != 11:
        raise ValueError(f"a recommendation score has 11 marks, from 0 to 10, not {len(score.counts)}")
    caption = Caption(id, title, subtitle, source, lang)
    if not score.base:
        return empty.draw(caption, _headers(lang))
    with style.context():
        sheet, y = caption.sheet(style.PAGE)
        pitch = (sheet.right - sheet.left) / 11
        floor = y + 4.0 + HEIGHT
        _draw_score(sheet, score, lang, y)
        for mark, hits in enumerate(score.counts):
            _draw_column(sheet, score, mark, hits, sheet.left + mark * pitch, pitch, floor)
        for rank in range(3):
            _draw_family(sheet, score, rank, pitch, floor + 8.0)
        said = caption.say(
            "Score = promoteurs (9 et 10) − détracteurs (0 à 6).", "Score = promoters (9 and 10) − detractors (0 to 6)."
        )
        return caption.chart(sheet, floor + 17.0, _alt(caption, score), _table(score, lang), said)


def _draw_score(sheet: Sheet, score: Score, lang: str, y: float) -> None:
    """The number people ask for, in the corner that low marks leave free."""
    tallest = max(score.counts)
    if max(score.counts[:5]) > 0.55 * tallest:
        return  # no room: the title and the alt text say it
    x = sheet.left
    x += sheet.text(x, y + 6.0, numbers.signed(score.points, lang=lang), size=26, weight=style.BOLD) + 2.5
    if score.low is not None and score.high is not None and score.low < score.high:
        text = numbers.interval(score.low, score.high, lang=lang)
        sheet.text(x, y + 7.6, text, size=style.LABEL, colour=style.MUTED)


def _draw_column(sheet: Sheet, score: Score, mark: int, hits: int, x: float, pitch: float, floor: float) -> None:
    rank = next(i for i, (_, last) in enumerate(FAMILIES) if mark <= last)
    top = floor - HEIGHT * hits / max(score.counts)
    middle = x + pitch / 2
    if hits:
        sheet.rect(x + pitch * 0.1, top, x + pitch * 0.9, floor, COLOURS[rank])
    text = numbers.percent(hits, score.base, decimals=0, lang=sheet.lang).rstrip("%").rstrip()
    sheet.text(middle, top - 2.6, text, align="center")
    sheet.text(middle, floor + 3.4, str(mark), align="center")


def _draw_family(sheet: Sheet, score: Score, rank: int, pitch: float, y: float) -> None:
    first, last = FAMILIES[rank]
    x0, x1 = sheet.left + (first + 0.1) * pitch, sheet.left + (last + 0.9) * pitch
    sheet.line([(x0, y - 0.8), (x1, y - 0.8)], COLOURS[rank], 2.4)
    share = numbers.percent(score.family(rank), score.base, decimals=0, lang=sheet.lang)
    x = (x0 + x1) / 2
    sheet.text(x, y + 2.4, NAMES[sheet.lang][rank], size=style.SMALL, colour=INKS[rank], align="center")
    sheet.text(x, y + 7.0, share, size=style.VALUE, weight=style.BOLD, colour=INKS[rank], align="center")


def _alt(caption: Caption, score: Score) -> str:
    kind = caption.say("Histogramme de 11 notes, de 0 à 10", "Histogram of 11 marks, from 0 to 10")
    said = numbers.signed(score.points, lang=caption.lang)
    if score.low is not None and score.high is not None and score.low < score.high:
        said += " " + numbers.interval(score.low, score.high, lang=caption.lang)
    shares = [numbers.percent(score.family(i), score.base, decimals=0, lang=caption.lang) for i in range(3)]
    return caption.alt(
        kind,
        caption.say(f"Score : {said}", f"Score: {said}"),
        caption.values(list(zip(NAMES[caption.lang], shares, strict=True))),
        caption.base([score.base]),
    )


def _headers(lang: str) -> tuple[str, ...]:
    return ("Note", "Nombre", "Part") if lang == "fr" else ("Mark", "Count", "Share")


def _table(score: Score, lang: str) -> Table:
    def row(name: str, hits: int) -> list[Cell]:
        share = numbers.percent(hits, score.base, decimals=0, lang=lang)
        return [Cell(name, name), Cell(numbers.number(hits, lang=lang), hits), Cell(share, hits / score.base)]

    marks = [row(str(mark), hits) for mark, hits in enumerate(score.counts)]
    families = [row(NAMES[lang][i], score.family(i)) for i in range(3)]
    return table(_headers(lang), [*marks, *families])
