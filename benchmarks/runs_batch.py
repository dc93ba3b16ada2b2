"""Many generated editions: wall time for each, two jobs against one, Dask against two jobs, memory of the parent.

    python benchmarks/runs_batch.py [--editions 100] [--answers 600] [--default 1] [--dask]

`default` is one edition by the `papermill` and `nbconvert` commands (see runs_edition.py), whose time is that of each of
them: they run one after the other.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from runs_edition import BIN, PROJECT, default, frozen, timed

RUN = """
import json, os, resource, sys, time
from pathlib import Path
from nec_analysis.runs import light
light.prepare()
from nec_analysis.runs import batch, cluster

root, jobs, address = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
editions = sorted(path.parent.name for path in (root / "data" / "raw").glob("*/edition.toml"))
begun, memory = time.perf_counter(), []
come = (
    cluster.outcomes(editions, root=root, address=address, in_place=True)
    if address
    else batch.outcomes(editions, root=root, jobs=jobs)
)
for outcome in come:
    assert outcome.error is None, outcome.error
    status = Path("/proc/self/status").read_text()
    memory.append(next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")))
print(json.dumps({"seconds": time.perf_counter() - begun, "memory": memory}))
"""


def project(folder: Path, editions: int, answers: int) -> Path:
    """A project of generated editions."""
    root = folder / "project"
    shutil.copytree(PROJECT / "notebooks", root / "notebooks")
    for name in ("pyproject.toml", "uv.lock", "requirements.lock"):
        shutil.copyfile(PROJECT / name, root / name)
    into = root / "data" / "raw"
    made = ("--generated", str(editions), "--n", str(answers), "--into", str(into))
    subprocess.run([sys.executable, "-m", "nec_analysis.demo", *made], check=True, capture_output=True)
    return root


def run(root: Path, *, jobs: int, address: str = "", kept: bool = False) -> dict[str, object]:
    """Run every edition of the project."""
    if not kept:
        for folder in (root / "reports", root / "data" / "processed"):
            shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-c", RUN, str(root), str(jobs), address]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    told: dict[str, object] = json.loads(done.stdout)
    return told


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--editions", type=int, default=100)
    options.add_argument("--answers", type=int, default=600)
    options.add_argument("--default", type=int, default=1, help="rounds of the default")
    options.add_argument("--dask", default="", help="address of a scheduler with two workers")
    asked = options.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        frozen(Path(folder))
        root = project(Path(folder), asked.editions, asked.answers)
        first = min(path.parent.name for path in (root / "data" / "raw").glob("*/edition.toml"))
        walls = [timed(lambda: default(root, first, pyplot=True))[0] for _ in range(asked.default)]
        one_default = statistics.median(walls) if walls else float("nan")
        results = {"-j 1": run(root, jobs=1), "-j 2": run(root, jobs=2)}
        results["unchanged"] = run(root, jobs=2, kept=True)
        if asked.dask:
            results["dask"] = run(root, jobs=2, address=asked.dask)
    print(f"{asked.editions} editions, {asked.answers} answers; default, one edition: {one_default:.1f} s")
    for name, told in results.items():
        seconds = float(str(told["seconds"]))
        each = seconds / asked.editions
        print(f"{name:10}{seconds:9.2f} s{each:8.3f} s an edition{each / one_default:9.4f} of the default")
    print(f"two jobs: {float(str(results['-j 1']['seconds'])) / float(str(results['-j 2']['seconds'])):.2f} times one")
    if "dask" in results:
        print(f"dask: {float(str(results['dask']['seconds'])) / float(str(results['-j 2']['seconds'])):.2f} times -j 2")
    memory = results["-j 2"]["memory"]
    assert isinstance(memory, list)
    tenth = memory[min(9, len(memory) - 1)]
    print(f"memory of the parent: {tenth / 1024:.1f} MB at edition 10, {memory[-1] / 1024:.1f} MB at the last")
    print(f"processor of children: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime:.0f} s; nec is {BIN / 'nec'}")
    print(time.strftime("measured %Y-%m-%d"))


if __name__ == "__main__":
    main()
