"""nbconvert: both exporters load, export, break nobody else's format."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
import report_sample as sample

from nec_analysis.report import outputs
from nec_analysis.report.exporters import HtmlExporter, PdfExporter

JUPYTER = Path(sys.executable).parent / "jupyter"
PROJECT = Path(__file__).resolve().parents[2]
LINE = PROJECT / "nec_analysis" / "report" / "nec_analysis_nbconvert.pth"


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


@pytest.mark.parametrize(
    ("command", "arguments", "spared"),
    [
        ("jupyter-nbconvert", ["--to", "nec_pdf", "a.ipynb"], True),
        ("jupyter-nbconvert", ["--to=nec_html", "a.ipynb"], True),
        ("jupyter-nbconvert", ["--to", "html", "nec_pdf.ipynb"], False),
        ("anything", ["nec_pdf"], False),
    ],
)
def test_the_line_python_reads_at_its_start_spares_grammars_to_our_formats_alone(
    tmp_path: Path, command: str, arguments: list[str], spared: bool
) -> None:
    line = "import site, sys\nsite.addsitedir(sys.argv[1])\nprint(sys.modules.get('rfc3987_syntax', 0) is None)"
    (tmp_path / command).write_text(line, encoding="utf-8")
    read = tmp_path / "site"
    read.mkdir()
    shutil.copy(LINE, read)
    done = subprocess.run(
        [sys.executable, "-S", tmp_path / command, read, *arguments], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(spared)


def test_the_wheel_puts_that_line_where_python_reads_it() -> None:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert settings["wheel"]["force-include"] == {LINE.relative_to(PROJECT).as_posix(): LINE.name}
