"""The hand-kept sheet `saisie.xlsx`: facts that no tool exports, each with its proof."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

HEADERS = ("indicateur", "valeur", "unité", "date", "preuve", "saisi par")
WIDTHS = (30, 42, 12, 12, 52, 18)
MADE = datetime(2022, 11, 1)
"""Date written in the workbook's properties: fixed, so that the bytes are."""

Fact = tuple[str, str | float, str, date, str, str]


def export(table: Mapping[str, Any]) -> tuple[bytes, int]:
    """One sheet, one line a fact; a list is one line a thing. Also how many lines."""
    import xlsxwriter

    rows = list(facts(table))
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        book.set_properties({"title": "Saisie (données de démonstration)", "created": MADE})
        sheet = book.add_worksheet("saisie")
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEADERS, bold)
        for place, width in enumerate(WIDTHS):
            sheet.set_column(place, place, width)
        for line, (indicator, value, unit, at, proof, by) in enumerate(rows, 1):
            sheet.write_row(line, 0, (indicator, value, unit))
            sheet.write_datetime(line, 3, datetime(at.year, at.month, at.day), day)
            sheet.write_row(line, 4, (proof, by))
        sheet.freeze_panes(1, 0)
    return held.getvalue(), len(rows)


def facts(table: Mapping[str, Any]) -> Iterator[Fact]:
    """The lines of the sheet: `[[fact]]` are single values, `[[list]]` one line for each of its `things`."""
    for fact in table.get("fact", []):
        yield fact["indicator"], fact["value"], fact.get("unit", ""), fact["date"], fact["proof"], fact["by"]
    for listed in table.get("list", []):
        things = listed.get("things") or [listed["each"].format(n=n) for n in range(1, listed["count"] + 1)]
        for thing in things:
            yield listed["indicator"], thing, listed.get("unit", ""), listed["date"], listed["proof"], listed["by"]
