"""The charts of the finished PDF, of the finished page: each the drawing of its file in `charts/`, and all of them."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nec_analysis.figures.recette.agreement import attached, offered
from nec_analysis.figures.recette.direction import in_order
from nec_analysis.figures.recette.dossier import Dossier, Drawn
from nec_analysis.figures.recette.drawing import drawing
from nec_analysis.figures.recette.fault import MISSING, TEXT, Fault
from nec_analysis.figures.recette.glyphs import Fonts
from nec_analysis.figures.recette.likeness import Sketch, sketch, unlike_painted, unlike_shown
from nec_analysis.figures.recette.painted import Box, Piece, joined, painted
from nec_analysis.figures.recette.passage import squeezed
from nec_analysis.figures.recette.tagged import children, marks, tag

PDF, PAGE = "bilan.pdf", "bilan.html"


def reproduced(dossier: Dossier) -> Iterator[Fault]:
    """Charts that a finished file draws otherwise than their file, or no longer."""
    sketches = {anchor(drawn): _sketch(drawn) for drawn in dossier.charts if drawn.svg.is_file()}
    yield from _in_pdf(dossier, sketches)
    yield from _in_page(dossier, sketches)


def _in_page(dossier: Dossier, sketches: Mapping[str, Sketch]) -> Iterator[Fault]:
    from lxml import html

    page = dossier.folder / PAGE
    if not page.is_file():
        return
    shown = set[str]()
    charts = {anchor(drawn): drawn for drawn in dossier.charts if anchor(drawn) in sketches}
    for figure in html.document_fromstring(page.read_bytes()).iter("figure"):
        id = (figure.get("id") or "").casefold()
        drawing = figure.find(".//svg")
        if id in charts and drawing is not None:
            shown.add(id)
            yield from unlike_shown(replace(sketches[id], file=PAGE, place=charts[id].id), drawing)
    yield from _gone(PAGE, charts, shown, {name for _, name, _ in offered(page)})


def _in_pdf(dossier: Dossier, sketches: Mapping[str, Sketch]) -> Iterator[Fault]:
    path = dossier.folder / PDF
    if not path.is_file():
        return
    charts = {anchor(drawn): drawn for drawn in dossier.charts if anchor(drawn) in sketches}
    told = [(squeezed(drawn.alt), id) for id, drawn in charts.items()]
    shown = set[str]()
    for figure in figures(path):
        named = [id for alt, id in told if alt == squeezed(figure.alt)]
        if named:
            id = _written(figure, {id: charts[id] for id in named if id not in shown}) or named[0]
            shown.add(id)
            wanted = replace(sketches[id], file=PDF, place=f"page {figure.page}, {charts[id].id}")
            yield from unlike_painted(wanted, figure.piece, figure.others)
        elif figure.piece.runs:
            cause = "décrit un graphique et n'est la description d'aucun de charts/."
            yield Fault(TEXT, PDF, f"page {figure.page}", figure.alt[:80], cause)
    yield from _gone(PDF, charts, shown, {name for _, name, _ in attached(path)})


def _written(figure: Figure, charts: Mapping[str, Drawn]) -> str:
    """Of charts described alike, the one whose words a figure writes."""
    if len(charts) < 2:
        return next(iter(charts), "")
    letters = Tally(squeezed(in_order("".join(run.text for run in figure.piece.runs))))
    return next((id for id, drawn in charts.items() if letters == _letters(drawn)), "")


def _letters(drawn: Drawn) -> Tally[str]:
    return Tally(squeezed("".join(word.text for word in drawing(drawn.svg).words)))


def anchor(drawn: Drawn) -> str:
    """The name of a chart in a page, and of its data: in lower case, with hyphens."""
    return drawn.id.replace("_", "-").casefold()


def _gone(file: str, charts: Collection[str], shown: Collection[str], data: Collection[str]) -> Iterator[Fault]:
    """Charts whose data is in a file that does not draw them."""
    for id in charts:
        if id not in shown and f"{id}.csv" in data:
            yield Fault(MISSING, file, "", id, "n'est plus dessiné : ses données y sont jointes.")


def _sketch(drawn: Drawn) -> Sketch:
    from lxml import etree

    text = drawn.svg.read_bytes()
    root = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))
    return sketch(root, len(text.decode()), f"charts/{drawn.id}/{drawn.svg.name}")


@dataclass(frozen=True)
class Figure:
    """A figure of a PDF: its description, its page, what is painted there; what of the page is painted besides."""

    alt: str
    page: int
    piece: Piece
    others: tuple[Box, ...]


def figures(path: Path) -> Iterator[Figure]:
    """The figures of a PDF, in the order they are read."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        pages = {page.obj.objgen: n for n, page in enumerate(pdf.pages, 1)}
        fonts, known = Fonts(), dict[int, dict[int, Piece]]()
        for element, page in _tagged(pdf.Root.get("/StructTreeRoot", {}), None):
            own = [(pages[where.objgen], mark) for mark, where in marks(element, page)]
            for n in {n for n, _ in own} - set(known):
                known[n] = painted(pdf.pages[n - 1].obj, fonts)
            pieces = [known[n].get(mark, Piece()) for n, mark in own]
            others = [
                box
                for n in {n for n, _ in own}
                for mark, piece in known[n].items()
                if (n, mark) not in own
                for box in piece.boxes()
            ]
            noted = [box for n in {n for n, _ in own} for box in _noted(pdf.pages[n - 1].obj)]
            alt, first = str(element.get("/Alt", "")), min((n for n, _ in own), default=0)
            yield Figure(alt, first, joined(pieces), (*others, *noted))


def _noted(page: Any) -> Iterator[Box]:
    """Where notes are stuck on a page: a link shows nothing."""
    for note in page.get("/Annots", []):
        if note.get("/Subtype") != "/Link":
            left, bottom, right, top = (float(n) for n in note.get("/Rect", (0, 0, 0, 0)))
            yield left, bottom, right, top


def _tagged(element: Any, page: Any) -> Iterator[tuple[Any, Any]]:
    """The figures under an element, each with the page it is said to be on; tables hold none."""
    for child in children(element):
        here = child.get("/Pg", page) if hasattr(child, "get") else page
        name = tag(child)
        if name == "Figure":
            yield child, here
        elif name and name != "Table":
            yield from _tagged(child, here)
