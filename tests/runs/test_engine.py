"""Our engine gives what a kernel gives, cell by cell; a notebook in it cannot reach another."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from papermill.engines import papermill_engines
from toy import entry_points, notebook

from nec_analysis.runs import fork
from nec_analysis.runs._entry import NecEngine
from nec_analysis.runs.normal import normalised

pytestmark = pytest.mark.skipif(not fork.available(), reason="fork is missing on this system")
papermill_engines.register("nec", NecEngine)

TRICKY = {
    "value": "1 + 1",
    "silent": "1 + 1;",
    "stdout and value": "print('a')\n'b'",
    "both streams": "import sys\nprint('err', file=sys.stderr)\nprint('out')\nprint('err', file=sys.stderr)",
    "stream around a display": "print('a')\ndisplay(1)\nprint('b')",
    "several values": "1\n2",
    "history": "_, In[-2][:3], len(Out) > 2, _i",
    "shell command": "!echo from the shell; echo to stderr >&2",
    "captured shell command": "files = !printf 'a\\nb\\n'\nfiles",
    "system": "import os\nos.system('echo under')",
    "descriptor": "import os\n_ = os.write(1, b'raw\\n')",
    "child process": "import subprocess, sys\nsubprocess.run(['echo', 'child'], check=True).returncode",
    "display id": "shown = display({'text/plain': 'old'}, raw=True, display_id='one')",
    "update of an earlier cell": "from IPython.display import update_display\n"
    "update_display({'text/plain': 'new'}, raw=True, display_id='one', metadata={'nec': {'kind': 'tile'}})",
    "metadata": "display({'text/html': '<b>x</b>', 'text/plain': 'x'}, raw=True, metadata={'nec': {'id': 'a', 'n': [1]}})",
    "clear": "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('kept')",
    "clear and wait": "print('gone')\nclear_output(wait=True)\ndisplay('kept')",
    "carriage return": "print('10 %\\r20 %\\r100 %')",
    "await": "import asyncio\nawait asyncio.sleep(0)\n'awaited'",
    "loop": "asyncio.get_running_loop().is_running()",
    "asyncio.run is refused": "try:\n    c = asyncio.sleep(0)\n    asyncio.run(c)\nexcept RuntimeError as e:\n    c.close()\n    print(e)",
    "capture": "%%capture caught\nprint('hidden')",
    "captured": "caught.stdout",
    "magic": "%timeit -n1 -r1 -q pass",
    "writefile": "%%writefile part.txt\ntext",
    "warning": "import warnings\nwarnings.warn('attention')",
    "deprecation": "warnings.warn('vieux', DeprecationWarning)",
    "frame": "import pandas as pd\nframe = pd.DataFrame({'a': [1, 2], 'é': ['x', None]})\nframe",
    "styler": "frame.style.set_caption('c')",
    "figure": "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots(figsize=(2, 1))\naxes.plot([1, 2]);",
    "figure as a value": "figure",
    "svg": "from IPython.display import SVG\nSVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')",
    "main": "__name__, sys.modules['__main__'].__dict__ is globals()",
    "pickle": "import pickle\nclass Own:\n    pass\ntype(pickle.loads(pickle.dumps(Own()))).__name__",
    "shell class": "type(get_ipython()).__name__, get_ipython().__class__.__module__",
    "terminal": "sys.stdout.isatty(), sys.stdout.encoding",
    "backend": "import matplotlib\nmatplotlib.get_backend()",
    "pool": "import multiprocessing as mp, warnings\n"
    "with warnings.catch_warnings():\n    warnings.simplefilter('ignore')\n"
    "    with mp.get_context('fork').Pool(1) as pool:\n        print(pool.map(abs, [-1, 2]))",
    "logging": "import logging\nlogging.warning('journal')",
    "folder": "import os\nos.path.basename(os.getcwd())",
    "searched": "sys.path[0]",
    "input": "try:\n    input()\nexcept Exception as e:\n    print(type(e).__name__, e)",
    "page": "help(len)",
    "source": "import inspect\ndef f():\n    return 1\nprint(inspect.getsource(f))",
    "exception kept": "try:\n    1 / 0\nexcept ZeroDivisionError:\n    import traceback\n    print(traceback.format_exc())",
    "post execute": "get_ipython().events.register('post_execute', lambda: print('hook'))",
    "post executed": "get_ipython().events._trigger if False else None\nget_ipython().events.callbacks['post_execute'].pop();",
    "help": "len?",
    "empty": "   ",
    "long": "print('x' * 200_000)",
    "bytes": "b'\\xff', '\\ud83d\\ude00', float('nan'), {'é': 1}",
    "html repr": "class Html:\n    def _repr_html_(self):\n        return '<p>x</p>'\nHtml()",
    "mimebundle": "class Bundle:\n    def _repr_mimebundle_(self, **k):\n        return {'text/plain': 'p', 'application/json': {'a': 1}}, {'application/json': {'e': True}}\nBundle()",
    "repr that fails": "class Bad:\n    def __repr__(self):\n        raise ValueError('no repr')\ntry:\n    repr(Bad())\nexcept ValueError as e:\n    print(e)",
}
FAILING = {
    "zero": "def f(x):\n    return 1 / x\nf(0)",
    "syntax": "a = (",
    "indentation": "  a = 1\n b",
    "unknown magic": "%nosuchmagic",
    "unknown command": "import subprocess\nsubprocess.run(['false'], check=True)",
    "refusal": "from nec_analysis.errors import NecError\nraise NecError('a-b', 'fiche', 'cause', 'remède')",
    "chained": "try:\n    {}['a']\nexcept KeyError as e:\n    raise ValueError('x') from e",
    "printed first": "print('a')\nraise RuntimeError('é')",
    "assertion": "assert 1 == 2, 'differ'",
    "interrupt": "raise KeyboardInterrupt",
    "import": "import nosuchmodule_",
    "awaited": "import asyncio\nasync def f():\n    raise ValueError('later')\nawait f()",
    "repr": "class Bad:\n    def __repr__(self):\n        raise ValueError('no repr')\nBad()",
}


def executed(engine: str, path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook as that engine left them, in the normal form, failed or not."""
    out = path.with_suffix(f".{engine}.ipynb")
    with contextlib.suppress(papermill.PapermillExecutionError):
        papermill.execute_notebook(
            str(path), str(out), engine_name=engine, kernel_name="python3", progress_bar=False, cwd=str(path.parent)
        )
    nb = nbformat.read(out, as_version=4)
    return [cell for cell in normalised(nb)["cells"] if cell["cell_type"] == "code"]


