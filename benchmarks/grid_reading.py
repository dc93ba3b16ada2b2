"""Trusted reading and cleaning against what people write: time and peak memory, same files, same run.

    python benchmarks/grid_reading.py                      # 100 000 rows of CSV, 10 000 of XLSX
    python benchmarks/grid_reading.py --csv 1000000 --xlsx 0 --rounds 1    # above 180 MiB 01_clean codes in parts
    python benchmarks/grid_reading.py --csv 0 --xlsx 0 --stream 10000000 --rounds 1    # needs 11 GB of disk

"01_clean" is the whole phase: trusted reading, questions inferred, answers coded, ledger, typed Parquet. Each reader runs
in its own process, imports counted; rounds are interleaved so that a busy machine slows all of them alike. Compare
processor time on a busy machine, wall time on a quiet one.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from runs_large import Memory

LABELS = ("Tout à fait d'accord", "Plutôt d'accord", "Plutôt pas d'accord", "Pas du tout d'accord", "Sans opinion", "")
THEMES = "Données, IA et territoires; Culture & compétences numériques"
COLUMNS = 60

READERS = {
    "pandas str + parquet": """
import pandas as pd
pd.read_csv(path, sep=";", dtype="str").to_parquet(out, compression="zstd")
""",
    "01_clean": """
import os
from pathlib import Path
from nec_analysis.cards import catalogue, edition
from nec_analysis.phases import clean
root = Path(out).parent
folder = root / "data" / "raw" / "2022-bench"
folder.mkdir(parents=True)
os.symlink(path, folder / "answers.csv")
card = ('label = "Essai"', "date = 2022-09-28", 'languages = ["fr"]', "[[export]]", 'role = "survey"', 'tool = "table"', 'file = "answers.csv"')
(folder / "edition.toml").write_text("\\n".join(card) + "\\n", encoding="utf-8")
into = root / "processed"
clean.write(clean.clean(edition("2022-bench", root), catalogue(), into=into), into)
""",
    "pandas pyarrow str + parquet": """
import pandas as pd
pd.read_csv(path, sep=";", dtype="str", engine="pyarrow", keep_default_na=False).to_parquet(out, compression="zstd")
""",
    "grid + parquet": """
import pyarrow as pa, pyarrow.parquet as pq
from nec_analysis.exports import grid
g = grid.read(path, limits=grid.Limits(file=1 << 40))
pq.write_table(pa.table(list(g.cells), names=list(g.names)), out, compression="zstd")
""",
    "grid": """
from nec_analysis.exports import grid
grid.read(path, limits=grid.Limits(file=1 << 40))
""",
}
BOOKS = {
    "openpyxl": """
import openpyxl
book = openpyxl.load_workbook(path)
rows = list(book.active.iter_rows(values_only=True))
""",
    "fastexcel": """
import fastexcel
fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_arrow()
""",
    "grid": """
from nec_analysis.exports import grid
grid.read(path, limits=grid.Limits(file=1 << 40, unpacked=1 << 40))
""",
}
STREAM = {
    "grid.stream + parquet": """
import pyarrow as pa, pyarrow.parquet as pq
from nec_analysis.exports import grid
writer = None
for g in grid.stream(path):
    table = pa.table(list(g.cells), names=list(g.names))
    writer = writer or pq.ParquetWriter(out, table.schema, compression="zstd")
    writer.write_table(table)
