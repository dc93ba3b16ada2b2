"""How far a sheet reaches, checked before its columns are made: a small file can announce billions of cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ...errors import NecError
from .limits import Limits

ROWS, COLUMNS = 1_048_576, 16_384
"""The rows and columns of a sheet (Excel 2007 and later, LibreOffice 7.4 and later)."""

_REMEDY = "Supprimez dans le tableur les lignes et colonnes loin du tableau, ou refaites l'export en CSV."


def outside(place: str, where: str) -> NecError:
    """The refusal of an address that no sheet has."""
    cause = f"adresse {where} hors de la feuille (out of range) : une feuille a {ROWS} lignes et {COLUMNS} colonnes."
    return NecError("cell-outside", place, cause, "Le classeur est abîmé : refaites l'export.")


def check_extent(place: str, *, rows: int, width: int, text: int, limits: Limits) -> None:
    """Refuse a table of more cells (rows × width, empty ones too), or of more text, than the limits. Raises NecError."""
    if rows * width > limits.cells:
        cause = f"{rows} lignes × {width} colonnes : plus de {limits.cells} cellules (too many cells)."
        raise NecError("sheet-too-big", place, cause, _REMEDY)
    if text > limits.text:
        cause = f"plus de {limits.text / 1e6:.0f} Mo de texte une fois les cellules remplies (too much text)."
        raise NecError("sheet-too-big", place, cause, _REMEDY)


def within(rows: Iterable[Any], place: str, limits: Limits) -> Iterator[Any]:
    """The rows as they come, refused as soon as they hold too much. What has no cells passes uncounted."""
    count = width = filled = text = 0
    for row in rows:
        cells = getattr(row, "cells", None)
        if cells:
            count += 1
            width = max(width, *cells)
            filled += len(cells)
            text += sum(map(len, cells.values()))
            check_extent(place, rows=count, width=width, text=text, limits=limits)
            if filled > limits.filled:
                cause = f"plus de {limits.filled} cellules remplies (too many cells)."
                raise NecError("sheet-too-big", place, cause, "Refaites l'export en CSV, qui se lit par morceaux.")
        yield row
