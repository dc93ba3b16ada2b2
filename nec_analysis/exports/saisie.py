"""`saisie.xlsx`: facts kept by hand, each with its proof."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .. import model
from . import grid
from .amounts import number, seconds
from .columns import Row, Table, table_of
from .recognition import Recognition, by_signature
from .registrations import date

TOOL = "saisie"
ROLES = ("facts",)
NAMES = {
    "indicator": ("indicateur", "indicator"),
    "value": ("valeur", "value"),
    "unit": ("unité", "unit"),
    "date": ("date",),
    "proof": ("preuve", "source", "proof"),
    "entered_by": ("saisi par", "entered by"),
}
PERSONAL = ("entered_by",)


def recognise(head: grid.Head) -> Recognition:
    """Indicator, value and proof side by side."""
    return by_signature(
        head.header, must=("indicateur", "valeur", "preuve"), may=("unité", "date", "saisi par"), floor=0.92
    )


def read(
    path: str | Path,
    head: grid.Head | None = None,
    *,
    columns: dict[str, str] | None = None,
    role: str = "",
    **options: Any,
) -> model.Records:
    """Facts: `value` is a number (durations in seconds) or nothing, `text` the value as written. A line needs both
    an indicator and a value."""
    cells = grid.read(path, head=head, **options)
    table = table_of(cells, NAMES, columns=columns, must=("indicator", "value", "proof"))
    rows = []
    for row in table.rows():
        for key, what in (("indicator", "indicateur"), ("value", "valeur")):
            if not row[key]:
                remedy = "Complétez la ligne, ou supprimez-la."
                raise table.refuse(row, key, f"cette ligne n'a pas de {what}.", remedy, code="fact-incomplete")
        rows.append(_fact(row) | {"date": date(table, row, "date")})
    return model.Records(
        "facts",
        TOOL,
        "",
        cells.source,
        tuple(rows),
        personal=PERSONAL,
        read=len(cells),
        ledger=(*cells.ledger, *table.left_over()),
        notes=cells.notes,
    )


def value_of(table: Table, row: Row) -> float | None:
    """The number of a cell, None when it is empty; a text that is no number is refused."""
    if not row["value"]:
        return None
    found = number(row["value"])
    if found is None:
        raise table.refuse(row, "value", "ce texte n'est pas un nombre.", "Corrigez la cellule.", code="number-unknown")
    return found


def _fact(row: Row) -> dict[str, Any]:
    plain = number(row["value"])
    return {
        "indicator": row["indicator"],
        "value": plain if plain is not None else seconds(row["value"]),
        "text": row["value"],
        "unit": row["unit"] or None,
        "date": None,
        "proof": row["proof"] or None,
        "entered_by": row["entered_by"] or None,
    }
