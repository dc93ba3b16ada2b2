"""The raw rows of the demonstration editions, read with nothing but the standard library."""

from __future__ import annotations

import csv
import io
import tomllib
from functools import cache
from pathlib import Path

from openpyxl import load_workbook
from shared_material import ROOT

RAW = ROOT / "data" / "raw"
EDITIONS = ("2021-sud-charente", "2022-dordogne", "2022-lens")

Rows = list[dict[str, str]]


@cache
def text(edition: str, file: str) -> str:
    """A text file, without its mark of order."""
    return (RAW / edition / file).read_bytes().decode("utf-8-sig")


def rows(edition: str, file: str, delimiter: str = ",", skip: int = 0) -> Rows:
    """The rows of a delimited file under its last header row."""
    lines = list(csv.reader(io.StringIO(text(edition, file), newline=""), delimiter=delimiter))[skip:]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:] if line]


def sheet(edition: str, file: str = "saisie.xlsx") -> list[tuple[object, ...]]:
    """The lines of the hand-kept sheet."""
    book = load_workbook(RAW / edition / file)
    return [tuple(row) for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]


def card(edition: str) -> dict[str, object]:
    """The card as TOML."""
    return tomllib.loads((RAW / edition / "edition.toml").read_text(encoding="utf-8"))


def files(edition: str) -> list[Path]:
    """Every file of the edition."""
    return sorted((RAW / edition).iterdir())
