"""Ordinary kernels spoken to through Unix sockets rather than TCP ports.

A TCP port is chosen before the kernel binds it: kernels that start together may take each other's port and never
answer, and any user of the machine may listen to it. A socket in the user's own folder has neither fault.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import uuid4

import zmq
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.paths import jupyter_runtime_dir
from traitlets import default
from traitlets.config import Config

LONGEST = 100
"""Bytes of a socket's path that every Unix accepts (sun_path is 104 on some), less the number jupyter_client adds."""


class SocketKernelManager(AsyncKernelManager):  # type: ignore[misc]
    """A kernel manager whose kernels listen on files in Jupyter's runtime folder."""

    @default("transport")  # type: ignore[untyped-decorator]
    def _by_socket(self) -> str:
        return "ipc"

    @default("ip")  # type: ignore[untyped-decorator]
    def _own_file(self) -> str:
        return place()


def options() -> dict[str, Any]:
    """What nbclient needs to start kernels so: sockets where the system has them, else ports that are encrypted."""
    if os.name == "posix" and zmq.has("ipc") and len(place().encode()) <= LONGEST:
        Path(jupyter_runtime_dir()).mkdir(mode=0o700, parents=True, exist_ok=True)
        return {"kernel_manager_class": SocketKernelManager}
    if zmq.has("curve"):
        return {"config": Config({"KernelManager": {"transport_encryption": "auto"}})}
    return {}


def place() -> str:
    """A new path for the sockets of one kernel; jupyter_client adds a number for each channel."""
    return str(Path(jupyter_runtime_dir()) / f"nec-{uuid4().hex[:12]}")
