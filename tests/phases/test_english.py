"""A report in English holds no French but what it quotes, and the same figures."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import nbformat
import openpyxl
import pytest
from lxml import html
from project_copy import DEMONSTRATION, project

from nec_analysis.cards import catalogue, edition
from nec_analysis.cards.translated import translated
from nec_analysis.cli.report import file, in_language
from nec_analysis.errors import NecError
from nec_analysis.figures.files import read_json
from nec_analysis.figures.recette.check import check
from nec_analysis.figures.recette.dossier import dossier
from nec_analysis.figures.recette.library import Library, library
from nec_analysis.figures.recette.page import passages
from nec_analysis.figures.recette.passage import Passage
from nec_analysis.figures.recette.recount import Counter
from nec_analysis.figures.recette.trace import trace
from nec_analysis.report.document import from_notebook, language
from nec_analysis.report.letters import write_letters
from nec_analysis.runs.run import run

FRENCH = re.compile(
    r"\b(?:les|des|du|une|sur|par|pour|dans|aux|est|ou|avec|sans|pas|répon\w+|personnes|chiffres?|tableau|masqué|écarts?"
    r"|effectifs?|données|intervalle|enquête|inscri\w+|moyenne|lignes?|liste|aucune?|oui|non|évolution|méthode)\b"
    r"|[\d\s]\u202f?%?\u202f[%;:!?]|\u202f",
    re.IGNORECASE,
)
QUOTED = re.compile(r"“[^”]*”")
"""Wordings of questions as they were put."""
NAMES = re.compile(r"Numérique en Commun\[s\]|[A-ZÉÎ][\w’'-]*(?:[- ](?:[dl]['’])?[\wÉÎéèô'’]+)*")
LOCAL = "2022-dordogne"


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project where the local edition is published in both languages."""
    folder = project(tmp_path_factory.mktemp("english") / "project")
    _published(LOCAL, folder)
    return folder


def _published(id: str, root: Path) -> Path:
    for lang in ("fr", "en"):
        run(id, root=root, lang=lang)
    return root / "reports" / "en" / id


def _texts(page: Path) -> Iterator[str]:
    """What a reader of the page reads or hears, labels and descriptions included."""
    tree = html.fromstring(page.read_bytes())
    for hidden in tree.xpath("//style"):
        hidden.drop_tree()
    yield from (text.strip() for text in tree.itertext() if text.strip())
    yield from tree.xpath("//@aria-label|//@alt|//@title")


def _french(texts: Iterator[str], files: Sequence[str] = ()) -> list[str]:
    """The texts with a French word that is neither quoted, nor part of a proper name or of the name of a file."""
    found = []
    for text in texts:
        bare = QUOTED.sub("", text)
        for name in files:
            bare = bare.replace(name, "")
        named = [name[0] for name in NAMES.finditer(bare)]
        if any(not any(word[0] in name for name in named) for word in FRENCH.finditer(bare)):
            found.append(text)
    return found


@pytest.mark.parametrize(
    "id", [LOCAL, *(pytest.param(id, marks=pytest.mark.slow) for id in DEMONSTRATION if id != LOCAL)]
)
def test_a_report_in_english_holds_no_french_but_what_it_quotes(id: str, root: Path) -> None:
    reports = root / "reports" / "en" / id if id == LOCAL else _published(id, root)
    files = [export.file for export in edition(id, root).exports]
    assert _french(_texts(reports / "bilan.html"), files) == []
    assert '<html lang="en-GB">' in (reports / "bilan.html").read_text(encoding="utf-8")


def test_the_page_on_quality_and_the_notebooks_hold_no_french_but_what_they_quote(root: Path) -> None:
    reports = root / "reports" / "en" / LOCAL
    assert _french(_texts(reports / "quality.html")) == []
    for path in sorted((reports / "notebooks").glob("*.ipynb")):
        told = nbformat.read(path, as_version=4).cells
        assert _french(cell.source for cell in told if cell.cell_type == "markdown") == []


def test_the_page_in_french_is_told_from_one_in_english(root: Path) -> None:
    assert len(_french(_texts(root / "reports" / LOCAL / "bilan.html"))) > 50
    assert len(_french(_texts(root / "reports" / LOCAL / "quality.html"))) > 10


def test_both_languages_print_the_same_figures(root: Path) -> None:
    french, english = (read_json(root / "reports" / folder / "figures.json") for folder in (LOCAL, f"en/{LOCAL}"))
    for one, other in zip(french, english, strict=True):
        numbers = [(f.id, f.value, f.numerator, f.base, f.low, f.high, f.excluded, f.agrees) for f in (one, other)]
        assert numbers[0] == numbers[1]
        assert one.label != other.label or one.label == one.label.title()


