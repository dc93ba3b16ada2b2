"""A file read whole into a trusted grid, or refused."""

from __future__ import annotations

from pathlib import Path

from ...errors import NecError
from .at_hand import grid_at_hand, keep_at_hand
from .finish import Terms, finish
from .head import Head
from .limits import LIMITS, Limits
from .origin import Origin, beginning_of
from .shape import AUTO
from .table import Grid
from .text import delimited_draft

_NO_GRID = {
    "sav": "un fichier SPSS",
    "zsav": "un fichier SPSS",
    "dta": "un fichier Stata",
    "xml": "un fichier XML",
}


def read(
    path: str | Path,
    *,
    head: Head | None = None,
    sheet: str = "",
    header_rows: int = AUTO,
    delimiter: str = "",
    encoding: str = "",
    quarantine: bool = False,
    expected_rows: int | None = None,
    damage: str = "refuse",
    repeats: str = "refuse",
    formulas: str = "refuse",
    limits: Limits = LIMITS,
) -> Grid:
    """The file as text, cell for cell, with the line of each row.

    `header_rows` 0 finds the header by itself (one row, below title lines; three for Qualtrics). `quarantine` sets
    aside lines that cannot be trusted instead of refusing the file. `expected_rows` is the declared number of rows.
    `repeats`: refuse | keep rows that repeat another one, identifier included. `damage`: what to do with text damaged before us: refuse | keep | repair. `formulas`: refuse | text, for cells
    that hold a formula without its value. `head` spares the choice of sheet and separator when the file was looked at.
    """
    _check_option("damage", damage, ("refuse", "keep", "repair"), path)
    _check_option("repeats", repeats, ("refuse", "keep"), path)
    _check_option("formulas", formulas, ("refuse", "text"), path)
    sheet = sheet or (head.sheet if head else "")
    if (held := grid_at_hand(path, sheet)) is not None:
        return held
    origin = beginning_of(path, limits=limits, member=(head.member if head else "") or sheet)
    terms = Terms(limits, quarantine, expected_rows, damage, repeats)
    if origin.kind == "csv":
        # The head was cut by the separator that fits this very text.
        delimiter = delimiter or (head.delimiter if head and not encoding else "")
        draft = delimited_draft(origin, terms, header_rows=header_rows, delimiter=delimiter, encoding=encoding)
        return keep_at_hand(path, finish(draft, terms))
    if origin.kind in ("xlsx", "xlsb", "xls", "ods"):
        from .workbook import workbook_draft

        draft = workbook_draft(origin, terms, sheet=sheet, header_rows=header_rows, formulas=formulas)
        return keep_at_hand(path, finish(draft, terms), sheet)
    raise _no_grid(origin)


def _check_option(name: str, value: str, known: tuple[str, ...], path: str | Path) -> None:
    if value not in known:
        cause = f"l'option {name} = « {value} » n'existe pas."
        raise NecError("option-unknown", Path(path).name, cause, f"Valeurs possibles : {', '.join(known)}.")


def _no_grid(origin: Origin) -> NecError:
    if origin.kind == "zip":
        names = ", ".join(origin.members[:8]) + ("…" if len(origin.members) > 8 else "")
        many = f"contient {len(origin.members)} fichier(s) : {names}" if names else "ne contient aucun fichier"
        cause = f"cette archive zip {many}."
        return NecError(
            "archive-choice", origin.name, cause, 'Nommez-en un dans la carte : sheet = "…", ou extrayez-le.'
        )
    cause = f"c'est {_NO_GRID.get(origin.kind, origin.kind)}, pas un tableau de texte."
    return NecError("wrong-type", origin.name, cause, "Choisissez l'outil qui l'a écrit dans la carte.")
