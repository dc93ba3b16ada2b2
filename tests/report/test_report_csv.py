"""CSV: what a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
import report_hostile

from nec_analysis.report.csvtext import inert, write


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+cmd|x", "-2+3", "\t=1", "\r=1"])
def test_a_formula_becomes_text(cell: str) -> None:
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-3", "+39", "−4", "-1 234,5", "87\u202f%", "texte", ""])
def test_a_number_stays_a_number(cell: str) -> None:
    assert inert(cell) == cell


def test_every_hostile_answer_comes_back() -> None:
    rows = [[text, "x"] for text in report_hostile.PAYLOADS]
    read = list(csv.reader(StringIO(write(["a", "b"], rows), newline="")))
    assert [row[0].removeprefix("'") for row in read[1:]] == [row[0].removeprefix("'") for row in rows]
