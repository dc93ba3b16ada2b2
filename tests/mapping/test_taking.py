"""The choices of the sheet reach the card; its other bytes stay."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from openpyxl import load_workbook

from nec_analysis.cards import catalogue
from nec_analysis.errors import NecError
from nec_analysis.mapping import worksheet
from nec_analysis.mapping.propose import LabelProposal, Proposal
from nec_analysis.mapping.taking import applied, take_over
from nec_analysis.mapping.worksheet import Choices

CARD = """# La fiche de Léa.
label = "Ici"   # à garder

[[export]]
role = "registrations"
file = "inscrits.csv"
[export.columns]
structure = "Type"

[[export]]
role = "survey"
file = "reponses.csv"

[export.columns]           # corrigé le 3 octobre
nps = "Note"
# theme = "Thème ?"   # 71 % : question proche
comment = "Remarque"

[export.recodes.first_time]
"Oui" = "first"

[published]
reference_event = "87 %"
"""

PROPOSALS = (
    Proposal("theme_q", "Thème ?", "Thème ?", "theme", 0.71, "structure", 0.3, "question proche", False, (
        LabelProposal("Communs", 4, "commons", 93.0, "resilience", False),
        LabelProposal("=cmd()", 1, "", 20.0, "resilience", False),
    )),
    Proposal("note", "Note", "Note", "nps", 0.97, "", 0.1, "même question", True),
    Proposal("plat", "Plat ?", "Plat ?", "", 0.2, "", 0.0, "aucune question proche", False),
)  # fmt: skip


def filled(path: Path, questions: dict[str, str], answers: dict[str, str]) -> None:
    """Fill in the sheet as a person does."""
    workbook = load_workbook(path)
    for name, chosen in ((worksheet.QUESTIONS, questions), (worksheet.ANSWERS, answers)):
        page = workbook[name]
        for row in range(2, page.max_row + 1):
            if page.cell(row, 1).value in chosen:
                page.cell(row, worksheet._CHOICE[name] + 1).value = chosen[page.cell(row, 1).value]
    workbook.save(path)


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """An edition's folder with its card and an empty sheet."""
    folder = tmp_path / "data" / "raw" / "2022-ici"
    folder.mkdir(parents=True)
    (folder / "edition.toml").write_bytes(CARD.encode())
    worksheet.write(folder / worksheet.FILE, PROPOSALS, {"plat": "écrire à lea@exemple.fr"}, catalogue())
    return folder


def test_choices_change_their_own_lines_only() -> None:
    choices = Choices({"theme": "Thème ?", "nps": "", "comment": "Autre remarque"}, {"theme": {"Communs": "commons"}})
    after = applied(CARD, choices)
    changed = ('nps = "Note"', 'comment = "Remarque"', "")
    kept = [line for line in CARD.splitlines() if line not in changed]
    assert [line for line in after.splitlines() if line in kept] == kept
    survey = tomllib.loads(after)["export"][1]
    assert survey["columns"] == {"theme": "Thème ?", "comment": "Autre remarque"}
    assert survey["recodes"] == {"theme": {"Communs": "commons"}, "first_time": {"Oui": "first"}}
    assert tomllib.loads(after)["export"][0] == tomllib.loads(CARD)["export"][0]
    assert tomllib.loads(after)["published"] == tomllib.loads(CARD)["published"]


def test_a_card_without_the_table_gets_it() -> None:
    after = applied('[[export]]\nrole = "survey"\nfile = "a.csv"\n', Choices({"nps": 'Note "sur 10"'}))
    assert tomllib.loads(after)["export"][0]["columns"] == {"nps": 'Note "sur 10"'}


def test_a_saved_sheet_is_taken_over_once(edition: Path) -> None:
    root = edition.parents[2]
    assert take_over("2022-ici", root) == ()
    filled(
        edition / worksheet.FILE,
        {"Thème ?": worksheet.AGREED},
        {"Communs": "commons · Communs & souveraineté", "=cmd()": worksheet.NO_ANSWER},
    )
    assert take_over("2022-ici", root)
    survey = tomllib.loads((edition / "edition.toml").read_text())["export"][1]
    assert survey["columns"]["theme"] == "Thème ?"
    assert survey["recodes"]["theme"] == {"Communs": "commons", "=cmd()": ""}
    by_hand = (edition / "edition.toml").read_text().replace('theme = "Thème ?"   # a_completer.xlsx\n', "", 1)
    assert "theme =" not in by_hand.replace("# theme", "")
    (edition / "edition.toml").write_text(by_hand)
    assert take_over("2022-ici", root) == ()
    assert (edition / "edition.toml").read_text() == by_hand


def test_a_question_can_be_let_go_or_given_to_another(edition: Path) -> None:
    filled(edition / worksheet.FILE, {"Note": worksheet.OWN, "Plat ?": "comment · Un commentaire ?"}, {})
    take_over("2022-ici", edition.parents[2])
    assert tomllib.loads((edition / "edition.toml").read_text())["export"][1]["columns"] == {"comment": "Plat ?"}


def survey(edition: Path) -> dict[str, dict[str, object]]:
    """The survey's tables in the card."""
    found: dict[str, dict[str, object]] = tomllib.loads((edition / "edition.toml").read_text())["export"][1]
    return found


