"""Cleaned answers come back from disk as they were, byte for byte the same each time."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from exports_made import choices, items, made

from nec_analysis.clean import store
from nec_analysis.clean.coding import code
from nec_analysis.errors import NecError
from nec_analysis.model import Account, Dialect, Question, Responses


def responses() -> Responses:
    questions = [
        Question("s", "single", {"fr": "S"}, choices=choices("Oui", "Non")),
        Question("ref", "scale", {"fr": "R"}, choices=choices("Fort", "Faible"), scale="agreement2"),
        Question("m", "multiple", {"fr": "M"}, choices=choices("A", "B", "Autre", c="other"), has_other=True),
        Question("g", "grid", {"fr": "G"}, choices=choices("Bon", "Mauvais"), items=items("Lieu"), scale="quality2"),
        Question("r", "ranking", {"fr": "C"}, choices=choices("A", "B")),
        Question("nps", "nps", {"fr": "N"}),
        Question("n", "numeric", {"fr": "J"}, minimum=0.0),
        Question("d", "date", {"fr": "D"}),
        Question("t", "text", {"fr": "T"}, sensitive="open_text"),
    ]
    columns = [
        ("S", "value", "s", "", ["Oui", None, "Non"]),
        ("R", "value", "ref", "", ["Fort", "Faible", ""]),
        ("M", "joined", "m", "", ["A;B", "", "Vélo"]),
        ("G", "item", "g", "I1", ["Bon", "", "Mauvais"]),
        ("C", "joined", "r", "", ["B;A", "A", ""]),
        ("N", "value", "nps", "", ["10", "", "0"]),
        ("J", "value", "n", "", ["1,5", "deux", "3"]),
        ("D", "value", "d", "", ["2022-09-28", "", "2022-09-29"]),
        ("T", "value", "t", "", ["'=1+1 🎉", "", "N/A"]),
    ]
    export = made(columns, questions, dialect=Dialect(separators=(";",)))
    return code(export, export.questionnaire)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    before = responses()
    store.write(before, tmp_path)
    after = store.read(tmp_path)
    pd.testing.assert_frame_equal(after.frame, before.frame)
    pd.testing.assert_frame_equal(after.missing, before.missing)
    assert after.ledger == before.ledger
    assert after.questionnaire == before.questionnaire
    assert after.account == before.account
    assert after.sources == before.sources


def test_the_same_answers_give_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("un", "deux"):
        store.write(responses(), tmp_path / folder)
    for path in sorted((tmp_path / "un").iterdir()):
        assert path.read_bytes() == (tmp_path / "deux" / path.name).read_bytes()


def test_the_file_does_not_name_the_library_that_wrote_it(tmp_path: Path) -> None:
    store.write(responses(), tmp_path)
    assert b"pandas_version" not in (tmp_path / "responses.parquet").read_bytes()


def test_an_edition_never_cleaned_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NecError, match="nec run"):
        store.read(tmp_path / "2022-lens")


def test_accounts_come_back_in_their_order(tmp_path: Path) -> None:
    media = (("media", Account(12, 12, {}, "videos.csv")), ("media", Account(7, 7, {}, "podcasts.csv")))
    accounts = (("survey", Account(3, 2, {"draft": 1})), ("registrations", Account(5, 5, {})), *media)
    store.write_accounts(accounts, tmp_path)
    assert store.read_accounts(tmp_path) == accounts


def test_accounts_written_by_table_are_still_read(tmp_path: Path) -> None:
    written = '{"survey": {"read": 3, "kept": 2, "set_aside": {"draft": 1}}}'
    (tmp_path / store.ACCOUNTS).write_text(written, encoding="utf-8")
    assert store.read_accounts(tmp_path) == (("survey", Account(3, 2, {"draft": 1})),)
