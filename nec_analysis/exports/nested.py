"""A cell that is itself a line of CSV: `"Données, IA",Communs`."""

from __future__ import annotations

import csv
import io


def nested(text: str, separator: str) -> list[str] | None:
    """The pieces of the cell, None when it holds no quotes or is no line of CSV.

    >>> nested('"Données, IA",Communs', ","), nested("Données, IA", ","), nested('dit "oui" , non', ",")
    (['Données, IA', 'Communs'], None, ['dit "oui"', 'non'])
    """
    mark = separator.strip()
    if '"' not in text or len(mark) != 1:
        return None
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=mark, escapechar="\\", skipinitialspace=True, strict=True))
    except csv.Error:
        return None
    return [piece.strip() for piece in rows[0]] if len(rows) == 1 else None
