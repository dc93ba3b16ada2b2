"""A whole Jupyter kernel inside a forked process."""

from __future__ import annotations

import json
import os
import socket
import sys
from typing import Any


def serve(talk: socket.socket, task: dict[str, Any]) -> None:
    """In the fork: say the process id, then be the kernel of that connection file until it is shut down."""
    talk.sendall(json.dumps({"pid": os.getpid()}).encode() + b"\n")
    talk.close()
    sys.argv = ["ipykernel_launcher", *task["arguments"]]
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(argv=task["arguments"])
