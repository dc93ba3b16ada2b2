"""Column widths: no word is cut as long as a page can hold it, no table wider than its page."""

from __future__ import annotations

import pytest
import report_sample as sample

from nec_analysis.report import outputs, pdf, widths
from nec_analysis.report.document import from_notebook

SHORT = [["Nord", "12"], ["Sud", "1 700"]]
LONG = "une réponse assez longue pour devoir se plier sur plusieurs lignes dans toute colonne raisonnable " * 3


def test_a_small_table_takes_the_room_it_needs() -> None:
    fit = widths.fit(["Région", "n"], SHORT)
    assert sum(fit.columns) < 60
    assert (fit.landscape, fit.size, fit.lines) == (False, 9.5, 1)


@pytest.mark.parametrize("columns", [1, 3, 8, 15, 40])
@pytest.mark.parametrize("cell", ["12", "Modalité", LONG, "x" * 400, ""])
def test_no_table_is_wider_than_its_page(columns: int, cell: str) -> None:
    fit = widths.fit(["Tête"] * columns, [[cell] * columns] * 3)
    assert sum(fit.columns) <= (widths.LANDSCAPE if fit.landscape else widths.PORTRAIT) + 0.01
    assert min(fit.columns) > 2 * fit.gap


def test_fifteen_columns_turn_the_page() -> None:
    assert widths.fit(["Question", *["Modalité"] * 14], [["Une ligne", *["12"] * 14]]).landscape


def test_the_long_column_gets_the_room() -> None:
    fit = widths.fit(["Code", "Texte", "n"], [["a1", LONG, "12"], ["a2", LONG, "3"]])
    assert fit.columns[1] > 5 * fit.columns[0]


def test_a_long_address_breaks_after_its_strokes_rather_than_turn_the_page() -> None:
    address = "https://exemple.org/une-adresse-tres-longue/qui-ne-se-coupe-pas/du-tout/et-continue-encore/index.html"
    assert not widths.fit(["réponse", "effectif", "part"], [[address, "37", "41 %"]]).landscape
    assert not widths.holds("Provence-Alpes-Côte", 20.0, 9.5)


def test_a_table_is_halved_only_on_one_line_a_cell() -> None:
    assert widths.unfolded(["Région", "n"], SHORT, 84) is not None
    assert widths.unfolded(["Région", "n"], [[LONG, "1"]], 84) is None


def test_a_row_is_flat_only_when_each_cell_surely_stands_on_one_line() -> None:
    fit = widths.Fit(columns=(40.0, 20.0), gap=2.0, size=9.5, landscape=False)
    rows = [["Oui", "87 %"], ["x" * 40, "1"], ["deux\nlignes", "1"], ["Oui", "☂"], ["", "12"]]
    assert widths.flat(rows, fit) == [True, False, False, False, True]


def test_known_heights_of_rows_change_no_byte_of_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[f"Ligne {i} " + "mot " * (i % 9), "87 %", "→" * (i % 2), "É" * i] for i in range(40)]
    document = from_notebook(sample.notebook(sample.shown(outputs.table(["a", "b", "c", "d"], rows))))
    known = pdf.render_pdf(document, timestamp=0)
    monkeypatch.setattr(widths, "flat", lambda rows, fit: [False] * len(rows))
    assert pdf.render_pdf(document, timestamp=0) == known
