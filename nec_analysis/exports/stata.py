"""Stata: `.dta`, value labels told from the answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nec_analysis.exports import grid
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.statistical import load, told
from nec_analysis.exports.structure import export
from nec_analysis.model import Dialect, Export

TOOL = "stata"
ROLES = ("survey",)


def recognise(head: grid.Head) -> Recognition:
    """The first bytes of the file."""
    return Recognition(0.95, "fichier Stata", "dta") if head.kind == "dta" else NOT_MINE


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The export as text. Stata declares no missing codes: 9 or 99 are told by the words of their labels."""
    import pyreadstat

    head = head or grid.peek(path)
    table, known = load(pyreadstat.read_dta, Path(path), head)
    return export(told(table, known), tool=TOOL, variant="dta", dialect=Dialect(ticked=("1",), unticked=("0",)))
