"""Ordinary kernels are reached where nobody else listens."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
import pytest
from jupyter_core.paths import jupyter_runtime_dir

from nec_analysis.runs import sockets
from nec_analysis.runs.execute import execute

ASKED = "import ipykernel; print(open(ipykernel.get_connection_file()).read())"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no Unix sockets for kernels")


@pytest.mark.parametrize("engine", ["kernel", "papermill"])
def test_a_kernel_listens_on_a_file_of_its_own_that_is_gone_afterwards(tmp_path: Path, engine: str) -> None:
    places = {_spoken_to(tmp_path, engine) for _ in range(2)}
    assert len(places) == 2
    assert all(Path(place).parent == Path(jupyter_runtime_dir()) for place in places)
    assert not [left for place in places for left in Path(place).parent.glob(f"{Path(place).name}*")]


def test_a_folder_too_deep_for_a_socket_falls_back_to_ports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / ("d" * sockets.LONGEST)))
    assert "kernel_manager_class" not in sockets.options()


def _spoken_to(folder: Path, engine: str) -> str:
    given = nbformat.v4.new_code_cell("", metadata={"tags": ["parameters"]})
    nb = nbformat.v4.new_notebook(cells=[given, nbformat.v4.new_code_cell(ASKED)])
    nbformat.write(nb, folder / "asked.ipynb")
    execute(folder / "asked.ipynb", {}, folder / "out.ipynb", engine=engine)
    told = json.loads(nbformat.read(folder / "out.ipynb", as_version=4).cells[-1].outputs[0].text)
    assert told["transport"] == "ipc"
    return str(told["ip"])
