"""What a phase depends on is what somebody wrote: the files Python compiles come and go without being a change."""

from __future__ import annotations

from pathlib import Path

import pytest

from nec_analysis.runs.digests import Digests
from nec_analysis.runs.inputs import Inputs
from nec_analysis.runs.trace import Trace


@pytest.fixture
def inputs(root: Path, tmp_path: Path) -> Inputs:
    """Inputs of a toy edition and a toy package: one room with a module, a template and compiled files."""
    room = tmp_path / "package" / "room"
    (room / "__pycache__").mkdir(parents=True)
    for name in ("drawing.py", "page.html", "__pycache__/drawing.pyc", "__pycache__/drawing.pyc.140234"):
        (room / name).write_text(name)
    return Inputs(root, "2022-lens", {"lang": "fr"}, Digests(tmp_path / "digests.json"), package=tmp_path / "package")


@pytest.mark.parametrize("traced", [True, False])
def test_compiled_files_are_no_inputs(inputs: Inputs, traced: bool) -> None:
    trace = Trace(modules=(str(inputs.package / "room" / "drawing.py"),)) if traced else None
    found = [key for key in inputs.traced(trace) if "room" in key]
    assert found == ["code room/drawing.py", "data room/page.html"]


def test_a_file_that_was_asked_for_and_is_absent_is_an_input(inputs: Inputs) -> None:
    absent = inputs.root / "data" / "raw" / "2021-x" / "edition.toml"
    trace = Trace(files=(str(absent),))
    before = inputs.traced(trace)["file data/raw/2021-x/edition.toml"]
    absent.parent.mkdir()
    absent.write_text("label = 'x'")
    assert before == ""
    assert inputs.traced(trace)["file data/raw/2021-x/edition.toml"] != ""


def test_a_file_written_twice_in_an_instant_is_read_twice(tmp_path: Path) -> None:
    path, digests = tmp_path / "a.csv", Digests(tmp_path / "digests.json")
    path.write_text("oui")
    first = digests.sha256(path)
    path.write_text("non")
    assert digests.sha256(path) != first
