"""Cells in which a spreadsheet wrote something else than what was answered: ####, #REF!, 3,36E+10."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from . import coded
from .content import ADDRESS, problem, true_at
from .damage import bytes_of
from .shape import Problem

# A person may type #N/A; nobody types the others.
_ERRORS = (
    "REF ?!|VALEUR ?!|VALUE!|DIV/0 ?!|NOM ?\\?|NAME\\?|NUL ?!|NULL!|NOMBRE ?!|NUM!|ERROR!|ERREUR ?!|SPILL!|PROPAGATION ?!"
    "|CALC!|CALCUL ?!|FIELD!|CHAMP ?!|BLOCKED!|BLOQUE ?!|CONNECT!|CONNEXION ?!|BUSY!|OCCUPE ?!|UNKNOWN!|INCONNU ?!|GETTING_DATA"
)
_KINDS = (
    ("^#{4,}$", 2, "cell-hidden", "le tableur a écrit ##### à la place de la valeur, trop large pour la colonne,"),
    (f"^#(?:{_ERRORS})$", 1, "error-cell", "une erreur de calcul du tableur (error cell)"),
    (
        r"^[1-9][.,][0-9]{2,}E\+[0-9]{2}$",
        2,
        "long-number",
        "le tableur a remplacé de longs nombres par leur écriture scientifique (digits lost)",
    ),
)
"""Pattern, how many cells of a column prove it, code, what it is."""
_ASKED = r"[a-zà-ÿ]\?[a-zà-ÿ]"
_LOST = "des lettres accentuées ont été perdues avant l'export, un ? à leur place (replacement character)."
_SURE = 3
"""A person may forget the blank after a question mark; three cells tell of an export in ASCII."""


def overwritten(
    cells: Sequence[Any], lines: Sequence[int], most: int | None = None, *, workbook: bool = False
) -> list[Problem]:
    """The cells that a spreadsheet wrote over, of columns that hold enough of them to be sure.

    No more than `most` of a column, the first ones. In a `workbook` only the errors pasted as text: what it shows as #### it holds in full.
    """
    found = []
    asked: list[Problem] = []
    for index, column in enumerate(cells):
        if not _may_be(coded.texts_of(column)):
            continue
        for pattern, least, code, what in _KINDS:
            if workbook and code != "error-cell":
                continue
            at = true_at(coded.asked(column, partial(pc.match_substring_regex, pattern=pattern)))
            if len(at) >= least:
                cause = f"{what} dans {len(at)} cellule(s) de cette colonne."
                found += [problem(code, int(lines[row]), cause, cells, row, index + 1) for row in at[:most]]
        if workbook:
            continue
        at = true_at(coded.asked(column, partial(pc.match_substring_regex, pattern=_ASKED)))
        places = [row for row in at if not ADDRESS.search(str(column[row].as_py()))]
        asked += [problem("replacement-chars", int(lines[row]), _LOST, cells, row, index + 1) for row in places[:most]]
    return found + (asked if len(asked) >= _SURE else [])


def _may_be(column: Any) -> bool:
    """Whether a text of the column holds a #, a ? or an E+: a look at its bytes, where regular expressions would be slow."""
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    for chunk in chunks:
        text = np.frombuffer(bytes_of(chunk), np.uint8)
        if (text == 0x23).any() or (text == 0x3F).any() or ((text[:-1] == 0x45) & (text[1:] == 0x2B)).any():
            return True
    return False
