"""SPSS: `.sav` and `.zsav`, declared missing values kept in sight."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nec_analysis.exports import grid
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.statistical import Variable, load, told
from nec_analysis.exports.structure import export
from nec_analysis.model import Dialect, Export

TOOL = "spss"
ROLES = ("survey",)
DIALECT = Dialect(ticked=("1",), unticked=("0",))


def recognise(head: grid.Head) -> Recognition:
    """The first bytes of the file."""
    return (
        Recognition(0.95, "fichier SPSS (signature $FL2 ou $FL3)", "sav") if head.kind in ("sav", "zsav") else NOT_MINE
    )


def variables(path: Path, head: grid.Head) -> tuple[grid.Grid, tuple[Variable, ...]]:
    """The file as a grid of text, names and labels as its two header rows; its variables."""
    import pyreadstat

    return load(pyreadstat.read_sav, path, head)


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The export as text, codes in the cells, labels in the questionnaire."""
    import pyreadstat

    head = head or grid.peek(path)
    table, known = load(pyreadstat.read_sav, Path(path), head)
    return export(told(table, known), tool=TOOL, variant="sav", dialect=DIALECT)
