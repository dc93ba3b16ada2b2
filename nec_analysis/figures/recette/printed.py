"""Where a figure is printed: pages of the PDF, parts of the page, charts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nec_analysis.cards import Catalogue, catalogue
from nec_analysis.figures.recette import page, pdf
from nec_analysis.figures.recette.dossier import dossier
from nec_analysis.figures.recette.library import Library, library
from nec_analysis.figures.recette.passage import CHART, FURNITURE, Passage, squeezed
from nec_analysis.figures.recette.phrase import skeleton
from nec_analysis.figures.recette.recount import Counter
from nec_analysis.model import Edition


@dataclass(frozen=True, slots=True)
class Printed:
    """The places of one figure: pages of `bilan.pdf`, headings of `bilan.html`, ids of charts."""

    pages: tuple[int, ...]
    sections: tuple[str, ...]
    charts: tuple[str, ...]


def printed(id: str, folder: Path, edition: Edition, *, lang: str = "fr", known: Catalogue | None = None) -> Printed:
    """Where the finished files of an edition print a figure."""
    shelf = library(dossier(folder), Counter(edition, known or catalogue()), lang)
    finished, web = folder / "bilan.pdf", folder / "bilan.html"
    charts = tuple(sorted(name for name, chart in shelf.charts.items() if any(id in e.figures for e in chart.figures)))
    drawn = {squeezed("".join(_words(chart.drawn.svg))): name for name, chart in shelf.charts.items()}
    here = [p for p in pdf.passages(finished) if _tells(p, id, charts, drawn, shelf)] if finished.is_file() else []
    there = [p for p in page.passages(web) if _tells(p, id, charts, drawn, shelf)] if web.is_file() else []
    return Printed(
        tuple(sorted({passage.page for passage in here if passage.page})),
        tuple(dict.fromkeys(passage.section for passage in there if passage.section)),
        charts,
    )


def _words(svg: Path) -> Iterator[str]:
    from nec_analysis.figures.recette.drawing import drawing

    if svg.is_file():
        yield from (word.text for word in drawing(svg).words)


def _tells(passage: Passage, id: str, charts: tuple[str, ...], drawn: dict[str, str], shelf: Library) -> bool:
    """Whether a passage prints the figure: it names it, it holds one of its sentences, it is one of its charts."""
    if passage.kind == CHART:
        return drawn.get(squeezed("".join(passage.cells))) in charts
    if passage.kind == FURNITURE or not any(c.isdigit() for c in passage.text):
        return False
    texts = frozenset(squeezed(cell) for cell in passage.cells)
    if any(id in entry.figures for entry in shelf.shown if entry.named_in(texts)):
        return True
    letters = skeleton(passage.text, shelf.lang)
    return any(id in phrase.figures and phrase.skeleton in letters for phrase in shelf.phrases)
