"""Fixtures that every room uses."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings
from shared_material import ABSENT, SHARED, present

# No test asserts seconds: an example that takes long on a busy machine is none the worse.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
# What lands must not depend on the draw of the day; elsewhere properties go on looking for new examples.
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared test material, or a skip that says where to find it."""
    if not present():
        pytest.skip(ABSENT)
    return SHARED


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run the tests that take minutes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="slow: run with --slow"))
