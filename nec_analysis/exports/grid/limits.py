"""The sizes beyond which a file is refused rather than read."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import NecError


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes for files, characters for cells; `ratio` is how many times an archive may grow when it is opened.

    Of a sheet: `cells` counts the empty ones (rows × columns), `filled` the others, `text` the characters of all.
    """

    file: int = 200_000_000
    unpacked: int = 200_000_000
    ratio: int = 150
    cell: int = 1_000_000
    columns: int = 20_000
    cells: int = 100_000_000
    filled: int = 10_000_000
    text: int = 500_000_000


LIMITS = Limits()
"""What a survey of an event never reaches. Bigger files are read by passing other limits, knowingly."""


def too_big(place: str, line: int, column: int, size: int, limits: Limits) -> NecError:
    """The refusal of a cell of so many bytes."""
    cause = f"une cellule de {size / 1e6:.1f} Mo (cell size) : la limite est de {limits.cell / 1e6:.0f} Mo."
    where = f"{place}, ligne {line}, colonne {column}"
    return NecError("cell-too-big", where, cause, "Un guillemet n'est sans doute jamais fermé ; refaites l'export.")


SMALL = 10_000_000
"""Below this many bytes once unpacked, the ratio of an archive is no danger."""
