"""Names, addresses and tokens never reach the responses; the ledger counts them and withholds them."""

from __future__ import annotations

from pathlib import Path

import pytest
from exports_made import made

from nec_analysis.clean import store
from nec_analysis.clean.coding import code
from nec_analysis.errors import NecError
from nec_analysis.model import Question

COLUMNS = [
    ("Adresse e-mail", "personal", "", "email", ["lea.dupont@example.org", "awa@example.org"]),
    ("Nom", "personal", "", "name", ["Dupont", None]),
    ("Téléphone", "value", "tel", "", ["0612345678", ""]),
    ("Commentaire", "value", "c", "", ["Bien", "Très bien"]),
]
QUESTIONS = [
    Question("tel", "text", {"fr": "Téléphone"}, sensitive="pii"),
    Question("c", "text", {"fr": "Commentaire"}),
]
SECRETS = (b"lea.dupont", b"awa@", b"Dupont", b"0612345678")


def test_no_personal_value_reaches_the_disk(tmp_path: Path) -> None:
    export = made(COLUMNS, QUESTIONS)
    responses = code(export, export.questionnaire)
    store.write(responses, tmp_path)
    written = b"".join(path.read_bytes() for path in sorted(tmp_path.iterdir()))
    assert not [secret for secret in SECRETS if secret in written]
    assert [column for column in responses.frame.columns if column == "tel"] == []


def test_the_ledger_counts_what_was_dropped() -> None:
    export = made(COLUMNS, QUESTIONS)
    lines = [e for e in code(export, export.questionnaire).ledger if e.action == "drop_pii"]
    assert [(e.column, e.raw, e.reason) for e in lines] == [
        ("Adresse e-mail", "", "donnée personnelle, jamais gardée ; 2 cellules"),
        ("Nom", "", "donnée personnelle, jamais gardée ; 1 cellules"),
        ("Téléphone", "", "donnée personnelle, jamais gardée ; 1 cellules"),
    ]


def test_a_column_that_no_question_holds_is_refused() -> None:
    export = made(COLUMNS, QUESTIONS)
    with pytest.raises(NecError, match="rattachées à aucune question : Commentaire"):
        code(export, export.questionnaire.__class__("q", "e", {}, ("fr",), (QUESTIONS[0],)))


def test_a_name_of_the_card_that_is_not_in_the_file_is_refused() -> None:
    export = made(COLUMNS, QUESTIONS)
    with pytest.raises(NecError, match="ni question ni colonne « Comentaire »"):
        code(export, export.questionnaire, names={"c": "Comentaire"})
