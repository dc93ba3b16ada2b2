"""Whether a published folder is what its manifest says, and a notebook ran to its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nec_analysis.errors import FAILED, NecError
from nec_analysis.runs import manifest

SENTINEL = "nec_fin"


@dataclass(frozen=True, slots=True)
class Check:
    """What differs between a folder and its manifest: relative names, sorted."""

    missing: tuple[str, ...]
    altered: tuple[str, ...]
    unlisted: tuple[str, ...]

    @property
    def intact(self) -> bool:
        """Whether every promised file is there, unchanged, with nothing beside it."""
        return not (self.missing or self.altered or self.unlisted)


def folder(path: Path) -> Check:
    """Hash a published folder again and compare with its manifest."""
    promised = manifest.read(path)
    if promised is None:
        raise NecError(
            "manifest-missing",
            str(path),
            "ce dossier n’a pas de MANIFEST.json lisible : il n’a pas été publié par « nec run »",
            f"nec run {path.name}",
            exit_code=FAILED,
        )
    found = manifest.digests(path)
    return Check(
        missing=tuple(sorted(promised.keys() - found.keys())),
        altered=tuple(sorted(name for name in promised.keys() & found.keys() if promised[name] != found[name])),
        unlisted=tuple(sorted(found.keys() - promised.keys())),
    )


def unfinished(cells: Sequence[Mapping[str, Any]]) -> int | None:
    """The position of the first cell with code that never ran, or None.

    The papermill statuses are not asked: it marks cells that never ran as completed.
    """
    for position, cell in enumerate(cells):
        if cell["cell_type"] == "code" and "".join(cell["source"]).strip() and not cell.get("execution_count"):
            return position
    return None
