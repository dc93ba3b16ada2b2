"""The workbook: text stays text, heads stay in sight, the same bytes each time."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest
import report_hostile
from sample_figure import figure

from nec_analysis.report.workbook import COLUMNS, write_workbook


@pytest.fixture
def book(tmp_path: Path) -> openpyxl.Workbook:
    tables = {
        "Réponses": pd.DataFrame({"réponse": ["Oui", "Non"], "n": [3, None]}),
        "Thèmes/secteurs [2022]": (["a", "a", ""], [["=1+1", "\x00x", "https://exemple.org"]]),
        "réponses": SimpleNamespace(headers=("thème", "part"), raws=(("Données", 0.17),)),
    }
    path = write_workbook(
        [figure("f1"), figure("f2", low=None, agrees=None)], tables, tmp_path / "a.xlsx", synthetic="Inventé"
    )
    return openpyxl.load_workbook(path)


def test_a_number_is_a_number_with_its_way_back(book: openpyxl.Workbook) -> None:
    heads, first, second = book["Chiffres"].iter_rows(values_only=True)
    row = dict(zip(heads, first, strict=True))
    assert len(row) == len(COLUMNS)
    assert (row["valeur"], row["base"], row["borne basse"], row["affiché"]) == (0.8702, 393, 0.836, "87\u202f%")
    assert row["fichiers"] == "satisfaction.csv (9f2c9f2c)"
    assert row["écartés"] == "doublon : 8, essai : 6"
    assert row["concorde"] == "oui"
    assert dict(zip(heads, second, strict=True))["niveau"] is None


def test_text_never_runs(book: openpyxl.Workbook) -> None:
    cells = list(book["Thèmes secteurs  2022"][2])
    assert [cell.value for cell in cells] == ["=1+1", "x", "https://exemple.org"]
    assert [cell.data_type for cell in cells] == ["s", "s", "s"]
    assert all(cell.hyperlink is None for cell in cells)


def test_sheets_have_names_and_heads_of_their_own(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["À lire", "Chiffres", "Réponses", "Thèmes secteurs  2022", "réponses 2"]
    assert [cell.value for cell in book["Thèmes secteurs  2022"][1]] == ["a", "a (2)", "(3)"]


def test_every_table_prints_with_its_heads(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.print_area
        assert sheet.auto_filter.ref
        assert "Inventé" in sheet.oddHeader.left.text


def test_the_same_figures_give_the_same_bytes(tmp_path: Path) -> None:
    made = [
        write_workbook([figure("f")], {"t": (["a"], [[1.5]])}, tmp_path / f"{i}.xlsx", date="2022-09-28")
        for i in (1, 2)
    ]
    assert made[0].read_bytes() == made[1].read_bytes()
    assert openpyxl.load_workbook(made[0]).properties.created.isoformat() == "2022-09-28T00:00:00"


def test_hostile_answers_are_kept_as_text(tmp_path: Path) -> None:
    rows = [[text, "x" * 40_000] for text in report_hostile.verbatims(200)]
    path = write_workbook([], {"Verbatims": (["texte", "long"], rows)}, tmp_path / "h.xlsx")
    sheet = openpyxl.load_workbook(path)["Verbatims"]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n"}
    assert len(sheet["B2"].value) == 32_767


def test_an_edition_without_figures_is_a_workbook(tmp_path: Path) -> None:
    assert openpyxl.load_workbook(write_workbook([], {}, tmp_path / "v.xlsx", lang="en")).sheetnames == [
        "Read me",
        "Figures",
    ]


def test_an_english_workbook_agrees_in_english(tmp_path: Path) -> None:
    path = write_workbook([figure("f1")], {}, tmp_path / "a.xlsx", lang="en")
    head, row = list(openpyxl.load_workbook(path)["Figures"].iter_rows(values_only=True))[:2]
    said = dict(zip(head, row, strict=True))
    assert (said["agrees"], said["set aside"]) == ("yes", "doublon: 8, essai: 6")
