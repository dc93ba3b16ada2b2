"""Exports: made in a process of their own; what goes wrong there is named without quoting anybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy import notebook

from nec_analysis.errors import NecError
from nec_analysis.runs import fork
from nec_analysis.runs.calls import call
from nec_analysis.runs.export import exported


def test_an_exporter_that_is_not_installed_is_named(tmp_path: Path) -> None:
    path = notebook(tmp_path / "n.ipynb", "1")
    with pytest.raises(NecError, match="« nowhere » n’est pas installé") as refusal:
        exported(path, "nowhere", tmp_path / "bilan.pdf", folder=tmp_path)
    assert refusal.value.place == "bilan.pdf"


@pytest.mark.skipif(not fork.available(), reason="fork is missing on this system")
def test_an_unexpected_error_says_its_name_and_our_line_but_quotes_nothing(tmp_path: Path) -> None:
    with pytest.raises(NecError) as refusal:
        call("nec_analysis.runs.bundle:unpacked", place="bilan.pdf", archive="zqcanari@exemple.fr", root=str(tmp_path))
    said = str(refusal.value)
    assert said.startswith("bilan.pdf : erreur inattendue : TypeError, runs/bundle.py ligne ")
    assert "NEC_DEBUG=1" in said
    assert "zqcanari" not in said


@pytest.mark.skipif(not fork.available(), reason="fork is missing on this system")
def test_what_the_system_refuses_comes_out_as_it_was(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as refusal:
        call("shutil:rmtree", place="x", path=str(tmp_path / "absent"))
    assert refusal.value.filename == str(tmp_path / "absent")


@pytest.mark.skipif(not fork.available(), reason="fork is missing on this system")
def test_a_process_that_dies_is_named() -> None:
    with pytest.raises(NecError, match=r"bilan\.pdf : le processus est mort") as refusal:
        call("os:abort", place="bilan.pdf")
    assert "SIGABRT" in refusal.value.cause