def plain(cell: dict[str, Any]) -> dict[str, Any]:
    return {"outputs": cell["outputs"], "execution_count": cell["execution_count"]}


def both_ways(folder: Path, cells: dict[str, str], tag: str = "") -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Every cell as papermill's own engine ran it, then as ours did; all in one notebook each."""
    tags = {number: [tag] for number in range(len(cells))} if tag else {}
    folders = {engine: folder / engine / "here" for engine in ("nbclient", "nec")}
    paths = {engine: notebook(at / "all.ipynb", *cells.values(), tags=tags) for engine, at in folders.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_CURRENT_TEST")  # seen by ipykernel, which then leaves file descriptors alone
        runs = [executed(engine, path)[1:] for engine, path in paths.items()]
    return dict(zip(cells, zip(*runs, strict=True), strict=True))


@pytest.fixture(scope="module")
def tricky(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return both_ways(tmp_path_factory.mktemp("tricky"), TRICKY)


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return both_ways(tmp_path_factory.mktemp("failing"), FAILING, "raises-exception")


@pytest.mark.parametrize("name", TRICKY)
def test_a_cell_gives_the_outputs_of_a_kernel(tricky: dict[str, Any], name: str) -> None:
    kernel, ours = tricky[name]
    if name in ("system", "child process"):
        # What a child process writes reaches an ordinary kernel when its reader thread gets to it: the order is luck.
        for cell in (kernel, ours):
            cell["outputs"].sort(key=lambda output: str(output["output_type"]))
    assert plain(ours) == plain(kernel)


@pytest.mark.parametrize("name", FAILING)
def test_a_failing_cell_gives_the_outputs_of_a_kernel(failing: dict[str, Any], name: str) -> None:
    kernel, ours = failing[name]
    assert plain(ours) == plain(kernel)
    assert ours["outputs"]


def test_nothing_runs_after_a_failing_cell(tmp_path: Path) -> None:
    path = notebook(tmp_path / "n.ipynb", "before = 1", "1 / 0", "print('after')")
    kernel, ours = (executed(engine, path) for engine in ("nbclient", "nec"))
    assert [plain(cell) for cell in ours] == [plain(cell) for cell in kernel]
    assert ours[-1]["outputs"] == []


def test_the_papermill_command_knows_the_engine(tmp_path: Path) -> None:
    path = notebook(tmp_path / "n.ipynb", "print(edition)")
    command = [sys.executable, "-m", "papermill", "--engine", "nec", str(path), str(tmp_path / "out.ipynb")]
    points = {**os.environ, "PYTHONPATH": str(entry_points(tmp_path / "points"))}
    subprocess.run([*command, "-r", "edition", "022"], env=points, check=True, capture_output=True)
    told = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert told.cells[-1].outputs[0].text == "022\n"
    assert [cell.metadata.papermill.status for cell in told.cells] == ["completed"] * 4
