"""One edition: `nec run`, cold, against an R Markdown report of comparable content, alternated.

    apt-get install r-cran-rmarkdown r-cran-ggplot2 r-cran-svglite pandoc texlive-xetex lmodern
    python benchmarks/runs_rmarkdown.py [--rounds 3]

The R report (rmarkdown/bilan.Rmd) reads seven of the exports, counts every closed question with intervals, runs up to 90
chi-squared tests, draws 12 charts as SVG, PDF and PNG. `page`: it gives one HTML file; `page, PDF`: the PDF report too,
by xelatex, as ours does. It does less than ours in both: no checks, no register, no workbook, no manifest, no tags.
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


def knit(folder: Path, root: Path, *formats: str) -> None:
    """Render the R Markdown report in these formats, nothing kept from before."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(PROJECT / "benchmarks" / "rmarkdown" / "bilan.Rmd", folder)
    asked, raw = ", ".join(f'"{name}"' for name in formats), root / "data" / "raw" / EDITION
    call = f'rmarkdown::render("bilan.Rmd", c({asked}), params = list(raw = "{raw}"), quiet = TRUE)'
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
            "R, page": lambda: knit(Path(folder) / "r", root, "html_document"),
            "R, page, PDF": lambda: knit(Path(folder) / "r", root, "html_document", "pdf_document"),
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
    for name in ("R, page", "R, page, PDF"):
        print(f"nec / {name}: wall {walls['nec run'] / walls[name]:.2f}, cpu {cpus['nec run'] / cpus[name]:.2f}")


if __name__ == "__main__":
    main()
