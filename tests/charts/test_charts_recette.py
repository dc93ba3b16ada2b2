"""The recette measures every shape of chart, and finds the same drawing in a PDF and in a page: no fault where none is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from chart_samples import EMPTY, ORDINARY, TREACHEROUS, Draw
from nbformat import v4

from nec_analysis.figures.recette.dossier import Dossier, Drawn, dossier
from nec_analysis.figures.recette.drawing import drawing
from nec_analysis.figures.recette.geometry import misdrawn
from nec_analysis.figures.recette.reproduced import reproduced
from nec_analysis.figures.recette.shapes import read
from nec_analysis.report import outputs
from nec_analysis.report.exporters import HtmlExporter, PdfExporter

ALIKE = ("audience_many", "likert_many", "slopes_long_names", "upset_many")
"""Rows named alike, in an order that is not that of the drawing: nothing tells which is which."""
MEASURED = {name: draw for name, draw in {**ORDINARY, **TREACHEROUS}.items() if name not in ALIKE}


def _drawn(folder: Path, name: str, draw: Draw, lang: str) -> tuple[Drawn, outputs.Shown]:
    """A sample as a published folder keeps it, and as a report shows it."""
    chart = replace(draw(lang), id=name)
    place = folder / "charts" / name
    place.mkdir(parents=True)
    files = {
        f"{name}.svg": outputs.drawing(chart),
        f"{name}.csv": chart.table.csv(),
        "alt.txt": chart.alt,
        "legende.txt": chart.title,
    }
    for file, text in files.items():
        (place / file).write_text(text, encoding="utf-8", newline="")
    (folder / "figures.json").write_text("[]", encoding="utf-8")
    return next(each for each in dossier(folder).charts if each.id == name), outputs.figure(chart)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", MEASURED)
def test_a_sample_is_measured_without_a_fault(name: str, lang: str, tmp_path: Path) -> None:
    drawn, _ = _drawn(tmp_path, name, MEASURED[name], lang)
    faults = misdrawn(drawn, drawing(drawn.svg).words, read(drawn.svg), lang, name)
    assert [str(fault) for fault in faults] == []


@pytest.mark.slow
@pytest.mark.parametrize("samples", [ORDINARY, TREACHEROUS, EMPTY], ids=["ordinary", "treacherous", "empty"])
def test_every_sample_is_drawn_alike_in_a_pdf_and_in_a_page(samples: dict[str, Draw], tmp_path: Path) -> None:
    report: Any = v4.new_notebook()  # type: ignore[no-untyped-call]
    for name, draw in samples.items():
        data, metadata = _drawn(tmp_path, name, draw, "fr")[1]._repr_mimebundle_()
        output = v4.new_output("display_data", data, metadata=metadata)  # type: ignore[no-untyped-call]
        report.cells.append(v4.new_code_cell("x", outputs=[output]))  # type: ignore[no-untyped-call]
    (tmp_path / "bilan.pdf").write_bytes(PdfExporter().from_notebook_node(report)[0])
    page = HtmlExporter().from_notebook_node(report)[0]
    (tmp_path / "bilan.html").write_text(page, encoding="utf-8", newline="")
    published: Dossier = dossier(tmp_path)
    assert len(published.charts) == len(samples)
    assert [str(fault) for fault in reproduced(published)] == []
