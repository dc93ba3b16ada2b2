"""Whatever stops a run, the report is the old one or the new one, and the next run is an ordinary one."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from toy import CELLS, notebook, project, snapshot

from nec_analysis.runs import fork
from nec_analysis.runs.exchange import ASIDE
from nec_analysis.runs.staging import PREFIX

HERE = Path(__file__).parent
ANSWERS = {"old": "oui non\n", "new": "oui oui oui oui\n"}
PHASES = [name.removesuffix(".ipynb") for name in CELLS]
SLOWER = "import time; time.sleep(0.15)"


def command(root: Path) -> list[str]:
    return [sys.executable, str(HERE / "driver.py"), str(root)]


def run(root: Path, *wrapper: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*wrapper, *command(root)], capture_output=True, text=True, timeout=120, check=False)


def answer(root: Path, which: str) -> None:
    (root / "data" / "raw" / "2022-lens" / "survey.csv").write_text(ANSWERS[which])


def reports(root: Path) -> dict[str, bytes]:
    return snapshot(root / "reports" / "2022-lens")


def everything(root: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    return reports(root), snapshot(root / "data" / "processed" / "2022-lens")


Published = dict[str, tuple[dict[str, bytes], dict[str, bytes]]]


def slower(root: Path) -> Path:
    """Notebooks that take long enough to be killed in the middle."""
    for name, cells in CELLS.items():
        notebook(root / "notebooks" / name, SLOWER, *cells)
    return root


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """What an undisturbed run publishes for each set of answers."""
    root = slower(project(tmp_path_factory.mktemp("undisturbed") / "project"))
    found = {}
    for which in ANSWERS:
        answer(root, which)
        assert run(root).returncode == 0
        found[which] = everything(root)
    return found


def killed_in(root: Path, phase: str, delay: float) -> None:
    """Start a run, kill it `delay` seconds after that phase has begun (or after the last one, for the publication)."""
    mark = f"{phase} begun" if phase in PHASES else f"{PHASES[-1]} done"
    with subprocess.Popen(command(root), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == mark:
                break
        time.sleep(delay)
        process.kill()


def check_kills(root: Path, undisturbed: Published, phase: str, kills: int) -> None:
    draw = random.Random(phase)
    published = "old"
    answer(root, "old")
    assert run(root).returncode == 0
    for _ in range(kills):
        wanted = "new" if published == "old" else "old"
        answer(root, wanted)
        shutil.rmtree(root / "data" / "processed" / ".cache")  # so that every phase runs
        killed_in(root, phase, draw.uniform(0, 0.06 if phase == "publication" else 0.35))
        assert reports(root) in [undisturbed[which][0] for which in ANSWERS]
        assert run(root).returncode == 0
        assert everything(root) == undisturbed[wanted]
        published = wanted
    left = [path.name for folder in ("reports", "data/processed") for path in (root / folder).iterdir()]
    assert not [name for name in left if name.startswith((PREFIX, ASIDE, ".publishing"))]


@pytest.mark.parametrize("phase", ["02_indicators", "publication"])
def test_a_killed_run_leaves_the_old_report_or_the_new(root: Path, undisturbed: Published, phase: str) -> None:
    check_kills(slower(root), undisturbed, phase, kills=1)


@pytest.mark.slow
@pytest.mark.parametrize("phase", [*PHASES, "publication"])
def test_twenty_killed_runs_leave_the_old_report_or_the_new(root: Path, undisturbed: Published, phase: str) -> None:
    check_kills(slower(root), undisturbed, phase, kills=20)


def test_control_c_leaves_the_old_report_and_nothing_beside(root: Path) -> None:
    answer(root, "old")
    assert run(root).returncode == 0
    before = reports(root)
    answer(root, "new")
    notebook(root / "notebooks" / "03_charts.ipynb", "import time; time.sleep(600)")
    with subprocess.Popen(command(root), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("03_charts begun"):
                break
        process.send_signal(signal.SIGINT)
        process.wait(120)  # a fifth of what the cell would take
    assert process.returncode != 0
    assert reports(root) == before
    assert sorted(path.name for path in (root / "reports").iterdir()) == [".history", "2022-lens"]
    notebook(root / "notebooks" / "03_charts.ipynb", *CELLS["03_charts.ipynb"])
    assert run(root).stdout.endswith("published\n")


def test_a_second_run_exits_3_at_once_and_names_the_first(root: Path) -> None:
    notebook(root / "notebooks" / "01_clean.ipynb", "import time; time.sleep(600)")
    with subprocess.Popen(command(root), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as first:
        assert first.stdout is not None
        first.stdout.readline()
        second = run(root)
        assert first.poll() is None  # the second did not wait for the first
        assert second.returncode == 3
        assert f"pid {first.pid}" in second.stderr
        first.kill()


def in_a_namespace(*commands: str) -> list[str]:
    """A shell that may mount file systems which nobody else sees, then runs what follows."""
    script = " && ".join([*commands, 'exec "$@"'])
    return [
        "unshare",
        "--mount",
        *([] if os.geteuid() == 0 else ["--user", "--map-root-user"]),
        "sh",
        "-c",
        script,
        "sh",
    ]


def may_mount() -> bool:
    if not shutil.which("unshare"):
        return False
    return subprocess.run([*in_a_namespace("true"), "true"], capture_output=True, check=False).returncode == 0


needs_mounts = pytest.mark.skipif(not may_mount(), reason="this system lets no test mount a file system")
BIG = "from pathlib import Path\nfolder = Path(work) / '03_charts'\n_ = (folder / 'big.svg').write_bytes(bytes(3_000_000))"


@needs_mounts
@pytest.mark.parametrize("where", ["a cell", "publishing"])
def test_a_full_disk_leaves_the_old_report_and_says_so(root: Path, where: str) -> None:
    cells = BIG if where == "a cell" else BIG.replace("3_000_000", "900_000")
    answer(root, "old")
    assert run(root).returncode == 0
    before = reports(root)
    answer(root, "new")
    notebook(root / "notebooks" / "03_charts.ipynb", cells)
    copy = f"cp -r {root}/. /mnt && mount --bind /mnt {root}"
    kept = root.parent / "kept"
    wrapper = in_a_namespace("mount -t tmpfs -o size=2m,mode=777 none /mnt", copy)
    script = f'"$@"; code=$?; cp -r {root}/reports {kept}; exit $code'
    done = run(root, *wrapper, "sh", "-c", script, "sh")
    assert done.returncode == 1
    assert "disque plein" in done.stderr
    assert snapshot(kept / "2022-lens") == before
    assert sorted(path.name for path in kept.iterdir()) == [".history", "2022-lens"]


@needs_mounts
@pytest.mark.parametrize("folder", ["reports", "data/processed"])
def test_a_read_only_folder_is_named(root: Path, folder: str) -> None:
    answer(root, "old")
    assert run(root).returncode == 0
    before = reports(root)
    answer(root, "new")
    at = root / folder
    done = run(root, *in_a_namespace(f"mount --bind {at} {at}", f"mount -o remount,ro,bind {at}"))
    assert done.returncode == 1
    assert "lecture seule" in done.stderr
    assert str(at) in done.stderr or folder in done.stderr
    assert reports(root) == before
    assert run(root).stdout.endswith("published\n")


@pytest.mark.skipif(not fork.available(), reason="fork is missing on this system")
def test_a_cell_that_runs_out_of_memory_is_named(root: Path) -> None:
    limit = "import resource\nresource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))"
    notebook(root / "notebooks" / "02_indicators.ipynb", limit, "bytes(4_000_000_000)")
    done = run(root)
    assert done.returncode == 1
    assert "02_indicators.ipynb, cellule 4" in done.stderr
    assert "la mémoire manque" in done.stderr


@pytest.mark.parametrize("cell", ["import sys; sys.exit(0)", "exit()", "import os; os._exit(0)"])
def test_leaving_python_in_a_cell_fails_the_run(root: Path, cell: str) -> None:
    notebook(root / "notebooks" / "02_indicators.ipynb", cell, *CELLS["02_indicators.ipynb"])
    done = run(root)
    assert done.returncode == 1
    assert "02_indicators.ipynb, cellule 3" in done.stderr
    assert not (root / "reports" / "2022-lens").exists()
