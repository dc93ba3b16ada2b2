"""nbconvert: both exporters load, export, break nobody else's format."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import report_sample as sample

from nec_analysis.report import outputs
from nec_analysis.report.exporters import HtmlExporter, PdfExporter

JUPYTER = Path(sys.executable).parent / "jupyter"


def node(**cover: object) -> nbformat.NotebookNode:
    return nbformat.from_dict(json.loads(json.dumps(sample.bilan(**cover))))


def test_importing_the_exporters_draws_nothing() -> None:
    code = "import sys, nec_analysis.report.exporters; print([m for m in ('typst', 'pikepdf', 'matplotlib', 'pandas') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_names_that_jupyterlab_can_ask_for() -> None:
    from nbconvert.exporters import get_export_names, get_exporter

    assert {"nec_pdf", "nec_html"} <= set(get_export_names())
    for name, kind, extension in (("nec_pdf", PdfExporter, ".pdf"), ("nec_html", HtmlExporter, ".html")):
        assert name.isidentifier()
        exporter = get_exporter(name)()
        assert isinstance(exporter, kind)
        assert exporter.file_extension == extension
        assert exporter.export_from_notebook


def test_the_date_of_the_cover_is_the_date_of_the_file() -> None:
    body, resources = PdfExporter().from_notebook_node(node(timestamp="2022-09-28"))
    assert body.startswith(b"%PDF-1.7")
    assert resources["output_extension"] == ".pdf"
    assert b"2022-09-28" in body
    assert PdfExporter().from_notebook_node(node(timestamp="2022-09-28"))[0] == body


def test_without_a_cover_date_the_environment_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert b"2001-09-09" in PdfExporter().from_notebook_node(node())[0]


def test_a_notebook_without_title_is_called_by_its_name() -> None:
    empty = nbformat.from_dict(sample.notebook(sample.markdown("texte")))
    page, _ = HtmlExporter().from_notebook_node(empty, {"metadata": {"name": "mon_carnet"}})
    assert "<h1>mon carnet</h1>" in page


def test_the_language_is_an_option() -> None:
    page, _ = HtmlExporter(lang="en").from_notebook_node(node())
    assert "Skip to content" in page


def test_a_release_refuses_pictures_without_description() -> None:
    from nec_analysis.errors import NecError

    cell = sample.code([{"output_type": "display_data", "data": {"image/svg+xml": sample_svg()}, "metadata": {}}])
    with pytest.raises(NecError, match="alt-missing"):
        HtmlExporter(strict=True).from_notebook_node(nbformat.from_dict(sample.notebook(cell)))


def sample_svg() -> str:
    return outputs.drawing(sample.bars())


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nec_pdf", "nec_html"])
def test_jupyter_nbconvert_converts(tmp_path: Path, name: str) -> None:
    notebook = tmp_path / "bilan.ipynb"
    notebook.write_text(json.dumps(sample.bilan()))
    done = subprocess.run([JUPYTER, "nbconvert", "--to", name, notebook], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / f"bilan.{name[4:]}").stat().st_size > 50_000


@pytest.mark.slow
def test_the_other_formats_of_nbconvert_still_work() -> None:
    done = subprocess.run([JUPYTER, "nbconvert", "--help-all"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "nec_pdf" in done.stdout
    assert "AttributeError" not in done.stderr
