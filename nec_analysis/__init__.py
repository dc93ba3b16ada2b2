"""nec_analysis: raw exports in, every figure of the bilan out.

import nec_analysis as nec
lens = nec.edition("2022-lens")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nec_analysis.errors import NecError

if TYPE_CHECKING:
    from pathlib import Path

    from nec_analysis.phases.desk import Desk

__version__ = "0.1.0"
__all__ = ["NecError", "__version__", "edition", "parameters"]


def edition(id: str, *, root: str | Path = "", work: str | Path = "", lang: str = "fr") -> Desk:
    """The desk of an edition: its card, its phases, what they found.

    `root`: the project's folder, found upwards when empty; `work`: where phases write, `data/processed/<id>/` when
    empty. Raises NecError for an unknown edition or a card that breaks a rule.
    """
    from nec_analysis.phases.desk import desk

    return desk(id, root=root, work=work, lang=lang)


def parameters(*known: str) -> None:
    """Refuse the parameters that a notebook does not know; papermill itself only warns. Raises NecError (exit 2)."""
    from nec_analysis.phases.parameters import accept

    accept(known)
