"""The facts of a run that change every time: when, where, with which versions. Outside the hashes."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from nec_analysis.runs.manifest import JOURNAL, write_json
from nec_analysis.runs.outcome import PhaseOutcome

VERSIONS = ("nec-analysis", "papermill", "nbconvert", "pandas", "numpy", "pyarrow", "matplotlib", "typst")


def entry(edition: str, begun: float, phases: Sequence[PhaseOutcome], *, engine: str) -> dict[str, Any]:
    """What is worth remembering of a run. `begun` in seconds since 1970; durations in seconds."""
    return {
        "edition": edition,
        "begun": datetime.fromtimestamp(begun, UTC).isoformat(timespec="seconds"),
        "seconds": round(time.time() - begun, 3),
        "engine": engine,
        "pid": os.getpid(),
        "host": platform.node(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in VERSIONS},
        "phases": [{"phase": p.phase, "state": p.state, "why": p.why, "seconds": round(p.seconds, 3)} for p in phases],
    }


def written(folder: Path, content: dict[str, Any]) -> Path:
    """Write the journal of a run beside what it published."""
    return write_json(folder / JOURNAL, content)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
