"""One edition: `nec run`, cold, against an R Markdown report of comparable content, alternated.

    apt-get install r-cran-rmarkdown r-cran-ggplot2 r-cran-svglite pandoc
    python benchmarks/runs_rmarkdown.py [--rounds 3]

The R report (rmarkdown/bilan.Rmd) reads seven of the exports, counts every closed question with intervals, runs up to 90
chi-squared tests, draws 12 charts as SVG, PDF and PNG, and gives one HTML file. It does less than ours: no checks, no
PDF report, no register, no workbook, no manifest.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from runs_edition import PROJECT, frozen, nec, project, timed

EDITION = "2022-lens"


def knit(folder: Path, root: Path) -> None:
    """Render the R Markdown report, nothing kept from before."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(PROJECT / "benchmarks" / "rmarkdown" / "bilan.Rmd", folder)
    call = f'rmarkdown::render("bilan.Rmd", params = list(raw = "{root / "data" / "raw" / EDITION}"), quiet = TRUE)'
    done = subprocess.run(["Rscript", "-e", call], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        frozen(Path(folder))
        root = project(Path(folder), EDITION)
        designs: dict[str, Callable[[], None]] = {
            "R Markdown": lambda: knit(Path(folder) / "r", root),
            "nec run": lambda: nec(root, EDITION, cold=True),
        }
        nec(root, EDITION, cold=True)
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in designs}
        for number in range(asked.rounds):
            for name, call in designs.items():
                found[name].append(timed(call))
                print(number, name, *(f"{value:.2f}" for value in found[name][-1]), file=sys.stderr, flush=True)
    walls, cpus = ({name: statistics.median(t[i] for t in times) for name, times in found.items()} for i in (0, 1))
    for name in designs:
        print(f"{name:12} wall {walls[name]:6.2f} s  cpu {cpus[name]:6.2f} s")
    print(f"nec / R: wall {walls['nec run'] / walls['R Markdown']:.2f}, cpu {cpus['nec run'] / cpus['R Markdown']:.2f}")


if __name__ == "__main__":
    main()
