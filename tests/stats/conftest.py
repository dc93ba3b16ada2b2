"""The oracle, read once."""

from __future__ import annotations

from pathlib import Path

import pytest
from oracle_material import Oracle


@pytest.fixture(scope="session")
def oracle(shared: Path) -> Oracle:
    """The people of the shared oracle, the designs of R's calls, R's answers."""
    return Oracle(shared / "oracle")
