"""Arrow arrays by their buffers: the same as Arrow makes, without pandas."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from nec_analysis.exports.grid import arrays

TEXTS = st.lists(st.none() | st.text(max_size=9))
READ = "import sys; from nec_analysis.exports import grid; grid.read(sys.argv[1]); sys.exit('pandas' in sys.modules)"


@given(TEXTS)
def test_texts_are_those_that_arrow_makes(values: list[str | None]) -> None:
    made = arrays.texts(values)
    made.validate(full=True)
    assert made.equals(pa.array(values, pa.string()))


def test_half_a_surrogate_pair_is_no_text() -> None:
    with pytest.raises(UnicodeEncodeError):
        arrays.texts(["\ud800"])


@given(st.lists(st.none() | st.integers(-(2**31), 2**31)), st.integers(0, 9))
def test_numbers_go_to_arrow_and_back(values: list[int | None], cut: int) -> None:
    missing = np.array([value is None for value in values], bool)
    made = arrays.numbers([value or 0 for value in values], missing=missing)
    made.validate(full=True)
    assert made.equals(pa.array(values, pa.int64()))
    assert arrays.to_numbers(made.slice(cut), null=-1).tolist() == [-1 if v is None else v for v in values[cut:]]


@pytest.mark.parametrize("kind", [pa.int8(), pa.int32(), pa.int64()])
def test_numbers_of_any_width_come_back(kind: pa.DataType) -> None:
    assert arrays.to_numbers(pa.chunked_array([[1, None], [3]], kind), null=-1).tolist() == [1, -1, 3]


@given(st.lists(st.none() | st.booleans()), st.integers(0, 9), st.booleans())
def test_booleans_come_back_with_what_null_stands_for(values: list[bool | None], cut: int, null: bool) -> None:
    made = pa.array(values, pa.bool_()).slice(cut)
    assert arrays.to_mask(made, null=null).tolist() == [null if v is None else v for v in values[cut:]]
    full = [bool(value) for value in values]
    assert arrays.mask(full).equals(pa.array(full, pa.bool_()))


def test_scalars_compare_like_arrows_own() -> None:
    assert (arrays.text("é").as_py(), arrays.number(-3).as_py()) == ("é", -3)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_reading_a_clean_file_does_not_import_pandas(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"answers{suffix}"
    rows = [["id", "place", "note"], *([str(n), "Lens", "Très bien"] for n in range(1, 40))]
    if suffix == ".csv":
        path.write_text("".join(";".join(row) + "\n" for row in rows), encoding="utf-8")
    else:
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, [int(c) if c.isdigit() else c for c in row])
    assert subprocess.run([sys.executable, "-c", READ, path], check=False).returncode == 0
