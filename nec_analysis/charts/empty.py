"""A chart that says there was no answer, or too few to tell."""

from __future__ import annotations

from nec_analysis.charts import style
from nec_analysis.charts.caption import NO_ANSWER, TOO_FEW, Caption
from nec_analysis.charts.chart import Chart, table


def draw(caption: Caption, headers: tuple[str, ...] = (), width: float = style.PAGE, *, few: bool = False) -> Chart:
    """The title, a box that says "aucune réponse", the source; a table of headers alone. `few`: some answered, masked."""
    said = (TOO_FEW if few else NO_ANSWER)[caption.lang]
    with style.context():
        sheet, y = caption.sheet(width)
        sheet.rect(sheet.left, y, sheet.right, y + 22, style.PALE)
        middle = (sheet.left + sheet.right) / 2
        sheet.text(middle, y + 11, said, size=style.VALUE, colour=style.MUTED, align="center")
        alt = caption.alt(
            caption.say("Graphique sans donnée", "Chart without data"),
            said if few else caption.say("Aucune réponse à cette question", "Nobody answered this question"),
        )
        return caption.chart(sheet, y + 22, alt, table(headers, ()))
