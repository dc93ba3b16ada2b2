"""Treacherous files: right to the cell, or refused with the cause. Never wrong in silence."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from shared_material import SHARED, present

from nec_analysis.errors import NecError
from nec_analysis.exports import grid
from nec_analysis.french.matching import normal

FOLDER = SHARED / "fixtures" / "bad-inputs"
CASES: list[dict[str, Any]] = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8")) if present() else []


def read(case: dict[str, Any]) -> grid.Grid:
    """The case's files, read under its contract."""
    contract = case["contract"] or {}
    grids = [grid.read(FOLDER / name, expected_rows=contract.get("rows")) for name in case["files"]]
    return grid.combine(grids, key=contract.get("key", ""), domains=contract.get("domain"))


def outcome(case: dict[str, Any]) -> grid.Grid | NecError:
    """What reading the case gives, the refusal included."""
    try:
        return read(case)
    except NecError as error:
        return error


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_treacherous_file_is_right_or_refused_with_its_cause(case: dict[str, Any]) -> None:
    found = outcome(case)
    if isinstance(found, NecError):
        assert case["verdict"] != "accept", str(found)
        assert Path(case["files"][-1]).name in found.place
        said = str(found)
        for name in case["files"]:
            said = said.replace(Path(name).name, "")
        assert re.search(case["say"], said, re.IGNORECASE), said
        return
    assert case["verdict"] != "refuse"
    assert list(found.names) == case["header"]
    assert [[cell or "" for cell in row] for row in found.records()] == case["rows"]


@pytest.mark.parametrize("case", [c for c in CASES if c["distinct"]], ids=lambda case: case["id"])
def test_spellings_of_one_label_are_one_answer(case: dict[str, Any]) -> None:
    column, count = case["distinct"]
    assert len({normal(cell or "") for cell in read(case).column(column)}) == count


@pytest.mark.parametrize("case", [c for c in CASES if c["id"] == "h04_header_nbsp"], ids=lambda case: case["id"])
def test_a_header_with_a_no_break_space_is_found_by_its_name(case: dict[str, Any]) -> None:
    assert read(case).find("Code postal") == case["header"].index("Code\u00a0postal")
