"""Forks: a notebook cannot reach another, the dead are noticed, nobody survives the process that asked."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import papermill
import pytest
from papermill.engines import papermill_engines
from toy import notebook

from nec_analysis.errors import NecError
from nec_analysis.runs import fork
from nec_analysis.runs._entry import NecEngine
from nec_analysis.runs.execute import execute
from nec_analysis.runs.phases import PHASES, libraries

pytestmark = pytest.mark.skipif(not fork.available(), reason="fork is missing on this system")
papermill_engines.register("nec", NecEngine)


def test_nobody_forks_once_somebody_said_stop() -> None:
    fork.stop()
    try:
        with pytest.raises(fork.ForkFailed), fork.forked({"task": "call", "function": "os:getpid", "arguments": {}}):
            pass
    finally:
        fork.resume()
    with fork.forked({"task": "call", "function": "os:getpid", "arguments": {}}) as child:
        assert child.hear() is not None


def test_a_library_that_cannot_be_imported_ends_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken_library.py").write_text("raise RuntimeError('half written')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    template = fork.Template(("broken_library", "json"), shell=False)
    try:
        for _ in range(3):
            child = template.fork({"task": "call", "function": "os:getpid", "arguments": {}})
            assert child.hear() is not None
            child.close()
        assert template.alive()
    finally:
        template.close()


def said(tmp_path: Path, *cells: str, engine: str = "nec") -> str:
    """What the last cell printed."""
    path = notebook(tmp_path / "n.ipynb", *cells)
    out = execute(path, {}, tmp_path / "out.ipynb", engine=engine).path
    return "".join(json.loads(out.read_text())["cells"][-1]["outputs"][0]["text"])


def test_a_changed_global_does_not_reach_the_next_notebook(tmp_path: Path) -> None:
    change = "import os, sys, json, matplotlib\njson.leak = 1; os.environ['LEAK'] = '1'; matplotlib.rcParams['font.size'] = 3"
    look = "import os, json, matplotlib\nprint(hasattr(json, 'leak'), os.environ.get('LEAK'), matplotlib.rcParams['font.size'])"
    said(tmp_path, change + "; print()")
    assert said(tmp_path, look) == "False None 10.0\n"


def test_random_numbers_are_not_those_of_the_notebook_before(tmp_path: Path) -> None:
    draw = "import random, numpy as np\nprint(random.random(), np.random.random())"
    assert said(tmp_path, draw) != said(tmp_path, draw)


@pytest.mark.parametrize(
    "death", ["os._exit(3)", "os.kill(os.getpid(), 9)", "os.kill(os.getppid(), 9); import time; time.sleep(5)"]
)
def test_the_next_notebook_runs_whatever_killed_the_last(tmp_path: Path, death: str) -> None:
    path = notebook(tmp_path / "dies.ipynb", f"import os\n{death}")
    with pytest.raises(NecError, match="processus de la cellule est mort"):
        execute(path, {}, tmp_path / "out.ipynb")
    assert said(tmp_path, "print('alive')") == "alive\n"


def test_cells_that_never_ran_are_not_marked_as_completed(tmp_path: Path) -> None:
    path = notebook(tmp_path / "n.ipynb", "before = 1", "import os; os._exit(0)", "after = 1")
    with pytest.raises(RuntimeError):
        papermill.execute_notebook(str(path), str(tmp_path / "out.ipynb"), engine_name="nec", progress_bar=False)
    cells = json.loads((tmp_path / "out.ipynb").read_text())["cells"]
    states = [cell["metadata"]["papermill"]["status"] for cell in cells]
    assert states == ["completed", "completed", "completed", "failed", "pending"]


def test_a_warm_template_has_one_thread_and_no_open_file_of_ours(tmp_path: Path) -> None:
    with (tmp_path / "open.txt").open("w"):
        fork.close()
        fork.template(libraries(PHASES))
        look = f"import sys\nprint({libraries(PHASES)[-1]!r} in sys.modules)"
        while said(tmp_path, look) != "True\n":
            time.sleep(0.1)
        process = Path(f"/proc/{fork.template().pid}")  # type: ignore[attr-defined]
        assert len(list((process / "task").iterdir())) == 1
        assert not [link for link in (process / "fd").iterdir() if link.resolve().name == "open.txt"]


ASKER = """
import sys, time
from pathlib import Path
from nec_analysis.runs import light
light.prepare()
from nec_analysis.runs import fork
from nec_analysis.runs.execute import execute
from nec_analysis.runs.phases import PHASES, libraries
print(fork.template().pid, flush=True)
execute(Path(sys.argv[1]), {}, Path(sys.argv[2]))
"""


def alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    return False


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_survives_the_one_that_asked(tmp_path: Path, number: int) -> None:
    sleeper = "import os, time, subprocess\nshell = subprocess.Popen(['sleep', '600'])\n"
    tell = f"open({str(tmp_path / 'pids')!r}, 'w').write(f'{{os.getpid()}} {{shell.pid}}'); time.sleep(600)"
    path = notebook(tmp_path / "n.ipynb", sleeper + tell)
    command = [sys.executable, "-c", ASKER, str(path), str(tmp_path / "out.ipynb")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as asker:
        assert asker.stdout is not None
        template = int(asker.stdout.readline())
        pids = wait_for(tmp_path / "pids")
        asker.send_signal(number)
        asker.wait(10)
    deadline = time.monotonic() + 10
    while any(map(alive, [template, *pids])) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(alive, [template, *pids]))


def wait_for(path: Path) -> list[int]:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if path.exists() and path.read_text():
            return [int(pid) for pid in path.read_text().split()]
        time.sleep(0.02)
    raise AssertionError(f"{path.name} never came")


def test_a_fork_is_much_faster_than_a_kernel(tmp_path: Path) -> None:
    path = notebook(tmp_path / "n.ipynb", *(f"a{n} = {n}" for n in range(10)), "import pandas")
    execute(path, {}, tmp_path / "out.ipynb")
    ours = min(execute(path, {}, tmp_path / "out.ipynb").seconds for _ in range(5))
    kernel = execute(path, {}, tmp_path / "out.ipynb", engine="kernel").seconds
    assert ours < 0.2 * kernel, f"{ours:.3f} s against {kernel:.3f} s"


def test_where_fork_is_missing_kernels_are_used_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(fork, "available", lambda: False)
    assert said(tmp_path, "print(1)") == "1\n"
    assert "fork is missing" in caplog.text


def test_notebooks_side_by_side_do_not_mix(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    paths = [
        notebook(tmp_path / f"{n}" / "n.ipynb", f"a = {n}", "import time; time.sleep(0.05)", "print(a)")
        for n in range(8)
    ]
    with ThreadPoolExecutor(4) as pool:
        outs = list(pool.map(lambda path: execute(path, {}, path.parent / "out.ipynb").path, paths))
    texts = [json.loads(out.read_text())["cells"][-1]["outputs"][0]["text"] for out in outs]
    assert texts == [[f"{n}\n"] for n in range(8)]
