"""The data of a chart are shown without the columns where nothing is written, in every format."""

from __future__ import annotations

from pathlib import Path

import docx
import report_sample as sample

from nec_analysis.report import outputs
from nec_analysis.report.document import Document, from_notebook
from nec_analysis.report.filled import filled
from nec_analysis.report.letters import write_letters
from nec_analysis.report.page import render_html

HEADS = ["Indicateur", "Valeur", "Évolution", "Base"]
ROWS = [["Venaient pour la première fois", "71 %", "", "150"], ["Ont apprécié le lieu", "81 %", "", "146"]]


def document() -> Document:
    chart = sample.bars()
    figure = sample.Chart("indicateurs", chart.figure, chart.alt, (HEADS, ROWS), "Indicateurs", "", "", "")
    return from_notebook(sample.notebook(sample.shown(outputs.figure(figure))))


def test_a_blank_column_is_left_out_with_its_side() -> None:
    table = {"headers": HEADS, "rows": ROWS, "align": ["left", "right", "left", "right"]}
    assert filled(table) == {
        "headers": ["Indicateur", "Valeur", "Base"],
        "rows": [[row[0], row[1], row[3]] for row in ROWS],
        "align": ["left", "right", "right"],
    }


def test_a_table_without_rows_keeps_its_heads() -> None:
    empty = {"headers": HEADS, "rows": [], "align": ["left"] * 4}
    assert filled(empty) == empty


def test_word_shows_no_blank_column(tmp_path: Path) -> None:
    (table,) = docx.Document(str(write_letters(document(), tmp_path / "a.docx"))).tables
    assert [cell.text for cell in table.rows[0].cells] == ["Indicateur", "Valeur", "Base"]


def test_the_page_shows_no_blank_column() -> None:
    assert "Évolution</th>" not in render_html(document())


def test_masked_counts_are_to_the_right_in_both_languages() -> None:
    from nec_analysis.report.markup import alignments

    for masked in ("1 à 10", "1 to 10"):
        assert alignments([["Ain", masked], ["Dordogne", "96"]], 2) == ["left", "right"]
