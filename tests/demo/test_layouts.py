"""The exports are laid out as the tools lay them out: the invented samples beside the project are the model."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook
from raw_rows import RAW

from nec_analysis.demo.biff import workbook

LENS, CHARENTE, DORDOGNE = RAW / "2022-lens", RAW / "2021-sud-charente", RAW / "2022-dordogne"

SAME_HEADER = [
    ("helloasso/export-nec.csv", LENS / "export-nec-2022-lens.csv", ";", 16),
    ("weezevent/participants.csv", CHARENTE / "participants-nec-2021.csv", ";", 15),
    ("billetweb/export_participants.csv", DORDOGNE / "export_participants.csv", ";", 16),
    ("youtube/Données du tableau.csv", LENS / "youtube-directs.csv", ",", 9),
    ("x_twitter/tweet_activity_metrics.csv", LENS / "tweet_activity_metrics_2022.csv", ",", 15),
    ("limesurvey/results-survey424242_full_v3.csv", LENS / "results-survey202209.csv", ",", 5),
    ("google_forms/reponses_sheets_fr.csv", DORDOGNE / "NEC Dordogne 2022 (réponses).csv", ",", 2),
]


@pytest.mark.parametrize(("sample", "ours", "delimiter", "columns"), SAME_HEADER, ids=lambda value: str(value)[-28:])
def test_first_columns_as_in_the_sample(shared: Path, sample: str, ours: Path, delimiter: str, columns: int) -> None:
    model = (shared / "fixtures" / "exports" / sample).read_bytes()
    mine = ours.read_bytes()
    heads = [next(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=delimiter)) for raw in (model, mine)]
    assert heads[1][:columns] == heads[0][:columns]
    assert [raw.startswith(b"\xef\xbb\xbf") for raw in (model, mine)] in ([True, True], [False, False])
    assert (b"\r\n" in mine) == (b"\r\n" in model)


def test_limesurvey_quotes_every_cell_and_ends_with_an_empty_line() -> None:
    raw = (LENS / "results-survey202209.csv").read_bytes()
    assert raw.endswith(b'"\r\n\r\n')
    lines = [line for line in raw.decode("utf-8-sig").split("\r\n") if line]
    assert all(line.startswith('"') and line.endswith('"') for line in lines)
    assert "&amp;" in lines[0]
    assert "&amp;" not in "".join(lines[1:])


def test_limesurvey_writes_na_where_a_question_was_not_shown() -> None:
    lines = list(
        csv.reader(io.StringIO((LENS / "results-survey202209.csv").read_bytes().decode("utf-8-sig"), newline=""))
    )
    early = [row for row in lines[1:] if row and row[2] == "2"]
    ticks = [place for place, name in enumerate(lines[0]) if name.endswith("[Communs &amp; souveraineté]")]
    assert {row[place] for row in early for place in ticks} == {"N/A"}
    later = {row[place] for row in lines[1:] if row and row[2] == "5" for place in ticks}
    assert later == {"Oui", "Non"}


def test_the_structure_names_every_heading_of_the_results() -> None:
    tree = ElementTree.parse(LENS / "limesurvey_survey_202209.lss")
    assert tree.findtext("LimeSurveyDocType") == "Survey"
    codes = [row.findtext("title") for row in tree.findall("questions/rows/row")]
    assert codes == ["INTRO", *(f"Q{n}" for n in range(1, 15))]
    answers = {row.findtext("answer") for row in tree.findall("answer_l10ns/rows/row")}
    assert {"Tout à fait d’accord", "Sans opinion", "Étranger"} <= answers
    assert "Autre" not in answers  # a setting of the question, not an answer of its list
    parts = tree.findall("subquestions/rows/row")
    assert {row.findtext("type") for row in parts} == {"M", "F"}


def test_framaforms_has_three_header_rows_and_its_own_dates(shared: Path) -> None:
    model = (shared / "fixtures" / "exports" / "framaforms" / "questionnaire_separate.tsv").read_text(encoding="utf-8")
    ours = (CHARENTE / "questionnaire-nec-2021.tsv").read_bytes()
    assert not ours.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in ours.replace(b"\r\n", b"")
    heads = [list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))[:4] for text in (model, ours.decode())]
    assert heads[1][2][:9] == heads[0][2][:9]
    assert heads[1][1][0] == heads[0][1][0] == "Détails de la soumission"
    assert heads[1][0][1:] == [""] * (len(heads[1][0]) - 1)
    assert heads[1][3][2][10:13] == " - "


def test_google_forms_joins_options_that_hold_commas() -> None:
    rows = csv.DictReader(
        io.StringIO((DORDOGNE / "NEC Dordogne 2022 (réponses).csv").read_bytes().decode(), newline="")
    )
    cells = [row["Quels thèmes avez-vous suivis ?"] for row in rows]
    assert any(cell.count(", ") > cell.count("&") and "Données, IA et territoires" in cell for cell in cells)
    assert any("Santé, télémédecine" in cell for cell in cells)


def test_linkedin_is_a_true_old_workbook_described_above_its_header(shared: Path) -> None:
    sample = shared / "fixtures" / "exports" / "linkedin" / "numerique-en-communs_content.xls"
    books = [CalamineWorkbook.from_path(path) for path in (sample, LENS / "numerique-en-communs_content_2022.xls")]
    assert books[0].sheet_names == books[1].sheet_names
    for name in books[0].sheet_names:
        heads = [book.get_sheet_by_name(name).to_python()[1] for book in books]
        assert heads[0] == heads[1]


ROWS: list[list[list[str | int | float]]] = [
    [["Titre", "n"], ["é œ 😀", 1], ["", 2.5], ["grand", 2**40]],
    [["a"] * 30, *([float(k)] * 30 for k in range(400))],
    [["x"]],
]


@pytest.mark.parametrize("sheets", [ROWS[:1], ROWS, ROWS * 4])
def test_an_old_workbook_gives_back_what_was_put_in(sheets: list[list[list[str | int | float]]]) -> None:
    named = [(f"Feuille {n}", rows) for n, rows in enumerate(sheets)]
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(named)))
    assert book.sheet_names == [name for name, _ in named]
    for name, rows in named:
        read = book.get_sheet_by_name(name).to_python()
        assert [[cell for cell in line if cell != ""] for line in read] == [[c for c in row if c != ""] for row in rows]
