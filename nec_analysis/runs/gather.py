"""Gathering what the phases wrote into the folders that will be published."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from nec_analysis.runs import manifest
from nec_analysis.runs.phases import Phase
from nec_analysis.runs.staging import Staging

EXPORTS, NOTEBOOKS = "exports", "notebooks"
"""Folders of the work folder that belong to no phase: what was exported from notebooks, and those notebooks."""


def gathered(staging: Staging, phases: Sequence[Phase]) -> None:
    """Copy every file of the work folder to its places."""
    for phase in phases:
        for place in phase.places:
            target = {"processed": staging.processed, "reports": staging.reports}[place.folder] / place.under
            base = staging.work / phase.id / place.base
            _copied(base, matching(base, place.patterns), target)
    for name, under in ((EXPORTS, ""), (NOTEBOOKS, NOTEBOOKS)):
        folder = staging.work / name
        _copied(folder, manifest.listed(folder), staging.reports / under)


def matching(folder: Path, patterns: Iterable[str]) -> tuple[Path, ...]:
    """The files under a folder that match a pattern and none of the patterns with `!`, in the order of their names."""
    kept: set[Path] = set()
    for pattern in patterns:
        found = {path for path in folder.glob(pattern.removeprefix("!")) if path.is_file()}
        kept = kept - found if pattern.startswith("!") else kept | found
    return tuple(sorted(kept))


def _copied(source: Path, files: Iterable[Path], target: Path) -> None:
    for path in files:
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
