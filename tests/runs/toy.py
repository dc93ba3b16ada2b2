"""A small real project: four notebooks that read, count, draw and tell, run by real kernels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import nbformat

from nec_analysis.runs.phases import PHASES, Phase

PARAMETERS = 'edition = ""\nroot = ""\nwork = ""\nlang = "fr"'

CLEAN = """\
from pathlib import Path
project, folder = Path(root), Path(work) / "01_clean"
folder.mkdir(parents=True, exist_ok=True)
answers = (project / "data/raw" / edition / "survey.csv").read_text(encoding="utf-8").split()
"""
KEEP = '(folder / "responses.txt").write_text("\\n".join(a for a in answers if a), encoding="utf-8")'
QUALITY = "print(len(answers), 'lues')"
COUNT = """\
import json
from pathlib import Path
answers = (Path(work) / "01_clean" / "responses.txt").read_text(encoding="utf-8").split()
folder = Path(work) / "02_indicators"
(folder / "tables").mkdir(parents=True, exist_ok=True)
(folder / "internal" / "tables").mkdir(parents=True, exist_ok=True)
"""
FIGURES = """\
counts = {a: answers.count(a) for a in sorted(set(answers))}
(folder / "figures.json").write_text(json.dumps(counts))
(folder / "tables" / "topline.csv").write_text("masked")
(folder / "internal" / "tables" / "topline.csv").write_text("unmasked")
counts
"""
DRAW = """\
import json
from pathlib import Path
counts = json.loads((Path(work) / "02_indicators" / "figures.json").read_text())
folder = Path(work) / "03_charts" / "answers"
folder.mkdir(parents=True, exist_ok=True)
_ = (folder / "answers.svg").write_text("<svg/>" + json.dumps(counts))
"""
TELL = """\
from pathlib import Path
from IPython.display import Markdown, display
story = (Path(root) / "data/raw" / edition / "recit.md").read_text(encoding="utf-8")
figures = (Path(work) / "02_indicators" / "figures.json").read_text()
display(Markdown(story.format(figures=figures)), metadata={"nec": {"kind": "section", "id": "story"}})
"""
CELLS = {
    "01_clean.ipynb": (CLEAN, KEEP, QUALITY),
    "02_indicators.ipynb": (COUNT, FIGURES),
    "03_charts.ipynb": (DRAW,),
    "04_bilan.ipynb": (TELL,),
}


def notebook(
    path: Path, *cells: str, parameters: str = PARAMETERS, tags: Mapping[int, list[str]] | None = None
) -> Path:
    """Write a notebook: a title, the parameters, then code cells; `tags` by position among the code cells."""
    given = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    code = [
        nbformat.v4.new_code_cell(source, metadata={"tags": (tags or {}).get(number, [])})
        for number, source in enumerate(cells)
    ]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"# {path.stem}"), given, *code])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    for number, cell in enumerate(made.cells):
        cell["id"] = f"cell-{number}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(made), encoding="utf-8")
    return path


def project(root: Path, *editions: str) -> Path:
    """Write a whole project with its editions; `data/raw/<edition>/` holds a card, an export and a story."""
    for name, cells in CELLS.items():
        notebook(root / "notebooks" / name, *cells)
    for edition in editions or ("2022-lens",):
        raw = root / "data" / "raw" / edition
        raw.mkdir(parents=True)
        (raw / "edition.toml").write_text(f'label = "{edition}"\n', encoding="utf-8")
        (raw / "survey.csv").write_text("oui non oui oui\n", encoding="utf-8")
        (raw / "recit.md").write_text("Les réponses : {figures}\n", encoding="utf-8")
    (root / "uv.lock").write_text("version = 1\n", encoding="utf-8")
    return root


def toy_phases() -> tuple[Phase, ...]:
    """The real phases, with the HTML exporter of nbconvert in place of ours."""
    return tuple(
        replace(phase, exports=tuple((name, "html") for name, _ in phase.exports if name.endswith("html")))
        for phase in PHASES
    )


def snapshot(folder: Path) -> dict[str, bytes]:
    """The bytes of every file of a folder by its relative name, without the journal (times and host)."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "journal.json"
    }


def entry_points(folder: Path) -> Path:
    """A folder for PYTHONPATH that declares our entry points, also where the project was installed before them."""
    at = folder / "nec_points-0.dist-info"
    at.mkdir(parents=True)
    (at / "METADATA").write_text("Metadata-Version: 2.1\nName: nec-points\nVersion: 0\n")
    (at / "entry_points.txt").write_text(
        "[papermill.engine]\nnec = nec_analysis.runs._entry:NecEngine\n"
        "[jupyter_client.kernel_provisioners]\nnec-fork = nec_analysis.runs.provisioner:ForkProvisioner\n"
    )
    return folder
