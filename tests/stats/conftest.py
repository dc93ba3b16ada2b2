"""The oracles, each read once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from oracle_material import Oracle
from shared_material import ABSENT, SHARED, present

SECOND = Path(__file__).parent / "data" / "second"
"""Invented respondents of other sizes, with R's answers: made by data/people.py, then data/oracle.R."""
NAMED = os.environ.get("NEC_ORACLE", "")
"""The folder of one more oracle of the same shape: the tests then run on that one alone."""
FOLDERS = [NAMED] if NAMED else ["second", "shared"]


@pytest.fixture(scope="session", params=FOLDERS, ids=[Path(name).name for name in FOLDERS])
def oracle(request: pytest.FixtureRequest) -> Oracle:
    """The people of an oracle, the designs of R's calls, R's answers."""
    if request.param == "shared":
        if not present():
            pytest.skip(ABSENT)
        return Oracle(SHARED / "oracle")
    return Oracle(SECOND if request.param == "second" else Path(request.param))
