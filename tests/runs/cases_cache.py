"""Run by test_cache.py in a copy of the package: edit one thing, run, say what ran, put it back."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from nec_analysis.runs import fork, light

light.prepare()

from toy import notebook, project, toy_phases  # noqa: E402

from nec_analysis.runs.run import run  # noqa: E402

root, package = project(Path(sys.argv[1]), "2022-lens", "2021-sud-charente"), Path(sys.argv[2])
room = package / "toyroom"
room.mkdir()
for name in ("__init__", "counting", "drawing", "unused"):
    (room / f"{name}.py").write_text("name = 1\n")
(package / "catalogue" / "toy.toml").write_text("a = 1\n")
raw = root / "data" / "raw" / "2022-lens"
COUNTS = "from nec_analysis.toyroom import counting\nfrom pathlib import Path\nimport nec_analysis\n"
READS = "catalogue = (Path(nec_analysis.__file__).parent / 'catalogue' / 'toy.toml').open().read()\n"
BEFORE = "earlier = (Path(root) / 'data/raw/2021-sud-charente/survey.csv').open().read()\n"
WRITES = """
answers = (Path(work) / "01_clean" / "responses.txt").read_text()
folder = Path(work) / "02_indicators"
folder.mkdir(exist_ok=True)
(folder / "figures.json").write_text(str(answers.count("oui") > 2))
"""
notebook(root / "notebooks" / "02_indicators.ipynb", COUNTS + READS + BEFORE + WRITES)
DRAWS = "from pathlib import Path\nfrom nec_analysis.toyroom import drawing\n"
CHART = "answers = (Path(work) / '01_clean' / 'responses.txt').read_text()\n"
notebook(
    root / "notebooks" / "03_charts.ipynb", DRAWS + "_ = (Path(work) / '03_charts' / 'a.svg').write_text('<svg/>')"
)


def states(**options: object) -> dict[str, str]:
    outcome = run("2022-lens", root=root, phases=toy_phases(), **options)  # type: ignore[arg-type]
    return {"": outcome.state} | {p.phase: f"{p.state} {p.why}" for p in outcome.phases}


EDITED = {
    "nothing": None,
    "a raw export": raw / "survey.csv",
    "the card": raw / "edition.toml",
    "the story": raw / "recit.md",
    "the notebook": root / "notebooks" / "03_charts.ipynb",
    "the lock file": root / "uv.lock",
    "the module of one phase": room / "counting.py",
    "the module of another phase": room / "drawing.py",
    "a module nobody uses": room / "unused.py",
    "the catalogue": package / "catalogue" / "toy.toml",
    "another edition that is read": root / "data" / "raw" / "2021-sud-charente" / "survey.csv",
    "the module that normalises": package / "runs" / "normal.py",
}
said: dict[str, dict[str, str]] = {"first": states()}
for name, path in EDITED.items():
    if path is None:
        said[name] = states()
        continue
    content, dates = path.read_bytes(), path.stat()
    added = b"# \n" if path.suffix == ".py" else b" "
    path.write_bytes(content + added)
    if path.suffix == ".py":
        fork.close()  # edited code must be imported again
    os.utime(path, ns=(dates.st_atime_ns, dates.st_mtime_ns))  # the date must not be what tells
    said[name] = states()
    path.write_bytes(content)
    said[f"back from {name}"] = states()
for path in (raw / "survey.csv", room / "counting.py", root / "notebooks" / "01_clean.ipynb", root / "uv.lock"):
    path.touch()
said["dates only"] = states()
(raw / "extra.csv").write_text("oui")
said["a new export"] = states()
(raw / "extra.csv").unlink()
said["a language"] = states(lang="en")
said["without report"] = states(report=False)
said["force"] = states(force=True)
(root / "reports" / "2022-lens" / "bilan.html").write_text("by hand")
said["a report edited by hand"] = states()
for kept in (root / "data/processed/.cache/2022-lens/01_clean").rglob("responses.txt"):
    kept.unlink()
    kept.write_text("broken")
said["a kept result edited by hand"] = states()
print(json.dumps(said))
