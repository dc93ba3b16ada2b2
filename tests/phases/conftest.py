"""One demonstration edition run once for all tests of the phases."""

from __future__ import annotations

from pathlib import Path

import pytest
from project_copy import project

from nec_analysis.runs.outcome import Outcome
from nec_analysis.runs.run import run


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """The outcome of `nec run 2022-lens` in a fresh project."""
    return run("2022-lens", root=project(tmp_path_factory.mktemp("lens") / "project"))


@pytest.fixture(scope="session")
def reports(ran: Outcome) -> Path:
    """What was published."""
    return ran.reports
