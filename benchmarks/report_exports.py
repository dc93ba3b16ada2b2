"""What a report costs: our exporters against nbconvert's own routes on the same notebook, then many in one process.

    python benchmarks/report_exports.py NOTEBOOK.ipynb [MORE.ipynb …] [--rounds 3] [--reports 200]

Routes that need more than pip gives (xelatex with pandoc, Chromium) are measured where they are installed, named as
absent elsewhere: they are for this comparison only. `core` is the exporter without nbconvert,
as `nec run` calls it. Given several notebooks, the routes take the first, the batch all in turn. Times are processor
seconds, user with system, of the whole process tree; routes alternate, so a busy machine weighs on all alike.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import ctypes
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

BIN = Path(sys.executable).parent
PROJECT = Path(__file__).resolve().parents[1]
SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER: processes that a browser leaves behind come to us, so their time is counted."""
CORE = """
import json, pathlib, sys
from nec_analysis.report.document import from_notebook
from nec_analysis.report.pdf import render_pdf
content = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
pathlib.Path(sys.argv[2]).write_bytes(render_pdf(from_notebook(content), timestamp="2022-09-28"))
"""
CHROMIUM = Path("/usr/bin/chromium")
LATEX = ("--to", "pdf", "--SVG2PDFPreprocessor.enabled=False")
WEB = ("--to", "webpdf", "--WebPDFExporter.disable_sandbox=True")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("notebooks", type=Path, nargs="+", metavar="notebook")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--reports", type=int, default=200)
    given = asked.parse_args()
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    whole(given.notebooks[0].resolve(), given.rounds)
    batch(given.notebooks, given.reports)


def whole(notebook: Path, rounds: int) -> None:
    """Processor seconds of `jupyter nbconvert` by route, medians of alternated rounds."""
    with tempfile.TemporaryDirectory() as folder:
        ways = routes(Path(folder))
        spent: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, (options, more) in ways.items():
                spent[name].append(converted(notebook, options, Path(folder), os.environ | more))
    middle = {name: statistics.median(times) for name, times in spent.items()}
    for name, seconds in middle.items():
        ratios = ", ".join(f"{ours} {middle[ours] / seconds:.2f}" for ours in ("core", "nec_pdf"))
        print(f"{name:<12} {seconds:6.2f} CPU-s   as a part of it: {ratios}")


def routes(folder: Path) -> dict[str, tuple[tuple[str, ...], Mapping[str, str]]]:
    """The options and environment of each route that can run here."""
    found: dict[str, tuple[tuple[str, ...], Mapping[str, str]]] = {
        "core": (("-c", CORE), {"PYTHONPATH": str(PROJECT)}),
        "nec_pdf": (("--to", "nec_pdf"), {}),
        "nec_html": (("--to", "nec_html"), {}),
    }
    if shutil.which("xelatex") and shutil.which("pandoc"):
        found["xelatex"] = (LATEX, {})
    else:
        print("xelatex      absent: apt-get install texlive-xetex texlive-lang-french pandoc")
    browsers = chromium(folder)
    if browsers:
        found["webpdf"] = (WEB, {"PLAYWRIGHT_BROWSERS_PATH": str(browsers)})
    else:
        print("webpdf       absent: apt-get install chromium, pip install playwright")
    return found


def chromium(folder: Path) -> Path | None:
    """A folder where playwright finds Debian's browser under the name of its own."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    if not CHROMIUM.exists():
        return None
    home = folder / "browsers"
    os.environ["PLAYWRIGHT_BROWSERS_PATH"] = str(home)
    with sync_playwright() as tool:
        try:
            tool.chromium.launch()
        except Exception as error:
            # the message names the very file that it would have started
            wanted = next(word for word in str(error).split() if str(home) in word)
    place = Path(wanted)
    place.parent.mkdir(parents=True)
    place.symlink_to(CHROMIUM)
    return home


def converted(notebook: Path, options: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> float:
    """One conversion; processor seconds of it with all its children."""
    if options is LATEX:
        notebook = with_pictures(notebook, folder)
    before, out = children(), folder / "out"
    command = [BIN / "jupyter", "nbconvert", *options, "--output-dir", out, notebook]
    if options[0] == "-c":
        command = [sys.executable, *options, notebook, folder / "core.pdf"]
    done = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{options[1]}: {done.stderr[-800:]}")
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    return children() - before


def with_pictures(notebook: Path, folder: Path) -> Path:
    """The notebook with PNG in place of SVG, which LaTeX cannot take; made once, outside what is measured."""
    from nec_analysis.report import vector
    from nec_analysis.report.raster import png

    made = folder / f"{notebook.stem}.ipynb"
    if made.exists():
        return made
    content = json.loads(notebook.read_text(encoding="utf-8"))
    for output in (output for cell in content["cells"] for output in cell.get("outputs", [])):
        svg = output.get("data", {}).pop("image/svg+xml", None)
        if svg:
            drawn = png(vector.sanitise("".join(svg), prefix="a"))
            output["data"]["image/png"] = base64.b64encode(drawn).decode("ascii")
    made.write_text(json.dumps(content), encoding="utf-8")
    return made


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def batch(notebooks: Sequence[Path], reports: int) -> None:
    """Many different reports, PDF with page, in one process: seconds a report, memory in the end."""
    from nec_analysis.report.document import from_notebook
    from nec_analysis.report.page import render_html
    from nec_analysis.report.pdf import render_pdf

    contents = [json.loads(notebook.read_text(encoding="utf-8")) for notebook in notebooks]
    spent: dict[str, list[float]] = {"document": [], "PDF": [], "page": []}
    for rank in range(reports):
        start = time.process_time()
        document = from_notebook(contents[rank % len(contents)]).with_meta(title=f"Bilan numéro {rank} de la série")
        drawn = time.process_time()
        render_pdf(document, timestamp="2022-09-28")
        printed = time.process_time()
        render_html(document)
        for name, seconds in (
            ("document", drawn - start),
            ("PDF", printed - drawn),
            ("page", time.process_time() - printed),
        ):
            spent[name].append(seconds)
    for name, times in spent.items():
        print(f"batch {name:<10} {statistics.mean(times):6.3f} CPU-s a report (first {times[0]:.2f})")
    print(f"batch, all       {sum(map(sum, spent.values())) / reports:6.3f} CPU-s a report, {reports} reports")
    print(f"memory           {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at most")


if __name__ == "__main__":
    main()
