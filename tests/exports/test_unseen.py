"""Exports of the tools in other languages, versions, encodings: right with `nec new --yes` alone.

`unseen/expected.json` says of each file the tool, the rows, each question with its kind and counts, the personal columns.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nec_analysis.cards import catalogue
from nec_analysis.cards import edition as card_of
from nec_analysis.clean.conservation import lost
from nec_analysis.exports import registry
from nec_analysis.mapping.new import new
from nec_analysis.mapping.settle import settle
from nec_analysis.measures.topline import topline
from nec_analysis.model import Export, Question, Responses
from nec_analysis.phases.clean import Cleaned, clean

HERE = Path(__file__).with_name("unseen")
EXPECTED: dict[str, dict[str, Any]] = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
SAID = ("respondent_id", "submitted_at", "language", "status")
FILLED = ("ordered_at", "price", "person_key", "ticket_id", "created_at", "departement", "checked_in_at")


def test_every_file_has_its_expectation() -> None:
    assert {path.name for path in HERE.iterdir()} - {"expected.json"} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_an_export_nobody_adapted_to_is_right(name: str, tmp_path: Path) -> None:
    for folder in ("data/raw", "notebooks"):
        (tmp_path / folder).mkdir(parents=True)
    new("ici", [HERE / name], root=tmp_path, yes=True)
    edition = card_of("ici", tmp_path)
    cleaned = clean(edition, catalogue())
    assert {"tool": edition.exports[0].tool, **told(cleaned)} == EXPECTED[name]
    if cleaned.responses is not None:
        card = edition.exports[0]
        read = registry.read(HERE / name, tool=card.tool, role=card.role, **card.options.get("read", {}))
        assert isinstance(read, Export)
        assert lost(settle(read, card, catalogue(), edition).export, cleaned.responses) == []


def told(cleaned: Cleaned) -> dict[str, Any]:
    """What a file turned out to hold, as `expected.json` writes it."""
    (_, account), *_ = cleaned.accounts
    rows = {"rows": [account.read, account.kept]}
    if cleaned.responses is None:
        frame = cleaned.audiences[0].frame
        day = "ordered_at" if "ordered_at" in frame else "created_at"
        filled = {column: int(frame[column].notna().sum()) for column in FILLED if column in frame}
        first = {day: str(frame[day].dropna().iloc[0])}
        return {**rows, "table": cleaned.audiences[0].table, "first": first, "filled": filled}
    responses = cleaned.responses
    first = {c: str(responses.frame[c].dropna().iloc[0]) for c in SAID if responses.frame[c].notna().any()}
    questions = {
        q.id: [next(iter(q.text.values()), ""), *asked(q, responses)] for q in responses.questionnaire.questions
    }
    personal = sorted(entry.column for entry in responses.ledger if entry.action == "drop_pii")
    return {**rows, "first": first, "questions": questions, "personal": personal}


def asked(question: Question, responses: Responses) -> list[Any]:
    """Kind, doubts, unit, then `hits/base` by answer, or the mean and the score."""
    lines = [line for line in topline(responses) if line.question == question.id]
    if question.kind in ("nps", "numeric"):
        found = {line.choice: float(line.percent) for line in lines if line.choice in ("nps", "mean")}
        return [question.kind, list(question.doubts), question.unit, {**found, "base": lines[0].base}]
    counts = {
        " · ".join(filter(None, (line.item_label, line.choice_label))): f"{line.count}/{line.base}" for line in lines
    }
    return [question.kind, list(question.doubts), question.unit, counts]
