"""A project of its own for a test: the notebooks, the demonstration editions, nothing published."""

from __future__ import annotations

import shutil
from pathlib import Path

from shared_material import ROOT

DEMONSTRATION = ("2021-sud-charente", "2022-dordogne", "2022-lens")


def project(folder: Path, *, editions: tuple[str, ...] = DEMONSTRATION) -> Path:
    """The folder, made a project."""
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for name in ("data/raw", "data/processed", "reports"):
        (folder / name).mkdir(parents=True)
    for id in editions:
        shutil.copytree(ROOT / "data" / "raw" / id, folder / "data" / "raw" / id)
    return folder
