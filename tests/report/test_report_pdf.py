"""The PDF: accessible by construction, the same bytes each time, every page marked when the data are invented."""

from __future__ import annotations

from io import BytesIO

import pytest
import report_sample as sample
from pypdf import PdfReader

from nec_analysis.report.document import from_notebook
from nec_analysis.report.pdf import render_pdf

DAY = "2022-09-28"


@pytest.fixture(scope="module")
def bilan() -> bytes:
    return render_pdf(from_notebook(sample.bilan()), timestamp=DAY)


@pytest.fixture(scope="module")
def pages(bilan: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(bilan)).pages]


def test_two_exports_give_the_same_bytes(bilan: bytes) -> None:
    assert render_pdf(from_notebook(sample.bilan()), timestamp=DAY) == bilan


def test_invented_data_are_called_so_on_every_page(pages: list[str]) -> None:
    assert len(pages) > 5
    assert all("Données de démonstration, fictives" in page for page in pages)


def test_real_data_carry_no_banner() -> None:
    out = render_pdf(from_notebook(sample.bilan(synthetic=False)), timestamp=DAY)
    assert not any("démonstration" in page.extract_text() for page in PdfReader(BytesIO(out)).pages)


def test_the_file_says_its_language_title_and_standards(bilan: bytes) -> None:
    root = PdfReader(BytesIO(bilan)).trailer["/Root"]
    assert root["/Lang"] == "fr-FR"
    assert root["/MarkInfo"]["/Marked"].value is True
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert "Bilan de Numérique en Commun[s]" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>3</pdfaid:part>" in xmp


def test_the_data_of_each_chart_come_with_the_file(bilan: bytes) -> None:
    files = PdfReader(BytesIO(bilan)).attachments
    assert sorted(files) == ["themes-2.csv", "themes.csv"]
    assert files["themes.csv"][0].decode().splitlines()[1] == '"Dispositifs et services inclusifs","31,5\u202f%"'
