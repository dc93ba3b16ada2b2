"""The two numbers that tell an edition at a glance: answers kept, things to look at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DECLARED = frozenset(("déclaré", "declared"))
"""The flag of a figure typed by hand: said in the report, nothing to look at."""


def answers(processed: Path) -> int | None:
    """Answers to the survey that were kept, None without a survey."""
    told = _read(processed / "accounts.json")
    kept = told.get("survey", {}).get("kept") if isinstance(told, dict) else None
    return int(kept) if kept is not None else None


def warnings(reports: Path) -> int:
    """Figures that disagree with the printed report, or carry a flag."""
    told = _read(reports / "figures.json")
    figures = told if isinstance(told, list) else []
    return sum(f.get("agrees") is False or bool(set(f.get("flags", ())) - DECLARED) for f in figures)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
