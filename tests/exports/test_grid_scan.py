"""A worksheet scanned as bytes gives what parsing its XML gives: cells, rows, notes, or the same refusal."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import mutants
import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from shared_material import SHARED, present

from nec_analysis.errors import NecError
from nec_analysis.exports.grid import scan, workbook
from nec_analysis.exports.grid.fast import Irregular
from nec_analysis.exports.grid.finish import Terms, finish
from nec_analysis.exports.grid.limits import LIMITS
from nec_analysis.exports.grid.origin import origin_of

TERMS = Terms(LIMITS)
FILES = (
    sorted(p for folder in ("fixtures", "cases") for p in (SHARED / folder).rglob("*.xlsx") if p.is_file())
    if present()
    else []
)


def outcome(path: Path, *, fast: bool, sheet: str = "") -> Any:
    """Everything a grid says, or everything a refusal says."""
    try:
        origin = origin_of(path, limits=LIMITS)
        if origin.kind != "xlsx":
            return origin.kind
        draft = workbook.workbook_draft(origin, TERMS, sheet=sheet, header_rows=0, formulas="refuse", fast=fast)
        found = finish(draft, TERMS)
    except NecError as error:
        return error.args
    cells = [column.to_pylist() for column in found.cells]
    return found.source, found.header, cells, list(found.rows), found.ledger, found.notes


def scanned(path: Path) -> bool:
    """Whether the fast way is taken."""
    pages = workbook.pages_of(origin_of(path, limits=LIMITS), limits=LIMITS)
    try:
        pages.scan(pages.filled()[0])
    except Irregular:
        return False
    return True


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_both_ways_agree_on_every_sample(path: Path) -> None:
    assert outcome(path, fast=True) == outcome(path, fast=False)
    try:
        sheets = workbook.pages_of(origin_of(path, limits=LIMITS), limits=LIMITS)
    except NecError:
        return
    for sheet in (*sheets.visible, *sheets.hidden):
        assert outcome(path, fast=True, sheet=sheet) == outcome(path, fast=False, sheet=sheet)


def test_both_ways_agree_on_sheets_damaged_before_they_were_packed(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    book = mutants.workbook(mutants.table(1, rows=12))
    for number in range(400):
        path.write_bytes(mutants.inside(book, random.Random(f"scan {number}")))
        assert outcome(path, fast=True) == outcome(path, fast=False), number


CELLS = st.one_of(
    st.none(),
    st.text(st.sampled_from("ab é’&<>\"'_x000D\n\t😀"), max_size=8),
    st.integers(-(10**16), 10**16),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.times(),
)
FORMATS = (None, "00000", "0.00", "dd/mm/yyyy", "0# ## ## ## ##", "@", "#,##0 €", "[h]:mm")


def by_openpyxl(rows: list[list[Any]], form: str | None) -> bytes:
    made = openpyxl.Workbook()
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = made.active.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
            elif form and isinstance(value, int | float):
                cell.number_format = form
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def by_xlsxwriter(rows: list[list[Any]], form: str | None) -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy hh:mm"})
    shown = made.add_format({"num_format": form}) if form else None
    sheet = made.add_worksheet()
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif isinstance(value, datetime | date | time):
                sheet.write_datetime(number, column, value)
            elif isinstance(value, bool):
                sheet.write_boolean(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value, shown)
    made.close()
    return out.getvalue()


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
@settings(max_examples=60, deadline=None, derandomize=True)
@given(rows=st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=8), form=st.sampled_from(FORMATS))
def test_both_ways_agree_on_any_table(
    tmp_path_factory: pytest.TempPathFactory,
    write: Callable[[list[list[Any]], str | None], bytes],
    rows: list[list[Any]],
    form: str | None,
) -> None:
    path = tmp_path_factory.mktemp("b") / "b.xlsx"
    path.write_bytes(write([["id", "a", "b", "c"], *rows], form))
    assert outcome(path, fast=True) == outcome(path, fast=False)


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
def test_the_scan_is_taken_on_regular_sheets(
    write: Callable[[list[list[Any]], str | None], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(
        write([["id", "jour", "note"], *([i, datetime(2022, 9, 28, 9, i), i / 4] for i in range(40))], None)
    )
    assert scanned(path)
    assert outcome(path, fast=True) == outcome(path, fast=False)


def test_blocks_may_end_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(mutants.workbook(mutants.table(4)))
    whole = outcome(path, fast=True)
    for size in (700, 1_500, 5_000):
        monkeypatch.setattr(scan, "BLOCK", size)
        assert scanned(path)
        assert outcome(path, fast=True) == whole
