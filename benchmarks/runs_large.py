"""A survey too large for memory: `nec run` on N generated answers, time by phase, peak memory of every process.

    python benchmarks/runs_large.py 1000000 [--files 4] [--parquet] [--dask] [--keep FOLDER]
    python benchmarks/runs_large.py 20000 --check

Answers are put together from pieces of those of the demonstration edition `2022-lens`, under ids, tokens and times of
their own. `--check` runs the same answers in one reading too, and compares what both publish, byte for byte.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
LENS, LARGE = "2022-lens", "large"
PIECES, BLOCK = 7, 10_000
FIRST = dt.datetime(2022, 9, 29, 17)
OWN = ("ID de la réponse", "Date de soumission", "Code d'accès", "Date de lancement", "Date de la dernière action")


def survey() -> dict[str, object]:
    card = tomllib.loads((PROJECT / "data/raw" / LENS / "edition.toml").read_text(encoding="utf-8"))
    return next(export for export in card["export"] if export["role"] == "survey")


def project(folder: Path, answers: int, files: int, *, parquet: bool, parts: bool | None) -> Path:
    """A project with one edition: a survey, nothing else."""
    root = folder / "project"
    shutil.copytree(PROJECT / "notebooks", root / "notebooks")
    for name in ("pyproject.toml", "uv.lock", "requirements.lock"):
        shutil.copyfile(PROJECT / name, root / name)
    raw = root / "data" / "raw" / LARGE
    raw.mkdir(parents=True)
    told = survey()
    shutil.copyfile(PROJECT / "data/raw" / LENS / str(told["structure"]), raw / str(told["structure"]))
    written(raw, answers, files, parquet=parquet)
    suffix = "parquet" if parquet else "csv"
    pattern = f"satisfaction-*.{suffix}" if files > 1 or parquet else f"satisfaction-0000.{suffix}"
    (raw / "edition.toml").write_text(card(told, pattern, answers, parts), encoding="utf-8")
    text = "## Réussite n° 1 {#reussite_1}\n\nPour {reference_event} des personnes, NEC est l'événement de référence.\n"
    (raw / "recit.md").write_text(text, encoding="utf-8")
    return root


def card(told: dict[str, object], file: str, answers: int, parts: bool | None) -> str:
    columns = "\n".join(f'{id} = "{name}"' for id, name in told["columns"].items())  # type: ignore[attr-defined]
    recodes = "\n".join(
        f"[export.recodes.{id}]\n" + "\n".join(f'"{text}" = "{code}"' for text, code in table.items())
        for id, table in told["recodes"].items()  # type: ignore[attr-defined]
    )
    forced = "" if parts is None else f"parts = {str(parts).lower()}\n"
    return (
        f'label = "Grande enquête"\ndate = 2022-09-28\nlanguages = ["fr"]\nsynthetic = true\n\n[[export]]\nrole = "survey"\n'
        f'tool = "limesurvey"\nfile = "{file}"\nrows = {answers}\nstructure = "{told["structure"]}"\n[export.columns]\n'
        f'{columns}\n{recodes}\n[export.options]\ntests = "set_aside"\nduplicates = "set_aside"\nempty = "set_aside"\n{forced}'
    )


def written(raw: Path, answers: int, files: int, *, parquet: bool) -> None:
    """The files of the survey, `answers` rows in all."""
    path = PROJECT / "data/raw" / LENS / str(survey()["file"])
    header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    rows = [row for row in rows if row and row[1]]
    own = [header.index(name) for name in OWN]
    first = max(own) + 1
    bounds = [0, *(first + round(n * (len(header) - first) / PIECES) for n in range(PIECES + 1))]
    draw = random.Random(2022)
    pieces = [[piece(row[a:b]) for row in rows] for a, b in pairwise(bounds)]
    head = b"\xef\xbb\xbf" + (piece(header) + "\r\n").encode()
    size = -(-answers // files)
    for number in range(files):
        target = raw / f"satisfaction-{number:04d}.csv"
        with target.open("wb") as stream:
            stream.write(head)
            for start in range(number * size, min((number + 1) * size, answers), BLOCK):
                stop = min(start + BLOCK, (number + 1) * size, answers)
                stream.write("".join(records(start, stop, answers, rows, pieces, own, first, draw)).encode())
        if parquet:
            as_parquet(target)


def records(start, stop, answers, rows, pieces, own, width, draw) -> Iterator[str]:  # type: ignore[no-untyped-def]
    step = dt.timedelta(days=20) / answers
    for n in range(start, stop):
        sent = (FIRST + n * step).strftime("%Y-%m-%d %H:%M:%S")
        base = draw.choice(rows)
        told = {own[0]: str(n + 1), own[1]: sent, own[2]: f"t{n:09d}", own[3]: sent, own[4]: sent}
        mine = [told.get(index, base[index]) for index in range(width)]
        rest = [draw.choice(each) for each in pieces[1:]]
        yield ",".join([piece(mine), *rest]) + "\r\n"


def piece(cells: list[str]) -> str:
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)


def as_parquet(path: Path) -> None:
    import pyarrow.csv as reading
    import pyarrow.parquet as pq

    parse = reading.ParseOptions(newlines_in_values=True)
    names = reading.open_csv(path, parse_options=parse).schema.names
    options = reading.ConvertOptions(column_types=dict.fromkeys(names, "string"), strings_can_be_null=False)
    with (
        reading.open_csv(path, parse_options=parse, convert_options=options) as batches,
        pq.ParquetWriter(path.with_suffix(".parquet"), batches.schema) as writer,
    ):
        for batch in batches:
            writer.write_batch(batch)
    path.unlink()


class Memory(threading.Thread):
    """Watches a process with all it starts: the peak of each, of their sum (shared pages counted in each)."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.root, self.peaks, self.together, self.running = pid, dict[int, int](), 0, True
        self.proportional = 0

    def run(self) -> None:
        while self.running:
            pids = family(self.root)
            now = [(pid, *resident(pid)) for pid in pids]
            for pid, rss, _ in now:
                self.peaks[pid] = max(self.peaks.get(pid, 0), rss)
            self.together = max(self.together, sum(rss for _, rss, _ in now))
            self.proportional = max(self.proportional, sum(pss for *_, pss in now))
            time.sleep(0.2)


