"""Libraries that come with an extra of the package only."""

from __future__ import annotations

import importlib
from typing import Any

from nec_analysis.errors import FAILED, NecError


def library(module: str, *, distribution: str, extra: str, target: str, code: str) -> Any:
    """The module. Raises NecError (exit 1) naming `target`, the file it was wanted for, when it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError:
        remedy = f"installer l'option : pip install 'nec-analysis[{extra}]'"
        raise NecError(code, target, f"{distribution} n'est pas installé", remedy, exit_code=FAILED) from None
