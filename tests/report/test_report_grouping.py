"""Tables whose rows share a head: it stands above them, on each page they reach."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pikepdf
import pytest
import report_judges as judges
import report_sample as sample
from lxml import html

from nec_analysis.figures.recette import page, pdf
from nec_analysis.figures.recette.passage import ROW
from nec_analysis.report import outputs
from nec_analysis.report.document import Document, from_notebook
from nec_analysis.report.grouping import grouped, lines
from nec_analysis.report.page import render_html
from nec_analysis.report.pdf import render_pdf

ASKED = {
    "Êtes-vous venu ?": 3,
    "Quel thème de NEC est le plus proche de votre secteur professionnel, tout bien considéré ?": 70,
}


def table() -> Document:
    rows = [
        [question if rank == 0 else "", f"Réponse {rank + 1}", str(rank), f"{rank}\u202f%"]
        for question, many in ASKED.items()
        for rank in range(many)
    ]
    shown = outputs.table(["question", "réponse", "effectif", "part"], rows, caption="Toutes", grouped=True)
    return from_notebook(sample.notebook(sample.markdown("# Réponses"), sample.shown(shown)))


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("grouped") / "table.pdf"
    file.write_bytes(render_pdf(table(), timestamp="2022-09-28"))
    return file


def test_a_page_that_goes_on_says_the_question_again(finished: Path) -> None:
    if not judges.shutil.which("pdftotext"):
        pytest.skip("pdftotext: apt-get install poppler-utils")
    told = subprocess.run(["pdftotext", "-layout", finished, "-"], capture_output=True, text=True, check=True).stdout
    pages = [" ".join(text.split()) for text in told.split("\f") if "Réponse" in text]
    assert len(pages) > 1
    assert all("Quel thème de NEC est le plus" in text for text in pages)


def test_the_head_of_a_group_is_a_head_over_its_columns_for_those_who_listen(finished: Path) -> None:
    with pikepdf.open(finished) as file:
        heads = [one for one in file.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TH"]
        spans = [head["/A"]["/ColSpan"] for head in heads if "/ColSpan" in head["/A"]]
    assert spans == [2] * len(ASKED)


def test_the_page_names_the_rows_by_their_group() -> None:
    tree = html.fromstring(render_html(table()))
    assert [head.text for head in tree.xpath("//th[@scope='rowgroup']")] == list(ASKED)
    assert [len(body.findall("tr")) for body in tree.iter("tbody")] == [4, 71]
    assert [head.text for head in tree.xpath("//th[@scope='col']")] == ["réponse", "effectif", "part"]


def test_the_recette_reads_each_row_with_its_question(finished: Path, tmp_path: Path) -> None:
    web = tmp_path / "table.html"
    web.write_text(render_html(table()), encoding="utf-8")
    for read in (pdf.passages(finished), page.passages(web)):
        rows = [passage for passage in read if passage.kind == ROW]
        assert [row.cells[0] for row in rows] == [
            question if rank == 0 else "" for question, many in ASKED.items() for rank in range(many)
        ]
        assert {row.header for row in rows} == {("", "réponse", "effectif", "part")}


def test_a_table_that_begins_without_a_question_stays_as_it_is() -> None:
    block = {"headers": ["a", "b", "c"], "rows": [["", "1", "2"], ["x", "3", "4"]], "grouped": True}
    assert grouped(block)["groups"] == [{"title": "", "rows": block["rows"]}]
    narrow = {"headers": ["a", "b"], "rows": [["x", "1"]], "grouped": True}
    assert grouped(narrow)["headers"] == ["a", "b"]


@pytest.mark.parametrize("title", ["", "un", "un mot et " * 20, "Z" * 300, " "])
def test_the_lines_of_a_head_say_all_of_it(title: str) -> None:
    assert " ".join(lines(title)) == title
