"""Demonstration editions run once for all tests of what their reports give away."""

from __future__ import annotations

from pathlib import Path

import pytest
from project_copy import project

from nec_analysis.runs.run import run

EDITIONS = ("2021-sud-charente", "2022-dordogne")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project where the two smallest demonstration editions were run."""
    root = project(tmp_path_factory.mktemp("published") / "project", editions=EDITIONS)
    for edition in EDITIONS:
        run(edition, root=root)
    return root
