"""Where the shared test material stands: exports, oracle, real cases; beside the project, absent elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("NEC_SHARED", ROOT.parent / "shared"))
ABSENT = "the shared material (fixtures, oracle, cases) is not beside this checkout: set NEC_SHARED to its folder"


def present() -> bool:
    """Whether the shared material can be read here."""
    return (SHARED / "design.md").is_file()
