"""A row named « label – identifier »: both must be of one figure, or a reader is sent to the wrong one."""

from __future__ import annotations

import re

from nec_analysis.figures.recette.entry import spelt
from nec_analysis.figures.recette.fault import NUMBER, Fault
from nec_analysis.figures.recette.known import Known
from nec_analysis.figures.recette.passage import Passage, called

_HALVES = re.compile(r"(?P<label>.*\S)\s+–\s+(?P<id>\S.*)", re.DOTALL)
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


def misnamed(passage: Passage, known: Known) -> Fault | None:
    """The fault of a row whose first cell has the label of a figure without its identifier, or the other way round.

    A cell whose halves are of no figure, or that is a name as a whole, is of another form.
    """
    cell = passage.cells[0] if passage.cells else ""
    halves = _HALVES.fullmatch(cell.strip())
    if halves is None or called(cell) in known.by_name:
        return None
    # a narrow column may break an identifier
    identified = _figures("".join(halves["id"].split()), known)
    labelled = _figures(halves["label"], known) if _IDENTIFIER.fullmatch("".join(halves["id"].split())) else ()
    if not identified and not labelled:
        return None
    cause = "n'est pas le nom d'un chiffre : son libellé et son identifiant ne vont pas ensemble."
    near = " ou ".join(f"identifiant {id}" for id in labelled or identified)
    return Fault(NUMBER, passage.file, passage.place, cell[:60], cause, near)


def _figures(name: str, known: Known) -> tuple[str, ...]:
    """The ids of the figures of that name: their identifier, or their label."""
    return tuple(dict.fromkeys(id for name in spelt(name) for e in known.by_name.get(name, ()) for id in e.figures))
