"""The kernel « NEC (rapide) »: an ordinary kernel for Jupyter, with a warm start."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from toy import entry_points

from nec_analysis.runs import fork, kernelspec, sockets
from nec_analysis.runs.provisioner import ForkProvisioner

pytestmark = pytest.mark.skipif(not fork.available(), reason="fork is missing on this system")


class Point:
    """The entry point, also where the project was installed before it had one."""

    name, value = "nec-fork", "nec_analysis.runs.provisioner:ForkProvisioner"

    @staticmethod
    def load() -> type[ForkProvisioner]:
        return ForkProvisioner


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[KernelManager, Any]]:
    """A started kernel with its client."""
    fork.close()
    monkeypatch.setitem(KernelProvisionerFactory.instance().provisioners, "nec-fork", Point())
    specs = KernelSpecManager(kernel_dirs=[str(kernelspec.FOLDER / "kernels")])
    manager = KernelManager(kernel_name="nec", kernel_spec_manager=specs, transport="ipc", ip=sockets.place())
    manager.start_kernel(cwd="/", extra_arguments=["--log-level=50"])
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    manager.context.destroy()
    fork.close()


def said(client: Any, code: str) -> str:
    texts: list[str] = []
    client.execute_interactive(
        code, timeout=30, output_hook=lambda m: texts.append(m["content"].get("text") or m["content"].get("ename", ""))
    )
    return "".join(texts)


def test_it_runs_cells_in_the_folder_of_the_notebook(kernel: tuple[KernelManager, Any]) -> None:
    _, client = kernel
    assert said(client, "import os; print(os.getcwd(), 6 * 7)") == "/ 42\n"
    assert said(client, "print(type(get_ipython().kernel).__name__)") == "IPythonKernel\n"


def test_libraries_are_there_when_it_starts(kernel: tuple[KernelManager, Any]) -> None:
    manager, client = kernel
    deadline = time.monotonic() + 60
    look = "import sys; print('pandas' in sys.modules)"
    while said(client, look) != "True\n" and time.monotonic() < deadline:
        time.sleep(0.5)
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=60)
    assert said(client, look) == "True\n"


def test_it_is_interrupted_as_any_kernel(kernel: tuple[KernelManager, Any]) -> None:
    manager, client = kernel
    asked = client.execute("import time; print('begun', flush=True); time.sleep(60)")
    while client.get_iopub_msg(timeout=60)["content"].get("text") != "begun\n":
        pass
    manager.interrupt_kernel()
    while (reply := client.get_shell_msg(timeout=60))["parent_header"]["msg_id"] != asked:
        pass  # late answers to "are you ready?"
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    time.sleep(0.5)  # for a moment after an error a kernel drops what was already sent
    assert said(client, "print('alive')") == "alive\n"


def test_its_death_is_noticed_and_it_starts_again(kernel: tuple[KernelManager, Any]) -> None:
    manager, client = kernel
    client.execute("import os; os._exit(3)")
    deadline = time.monotonic() + 20
    while manager.is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not manager.is_alive()
    manager.restart_kernel(now=True)
    client.wait_for_ready(timeout=60)
    assert said(client, "print('again')") == "again\n"


def test_jupyter_finds_it_without_anything_installed(tmp_path: Path) -> None:
    code = (
        "from jupyter_client.kernelspec import KernelSpecManager as M; print(M().get_kernel_spec('nec').display_name)"
    )
    given = kernelspec.environment({**os.environ, "JUPYTER_PATH": str(tmp_path)})
    given["PYTHONPATH"] = str(entry_points(tmp_path / "points"))
    assert given["JUPYTER_PATH"].endswith(os.pathsep + str(tmp_path))
    done = subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, text=True, check=True)
    assert done.stdout == "NEC (rapide)\n"
