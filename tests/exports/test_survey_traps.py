"""What each tool does that a reader must not fall for."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from shared_material import ABSENT, SHARED, present

from nec_analysis.clean.coding import code
from nec_analysis.errors import NecError
from nec_analysis.exports import grid, registry
from nec_analysis.exports.odk import last
from nec_analysis.exports.stamps import form
from nec_analysis.mapping.infer import infer
from nec_analysis.model import Export, Responses


def file(folder: Path, name: str, rows: list[list[str]], delimiter: str = ",") -> Path:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    path = folder / name
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def read(path: Path, tool: str, **options: object) -> Export:
    found = registry.read(path, tool=tool, role="survey", **options)
    assert isinstance(found, Export)
    return found


def cleaned(export: Export) -> Responses:
    known, questionnaire = infer(export)
    return code(known, questionnaire)


def parts(export: Export) -> dict[str, tuple[str, str]]:
    return {c.header: (c.part, c.question) for c in export.columns}


SUBMISSION = [
    "Séquentiel",
    "SID",
    "Heure de soumission",
    "Heure de complétion",
    "Heure de modification",
    "Brouillon",
    "Adresse IP",
    "UID",
    "Nom d'utilisateur",
]


def framaforms(folder: Path, titles: list[str], names: list[str], *answers: list[str]) -> Export:
    stamp = "28/09/2022 - 10:00"
    rows = [
        ["Essai"] + [""] * (8 + len(names)),
        ["Détails de la soumission"] + [""] * 8 + titles,
        SUBMISSION + names,
        *([str(i), f"70{i}", stamp, stamp, stamp, "0", "192.0.2.1", "0", "", *a] for i, a in enumerate(answers, 1)),
    ]
    return read(file(folder, "essai.tsv", rows, "\t"), "framaforms")


def test_the_end_of_a_framaforms_block_is_told_by_its_cells(tmp_path: Path) -> None:
    titles = ["Quels jours ?", "", "", "", "", ""]
    names = ["Lundi", "Mardi", "Autre", "Veuillez préciser", "Votre métier ?", "Pourquoi ?"]
    export = framaforms(
        tmp_path, titles, names, ["X", "", "X", "Jeudi", "Maire", "Parce que"], ["", "X", "", "", "Élue", ""]
    )
    told = parts(export)
    days = told["Lundi"][1]
    assert [told[n] for n in names[:4]] == [("option", days), ("option", days), ("option", days), ("other", days)]
    assert told["Votre métier ?"][1] != days
    responses = cleaned(export)
    assert responses.frame[f"{days}__other"].tolist() == [True, False]
    assert responses.frame[f"{days}__other_text"].fillna("").tolist() == ["Jeudi", ""]


def test_a_lone_yes_with_blanks_is_not_a_no(tmp_path: Path) -> None:
    """A radio button left blank is not answered: only a tick box says no by being blank."""
    export = framaforms(tmp_path, [""], ["Première fois ?"], ["Oui"], [""])
    question = next(q.id for q in export.questionnaire.questions)
    assert cleaned(export).frame[question].isna().tolist() == [False, True]


def test_a_question_that_ends_in_a_number_is_no_option_of_tally(tmp_path: Path) -> None:
    rows = [
        [
            "Submission ID",
            "Respondent ID",
            "Submitted at",
            "Votre retour ? (1)",
            "Votre retour ? (2)",
            "Jours ?",
            "Jours ? (Lundi, matin)",
            "Jours ? (Mardi)",
        ],
        ["a", "r", "2022-09-28 10:00:00", "Bien", "Mal", "Lundi, matin, Mardi", "TRUE", "TRUE"],
        ["b", "r", "2022-09-28 11:00:00", "Mal", "Bien", "Mardi", "FALSE", "TRUE"],
    ]
    told = parts(read(file(tmp_path, "tally.csv", rows), "tally"))
    assert told["Votre retour ? (1)"][1] != told["Votre retour ? (2)"][1]
    assert [told[f"Jours ?{end}"][0] for end in ("", " (Lundi, matin)", " (Mardi)")] == ["joined", "option", "option"]


def test_other_ends_a_question_of_typeform(tmp_path: Path) -> None:
    rows = [
        [
            "#",
            "Métier ?",
            "Lundi",
            "Mardi",
            "Other",
            "Bus",
            "Train",
            "Other",
            "Start Date (UTC)",
            "Submit Date (UTC)",
            "Network ID",
        ],
        ["1", "Maire", "Lundi", "", "Jeudi", "Bus", "", "", "2022-09-28 10:00:00", "2022-09-28 10:10:00", "n"],
        ["2", "Élue", "", "Mardi", "", "", "Train", "Vélo", "2022-09-28 10:00:00", "2022-09-28 10:10:00", "n"],
    ]
    export = read(file(tmp_path, "typeform.csv", rows), "typeform")
    questions = [c.question for c in export.columns]
    assert questions[2] == questions[3] == questions[4] != questions[5] == questions[6] == questions[7]


def test_a_panel_row_above_the_questions_is_no_respondent(tmp_path: Path) -> None:
    rows = [
        ["", "", "q1", "q2"],
        ["Respondent ID", "Start Date", "Votre avis ?", "Votre âge ?"],
        ["", "", "Response", "Open-Ended Response"],
        ["1", "09/28/2022 10:00:00 AM", "Bien", "30"],
    ]
    export = read(file(tmp_path, "sm.csv", rows), "surveymonkey")
    assert len(export.rows) == 1
    assert {q.text["fr"] for q in export.questionnaire.questions} == {"Votre avis ?", "Votre âge ?"}


QUALTRICS = ["StartDate", "EndDate", "Status", "Finished", "ResponseId", "Q1", "Q1_3_TEXT", "Q2_1", "Q2_2"]
TEXTS = [
    "Start",
    "End",
    "Status",
    "Finished",
    "ID",
    "Métier ?",
    "Métier ? - Autre - Texte",
    "Jours ? - Choix sélectionné - Lundi",
    "Jours ? - Choix sélectionné - Mardi",
]


def qualtrics(folder: Path, quote: str) -> Path:
    ids = ["startDate", "endDate", "status", "finished", "_recordId", "QID1", "QID1_3_TEXT"]
    told = [json.dumps({"ImportId": id}) for id in ids] + [
        json.dumps({"ImportId": "QID2", "choiceId": c}) for c in "12"
    ]
    stamp = "2022-09-28 10:00:00"
    rows = [
        QUALTRICS,
        ["Texte sur\ndeux lignes" if t == "Start" else t for t in TEXTS],
        [t.replace('"', quote) for t in told],
        [stamp, stamp, "0", "1", "R1", "1", "", "1", ""],
        [stamp, stamp, "1", "1", "R2", "2", "", "", "1"],
        [stamp, stamp, "0", "0", "R3", "3", "Élue", "1", "-99"],
    ]
    return file(folder, "q.csv", rows)


@pytest.mark.parametrize("quote", ['"', "'"])
def test_three_header_rows_of_qualtrics_are_no_respondents(quote: str, tmp_path: Path) -> None:
    export = read(qualtrics(tmp_path, quote), "qualtrics")
    assert len(export.rows) == 3
    assert parts(export)["Q2_1"] == ("option", "Q2")
    responses = cleaned(export)
    assert dict(responses.account.set_aside) == {"test": 1}
    assert responses.frame["status"].tolist() == ["complete", "partial"]


def test_the_definition_gives_qualtrics_its_labels(tmp_path: Path) -> None:
    choices = {
        "1": {"Display": "Maire"},
        "2": {"Display": "<b>Adjointe</b>"},
        "3": {"Display": "Autre", "TextEntry": "true"},
    }
    payload = {
        "QuestionID": "QID1",
        "DataExportTag": "Q1",
        "QuestionType": "MC",
        "Selector": "SAVR",
        "QuestionText": "Métier&nbsp;?",
        "Choices": choices,
        "ChoiceOrder": [1, 2, 3],
    }
    definition = tmp_path / "q.qsf"
    definition.write_text(json.dumps({"SurveyElements": [{"Element": "SQ", "Payload": payload}]}), encoding="utf-8")
    export = read(qualtrics(tmp_path, '"'), "qualtrics", structure=definition)
    question = export.questionnaire.question("Q1")
    assert question is not None
    assert [(c.code, c.label["fr"], c.role) for c in question.choices] == [
        ("1", "Maire", "valid"),
        ("2", "Adjointe", "valid"),
        ("3", "Autre", "other"),
    ]
    assert question.has_other


@pytest.mark.skipif(not present(), reason=ABSENT)
@pytest.mark.parametrize("name", ["Long_Exhaustive_Sample_Survey", "Multiple_Answer_MC_Questions"])
def test_old_exports_of_qualtrics_are_read_with_and_without_their_definition(name: str) -> None:
    folder = SHARED / "cases" / "qualtrics_sample"
    for options in ({}, {"structure": folder / f"{name}.qsf"}):
        export = read(folder / f"{name}.csv", "qualtrics", **options)
        assert {"respondent_id", "status"} <= {c.part for c in export.columns}
        assert cleaned(export).account.kept == len(export.rows)


def test_kobo_says_when_it_cut_a_cell(tmp_path: Path) -> None:
    rows = [
        ["avis", "_id", "_uuid", "_submission_time"],
        ["<WARNING: Truncated to 32767>", "1", "u", "2022-09-28T10:00:00"],
    ]
    with pytest.raises(NecError, match="ligne 2, colonne « avis »"):
        read(file(tmp_path, "kobo.csv", rows, ";"), "kobo")


def test_a_row_of_tags_is_no_respondent_of_kobo(tmp_path: Path) -> None:
    rows = [
        ["avis", "_id", "_uuid", "_submission_time"],
        ["#opinion", "#id", "", ""],
        ["bien", "1", "u", "2022-09-28T10:00:00"],
    ]
    export = read(file(tmp_path, "kobo.csv", rows, ";"), "kobo")
    assert len(export.rows) == 1
    assert [e.action for e in export.ledger if e.row == 2] == ["drop_meta"]


def test_the_name_of_a_question_is_what_stands_behind_its_groups() -> None:
    assert (last("avis/sat/IT1"), last("avis-role"), last("Votre avis - le lieu")) == (
        "IT1",
        "role",
        "Votre avis - le lieu",
    )


def test_a_log_that_begins_with_a_timestamp_is_not_a_google_form(tmp_path: Path) -> None:
    rows = [["timestamp", "level", "message"], ["2022-09-28 10:00:00", "INFO", "started"]]
    found = registry.recognise(file(tmp_path, "log.csv", rows), "survey")
    assert all(r.confidence < registry.SURE for r in found)


def google(folder: Path, stamps: list[str]) -> Path:
    return file(
        folder, "g.csv", [["Horodateur", "Avez-vous aimé ?", "Combien de jours ?"], *([s, "Oui", "2"] for s in stamps)]
    )


def test_a_day_above_twelve_settles_the_order_of_the_whole_column(tmp_path: Path) -> None:
    assert (
        read(google(tmp_path, ["02/03/2022 10:00:00", "28/09/2022 10:00:00"]), "google_forms").dialect.date_format
        == "%d/%m/%Y %H:%M:%S"
    )
    assert (
        read(google(tmp_path, ["02/03/2022 10:00:00", "9/28/2022 10:00:00"]), "google_forms").dialect.date_format
        == "%m/%d/%Y %H:%M:%S"
    )


def test_a_column_that_runs_forwards_settles_it_too(tmp_path: Path) -> None:
    path = google(tmp_path, ["01/10/2022 10:00:00", "02/10/2022 10:00:00", "01/11/2022 10:00:00"])
    assert read(path, "google_forms").dialect.date_format == "%d/%m/%Y %H:%M:%S"


def test_a_date_that_can_be_read_two_ways_is_asked(tmp_path: Path) -> None:
    path = google(tmp_path, ["02/03/2022 10:00:00"])
    with pytest.raises(NecError, match="jj/mm/aaaa"):
        read(path, "google_forms")
    assert read(path, "google_forms", date="mm/jj/aaaa").dialect.date_format == "%m/%d/%Y %H:%M:%S"


@pytest.mark.parametrize(
    ("stamp", "wanted"),
    [
        ("2022/09/28 10:00:00 AM GMT+2", "%Y/%m/%d %I:%M:%S %p UTC%z"),
        ("2022/09/28 10:00:00 AM CEST", "%Y/%m/%d %I:%M:%S %p UTC%z"),
        ("Wed Sep 28 2022 10:00:00 GMT+0200 (heure d’été)", "%a %b %d %Y %H:%M:%S GMT%z"),
        ("2022-09-28 10:00:00", ""),
        ("28.09.2022 10:00", "%d.%m.%Y %H:%M"),
        ("10-19-24", "%m-%d-%y"),
    ],
)
def test_the_form_of_stamps_is_told(stamp: str, wanted: str) -> None:
    import pyarrow as pa

    assert form(pa.array([stamp, None, ""])) == wanted


def test_a_row_of_nextcloud_that_only_looks_odd_is_left_alone(tmp_path: Path) -> None:
    names = [
        "Identifiant utilisateur",
        "Nom d'affichage de l'utilisateur",
        "Horodatage",
        "Avis (Lieu)",
        "Avis (Repas)",
        "Un mot ?",
    ]
    stamp = "2022-09-28T10:00:00+02:00"
    rows = [
        names,
        ["", "A", stamp, "Bien", "Mal", "oui"],
        ["", "B", stamp, "Bien", "Bien", ""],
        ["", "C", stamp, "", "Jamais vu", ""],
    ]
    export = read(file(tmp_path, "nextcloud.csv", rows), "nextcloud_forms")
    assert not [e for e in export.ledger if e.action == "quarantine_row"]


@pytest.mark.skipif(not present(), reason=ABSENT)
def test_a_spss_file_by_any_other_name_is_an_spss_file(tmp_path: Path) -> None:
    path = tmp_path / "enquete.sav"
    path.write_bytes((SHARED / "fixtures" / "exports" / "spss" / "nec.sav").read_bytes())
    assert registry.recognise(path, "survey")[0].tool == "spss"
    assert grid.peek(path).kind == "sav"


def test_a_damaged_spss_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "coupe.sav"
    path.write_bytes(b"$FL2@(#) SPSS DATA FILE" + b"\0" * 200)
    with pytest.raises(NecError, match=r"coupe\.sav"):
        read(path, "spss")