def family(root: int) -> list[int]:
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def resident(pid: int) -> tuple[int, int]:
    """Peak resident memory and proportional memory now, in bytes."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0, 0
    peak = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)
    pss = next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return 1024 * peak, 1024 * pss


def run(root: Path, *arguments: str) -> dict[str, object]:
    begun = time.perf_counter()
    command = [str(BIN / "nec"), "run", LARGE, "--json", "--force", *arguments]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        memory = Memory(process.pid)
        memory.start()
        said, _ = process.communicate()
        memory.running = False
        memory.join()
    assert process.returncode == 0, said
    used = os.times()
    return {
        "seconds": round(time.perf_counter() - begun, 1),
        "cpu_seconds": round(used.children_user + used.children_system, 1),
        "peak_of_a_process_MiB": round(max(memory.peaks.values()) / 2**20),
        "peak_proportional_of_all_MiB": round(memory.proportional / 2**20),
        "phases": [(phase["phase"], phase["state"]) for phase in json.loads(said.splitlines()[-1])["phases"]],
    }


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A Dask scheduler with two workers, as the README starts them."""
    dask = [sys.executable, "-m", "dask"]
    address = "tcp://127.0.0.1:18786"
    started = [[*dask, "scheduler", "--host", "127.0.0.1", "--port", "18786", "--no-dashboard"]]
    started += 2 * [[*dask, "worker", address, "--nthreads", "1", "--no-dashboard"]]
    with ExitStack() as stack:
        for command in started:
            process = stack.enter_context(
                subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            )
            stack.callback(process.terminate)
            time.sleep(3)
        yield address


def compared(folder: Path, answers: int) -> None:
    found = {}
    for name, parts in (("once", False), ("parts", True)):
        root = project(folder / name, answers, 1, parquet=False, parts=parts)
        print(name, json.dumps(run(root), ensure_ascii=False))
        reports = root / "reports" / LARGE
        found[name] = {
            path.relative_to(reports).as_posix(): path.read_bytes()
            for path in sorted(reports.rglob("*"))
            if path.is_file() and path.name not in ("journal.json", "MANIFEST.json")
        }
    differ = [name for name in found["once"] if found["once"][name] != found["parts"].get(name)]
    # the notebook of the reading says that it was done in parts
    print(f"{len(found['once']) - len(differ)} of {len(found['once'])} files the same; different: {differ}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("answers", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--files", type=int, default=4)
    parser.add_argument("--parquet", action="store_true")
    parser.add_argument("--dask", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as held:
        folder = given.keep or Path(held)
        folder.mkdir(parents=True, exist_ok=True)
        if given.check:
            compared(folder, given.answers)
            return
        root = project(folder, given.answers, given.files, parquet=given.parquet, parts=None)
        size = sum(path.stat().st_size for path in (root / "data/raw" / LARGE).iterdir())
        print(f"{given.answers} answers, {size / 2**20:.0f} MiB in {given.files} files")
        with cluster(folder) if given.dask else ExitStack() as address:
            print(json.dumps(run(root, *(("--cluster", address) if given.dask else ())), ensure_ascii=False))


if __name__ == "__main__":
    main()
