"""`nec report`: the published report again, in the formats asked."""

from __future__ import annotations

import argparse
from pathlib import Path

from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.errors import USAGE, NecError

FORMATS = ("pdf", "html", "xlsx", "pptx")
EXPORTERS = {"pdf": "nec_pdf", "html": "nec_html"}


def call(given: argparse.Namespace) -> int:
    """Write `bilan.<format>` of an edition from its executed notebook; the figures are not computed again."""
    from nec_analysis.cards import project
    from nec_analysis.runs.light import prepare

    prepare()
    reports = project(given.root) / "reports" / given.edition
    notebook = reports / "notebooks" / "04_bilan.ipynb"
    if not notebook.is_file():
        raise NecError(
            "report-missing",
            f"reports/{given.edition}",
            "cette édition n'a pas de bilan.",
            f"nec run {given.edition}",
            exit_code=USAGE,
        )
    folder = Path(given.into)
    folder.mkdir(parents=True, exist_ok=True)
    for name in formats(given.to):
        print(_written(name, notebook, reports, folder))
    return 0


def formats(asked: str) -> list[str]:
    """The formats of `--to pdf,html`. Raises NecError (exit 2) for one that does not exist."""
    names = [name.strip() for name in asked.split(",") if name.strip()]
    for name in names:
        if name not in FORMATS:
            raise NecError(
                "format-unknown",
                "--to",
                f"le format « {name} » n'existe pas.",
                did_you_mean(name, FORMATS),
                exit_code=USAGE,
            )
    return names


def _written(name: str, notebook: Path, reports: Path, folder: Path) -> Path:
    if name in EXPORTERS:
        from nec_analysis.runs.export import exported

        target = folder / f"bilan.{name}"
        exported(notebook, EXPORTERS[name], target, folder=reports)
        return target
    if name == "xlsx":
        target = folder / "figures.xlsx"
        target.write_bytes((reports / "figures.xlsx").read_bytes())
        return target
    return _slides(notebook, folder / "bilan.pptx")


def _slides(notebook: Path, target: Path) -> Path:
    import nbformat

    from nec_analysis.report.document import from_notebook
    from nec_analysis.report.slides import write_slides

    return write_slides(from_notebook(nbformat.read(notebook, as_version=4)), target)
