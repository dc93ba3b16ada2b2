"""The charts of the finished page, measured against their data as the files of `charts/` are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nec_analysis.figures.recette.dossier import Dossier
from nec_analysis.figures.recette.drawing import words
from nec_analysis.figures.recette.entry import Value
from nec_analysis.figures.recette.fault import Fault
from nec_analysis.figures.recette.geometry import misdrawn
from nec_analysis.figures.recette.reproduced import PAGE, anchor
from nec_analysis.figures.recette.shapes import shapes

MAP = ("Code",)
"""How the data of a map begin: the page writes its outlines, and its circles, in a shorter way."""


def remeasured(
    dossier: Dossier, lang: str, exact: Mapping[str, tuple[tuple[Value, ...], ...]] | None = None
) -> Iterator[Fault]:
    """Marks of the page that are not where their value puts them; `exact`: by chart, the values of its figures."""
    from lxml import html

    page = dossier.folder / PAGE
    if not page.is_file():
        return
    known = {anchor(drawn): drawn for drawn in dossier.charts}
    for figure in html.document_fromstring(page.read_bytes()).iter("figure"):
        drawn, drawing = known.get((figure.get("id") or "").casefold()), figure.find(".//svg")
        if drawn is not None and drawing is not None and drawn.header[:1] != MAP:
            told = (exact or {}).get(drawn.id, ())
            yield from misdrawn(drawn, tuple(words(drawing)), shapes(drawing), lang, f"{PAGE}, {drawn.id}", told)
