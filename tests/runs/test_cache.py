"""A phase is skipped when nothing it depends on has changed, by content; nothing else is run again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nec_analysis.runs.trace import PACKAGE

C, I, D, B = "01_clean", "02_indicators", "03_charts", "04_bilan"  # noqa: E741

RUNS: dict[str, set[str]] = {
    "first": {C, I, D, B},
    "nothing": set(),
    "a raw export": {C},  # a space more in the export gives the same answers
    "the card": {C, I, D, B},
    "the story": {B},
    "the notebook": {D},
    "the lock file": {C, I, D, B},
    "the module of one phase": {I},
    "the module of another phase": {D},
    "a module nobody uses": set(),
    "the catalogue": {I},
    "another edition that is read": {I},
    "the module that normalises": {C, I, D, B},
    "dates only": set(),
    "a new export": {C},
    "a language": {C, I, D, B},
    "force": {C, I, D, B},
    "a report edited by hand": set(),
    "a kept result edited by hand": {C},
}
SAYS = {
    "first": (C, "première exécution"),
    "a raw export": (C, "survey.csv a changé"),
    "the story": (B, "recit.md a changé"),
    "the notebook": (D, "le notebook a changé"),
    "the lock file": (C, "les versions ont changé"),
    "the module of one phase": (I, "le code a changé : toyroom/counting.py"),
    "the catalogue": (I, "catalogue/toy.toml a changé"),
    "another edition that is read": (I, "data/raw/2021-sud-charente/survey.csv a changé"),
    "a new export": (C, "extra.csv a changé"),
    "a language": (C, "le paramètre lang a changé"),
    "force": (C, "--force"),
    "a kept result edited by hand": (C, "le résultat gardé a été modifié"),
    "nothing": (C, "rien n’a changé"),
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """What ran after each edit of a project and of a copy of the package."""
    here, folder = Path(__file__).parent, tmp_path_factory.mktemp("cache")
    package = shutil.copytree(PACKAGE, folder / "site" / "nec_analysis", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, str(here / "cases_cache.py"), str(folder / "project"), str(package)]
    path = os.pathsep.join([str(package.parent), str(here)])
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, dict[str, str]] = json.loads(done.stdout)
    return told


def ran(states: dict[str, str]) -> set[str]:
    return {phase for phase, state in states.items() if state.startswith("ran")}


@pytest.mark.parametrize("edit", RUNS)
def test_an_edit_runs_what_depends_on_it_and_nothing_else(said: dict[str, dict[str, str]], edit: str) -> None:
    assert ran(said[edit]) == RUNS[edit]


@pytest.mark.parametrize("edit", SAYS)
def test_the_reason_is_said(said: dict[str, dict[str, str]], edit: str) -> None:
    phase, reason = SAYS[edit]
    assert reason in said[edit][phase]


def test_going_back_runs_nothing(said: dict[str, dict[str, str]]) -> None:
    back = {name: ran(states) for name, states in said.items() if name.startswith("back")}
    assert not set().union(*back.values())
    assert len(back) == 11


def test_what_is_published_follows(said: dict[str, dict[str, str]]) -> None:
    states = {name: told[""] for name, told in said.items()}
    assert states["nothing"] == states["dates only"] == states["a module nobody uses"] == "unchanged"
    assert states["a report edited by hand"] == states["the story"] == "published"
