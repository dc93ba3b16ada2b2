"""The charts of the finished PDF, of the finished page: whatever is altered of what they draw is found."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import recette_painted as painted

from nec_analysis.figures.recette import page, pdf
from nec_analysis.figures.recette.agreement import elsewhere
from nec_analysis.figures.recette.dossier import Dossier, dossier
from nec_analysis.figures.recette.fault import Fault
from nec_analysis.figures.recette.passage import CHART
from nec_analysis.figures.recette.reproduced import reproduced
from nec_analysis.runs.outcome import Outcome

BARS, OTHER, MAP = "publics", "themes", "carte"
ALTERATIONS = (
    painted.longer,
    painted.bent,
    painted.sideways,
    painted.lower,
    painted.exchanged,
    painted.apart,
    painted.unseen,
    painted.larger,
    painted.tinted,
    painted.thicker,
    painted.covered,
    painted.overlaid,
    painted.stamped,
    painted.narrowed,
    painted.squeezed,
    painted.shorter,
    painted.gone,
)


@pytest.fixture(scope="module")
def published(ran: Outcome) -> Dossier:
    return dossier(ran.reports)


@pytest.fixture
def copy(published: Dossier, tmp_path: Path) -> Dossier:
    """The same charts, and finished files that may be altered."""
    for name in ("bilan.pdf", "bilan.html"):
        shutil.copy(published.folder / name, tmp_path)
    return replace(published, folder=tmp_path)


def _alt(published: Dossier, id: str) -> str:
    return next(drawn.alt for drawn in published.charts if drawn.id == id)


def _found(copy: Dossier) -> list[Fault]:
    return list(reproduced(copy))


def test_every_chart_is_drawn_as_its_file_is(published: Dossier) -> None:
    assert len(published.charts) >= 12
    assert _found(published) == []


@pytest.mark.parametrize("change", ALTERATIONS, ids=lambda change: change.__name__)
def test_an_alteration_of_what_the_pdf_paints_is_found(change: Any, copy: Dossier) -> None:
    painted.altered(copy.folder / "bilan.pdf", _alt(copy, OTHER), change)
    faults = _found(copy)
    assert {fault.file for fault in faults} == {"bilan.pdf"}
    assert all(OTHER in str(fault) for fault in faults)


def test_a_chart_shown_smaller_is_as_good(copy: Dossier) -> None:
    painted.altered(copy.folder / "bilan.pdf", _alt(copy, OTHER), painted.shrunk)
    assert [str(fault) for fault in _found(copy)] == []


@pytest.mark.parametrize("id", ["grands_chiffres_audience", "programme", "recommandation", BARS, "carte"])
def test_every_filling_of_the_pdf_is_measured(id: str, published: Dossier, copy: Dossier) -> None:
    """One after the other by a tenth of a point, a few of each chart."""
    whole = painted.painting(copy.folder / "bilan.pdf", _alt(copy, id))
    for rank in range(1, len(painted.FILLED.findall(whole)), 7):
        shutil.copy(published.folder / "bilan.pdf", copy.folder)
        painted.altered(copy.folder / "bilan.pdf", _alt(copy, id), lambda old, n=rank: painted.longer(old, 0.1, n))
        assert _found(copy), f"{id}, {rank}"


def test_charts_that_change_places_are_found(copy: Dossier) -> None:
    path = copy.folder / "bilan.pdf"
    one, two = (painted.painting(path, _alt(copy, id)) for id in (BARS, OTHER))
    painted.altered(path, _alt(copy, BARS), lambda _: two)
    painted.altered(path, _alt(copy, OTHER), lambda _: one)
    assert len(_found(copy)) >= 2


def test_a_chart_that_no_tag_names_any_longer_is_found(copy: Dossier) -> None:
    def dropped(figures: list[Any]) -> None:
        first = figures[0]
        first.P.K = [kid for kid in first.P.K if kid.objgen != first.objgen]

    painted.tree(copy.folder / "bilan.pdf", dropped)
    assert [fault.code for fault in _found(copy)] == ["missing"]


def test_a_chart_described_as_no_other_is_found(copy: Dossier) -> None:
    def renamed(figures: list[Any]) -> None:
        figures[0].Alt = str(figures[0].Alt) + " Fin"

    painted.tree(copy.folder / "bilan.pdf", renamed)
    assert {fault.code for fault in _found(copy)} == {"text-differs", "missing"}


def _drawing(text: str, id: str) -> str:
    found = re.search(rf'<figure [^>]*id="{id}".*?(<svg .*?</svg>)', text, re.DOTALL)
    assert found
    return found[1]


def _paths(drawn: str) -> list[str]:
    return re.findall(r"<path [^>]*>", drawn)


def _exchanged(drawn: str) -> str:
    one, two = re.findall(r">(\d+\u202f%)</text>", drawn)[1:3]
    return drawn.replace(f">{one}<", ">@<").replace(f">{two}<", f">{one}<").replace(">@<", f">{two}<")


PAGE = {
    "a colour": lambda drawn: drawn.replace("#8a8fc9", "#8a8fc0", 1),
    "a shape gone": lambda drawn: drawn.replace(_paths(drawn)[2], "", 1),
    "a shape twice": lambda drawn: drawn.replace(_paths(drawn)[2], _paths(drawn)[2] * 2, 1),
    "two shapes in the other order": lambda drawn: drawn.replace(_paths(drawn)[1], "", 1).replace(
        _paths(drawn)[3], _paths(drawn)[3] + _paths(drawn)[1], 1
    ),
    "a shape moved by its attributes": lambda drawn: drawn.replace('<path d="', '<path transform="scale(0.9)" d="', 2),
    "a shape hidden": lambda drawn: drawn.replace('fill="#8a8fc9"', 'fill="#8a8fc9" visibility="hidden"', 1),
    "a shape faded": lambda drawn: drawn.replace('fill="#8a8fc9"', 'fill="#8a8fc9" fill-opacity="0.5"', 1),
    "a box drawn over it": lambda drawn: drawn.replace("</svg>", '<rect width="300" height="300" fill="#fff"/></svg>'),
    "all of it squeezed": lambda drawn: drawn.replace("<svg ", '<svg preserveAspectRatio="none" ', 1),
    "half of it shown": lambda drawn: re.sub(r'viewBox="0 0 [\d.]+', 'viewBox="0 0 250', drawn, count=1),
    "two words exchanged": _exchanged,
    "a word elsewhere": lambda drawn: re.sub(r'(<text )x="\d+', r'\1x="7', drawn, count=4),
    "a word of the colour of the sheet": lambda drawn: re.sub(r'(<text [^>]*fill=")#\w+', r"\1#ffffff", drawn, count=3),
    "a word gone": lambda drawn: re.sub(r"<text [^>]*>[^<]*</text>(?=</svg>)", "", drawn),
}


@pytest.mark.parametrize("change", PAGE.values(), ids=PAGE.keys())
def test_an_alteration_of_what_the_page_draws_is_found(change: Any, copy: Dossier) -> None:
    path = copy.folder / "bilan.html"
    text = path.read_text(encoding="utf-8")
    drawn = _drawing(text, BARS)
    assert change(drawn) != drawn
    path.write_text(text.replace(drawn, change(drawn), 1), encoding="utf-8", newline="")
    faults = _found(copy)
    assert {(fault.file, fault.place) for fault in faults} == {("bilan.html", BARS)}


@pytest.mark.parametrize("nth", [2, 8, 16, 20])
def test_a_circle_of_the_map_of_the_page_is_measured(nth: int, copy: Dossier) -> None:
    """Its place and its size, to the tenth of a point in which the page draws it."""
    path = copy.folder / "bilan.html"
    text = path.read_text(encoding="utf-8")
    drawn = _drawing(text, MAP)
    circle = [each for each in _paths(drawn) if " C " in each][nth]
    x = re.findall(r"-?[\d.]+", circle)[4]
    for new in (circle.replace(f" {x} ", f" {float(x) + 0.1:.1f} "), circle.replace(x, f"{float(x) + 0.1:.1f}", 1)):
        assert new != circle
        path.write_text(text.replace(circle, new, 1), encoding="utf-8", newline="")
        assert {fault.place for fault in _found(copy)} == {MAP}


def test_a_chart_gone_from_the_page_is_found(copy: Dossier) -> None:
    path = copy.folder / "bilan.html"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(_drawing(text, BARS), "", 1), encoding="utf-8", newline="")
    assert [(fault.code, fault.found) for fault in _found(copy)] == [("missing", BARS)]


def test_a_chart_under_another_heading_is_found(published: Dossier) -> None:
    pdf_, page_ = pdf.passages(published.folder / "bilan.pdf"), page.passages(published.folder / "bilan.html")
    assert [*elsewhere(pdf_, page_)] == []
    first = next(passage for passage in pdf_ if passage.kind == CHART)
    moved = [replace(passage, section="Annexe") if passage is first else passage for passage in pdf_]
    assert [fault.found for fault in elsewhere(moved, page_)] == ["Annexe"]
