"""Readers without a shared sample have one here; no reader goes without."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shared_material import ABSENT, present
from survey_samples import FOLDER

from nec_analysis.clean.coding import code
from nec_analysis.clean.conservation import lost
from nec_analysis.errors import NecError
from nec_analysis.exports import registry
from nec_analysis.mapping.infer import infer
from nec_analysis.model import Export, Records, Responses

MADE = Path(__file__).with_name("made")


def cleaned(tool: str, name: str, **options: object) -> tuple[Export, Responses]:
    """A sample read, inferred and coded."""
    read = registry.read(MADE / tool / name, tool=tool, role="survey", **options)
    assert isinstance(read, Export)
    export, questionnaire = infer(read)
    return export, code(export, questionnaire)


def texts(responses: Responses, column: str) -> list[str]:
    return [str(value) for value in responses.frame[column].astype(object).where(responses.frame[column].notna(), "")]


@pytest.mark.skipif(not present(), reason=ABSENT)
@pytest.mark.parametrize("tool", [t for t in registry.TOOLS if "survey" in registry.reader(t).ROLES])
def test_every_survey_reader_has_a_sample(tool: str) -> None:
    assert list((FOLDER / tool).glob("*.expected.json")) or list((MADE / tool).glob("*"))


def test_a_long_table_becomes_one_row_a_respondent() -> None:
    export, responses = cleaned("long", "reponses.csv")
    assert registry.recognise(MADE / "long" / "reponses.csv", "survey")[0].tool == "long"
    assert texts(responses, "respondent_id") == ["11", "12", "13"]
    assert responses.frame["source_row"].tolist() == [2, 8, 12]
    kinds = {q.text["fr"]: (q.id, q.kind) for q in responses.questionnaire.questions}
    days, _ = kinds["Combien de jours étiez-vous sur place ?"]
    assert responses.frame[days].fillna(-1).tolist() == [1.5, 2.0, -1.0]
    themes, kind = kinds["Quels thèmes avez-vous suivis ?"]
    assert kind == "multiple"
    ticks = responses.frame[[c for c in responses.frame if c.startswith(f"{themes}__")]].fillna(False)
    assert ticks.sum(axis=1).tolist() == [2, 1, 0]
    assert lost(export, responses) == []
    assert [e.action for e in export.ledger if e.row == 10] == ["duplicate_line"]


def test_an_answer_of_nobody_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("respondent_id;question;answer\n1;Q ?;a\n;Q ?;b\n", encoding="utf-8")
    with pytest.raises(NecError, match=r"long\.csv, ligne 3"):
        registry.read(path, tool="long", role="survey")


def test_surveygizmo_tells_sessions_apart_and_joins_what_belongs_together() -> None:
    export, responses = cleaned("surveygizmo", "SurveyExport.csv")
    assert registry.recognise(MADE / "surveygizmo" / "SurveyExport.csv", "survey")[0].tool == "surveygizmo"
    assert texts(responses, "status") == ["complete", "partial", "complete"]
    assert dict(responses.account.set_aside) == {"screened_out": 1}
    by_part = {(c.part, c.header.partition(":")[0]): c for c in export.columns}
    assert by_part["personal", "IP Address"].question == ""
    assert by_part["option", "Newsletter"].question == by_part["option", "Radio"].question
    assert by_part["other", "Other - Write In"].question == by_part["value", "How did you hear of us?"].question
    assert lost(export, responses) == []


def test_a_plain_table_is_read_and_never_recognised() -> None:
    path = MADE / "table" / "reponses.csv"
    found = registry.recognise(path, "survey")
    assert (found[0].tool, found[0].confidence < registry.SURE) == ("table", True)
    with pytest.raises(NecError, match="n'est pas sûr"):
        registry.read(path, role="survey")
    export, responses = cleaned("table", "reponses.csv")
    assert {c.part for c in export.columns} >= {"option", "personal"}
    assert lost(export, responses) == []
    assert not any("example.org" in str(value) for value in responses.frame.to_numpy().ravel())


@pytest.mark.skipif(not present(), reason=ABSENT)
def test_files_sent_to_demarches_simplifiees_are_registrations() -> None:
    path = FOLDER / "demarches_simplifiees" / "dossiers.csv"
    wanted = json.loads(path.with_name(f"{path.name}.expected.json").read_text(encoding="utf-8"))["rows"]
    assert registry.recognise(path)[0].tool == "demarches_simplifiees"
    read = registry.read(path, tool="demarches_simplifiees", role="registrations")
    assert isinstance(read, Records)
    assert "email" in read.personal
    ours = [{**row, "email_normalised": row["email"].strip().lower()} for row in read.rows]
    assert [{key: row[key] for key in line} for row, line in zip(ours, wanted, strict=True)] == wanted