writer.close()
""",
}
_TIMED = """
import json, resource, sys, time
path, out = sys.argv[1:3]
start = time.perf_counter()
{code}
seconds = time.perf_counter() - start
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps([seconds, sum(u.ru_utime + u.ru_stime for u in used), max(u.ru_maxrss for u in used) / 1024]))
"""


def row(draw: random.Random, number: int) -> list[str]:
    """One invented answer of 60 cells."""
    said = 'Très bel événement, "merci" à toutes et à tous pour l\'organisation' if number % 3 else "N/A"
    first = [str(number), "2022-09-30 18:12:33", f"{draw.randrange(1000, 97000):05d}", THEMES]
    return [*first, *(draw.choice(LABELS) for _ in range(COLUMNS - 6)), said, "0601020304"]


def write_csv(path: Path, rows: int) -> None:
    """`;`, all cells quoted, UTF-8 with mark, CRLF: as LimeSurvey writes. Blocks of 20 000 rows repeat."""
    draw = random.Random(2022)
    block = [row(draw, n) for n in range(20_000)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(";".join(f'"q{i}"' for i in range(COLUMNS)) + "\r\n")
        for number in range(rows):
            cells = [str(number + 1), *block[number % len(block)][1:]]
            file.write(";".join('"' + c.replace('"', '""') + '"' for c in cells) + "\r\n")


def write_book(path: Path, rows: int) -> None:
    """One sheet: numbers, a date, shared texts."""
    from datetime import datetime

    import xlsxwriter

    draw = random.Random(2022)
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Réponses")
    shown = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet.write_row(0, 0, [f"q{i}" for i in range(COLUMNS)])
    for number in range(1, rows + 1):
        cells = row(draw, number)
        sheet.write_number(number, 0, number)
        sheet.write_datetime(number, 1, datetime(2022, 9, 30, 18, 12, number % 60), shown)
        for column, text in enumerate(cells[2:], start=2):
            if column % 10 == 0:
                sheet.write_number(number, column, draw.randrange(11))
            elif text:
                sheet.write_string(number, column, text)
    book.close()


def measured(code: str, path: Path) -> tuple[float, float, float]:
    """Seconds of wall, seconds of processor and peak megabytes of one run in a process of its own.

    The peak is that of all processes of a reader that has several: their proportional memory, looked at every 0.2 s.
    """
    # Modules that cannot be kept compiled are compiled at each start: no fair comparison with installed ones.
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        program = _TIMED.replace("{code}", code)
        command = [sys.executable, "-c", program, str(path), str(Path(folder) / "out.parquet")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=around) as process:
            memory = Memory(process.pid)
            memory.start()
            said, _ = process.communicate()
            memory.running = False
            memory.join()
        if process.returncode:
            raise SystemExit(process.returncode)
    wall, processor, peak = json.loads(said.splitlines()[-1])
    return float(wall), float(processor), max(float(peak), memory.proportional / 2**20)


def compare(title: str, readers: dict[str, str], path: Path, rounds: int) -> None:
    """Print the best of some interleaved rounds (time and memory each), with the ratio to the first reader."""
    print(f"\n{title} ({path.stat().st_size / 1e6:.0f} MB)")
    best: dict[str, tuple[float, ...]] = {}
    for _ in range(rounds):
        for name, code in readers.items():
            found = measured(code, path)
            best[name] = tuple(map(min, best.get(name, found), found))
    base = next(iter(best.values()))
    for name, figures in best.items():
        said = zip(figures, base, ("s wall", "s processor", "MB"), strict=True)
        print(f"  {name:30}" + "".join(f" {value:9.2f} {unit} ×{value / first:.2f} " for value, first, unit in said))


def _installed(readers: dict[str, str]) -> dict[str, str]:
    """The readers that are here: fastexcel is for this comparison only (`uv pip install fastexcel`)."""
    return {name: code for name, code in readers.items() if name == "grid" or find_spec(name)}


def main() -> None:
    """Run the comparisons asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--csv", type=int, default=100_000, help="rows of the CSV, 0 for none")
    options.add_argument("--xlsx", type=int, default=10_000, help="rows of the workbook, 0 for none")
    options.add_argument("--stream", type=int, default=0, help="rows of the streamed CSV, 0 for none")
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        for count, write, title, readers, suffix in (
            (asked.csv, write_csv, "CSV", READERS, ".csv"),
            (asked.xlsx, write_book, "XLSX", _installed(BOOKS), ".xlsx"),
            (asked.stream, write_csv, "CSV streamed", STREAM, ".csv"),
        ):
            if count:
                file = path.with_suffix(suffix)
                write(file, count)
                compare(f"{title}, {count:,} rows × {COLUMNS} columns".replace(",", " "), readers, file, asked.rounds)
                file.unlink()


if __name__ == "__main__":
    main()
