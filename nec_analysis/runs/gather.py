"""Gathering what the phases wrote into the folders that will be published."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from nec_analysis.runs import manifest
from nec_analysis.runs.phases import Phase
from nec_analysis.runs.staging import Staging


def gathered(staging: Staging, phases: Sequence[Phase]) -> None:
    """Copy every file of the work folder to its places; phases that others read also keep their folder.

    That folder is where a notebook opened by hand looks for what the phase before wrote.
    """
    read = {name for phase in phases for name in phase.after}
    for phase in phases:
        source = staging.work / phase.id
        if phase.id in read:
            _copied(source, manifest.listed(source), staging.processed / phase.id)
        for place in phase.places:
            target = {"processed": staging.processed, "reports": staging.reports}[place.folder] / place.under
            base = source / place.base
            _copied(base, matching(base, (place.pattern,)), target)
    notebooks = staging.work / "notebooks"
    _copied(notebooks, manifest.listed(notebooks), staging.reports / "notebooks")


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
