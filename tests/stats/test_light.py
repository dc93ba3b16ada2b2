"""What importing the statistics brings in, and what their examples say."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

import nec_analysis.stats

MODULES = sorted(module.name for module in pkgutil.iter_modules(nec_analysis.stats.__path__))


def test_statistics_load_neither_pandas_nor_scipy_stats() -> None:
    code = (
        "import importlib, sys\n"
        f"[importlib.import_module('nec_analysis.stats.' + name) for name in {MODULES}]\n"
        "heavy = {'pandas', 'pyarrow', 'scipy.stats', 'statsmodels', 'dask', 'nec_analysis.model'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


@pytest.mark.parametrize("name", MODULES)
def test_examples_say_what_they_show(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"nec_analysis.stats.{name}")).failed == 0
