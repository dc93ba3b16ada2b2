"""What an operator must know before publishing: nobody answered, words counted under « Autre »."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from project_copy import project

from nec_analysis.cli import main

LOCAL = "2022-dordogne"
EMPTY = "⚠ Aucune réponse à l'enquête"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path / "p", editions=(LOCAL,))


def _rewritten(file: Path, pattern: str, by: str = "") -> None:
    text, changes = re.subn(pattern, by, file.read_text(encoding="utf-8"))
    assert changes
    file.write_text(text, encoding="utf-8")


def test_a_survey_that_nobody_answered_is_published_and_said_loudly(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = root / "data" / "raw" / LOCAL
    _rewritten(next(raw.glob("*réponses*.csv")), r"\n[\s\S]*", "\n")
    _rewritten(raw / "edition.toml", r'(?m)^(sha256 = ".*"|rows = \d+)\n')
    _rewritten(raw / "edition.toml", r"\[export\.recodes\.structure\]\n.*\n.*\n")
    assert main(["--root", str(root), "check", LOCAL]) == 0
    assert "⚠ L'enquête n'a aucune réponse gardée" in capsys.readouterr().out
    assert main(["--root", str(root), "run", LOCAL]) == 0
    assert EMPTY in capsys.readouterr().out


def test_a_survey_with_answers_is_not_called_empty(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(root), "check", LOCAL]) == 0
    assert "aucune réponse gardée" not in capsys.readouterr().out


def test_answers_that_lost_their_recode_are_announced_under_other(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = root / "data" / "raw" / LOCAL
    moved = next(raw.glob("*réponses*.csv")).read_text(encoding="utf-8").count("Élu·e ou agent·e d'une commune")
    assert moved > 0
    before = _others(root, capsys)
    _rewritten(raw / "edition.toml", r"\[export\.recodes\.structure\]\n.*\n.*\n")
    assert _others(root, capsys) == before + moved


def _others(root: Path, capsys: pytest.CaptureFixture[str]) -> int:
    """How many answers about structures `nec check` says to stand under « Autre », no word of them shown."""
    assert main(["--root", str(root), "check", LOCAL]) == 0
    said = re.search(r"structure \[.*\n +(\d+).réponses? sous « Autre »", capsys.readouterr().out)
    assert said is not None
    return int(said[1])
