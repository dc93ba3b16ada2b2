"""A survey with its structure beside it: types and labels come from the form, through `nec new`."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from nec_analysis.cards import catalogue
from nec_analysis.cards import edition as card_of
from nec_analysis.mapping.new import new
from nec_analysis.model import Responses
from nec_analysis.phases.clean import clean


def answered(root: Path, *files: Path) -> Responses:
    """The answers of an edition made of these files with `nec new --yes`."""
    for folder in ("data/raw", "notebooks"):
        (root / folder).mkdir(parents=True)
    new("ici", list(files), root=root, yes=True)
    cleaned = clean(card_of("ici", root), catalogue())
    assert cleaned.responses is not None
    return cleaned.responses


def written(path: Path, rows: list[list[str]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def kinds(responses: Responses) -> dict[str, str]:
    return {next(iter(q.text.values())): q.kind for q in responses.questionnaire.questions}


FORM = {
    "survey": [
        ["type", "name", "label::Français (fr)"],
        ["select_one metiers", "metier", "Quel est votre métier ?"],
        ["select_one ouinon", "venu", "Étiez-vous déjà là ?"],
        ["select_one ouinon", "revenir", "Reviendrez-vous ?"],
        ["select_multiple jours", "jours", "Quels jours ?"],
        ["select_one lieux", "place_1", "Premier lieu"],
        ["select_one lieux", "place_2", "Second lieu"],
        ["text", "mot", "Un mot ?"],
    ],
    "choices": [
        ["list_name", "name", "label::Français (fr)"],
        *(["metiers", code, label] for code, label in (("m1", "Relieuse"), ("m2", "Libraire"), ("m3", "Archiviste"))),
        *(["ouinon", code, label] for code, label in (("o", "Oui"), ("n", "Non"))),
        *(["jours", code, label] for code, label in (("j1", "Samedi"), ("j2", "Dimanche"))),
        *(["lieux", code, label] for code, label in (("l1", "Médiathèque"), ("l2", "Parvis"))),
    ],
}


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "formulaire.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for name, rows in FORM.items():
        sheet = book.add_worksheet(name)
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
    book.close()
    return path


def test_a_form_of_kobo_given_beside_the_answers_names_them(form: Path, tmp_path: Path) -> None:
    head = ["p/metier", "p/venu", "p/revenir", "p/jours", "p/place_1", "p/place_2", "p/mot", "_id", "_uuid"]
    rows = [
        ["m1", "o", "n", "j1 j2", "l1", "l2", "bien", "1", "u1"],
        ["m2", "n", "n", "j1", "l2", "l1", "bien", "2", "u2"],
        ["m2", "o", "o", "j2", "l1", "l2", "bien", "3", "u3"],
    ]
    answers = written(
        tmp_path / "r.csv", [[*head, "_submission_time"], *([*row, "2024-03-01T10:00:00"] for row in rows)], ";"
    )
    responses = answered(tmp_path / "projet", answers, form)
    assert kinds(responses) == {
        "Quel est votre métier ?": "single",
        "Étiez-vous déjà là ?": "yes_no",
        "Reviendrez-vous ?": "yes_no",
        "Quels jours ?": "multiple",
        "place": "ranking",
        "Un mot ?": "text",
    }
    asked = {q.kind: q for q in responses.questionnaire.questions}
    # A profession that nobody has stays a choice, and places have their names.
    assert [c.label["fr"] for c in asked["single"].choices] == ["Relieuse", "Libraire", "Archiviste"]
    assert [c.label["fr"] for c in asked["ranking"].choices] == ["Médiathèque", "Parvis"]
    days = asked["multiple"]
    assert [int(responses.frame[f"{days.id}__{c.code}"].sum()) for c in days.choices] == [2, 2]


def asked_in_qsf(id: int, type: str, selector: str, text: str, choices: dict[str, Any] | None = None) -> dict[str, Any]:
    payload = {
        "QuestionID": f"QID{id}",
        "DataExportTag": f"Q{id}",
        "QuestionType": type,
        "Selector": selector,
        "QuestionText": text,
        "Choices": choices or {},
        "ChoiceOrder": list(choices or {}),
    }
    return {"Element": "SQ", "Payload": payload}


def test_a_definition_of_qualtrics_does_not_hide_notes_numbers_and_days(tmp_path: Path) -> None:
    definition = tmp_path / "q.qsf"
    points = {str(n): {"Display": str(n)} for n in range(11)}
    elements = [
        asked_in_qsf(1, "MC", "NPS", "Nous recommanderiez-vous ?", points),
        asked_in_qsf(2, "TE", "SL", "Combien de jours ?"),
        asked_in_qsf(3, "TE", "SL", "Le jour de votre visite"),
        asked_in_qsf(4, "TE", "ML", "Un mot ?"),
    ]
    definition.write_text(json.dumps({"SurveyElements": elements}), encoding="utf-8")
    names = ["StartDate", "EndDate", "Finished", "ResponseId", "Q1", "Q2", "Q3", "Q4"]
    texts = ["Start Date", "End Date", "Finished", "Response ID", "Reco", "Jours", "Visite", "Mot"]
    ids = [json.dumps({"ImportId": id}) for id in ("startDate", "endDate", "finished", "_recordId", "QID1")]
    ids += [json.dumps({"ImportId": f"QID{n}_TEXT"}) for n in (2, 3, 4)]
    rows = [
        ["2024-03-01 10:00:00", "2024-03-01 10:05:00", "1", f"R_{n}", str(n), str(n % 3), f"2024-03-{n + 10}", "oui"]
        for n in range(6, 11)
    ]
    answers = written(tmp_path / "r.csv", [names, texts, ids, *rows])
    responses = answered(tmp_path / "projet", answers, definition)
    assert kinds(responses) == {
        "Nous recommanderiez-vous ?": "nps",
        "Combien de jours ?": "numeric",
        "Le jour de votre visite": "date",
        "Un mot ?": "text",
    }