def test_a_run_in_english_leaves_the_french_report_as_it_was(root: Path) -> None:
    before = (root / "reports" / LOCAL / "MANIFEST.json").read_bytes()
    tables = (root / "data" / "processed" / LOCAL / "MANIFEST.json").read_bytes()
    assert run(LOCAL, root=root, lang="en").state == "unchanged"
    assert run(LOCAL, root=root).state == "unchanged"
    assert (root / "reports" / LOCAL / "MANIFEST.json").read_bytes() == before
    assert (root / "data" / "processed" / LOCAL / "MANIFEST.json").read_bytes() == tables


def test_the_pdf_says_that_it_is_in_english(root: Path) -> None:
    import pikepdf

    with pikepdf.open(root / "reports" / "en" / LOCAL / "bilan.pdf") as pdf:
        assert str(pdf.Root["/Lang"]) == "en-GB"


def test_every_number_of_the_report_in_english_and_of_its_word_file_is_traced(root: Path, tmp_path: Path) -> None:
    folder = _with_letters(root, tmp_path)
    verdict = check(folder, root, translated(edition(LOCAL, root), "en"), lang="en")
    assert [str(fault) for fault in verdict.faults] == []
    assert verdict.files["bilan.docx"] > 500
    assert dict(verdict.not_again) == {}


def test_a_digit_altered_in_the_word_file_is_found(root: Path, tmp_path: Path) -> None:
    folder = _with_letters(root, tmp_path, altered=True)
    faults = check(folder, root, translated(edition(LOCAL, root), "en"), lang="en").faults
    assert {fault.file for fault in faults} == {"bilan.docx"}


@pytest.fixture(scope="session")
def lens(root: Path) -> Path:
    """The report in English whose card says most of what was printed."""
    return _published("2022-lens", root)


PRINTED = ("31.5%", "7%", "4,400", "1\u00a0h\u00a030\u00a0min")
ALTERED = {
    "31.5%": ("31.6%", "315%", "31.50%", "31,5\u202f%"),
    "4,400": ("4,401", "4.400"),
    "1\u00a0h\u00a030\u00a0min": ("1\u00a0h\u00a031\u00a0min",),
}


def test_what_was_printed_is_told_in_english(lens: Path) -> None:
    sheet = openpyxl.load_workbook(lens / "figures.xlsx", read_only=True)["Printed report"]
    assert set(PRINTED) <= {row[1] for row in sheet.iter_rows(values_only=True)}
    page = (lens / "bilan.html").read_text(encoding="utf-8")
    assert all(PAIR.format(text) in page for text in PRINTED)


PAIR = '<td class="r">{0}</td><td class="r">{0}</td>'
"""What was printed, then what is computed."""


@pytest.fixture(scope="session")
def known(lens: Path, root: Path) -> Library:
    """All that the recette knows of it."""
    return library(dossier(lens), Counter(translated(edition(lens.name, root), "en"), catalogue()), "en")


def _faults(rows: Iterable[Passage], known: Library) -> list[str]:
    return [str(fault) for row in rows for fault in trace(row, known).faults]


@pytest.mark.parametrize(("text", "other"), [(text, other) for text in ALTERED for other in ALTERED[text]])
def test_a_sign_altered_in_what_was_printed_is_found(text: str, other: str, lens: Path, known: Library) -> None:
    rows = [row for row in passages(lens / "bilan.html") if row.header[1:2] == ("printed",) and row.cells[1] == text]
    assert rows
    assert _faults(rows, known) == []
    for row in rows:
        assert _faults([replace(row, cells=(row.cells[0], other, *row.cells[2:]))], known)


def _with_letters(root: Path, tmp_path: Path, *, altered: bool = False) -> Path:
    """A copy of the report in English with its Word file, the rate of the survey changed when `altered`."""
    folder = tmp_path / LOCAL
    shutil.copytree(root / "reports" / "en" / LOCAL, folder)
    notebook = nbformat.read(folder / "notebooks" / "04_bilan.ipynb", as_version=4)
    document = from_notebook(notebook, lang=language(notebook))
    if altered:
        table = next(block for block in document.blocks if block["kind"] == "table" and len(block["headers"]) == 6)
        table["rows"][0][2] = "9,999"
    write_letters(document, folder / "bilan.docx")
    return folder


def test_a_report_in_english_of_other_figures_is_refused(root: Path) -> None:
    assert in_language(LOCAL, root, "en") == root / "reports" / "en" / LOCAL
    path = root / "reports" / LOCAL / "figures.json"
    kept = path.read_bytes()
    path.write_text(path.read_text(encoding="utf-8").replace('"base": ', '"base": 1', 1), encoding="utf-8")
    try:
        with pytest.raises(NecError, match="n'est plus à jour"):
            in_language(LOCAL, root, "en")
    finally:
        path.write_bytes(kept)


def test_files_in_english_have_names_of_their_own() -> None:
    assert [file("pdf"), file("pdf", "en"), file("xlsx", "en")] == ["bilan.pdf", "bilan.en.pdf", "figures.en.xlsx"]
