"""The shell inside a forked process: cells in, messages of the Jupyter protocol out."""

from __future__ import annotations

import asyncio
import builtins
import fcntl
import getpass
import io
import json
import os
import socket
import sys
from typing import Any

from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from jupyter_client.session import Session, json_default
from traitlets.config import Config

from nec_analysis.runs.trace import Recorder

_shell: ZMQInteractiveShell | None = None


class Wire(Session):  # type: ignore[misc]
    """Stands where ipykernel's ZeroMQ session stands, and writes lines of JSON to the conversation."""

    talk: socket.socket | None = None

    def send(
        self, stream: Any, msg_or_type: Any, content: Any = None, parent: Any = None, **ignored: Any
    ) -> dict[str, Any] | None:
        """Send a message made by `msg`, or a type with its content."""
        if isinstance(msg_or_type, dict):
            msg_or_type, content = msg_or_type["header"]["msg_type"], msg_or_type["content"]
        self.say({"type": msg_or_type, "content": content})
        return None

    def say(self, message: dict[str, Any]) -> None:
        """Write one line."""
        if self.talk is not None and self.pid == os.getpid():  # a process forked by a cell has no word in the notebook
            self.talk.sendall(json.dumps(message, default=json_default).encode() + b"\n")


class _Kernel:
    """What the shell asks of its kernel: that there is no loop to stop when exit() is called."""

    eventloop = None


class Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of the notebook: text kept until flushed, in order with what the descriptor received."""

    encoding = "UTF-8"
    errors = None

    def __init__(self, name: str, descriptor: int, wire: Wire) -> None:
        self.name, self._wire, self._text = name, wire, io.StringIO()
        self._outside = os.dup(descriptor)
        self._file = os.memfd_create(name)
        fcntl.fcntl(self._file, fcntl.F_SETFL, os.O_APPEND)  # several processes may write
        self._read = 0
        self._pid = os.getpid()
        os.dup2(self._file, descriptor)

    def write(self, text: str) -> int:
        """Keep the text; in a process forked by a cell, send it where the system sends its output."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if os.getpid() != self._pid:
            os.write(self._file, text.encode())
            return len(text)
        self._drain()
        self._text.write(text)
        return len(text)

    def flush(self) -> None:
        """Send what was written since the last time."""
        if os.getpid() != self._pid:
            return
        self._drain()
        text = self._text.getvalue()
        if text:
            self._text = io.StringIO()
            self._wire.send(None, "stream", {"name": self.name, "text": text})

    def fileno(self) -> int:
        """The stream the process was started with, as in ipykernel: what is written there is not in the notebook."""
        return self._outside

    def writable(self) -> bool:
        """Yes."""
        return True

    def isatty(self) -> bool:
        """No."""
        return False

    def _drain(self) -> None:
        """Take what commands and C libraries wrote to the descriptor."""
        size = os.fstat(self._file).st_size
        if size > self._read:
            self._text.write(os.pread(self._file, size - self._read, self._read).decode("utf-8", "replace"))
            self._read = size


def ready() -> None:
    """Build the shell, in the template: forks find it made."""
    global _shell
    if _shell is not None:
        return
    config = Config({"HistoryManager": {"hist_file": ":memory:"}})
    main = sys.modules["__main__"]
    _shell = ZMQInteractiveShell.instance(config=config, compiler_class=XCachingCompiler, kernel=_Kernel())
    sys.modules["__main__"] = main  # the template is not the notebook


def converse(talk: socket.socket, task: dict[str, Any]) -> None:
    """Run the cells that come until the starter hangs up or says it was the last."""
    ready()
    recorder = Recorder()
    shell, wire = _shell, Wire()
    assert shell is not None
    wire.talk = talk
    _plugged(shell, wire)
    asyncio.run(_cells(shell, wire, talk))
    wire.say({"type": "trace", "content": recorder.told()})


def _plugged(shell: ZMQInteractiveShell, wire: Wire) -> None:
    sys.modules["__main__"] = shell.user_module
    for part in (shell.displayhook, shell.display_pub):
        part.session = wire
    shell.displayhook.topic = b"execute_result"
    sys.stdout, sys.stderr = Stream("stdout", 1, wire), Stream("stderr", 2, wire)
    builtins.input = getpass.getpass = _nobody_answers


def _nobody_answers(*_: Any, **__: Any) -> str:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")


async def _cells(shell: ZMQInteractiveShell, wire: Wire, talk: socket.socket) -> None:
    lines = talk.makefile("rb")
    for line in lines:
        asked = json.loads(line)
        if "cell" not in asked:
            return
        reply = await _run(shell, asked["cell"])
        sys.stdout.flush()
        sys.stderr.flush()
        wire.say({"type": "reply", "content": reply})


async def _run(shell: ZMQInteractiveShell, code: str) -> dict[str, Any]:
    """As IPythonKernel.do_execute: inside a running loop, so that asyncio behaves as in a kernel."""
    failure = None
    try:
        transformed = shell.transform_cell(code)
    except Exception:
        transformed, failure = code, sys.exc_info()
    shell._last_traceback, shell._last_traceback_during_displayhook = None, False
    if shell.should_run_async(code, transformed_cell=transformed, preprocessing_exc_tuple=failure):
        result = None
        try:
            result = await shell.run_cell_async(
                code, store_history=True, transformed_cell=transformed, preprocessing_exc_tuple=failure
            )
        finally:
            shell.events.trigger("post_execute")
            shell.events.trigger("post_run_cell", result)
    else:
        result = shell.run_cell(code, store_history=True)
    return _reply(shell, result)


def _reply(shell: ZMQInteractiveShell, result: Any) -> dict[str, Any]:
    error = result.error_before_exec or result.error_in_exec
    payload = shell.payload_manager.read_payload()
    shell.payload_manager.clear_payload()
    reply = {"status": "ok", "execution_count": shell.execution_count - 1, "payload": payload}
    if not result.success or shell._last_traceback_during_displayhook:
        reply |= {
            "status": "error",
            "ename": type(error).__name__,
            "evalue": str(error),
            "traceback": shell._last_traceback or [],
        }
    return reply
