"""One edition from raw exports to report: `nec run` against default papermill and nbconvert, alternated.

    python benchmarks/runs_edition.py [--rounds 3] [--edition 2022-lens]

`default`: each notebook by the `papermill` command, charts drawn by pyplot and saved format by format (tight box, one
more time for the page), report by `jupyter nbconvert`, which our package's start-up line already makes quicker; `plain
nbconvert`: the same without that line. `same notebooks`: the same without the pyplot charts. `nec run`:
cold, nothing kept. `unchanged` and `one sentence`: what a second run costs, after nothing or one sentence changed.
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
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
NOTEBOOKS = ("01_clean", "02_indicators", "03_charts", "04_bilan")
EXPORTS = (("01_clean", "nec_html", "quality"), ("04_bilan", "nec_html", "bilan"), ("04_bilan", "nec_pdf", "bilan"))

PYPLOT = """
import tempfile

import nec_analysis.charts.chart as suite
from nec_analysis.charts import style
from IPython.display import Image, display

others = suite.save

def save(chart, folder, formats=("svg", "pdf", "png")):
    written = others(chart, folder, ())  # data, alt text, legend
    with style.context():
        for name in formats:
            chart.figure.savefig(folder / chart.id / f"{chart.id}.{name}", dpi=200, bbox_inches="tight")
        with tempfile.NamedTemporaryFile(suffix=".png") as inline:
            chart.figure.savefig(inline, bbox_inches="tight", format="png")
            display(Image(inline.name))
    return written

suite.save = save
"""
"""Charts saved as pyplot users do: laid out again for each format, once more for the page."""


def project(folder: Path, edition: str) -> Path:
    """A project with nothing computed yet."""
    root = folder / "project"
    shutil.copytree(PROJECT / "notebooks", root / "notebooks")
    shutil.copytree(PROJECT / "data" / "raw", root / "data" / "raw")
    for name in ("pyproject.toml", "uv.lock", "requirements.lock"):
        shutil.copyfile(PROJECT / name, root / name)
    assert (root / "data" / "raw" / edition / "edition.toml").is_file()
    return root


def frozen(folder: Path) -> None:
    """Measure a copy of the package: an edit in the middle of the rounds would count as a change."""
    copy = folder / "site" / "nec_analysis"
    shutil.copytree(PROJECT / "nec_analysis", copy, ignore=shutil.ignore_patterns("__pycache__"))
    os.environ["PYTHONPATH"] = str(copy.parent)


PLAIN = "import sys; from nbconvert.nbconvertapp import main; sys.argv[1:] = sys.argv[1].split(); main()"
"""nbconvert as it starts where nobody spares it the grammars of jsonschema: its arguments in one, unknown to our line."""


def default(root: Path, edition: str, *, pyplot: bool, plain: bool = False) -> None:
    """What people write in a Makefile."""
    work = root / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    notebooks = root / "notebooks"
    if pyplot:
        notebooks = _with_pyplot(root)
    for name in NOTEBOOKS:
        parameters = (("edition", edition), ("root", root), ("work", work))
        given = [text for key, value in parameters for text in ("-r", key, str(value))]
        _command("papermill", str(notebooks / f"{name}.ipynb"), str(work / f"{name}.ipynb"), *given)
    for name, exporter, out in EXPORTS:
        export = ("--to", exporter, "--output", out, str(work / f"{name}.ipynb"))
        _command(*(("python", "-c", PLAIN, " ".join(export)) if plain else ("jupyter", "nbconvert", *export)))


def _with_pyplot(root: Path) -> Path:
    """The same notebooks, charts saved by pyplot."""
    copy = root / "pyplot"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root / "notebooks", copy)
    path = copy / "03_charts.ipynb"
    told = json.loads(path.read_text())
    for cell in told["cells"]:
        if "bureau.charts()" in "".join(cell["source"]):
            cell["source"] = PYPLOT + "graphiques = bureau.charts()"
        elif "bureau.drawn()" in "".join(cell["source"]):
            cell["source"] = "bureau.drawn()"
    path.write_text(json.dumps(told))
    return copy


def nec(root: Path, edition: str, *, cold: bool) -> None:
    """`nec run`."""
    if cold:
        for folder in (root / "reports", root / "data" / "processed"):
            shutil.rmtree(folder, ignore_errors=True)
    _command("nec", "--root", str(root), "run", "--quiet", edition)


def one_sentence(root: Path, edition: str) -> None:
    """`nec run` after a sentence of the story was changed."""
    story = root / "data" / "raw" / edition / "recit.md"
    story.write_text(story.read_text(encoding="utf-8") + "\nUne phrase de plus.\n", encoding="utf-8")
    nec(root, edition, cold=False)


def _command(name: str, *arguments: str) -> None:
    done = subprocess.run([str(BIN / name), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name} {' '.join(arguments)}\n{done.stdout}{done.stderr}")


def timed(call: Callable[[], None]) -> tuple[float, float]:
    """Seconds of wall time and of processor, children included."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    call()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begun, cpu


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--edition", default="2022-lens")
    asked = options.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # it would make every design compile everything each time
    with tempfile.TemporaryDirectory() as folder:
        frozen(Path(folder))
        root = project(Path(folder), asked.edition)
        designs: dict[str, Callable[[], None]] = {
            "default": lambda: default(root, asked.edition, pyplot=True),
            "plain nbconvert": lambda: default(root, asked.edition, pyplot=True, plain=True),
            "same notebooks": lambda: default(root, asked.edition, pyplot=False),
            "nec run": lambda: nec(root, asked.edition, cold=True),
            "unchanged": lambda: nec(root, asked.edition, cold=False),
            "one sentence": lambda: one_sentence(root, asked.edition),
        }
        nec(root, asked.edition, cold=True)  # compiles, fills the caches of the system
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in designs}
        for number in range(asked.rounds):
            for name, call in designs.items():
                found[name].append(timed(call))
                print(number, name, *(f"{value:.2f}" for value in found[name][-1]), file=sys.stderr, flush=True)
    walls = {name: statistics.median(wall for wall, _ in times) for name, times in found.items()}
    cpus = {name: statistics.median(cpu for _, cpu in times) for name, times in found.items()}
    print(f"{'design':16}{'wall s':>8}{'cpu s':>8}{'wall ratio':>12}{'cpu ratio':>11}")
    for name in designs:
        print(
            f"{name:16}{walls[name]:8.2f}{cpus[name]:8.2f}"
            f"{walls[name] / walls['default']:12.3f}{cpus[name] / cpus['default']:11.3f}"
        )


if __name__ == "__main__":
    main()
