"""Kernels for JupyterLab forked from a warm process: libraries are imported once for all notebooks."""

from __future__ import annotations

import os
import signal
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from nec_analysis.runs import fork
from nec_analysis.runs.phases import PHASES, libraries

LAUNCHER = ["-m", "ipykernel_launcher"]


class ForkProvisioner(LocalProvisioner):  # type: ignore[misc]
    """Launches the kernel as a fork; where fork is missing, as any other kernel."""

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
        """Launch the kernel of that command line."""
        if not fork.available() or cmd[1:3] != LAUNCHER:
            return await super().launch_kernel(cmd, **options)
        modules = ["ipykernel.kernelapp", *libraries(PHASES), "matplotlib.pyplot"]
        environment = {name: value for name, value in options.get("env", {}).items() if name not in fork.ONE_THREAD}
        task = {
            "task": "kernel",
            "arguments": cmd[3:],
            "folder": str(options.get("cwd") or ""),
            "environment": environment,
        }
        self.process = ForkedProcess(fork.template(modules, shell=False).fork(task))
        self.pid = self.pgid = self.process.pid
        self.cwd = options.get("cwd")
        return self.connection_info


class ForkedProcess:
    """What jupyter_client asks of subprocess.Popen, for a process that is not our child."""

    stdin = stdout = stderr = None

    def __init__(self, child: fork.Fork) -> None:
        told = child.hear(30)
        if told is None:
            raise RuntimeError(f"the forked kernel did not start: {child.ended()}")
        self.pid = int(told["pid"])
        child.hang_up()
        self.returncode: int | None = None
        self._child: fork.Fork | None = child

    def poll(self) -> int | None:
        """The exit code, None as long as it runs."""
        return self._code(wait=False)

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the end."""
        return self._code(wait=True)

    def _code(self, *, wait: bool) -> int | None:
        if self._child is not None:
            self.returncode = self._child.code(wait=wait)
            if self.returncode is not None:
                self._child.close()
                self._child = None
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it now."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)
