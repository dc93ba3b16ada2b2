"""Where something stands in a file, in the words of a refusal."""

from __future__ import annotations


def in_sheet(file: str, sheet: str) -> str:
    """A sheet of a workbook.

    >>> in_sheet("reponses.xlsx", "Feuil1")
    'reponses.xlsx, feuille « Feuil1 »'
    """
    return f"{file}, feuille « {sheet} »"
