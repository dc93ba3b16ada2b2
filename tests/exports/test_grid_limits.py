"""Files of no reasonable size: a clear refusal in seconds, without filling the memory."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from nec_analysis.errors import NecError
from nec_analysis.exports import grid

PROGRAM = r"""
import json, re, sys, time
from pathlib import Path
from nec_analysis.errors import NecError
from nec_analysis.exports import grid
start = time.process_time()
try:
    said = ["read", str(len(grid.read(sys.argv[1])))]
except NecError as error:
    said = [error.code, str(error)]
# the most of this program alone: getrusage would tell that of the process it was started from
peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
print(json.dumps([*said, time.process_time() - start, int(peak[1]) / 1024]))
"""


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"id,a\n1,2\n")
        file.truncate(300_000_000)


def gzip_bomb(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=9) as file:
        file.write(b"id,a\n")
        for _ in range(400):
            file.write(b"1,2\n" * 250_000)


def book_bomb(path: Path) -> None:
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file, file.open("xl/worksheets/sheet1.xml", "w") as part:
        part.write(head)
        for _ in range(60):
            part.write(b'<row r="1"><c r="A1"><v>1</v></c></row>' * 100_000)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", "<workbook/>")


def lying_book(path: Path) -> None:
    """An archive whose directory says one kilobyte where two hundred megabytes come out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b" " * 200_000_000)
    size = (200_000_000).to_bytes(4, "little")
    path.write_bytes(out.getvalue().replace(size, (1_000).to_bytes(4, "little")))


def long_cell(path: Path) -> None:
    path.write_text("id,a\n1," + "x" * 1_200_000 + "\n", encoding="utf-8")


def long_quoted_cell(path: Path) -> None:
    path.write_text('id,a\n1,"' + "x\n" * 5_000_000 + '"\n', encoding="utf-8")


def long_header(path: Path) -> None:
    path.write_text("id," + "x" * 1_200_000 + "\n1,2\n", encoding="utf-8")


def one_line(path: Path) -> None:
    path.write_bytes(b"a" * 120_000_000)


def open_quote(path: Path) -> None:
    path.write_bytes(b'id,a\n1,"' + b"2,3\n" * 20_000_000)


def only_quotes(path: Path) -> None:
    path.write_bytes(b"id,a\n" + b'"' * 60_000_001)


def many_columns(path: Path) -> None:
    path.write_text(",".join(f"q{i}" for i in range(20_001)) + "\n", encoding="utf-8")


def only_separators(path: Path) -> None:
    path.write_bytes(b"id,a\n" + b"," * 50_000_000)


def long_cell_in_a_book(path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["id", "a"])
    sheet.write_row(1, 0, ["1", "y"])
    book.close()
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(
        b"<t>y</t>", b"<t>" + b"y" * 1_100_000 + b"</t>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)


CASES: tuple[tuple[Callable[[Path], None], str, str], ...] = (
    (sparse, ".csv", "file-too-big"),
    (gzip_bomb, ".csv.gz", "archive-bomb"),
    (book_bomb, ".xlsx", "archive-bomb"),
    (lying_book, ".xlsx", "archive-damaged"),
    (long_cell, ".csv", "cell-too-big"),
    (long_quoted_cell, ".csv", "cell-too-big"),
    (long_header, ".csv", "cell-too-big"),
    (one_line, ".csv", "cell-too-big"),
    (open_quote, ".csv", "quote-open"),
    (only_quotes, ".csv", "quote-open"),
    (many_columns, ".csv", "too-many-columns"),
    (only_separators, ".csv", "too-many-columns"),
    (long_cell_in_a_book, ".xlsx", "cell-too-big"),
)


@pytest.mark.parametrize(("make", "suffix", "code"), CASES, ids=[case[0].__name__ for case in CASES])
def test_an_unreasonable_file_is_refused_in_seconds(
    make: Callable[[Path], None], suffix: str, code: str, tmp_path: Path
) -> None:
    path = tmp_path / f"f{suffix}"
    make(path)
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-800:]
    said, message, seconds, peak = json.loads(done.stdout)
    assert said == code, message
    assert seconds < 5
    assert peak < 1024


def test_limits_are_raised_knowingly(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    many_columns(path)
    assert grid.read(path, limits=grid.Limits(columns=30_000)).width == 20_001
    with pytest.raises(NecError, match="20000"):
        grid.read(path)
