"""The reports of the demonstration editions: light, full pages, letters one can read, nothing a judge would fail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import report_judges as judges
import report_sizes
from lxml import html
from project_copy import DEMONSTRATION, project

from nec_analysis.report.document import Document, from_notebook
from nec_analysis.report.pdf import words_of
from nec_analysis.runs.run import run

pytestmark = pytest.mark.slow
each = pytest.mark.parametrize("id", DEMONSTRATION)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the three editions were published."""
    root = project(tmp_path_factory.mktemp("demonstration") / "project")
    for id in DEMONSTRATION:
        run(id, root=root)
    return root / "reports"


def _document(folder: Path) -> Document:
    content: dict[str, Any] = json.loads((folder / "notebooks" / "04_bilan.ipynb").read_text(encoding="utf-8"))
    return from_notebook(content)


def test_the_bilan_is_light(published: Path) -> None:
    lens = published / "2022-lens"
    assert (lens / "bilan.pdf").stat().st_size <= 250_000
    assert (lens / "bilan.html").stat().st_size <= 500_000


@each
def test_no_page_is_half_empty(published: Path, id: str) -> None:
    _cover, *inside, _last = judges.filled(published / id / "bilan.pdf")
    assert len(inside) >= 8
    assert min(inside) > 0.55, [round(share, 2) for share in inside]


@each
def test_words_of_charts_are_printed_in_nine_points_at_least(published: Path, id: str) -> None:
    shown = report_sizes.sizes(published / id / "bilan.pdf")
    charts = [size for _, kind, size, _ in shown if kind == report_sizes.CHART]
    assert len(charts) > 100
    assert min(charts) > 8.99


@each
def test_what_is_read_is_printed_in_eleven_points_at_least_tables_in_nine(published: Path, id: str) -> None:
    shown = report_sizes.sizes(published / id / "bilan.pdf")
    text = [(size, letters) for _, kind, size, letters in shown if kind == report_sizes.TEXT]
    large = sum(letters for size, letters in text if size > 10.99) / 2  # two bytes a glyph
    assert large >= len("".join(words_of(_document(published / id)).split()))
    assert min(size for size, _ in text) > 8.99


@each
def test_every_chart_says_its_finding_and_gives_its_data(published: Path, id: str) -> None:
    charts = [block for block in _document(published / id).blocks if block["kind"] == "figure"]
    drawn = html.fromstring((published / id / "bilan.html").read_text(encoding="utf-8")).findall(".//figure")
    assert len(charts) == len(drawn) >= 7
    for chart, figure in zip(charts, drawn, strict=True):
        assert len(chart["alt"]) >= 40
        assert any(letter.isdigit() for letter in chart["alt"])
        assert figure.find(".//svg").get("aria-label") == chart["alt"]
        assert len(figure.findall(".//table//tr")) == len(chart["table"]["rows"]) + 1
        assert figure.find(".//a[@download]").get("href").startswith("data:text/csv")


def test_verapdf_finds_no_failed_check(published: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"{id}.pdf" for id in DEMONSTRATION]
    for id, file in zip(DEMONSTRATION, files, strict=True):
        file.write_bytes((published / id / "bilan.pdf").read_bytes())
    assert judges.verapdf(*files) == {file.name: {"PDFUA_1": {}, "PDFA_3_A": {}} for file in files}


@each
def test_outloud_finds_no_error(published: Path, id: str) -> None:
    assert judges.outloud(published / id / "bilan.pdf") == []


def test_axe_finds_no_violation(published: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"{id}.html" for id in DEMONSTRATION]
    for id, file in zip(DEMONSTRATION, files, strict=True):
        file.write_bytes((published / id / "bilan.html").read_bytes())
    clean = {"violations": {}, "sideways": [], "requests": [], "dialogs": 0}
    assert judges.axe(*files) == {file.name: clean for file in files}


@each
def test_no_word_leaves_the_page(published: Path, id: str) -> None:
    words = judges.outside_the_page(published / id / "bilan.pdf")
    assert words == []
