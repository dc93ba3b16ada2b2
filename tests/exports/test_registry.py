"""The registry: every tool complete, loaded only when asked for, with a sample of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from shared_material import ABSENT, SHARED, present

from nec_analysis.exports import registry
from nec_analysis.model import Export

OWN = Path(__file__).parent / "samples"
ROLES = {"survey", "registrations", "attendance", "programme", "media", "contacts", "social", "streams", "facts"}
PACKAGE = Path(registry.__file__).parent


@pytest.mark.parametrize("tool", registry.TOOLS)
def test_every_tool_says_its_name_its_roles_and_reads(tool: str) -> None:
    module = registry.reader(tool)
    assert tool == module.TOOL
    assert module.ROLES
    assert set(module.ROLES) <= ROLES
    assert callable(module.recognise)
    assert callable(module.read)


@pytest.mark.parametrize("tool", registry.TOOLS)
def test_every_tool_has_a_sample_with_its_expected_result(tool: str) -> None:
    if not present():
        pytest.skip(ABSENT)
    folders = (OWN / tool, SHARED / "fixtures" / "exports" / tool)
    assert any(list(folder.glob("*.expected.json")) for folder in folders), f"aucun exemple pour {tool}"


SURVEYS = [
    path for path in sorted(OWN.rglob("*.expected.json")) if json.loads(path.read_text("utf-8"))["role"] == "survey"
]


@pytest.mark.parametrize("expected", SURVEYS, ids=lambda path: path.parent.name)
def test_a_survey_sample_gives_its_columns_and_cells(expected: Path) -> None:
    wanted = json.loads(expected.read_text(encoding="utf-8"))
    file = expected.with_name(expected.name.removesuffix(".expected.json"))
    read = registry.read(file, tool=expected.parent.name, role="survey")
    assert isinstance(read, Export)
    ours = [{"header": c.header, "part": c.part, "cells": read.cells[c.index].to_pylist()} for c in read.columns]
    assert ours == wanted["columns"]
    assert list(read.rows) == wanted["rows"]
    assert registry.recognise(file)[0].tool == expected.parent.name


def test_tools_stand_in_alphabetical_order_one_a_module() -> None:
    assert list(registry.TOOLS) == sorted(set(registry.TOOLS))
    readers = {path.stem for path in PACKAGE.glob("*.py") if "\nTOOL = " in path.read_text(encoding="utf-8")}
    assert readers == set(registry.TOOLS)


def test_no_reader_is_loaded_before_it_is_asked_for() -> None:
    program = "import sys; from nec_analysis.exports import registry; print([m for m in sys.modules if m.endswith('.helloasso')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
