"""The warm process that notebooks are forked from: libraries imported once, no thread, no file of anybody open.

Started by `fork.Template` with CONTROL LIFELINE MODULE…, the first two being inherited descriptors. Each datagram on
CONTROL asks for one fork: a JSON task with three descriptors, the conversation with the child, the pipe its exit status
is written to, the starter's end of CONTROL through which the child may ask for forks itself (they die with it). LIFELINE closes when the process that started the template is gone, however it went: every child
is killed then. MODULEs that every phase needs are imported first, the others one by one while nobody asks.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import random
import selectors
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nec_analysis.runs import fork, light

Task = Callable[[socket.socket, dict[str, Any]], None]
TASKS = {
    "notebook": "nec_analysis.runs.shell:converse",
    "call": "nec_analysis.runs.calls:answer",
    "edition": "nec_analysis.runs.worker:work",
    "kernel": "nec_analysis.runs.warm_kernel:serve",
}
"""What a fork can be asked to do: a function given the conversation and the task."""

_DIE_WITH_PARENT = 1  # prctl(PR_SET_PDEATHSIG)


def main(arguments: list[str]) -> None:
    """Serve until the starter is gone."""
    control = socket.socket(fileno=int(arguments[0]))
    lifeline = int(arguments[1])
    _as_a_kernel_starts()
    with contextlib.suppress(KeyboardInterrupt):
        _Template(control, lifeline, arguments[2:]).serve()
    os._exit(0)


class _Template:
    def __init__(self, control: socket.socket, lifeline: int, modules: list[str]) -> None:
        self.control, self.lifeline, self.modules = control, lifeline, modules
        self.children: dict[int, int] = {}
        self.askers: dict[int, int] = {}
        self.wake_read, self.wake_write = os.pipe()
        os.set_blocking(self.wake_write, False)

    def serve(self) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the starter, who will let go of the lifeline
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.wake_write, warn_on_full_buffer=False)
        with selectors.DefaultSelector() as selector:
            for descriptor in (self.control.fileno(), self.lifeline, self.wake_read):
                selector.register(descriptor, selectors.EVENT_READ)
            self.begin()
            while True:
                ready = {key.fd for key, _ in selector.select(0 if self.modules else None)}
                if self.lifeline in ready:
                    return self.kill()
                if self.wake_read in ready:
                    self.reap()
                if self.control.fileno() in ready:
                    self.fork()
                elif not ready and self.modules:
                    _warm(self.modules.pop(0))

    def begin(self) -> None:
        """Import what the first fork would have to import by itself."""
        for module in (fork.SHELL, *fork.FIRST):
            if module in self.modules:
                self.modules.remove(module)
                _warm(module)

    def fork(self) -> None:
        request, descriptors, _, _ = socket.recv_fds(self.control, 1 << 20, 3)
        if not request:
            return self.kill()
        talk, status, control = descriptors
        task = json.loads(request)
        gc.freeze()  # pages of what is already there stay shared: the collector of a child does not touch them
        try:
            pid = os.fork()
        except OSError:  # no memory, no process left: whoever asked sees a dead child, the others live on
            for descriptor in descriptors:
                os.close(descriptor)
            return None
        if pid == 0:
            self.become(talk, status, control, task)
        self.children[pid], self.askers[pid] = status, task["asker"]
        os.close(talk)
        os.close(control)
        return None

    def become(self, talk: int, status: int, control: int, task: dict[str, Any]) -> None:
        """The child: nothing of the template is left open, nothing random is shared with its brothers."""
        code = 1
        try:
            os.setpgid(0, 0)
            _die_with_parent()
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGCHLD, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL if number == signal.SIGCHLD else signal.default_int_handler)
            for descriptor in (self.lifeline, self.wake_read, self.wake_write, status, *self.children.values()):
                os.close(descriptor)
            self.control.close()
            fork.adopt(control)
            _reseed()
            os.environ.update(task.get("environment", {}))
            if task.get("folder"):
                os.chdir(task["folder"])
            _task(task["task"])(socket.socket(fileno=talk), task)
            code = 0
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 1
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            with contextlib.suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)

    def reap(self) -> None:
        os.read(self.wake_read, 4096)
        while self.children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            self.kill(asked_by=pid)
            self.askers.pop(pid, None)
            descriptor = self.children.pop(pid, None)
            if descriptor is not None:
                with contextlib.suppress(OSError):
                    os.write(descriptor, json.dumps(os.waitstatus_to_exitcode(status)).encode())
                os.close(descriptor)

    def kill(self, asked_by: int | None = None) -> None:
        """End the children of one asker, or all."""
        for pid in self.children:
            if asked_by in (None, self.askers[pid]):
                with contextlib.suppress(OSError):
                    os.killpg(pid, signal.SIGKILL)


def _as_a_kernel_starts() -> None:
    """What ipykernel sets before the first cell: the folder of the notebook is searched, figures go inline."""
    own = str(Path(__file__).resolve().parents[2])
    sys.path.remove(own)  # put first by the starter, so that both run the same code
    packages = next((at for at, entry in enumerate(sys.path) if "site-packages" in entry), len(sys.path))
    sys.path.insert(packages, "")
    if own not in sys.path:
        sys.path.append(own)
    sys.argv = [sys.argv[0]]
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")


def _warm(module: str) -> None:
    """Import a module, or build the shell; what cannot be imported will be missed by the notebook that needs it.

    Whatever goes wrong, the template must not die: every notebook under way would die with it.
    """
    name, _, function = module.partition(":")
    with contextlib.suppress(Exception), light.without():  # a notebook may want them
        imported = importlib.import_module(name)
        if function:
            getattr(imported, function)()


def _task(name: str) -> Task:
    module, _, function = TASKS[name].partition(":")
    found: Task = getattr(importlib.import_module(module), function)
    return found


def _die_with_parent() -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def _reseed() -> None:
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
