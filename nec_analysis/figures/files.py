"""The register as files: JSON for machines, CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from nec_analysis.model import Figure, FileHash

GUARDED = ("=", "+", "-", "@", "\t", "\r")
"""A cell beginning so is run as a formula by spreadsheets: an apostrophe is put before it. OWASP, CSV injection."""


def write_json(figures: Iterable[Figure], path: Path) -> None:
    """One object a figure, in the order of the register."""
    text = json.dumps([asdict(figure) for figure in figures], ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def read_json(path: Path) -> tuple[Figure, ...]:
    """The register written by `write_json`."""
    return tuple(figure_from(row) for row in json.loads(path.read_text(encoding="utf-8")))


def figure_from(row: Mapping[str, Any]) -> Figure:
    """The figure of one JSON object."""
    known = {field.name for field in fields(Figure)}
    values = {name: value for name, value in row.items() if name in known}
    values["files"] = tuple(FileHash(**file) for file in row["files"])
    values["columns"], values["flags"] = tuple(row["columns"]), tuple(row["flags"])
    return Figure(**values)


def write_csv(figures: Iterable[Figure], path: Path) -> None:
    """One line a figure; lists and tables as short text."""
    names = [field.name for field in fields(Figure)]
    write_table(names, ([_cell(getattr(figure, name)) for name in names] for figure in figures), path)


def write_table(header: Sequence[str], rows: Iterable[Sequence[str]], path: Path) -> None:
    """A CSV for people and machines: UTF-8, comma, every cell quoted, LF; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows that `write_table` wrote, as they were before it guarded them."""
    from nec_analysis.clean.cells import unguarded

    with path.open(encoding="utf-8", newline="") as file:
        return [{name: unguarded(cell) for name, cell in row.items()} for row in csv.DictReader(file)]


def guarded(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would run; numbers stay numbers.

    >>> guarded("=1+1"), guarded("-12.5"), guarded("+2 231")
    ("'=1+1", '-12.5', "'+2 231")
    """
    return f"'{cell}" if cell.startswith(GUARDED) and not _number(cell) else cell


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {n}" for key, n in value.items())
    if isinstance(value, tuple):
        return "; ".join(
            f"{item.name} sha256:{item.sha256}" if isinstance(item, FileHash) else str(item) for item in value
        )
    return str(value)
