"""Every survey sample comes out as the answers written beside it."""

from __future__ import annotations

from typing import Any

import pytest
from shared_material import ABSENT, present
from survey_declared import declared
from survey_samples import FOLDER, Sample, names, questionnaire, samples

from nec_analysis.clean.canonical import canonical
from nec_analysis.clean.coding import code
from nec_analysis.exports import grid, registry
from nec_analysis.model import Export, Responses

pytestmark = pytest.mark.skipif(not present(), reason=ABSENT)
SAMPLES = samples() if present() else []
NOT_IN_THE_FILE = {
    ("qualtrics/legacy.csv", "language"): None,
    ("qualtrics/legacy.csv", "submitted_at"): ("R_000000000000003",),
}
"""What an expected file says that its sample does not hold, for all rows or some: the old Qualtrics layout has no column
of languages; its EndDate is the recording of a finished response, not of R_3, recorded a week after it was left."""
UNSIGNED = ("airtable", "baserow", "grist", "nocodb")
"""Online tables have no signature: the registry must ask."""


def exported(sample: Sample) -> Export:
    """The sample read by its tool; LimeSurvey with the structure of the survey beside it."""
    structure = FOLDER / "limesurvey" / "limesurvey_survey_424242.lss"
    options: dict[str, Any] = {"structure": structure} if sample.tool == "limesurvey" else {}
    read = registry.read(sample.path, tool=sample.tool, role="survey", **options)
    assert isinstance(read, Export)
    return read


def cleaned(sample: Sample) -> tuple[Export, Responses]:
    """The sample coded with the questionnaire of the survey, drafts kept as the expected files do."""
    export = exported(sample)
    asked, told = questionnaire(sample.expected), declared(sample)
    by_hand = names(export, asked, told.get("names", {}))
    return export, code(export, asked, names=by_hand, declared=told.get("recodes"), options={"drafts": "keep"})


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.id)
def test_a_sample_gives_its_answers(sample: Sample) -> None:
    export, responses = cleaned(sample)
    ours, wanted = canonical(responses, export), sample.expected
    for (file, field), people in NOT_IN_THE_FILE.items():
        for row in (*ours["responses"], *wanted["responses"]):
            if file == sample.id and (people is None or row["respondent_id"] in people):
                row.pop(field, None)
    assert ours["responses"] == wanted["responses"]
    assert responses.account.balanced


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.id)
def test_a_sample_says_what_it_was_read_from(sample: Sample) -> None:
    export, responses = cleaned(sample)
    ours, wanted = canonical(responses, export)["source"], sample.expected["source"]
    same = ("tool", "file", "delimiter", "sheet")
    assert {k: ours.get(k) for k in same if k in wanted} == {k: wanted[k] for k in same if k in wanted}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.id)
def test_what_was_changed_is_in_the_ledger(sample: Sample) -> None:
    export, responses = cleaned(sample)
    ours = {(line["row"], line["action"]) for line in canonical(responses, export)["ledger"]}
    assert {(line["row"], line["action"]) for line in sample.expected["ledger"]} <= ours


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.id)
def test_a_sample_is_recognised_by_its_own_reader(sample: Sample) -> None:
    found = registry.recognise(sample.path, "survey")
    assert found[0].tool == sample.tool
    assert (found[0].confidence >= registry.SURE) == (sample.tool not in UNSIGNED)
    assert len(found) == 1 or found[1].confidence < found[0].confidence


def test_there_are_forty_samples() -> None:
    assert len(SAMPLES) == 40


ESCAPES = {"{newline}": "\n", "{question_not_shown}": ""}
"""How a VV export spells what a cell cannot hold."""


@pytest.mark.parametrize(
    "sample", [s for s in SAMPLES if s.path.suffix not in (".lsa", ".sav", ".dta")], ids=lambda s: s.id
)
def test_a_reader_passes_every_cell_on_or_says_what_it_did(sample: Sample) -> None:
    export = exported(sample)
    raw = grid.read(sample.path, header_rows=export.source.header_rows, sheet=export.source.sheet)
    assert list(raw.rows) == list(export.rows)
    told = {(entry.row, entry.column) for entry in export.ledger}
    rows = {entry.row for entry in export.ledger if entry.column == "*"}
    questions = {(entry.row, entry.question) for entry in export.ledger if "*" in entry.column and entry.question}
    for column, before, after in zip(export.columns, raw.cells, export.cells, strict=True):
        for row, was, now in zip(export.rows, before.to_pylist(), after.to_pylist(), strict=True):
            for mark, sign in ESCAPES.items():
                was = (was or "").replace(mark, sign)
            covered = row in rows or (row, column.question) in questions or (0, column.header) in told
            assert (was or "") == (now or "") or covered, (row, column.header)
