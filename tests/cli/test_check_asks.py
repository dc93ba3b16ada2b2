"""`nec check` asks what an answer means in the sheet, so that nobody has to write TOML."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from nec_analysis.cli import main
from nec_analysis.mapping import worksheet

QUESTION = "NEC est-il un événement de référence pour vous ?"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """The sheet of an edition whose question is near none of the catalogue."""
    for folder in ("data/raw", "notebooks"):
        (tmp_path / folder).mkdir(parents=True)
    export = tmp_path / "reponses.csv"
    answers = ("Plutôt oui", "Mouais", "=cmd()", "Plutôt oui")
    rows = "".join(f'{13 + n}/10/2023 10:{10 + n}:33,"{text}"\n' for n, text in enumerate(answers * 3))
    export.write_text(f"Horodateur,{QUESTION}\n{rows}", encoding="utf-8")
    assert main(["--root", str(tmp_path), "new", "2023-lens", "--from", str(export)]) == 0
    return tmp_path / "data" / "raw" / "2023-lens" / worksheet.FILE


def choose(sheet: Path, name: str, chosen: dict[str, str]) -> None:
    workbook = load_workbook(sheet)
    page = workbook[name]
    column = [cell.value for cell in page[1]].index("Votre choix") + 1
    for row in range(2, page.max_row + 1):
        if page.cell(row, 1).value in chosen:
            page.cell(row, column).value = chosen[page.cell(row, 1).value]
    workbook.save(sheet)


def check(sheet: Path) -> int:
    return main(["--root", str(sheet.parents[3]), "check", "2023-lens"])


def test_answers_nobody_knows_are_asked_in_the_sheet(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    choose(sheet, worksheet.QUESTIONS, {QUESTION: "reference_event · NEC"})
    assert check(sheet) == 3
    said = capsys.readouterr().err
    assert f"Elles sont dans {worksheet.FILE}, feuille « {worksheet.ANSWERS} »" in said.replace("\xa0", " ")
    assert "edition.toml" not in said
    page = load_workbook(sheet)[worksheet.ANSWERS]
    shown = [[cell.value for cell in row[:3]] for row in page.iter_rows(min_row=2)]
    assert sorted(shown) == [[t, n, "reference_event"] for t, n in (("=cmd()", 3), ("Mouais", 3), ("Plutôt oui", 6))]
    assert all(cell.data_type != "f" for row in page for cell in row)
    lists = {str(each.sqref): each.formula1 for each in page.data_validations.dataValidation}
    assert len(lists) == 3
    assert all(str(formula).startswith("Listes!$") for formula in lists.values())


def test_what_is_chosen_there_is_taken_over(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    choose(sheet, worksheet.QUESTIONS, {QUESTION: "reference_event · NEC"})
    check(sheet)
    answers = {"Plutôt oui": "agree · x", "Mouais": "disagree · x", "=cmd()": worksheet.NO_ANSWER}
    choose(sheet, worksheet.ANSWERS, answers)
    assert check(sheet) == 0
    assert "reference_event [échelle]" in capsys.readouterr().out


def test_answers_are_asked_once(sheet: Path) -> None:
    choose(sheet, worksheet.QUESTIONS, {QUESTION: "reference_event · NEC"})
    check(sheet)
    choose(sheet, worksheet.ANSWERS, {"Mouais": "disagree · x"})
    check(sheet)
    page = load_workbook(sheet)[worksheet.ANSWERS]
    assert page.max_row == 4
    assert [page.cell(n, 7).value for n in range(2, 5)].count("disagree · x") == 1


def test_a_sheet_that_was_thrown_away_is_begun_again(sheet: Path) -> None:
    choose(sheet, worksheet.QUESTIONS, {QUESTION: "reference_event · NEC"})
    check(sheet)
    sheet.unlink()
    assert check(sheet) == 3
    assert load_workbook(sheet)[worksheet.ANSWERS].max_row == 4
    choose(sheet, worksheet.ANSWERS, {"Plutôt oui": "agree · x", "Mouais": "disagree · x", "=cmd()": "disagree · x"})
    # What the sheet no longer shows stays as it was chosen.
    assert check(sheet) == 0
    assert f'reference_event = "{QUESTION}"' in (sheet.parent / "edition.toml").read_text(encoding="utf-8")


def test_a_doubt_about_a_file_is_told_with_the_option_that_accepts_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("data/raw", "notebooks"):
        (tmp_path / folder).mkdir(parents=True)
    export = tmp_path / "reponses.csv"
    rows = "".join(f"0{n}/10/2023 10:2{n}:33,Oui\n" for n in range(1, 8))
    export.write_text(f"Horodateur,Déjà venu ?\n{rows}", encoding="utf-8")
    words = ["--root", str(tmp_path), "new", "2023-lens", "--from", str(export)]
    assert main(words) == 0
    assert "--read date=jj/mm/aaaa" in capsys.readouterr().out
    assert main([*words, "--read", "date=jj/mm/aaaa"]) == 0
    assert "refusé" not in capsys.readouterr().out
