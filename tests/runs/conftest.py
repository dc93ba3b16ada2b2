"""Toy projects for the tests of runs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nec_analysis.runs import light

sys.path.insert(0, str(Path(__file__).parent))
light.prepare()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small project with one edition."""
    from toy import project

    return project(tmp_path / "project")