def test_a_mind_that_changes_leaves_nothing_behind(edition: Path) -> None:
    root, sheet = edition.parents[2], edition / worksheet.FILE
    filled(sheet, {"Thème ?": worksheet.AGREED, "Note": worksheet.OWN}, {"Communs": "commons · x"})
    take_over("2022-ici", root)
    assert survey(edition)["columns"] == {"theme": "Thème ?", "comment": "Remarque"}
    filled(sheet, {"Thème ?": "region · x", "Note": "comment · x"}, {})
    said = take_over("2022-ici", root)
    assert survey(edition)["columns"] == {"region": "Thème ?", "comment": "Note"}
    assert survey(edition)["recodes"] == {"first_time": {"Oui": "first"}}
    assert any("theme n'est plus retenue" in line for line in said)
    filled(sheet, {"Thème ?": "", "Note": ""}, {"Communs": ""})
    take_over("2022-ici", root)
    seal, without = (edition / "edition.toml").read_text().splitlines()[-1], (edition / "edition.toml").read_text()
    assert without.removesuffix(f"\n{seal}\n") == CARD


def test_an_answer_of_a_question_nobody_chose_is_refused_with_its_cell(edition: Path) -> None:
    filled(edition / worksheet.FILE, {}, {"Communs": "commons · x"})
    with pytest.raises(NecError, match="aucune ligne de la feuille « Questions »") as stop:
        take_over("2022-ici", edition.parents[2])
    assert stop.value.place == f"{worksheet.FILE}, {worksheet.ANSWERS}, ligne 2 (cellule G2)"


@pytest.mark.parametrize(
    ("questions", "answers", "said"),
    [
        ({"Thème ?": "n'importe quoi"}, {}, "n'importe quoi"),
        ({"Plat ?": worksheet.AGREED}, {}, "aucune question n'est proposée"),
        ({"Thème ?": "nps · x", "Plat ?": "nps · x"}, {}, "deux fois"),
        ({}, {"Communs": "bof · Bof"}, "bof"),
    ],
)
def test_a_choice_off_the_list_is_refused_with_its_line(
    edition: Path, questions: dict[str, str], answers: dict[str, str], said: str
) -> None:
    filled(edition / worksheet.FILE, questions, answers)
    with pytest.raises(NecError, match=said) as stop:
        take_over("2022-ici", edition.parents[2])
    assert "ligne" in stop.value.place
    assert re.search(r"\(cellule [DG]\d\)", stop.value.place)
    assert (edition / "edition.toml").read_bytes() == CARD.encode()


def rearranged(path: Path, order: list[int]) -> None:
    """The columns of the questions in another order, those not named left out."""
    workbook = load_workbook(path)
    page = workbook[worksheet.QUESTIONS]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    page.delete_cols(1, page.max_column)
    for number, row in enumerate(rows, 1):
        for column, place in enumerate(order, 1):
            page.cell(number, column, row[place])
    workbook.save(path)


def test_columns_of_the_sheet_may_be_moved(edition: Path, tmp_path: Path) -> None:
    filled(edition / worksheet.FILE, {"Thème ?": worksheet.AGREED}, {})
    as_written = worksheet.read(edition / worksheet.FILE, catalogue())
    rearranged(edition / worksheet.FILE, [3, 0, 7, 6, 5, 4, 2, 1])
    assert as_written.columns
    assert worksheet.read(edition / worksheet.FILE, catalogue()) == as_written


def test_a_column_of_the_sheet_that_is_gone_is_named(edition: Path) -> None:
    rearranged(edition / worksheet.FILE, [0, 1, 2, 4, 5, 6, 7])
    with pytest.raises(NecError, match="« Votre choix »") as stop:
        worksheet.read(edition / worksheet.FILE, catalogue())
    assert stop.value.place == f"{worksheet.FILE}, {worksheet.QUESTIONS}, ligne 1"


def test_a_sheet_that_cannot_be_read_is_refused(edition: Path) -> None:
    (edition / worksheet.FILE).write_bytes(b"PK not a workbook")
    with pytest.raises(NecError, match="ne s'ouvre pas"):
        take_over("2022-ici", edition.parents[2])


def test_the_sheet_hides_people_and_runs_no_formula(edition: Path) -> None:
    page = load_workbook(edition / worksheet.FILE)
    texts = [str(cell.value) for sheet in page for row in sheet for cell in row if cell.value is not None]
    assert not any("lea@exemple.fr" in text for text in texts)
    assert all(cell.data_type != "f" for sheet in page for row in sheet for cell in row)
    assert len(page[worksheet.QUESTIONS].data_validations.dataValidation) >= 1


def test_two_sheets_of_the_same_proposals_are_the_same_bytes(edition: Path, tmp_path: Path) -> None:
    again = tmp_path / worksheet.FILE
    worksheet.write(again, PROPOSALS, {"plat": "écrire à lea@exemple.fr"}, catalogue())
    assert again.read_bytes() == (edition / worksheet.FILE).read_bytes()


def test_a_sheet_asks_when_a_question_is_proposed_not_when_all_was_taken(edition: Path) -> None:
    sheet = edition / worksheet.FILE
    assert worksheet.asks(sheet)
    worksheet.write(sheet, PROPOSALS[1:], {}, catalogue())
    assert not worksheet.asks(sheet)
