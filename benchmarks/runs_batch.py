"""Many generated editions: wall time for each, two jobs against one, Dask against two jobs, memory of the parent.

    python benchmarks/runs_batch.py [--editions 100] [--answers 600] [--default 1] [--sample 10] [--dask]

Two workers run every edition; what is compared with them (one worker, on one processor; Dask, two workers on loopback
started here) runs a sample of them, per edition. `default` is one edition by the `papermill` and `nbconvert` commands (see runs_edition.py), whose time is that of each of
them: they run one after the other.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from runs_edition import BIN, PROJECT, default, frozen, timed

RUN = """
import json, os, resource, sys, time
from pathlib import Path
from nec_analysis.runs import light
light.prepare()
from nec_analysis.runs import batch, cluster, fork

root, jobs, address, many = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
if jobs == 1:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
editions = sorted(path.parent.name for path in (root / "data" / "raw").glob("*/edition.toml"))[:many]
begun, memory = time.perf_counter(), []
come = (
    cluster.outcomes(editions, root=root, address=address, in_place=True)
    if address
    else batch.outcomes(editions, root=root, jobs=jobs)
)
for outcome in come:
    if outcome.error is not None:
        fork.stop()
        sys.exit(str(outcome.error))
    status = Path("/proc/self/status").read_text()
    memory.append(next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")))
seconds = time.perf_counter() - begun
fork.close()
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
cpu = sum(one.ru_utime + one.ru_stime for one in used)
print(json.dumps({"each": seconds / len(editions), "cpu": cpu / len(editions), "memory": memory}))
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


def run(root: Path, many: int, *, jobs: int, address: str = "", kept: bool = False) -> dict[str, Any]:
    """Run the first editions of the project: seconds of wall and processor for each, memory of the parent after each."""
    if not kept:
        for folder in (root / "reports", root / "data" / "processed"):
            shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-c", RUN, str(root), str(jobs), address, str(many)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@contextmanager
def cluster() -> Iterator[str]:
    """A scheduler with two workers on loopback."""
    address, dask = "tcp://127.0.0.1:8797", str(BIN / "dask")
    scheduler = [dask, "scheduler", "--host", "127.0.0.1", "--port", "8797", "--no-dashboard"]
    worker = [dask, "worker", address, "--nthreads", "1", "--no-dashboard"]
    with tempfile.TemporaryDirectory() as folder:
        started = [
            subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for command in (scheduler, worker, worker)
        ]
        try:
            yield address
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--editions", type=int, default=100)
    options.add_argument("--answers", type=int, default=600)
    options.add_argument("--default", type=int, default=1, help="rounds of the default")
    options.add_argument("--sample", type=int, default=10, help="editions run by what is compared")
    options.add_argument("--dask", action="store_true", help="compare with Dask, too")
    asked = options.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    many, sample = asked.editions, min(asked.sample, asked.editions)
    with tempfile.TemporaryDirectory() as folder:
        frozen(Path(folder))
        root = project(Path(folder), many, asked.answers)
        first = min(path.parent.name for path in (root / "data" / "raw").glob("*/edition.toml"))
        run(root, 1, jobs=2)  # compiles, fills the caches of the system
        rounds = [timed(lambda: default(root, first, pyplot=True)) for _ in range(asked.default)]
        results = {"two workers": run(root, many, jobs=2), "unchanged": run(root, many, jobs=2, kept=True)}
        results["one worker"] = run(root, sample, jobs=1)
        if asked.dask:
            results["two, sample"] = run(root, sample, jobs=2)
            with cluster() as address:
                run(root, 2, jobs=2, address=address)  # the workers import what they need
                results["dask, sample"] = run(root, sample, jobs=2, address=address)
    wall, cpu = (statistics.median(values) for values in zip(*rounds, strict=True))
    print(
        f"{many} editions of {asked.answers} answers, samples of {sample}; default, {asked.default} edition(s):",
        end=" ",
    )
    print(f"{wall:.2f} s wall, {cpu:.2f} s of processor")
    for name, told in results.items():
        ratios = f"{told['each'] / wall:8.4f}{told['cpu'] / cpu:8.4f} of the default"
        print(f"{name:13}{told['each']:8.3f} s wall{told['cpu']:8.3f} s cpu an edition{ratios}")
    print(f"two workers: {results['one worker']['each'] / results['two workers']['each']:.2f} times one")
    if asked.dask:
        print(f"dask: {results['dask, sample']['each'] / results['two, sample']['each']:.2f} times two workers, wall")
    memory = results["two workers"]["memory"]
    tenth = memory[min(9, len(memory) - 1)]
    print(f"memory of the parent: {tenth / 1024:.1f} MB at edition 10, {memory[-1] / 1024:.1f} MB at the last")


if __name__ == "__main__":
    main()
