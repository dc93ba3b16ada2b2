"""The examples of the documentation are true."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import nec_analysis.mapping

ROOMS = sorted(path.stem for path in Path(nec_analysis.mapping.__file__).parent.glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("name", [f"nec_analysis.mapping.{name}" for name in ROOMS] + ["nec_analysis.french.matching"])
def test_the_examples_of_a_module_are_true(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0
