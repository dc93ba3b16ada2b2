"""The chart of what comments are about."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from nec_analysis.measures.states import MASKED_BELOW
from nec_analysis.phases import quoting
from nec_analysis.phases.drawing.material import Material, Stanza, said
from nec_analysis.privacy.approved import Quote

if TYPE_CHECKING:
    from nec_analysis.charts.chart import Chart

QUOTED = 110
"""Letters of a quote that stands whole on two lines of the chart."""
Counts = dict[str, tuple[int, int]]


def verbatims_chart(id: str, stanza: Stanza, material: Material) -> Chart | None:
    """Themes that a person gave to comments, by question, with a quote that somebody approved."""
    from nec_analysis.charts import verbatims
    from nec_analysis.privacy.approved import theme

    sides = (stanza["liked"], stanza["to_improve"])
    tally = Counter((code.theme, code.question) for code in quoting.coded(material.cleaned))
    every = dict.fromkeys(name for name, question in tally if question in sides)
    shown = published({name: (tally[name, sides[0]], tally[name, sides[1]]) for name in every}, material.lang)
    if not shown:
        return None
    quotes = quoting.approved(material.cleaned)
    rows = [
        verbatims.Theme(theme(name, material.lang), *counts, quote=_shortest(name, quotes))
        for name, counts in shown.items()
    ]
    return verbatims.draw(
        rows,
        id=id,
        comments=sum(map(sum, shown.values())),
        liked=said(stanza.get("liked_head", {}), material.lang),
        to_improve=said(stanza.get("to_improve_head", {}), material.lang),
        **material.caption(stanza),
    )


def published(counts: Counts, lang: str = "fr") -> Counts:
    """The themes that may be counted: those of 1 to 10 comments on a side are put together, or left out.

    What is left out cannot be found by subtraction: the base of the chart is the sum of what it shows.

    >>> published({"Lieu": (40, 12), "Son": (0, 8), "Repas": (0, 9), "Bus": (3, 0)})
    {'Lieu': (40, 12)}
    """
    shown = {name: sides for name, sides in counts.items() if all(map(_enough, sides))}
    rest = [sides for name, sides in counts.items() if name not in shown]
    together = (sum(liked for liked, _ in rest), sum(other for _, other in rest))
    if len(rest) > 1 and all(map(_enough, together)):
        shown[OTHERS[lang]] = together
    return shown


OTHERS = {"fr": "Autres thèmes", "en": "Other themes"}


def _enough(count: int) -> bool:
    return count == 0 or count >= MASKED_BELOW


def _shortest(name: str, quotes: tuple[Quote, ...]) -> str:
    found = [quote.text for quote in quotes if quote.theme == name and len(quote.text) <= QUOTED]
    return min(found, key=len, default="")
