"""`nec report`: the published report again, in the formats and the language asked."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.errors import DECISION, USAGE, NecError

if TYPE_CHECKING:
    from nec_analysis.report.document import Document

FORMATS = ("pdf", "html", "xlsx", "pptx", "docx")
EXPORTERS = {"pdf": "nec_pdf", "html": "nec_html"}
NAMES = {"xlsx": "figures"}
"""What a format is called, `bilan` unless said here."""


def call(given: argparse.Namespace) -> int:
    """Write `bilan.<format>` of an edition from its executed notebook; the figures are not computed again.

    In English, `bilan.en.<format>`: the same figures, in a report that `nec run --lang en` keeps beside the French one.
    """
    from nec_analysis.cards import project
    from nec_analysis.runs.light import prepare

    asked = formats(given.to)
    prepare()
    root = project(given.root)
    reports = root / "reports" / given.edition
    if not (reports / "notebooks" / "04_bilan.ipynb").is_file():
        raise NecError(
            "report-missing",
            f"reports/{given.edition}",
            "cette édition n'a pas de bilan.",
            f"nec run {given.edition}",
            exit_code=USAGE,
        )
    if given.lang != "fr":
        reports = in_language(given.edition, root, given.lang)
    folder = Path(given.into)
    folder.mkdir(parents=True, exist_ok=True)
    for name in asked:
        print(_written(name, reports, folder / file(name, given.lang)))
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


def file(format: str, lang: str = "fr") -> str:
    """The name of a file: bilan.pdf, bilan.en.pdf."""
    return ".".join([NAMES.get(format, "bilan"), *([] if lang == "fr" else [lang]), format])


def in_language(edition: str, root: Path, lang: str) -> Path:
    """The report of an edition in another language than French, made where it is not up to date.

    Raises NecError (exit 3) when its figures are not those of the French report: the exports, the card or the code changed.
    """
    from nec_analysis.figures.files import read_json
    from nec_analysis.runs.run import run
    from nec_analysis.runs.staging import targets

    run(edition, root=root, lang=lang)
    folders = [targets(root, edition, each)[1] for each in ("fr", lang)]
    values = [{f.id: (f.value, f.base) for f in read_json(folder / "figures.json")} for folder in folders]
    if values[0] != values[1]:
        moved = [id for id in {**values[0], **values[1]} if values[0].get(id) != values[1].get(id)]
        raise NecError(
            "report-outdated",
            f"reports/{edition}",
            f"le bilan en français n'est plus à jour : {', '.join(moved[:3])}.",
            f"nec run {edition}, puis nec report {edition} --lang {lang}",
            exit_code=DECISION,
        )
    return folders[1]


def _written(name: str, reports: Path, target: Path) -> Path:
    notebook = reports / "notebooks" / "04_bilan.ipynb"
    if name in EXPORTERS:
        from nec_analysis.runs.export import exported

        exported(notebook, EXPORTERS[name], target, folder=reports)
    elif name == "xlsx":
        target.write_bytes((reports / "figures.xlsx").read_bytes())
    elif name == "pptx":
        from nec_analysis.report.slides import write_slides

        document = _document(notebook)
        write_slides(document, target, lang=document.meta["lang"])
    else:
        from nec_analysis.report.letters import write_letters

        write_letters(_document(notebook), target)
    return target


def _document(notebook: Path) -> Document:
    import nbformat

    from nec_analysis.report.document import from_notebook, language

    read = nbformat.read(notebook, as_version=4)
    return from_notebook(read, lang=language(read))
