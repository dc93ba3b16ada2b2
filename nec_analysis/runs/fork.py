"""Asking for forks of a warm process."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from nec_analysis.runs.trace import PACKAGE

SHELL = "nec_analysis.runs.shell:ready"
FIRST = ("numpy", "pandas", "pyarrow.parquet")
"""What every phase needs: imported before the first fork, which would import them once more by itself."""
LIBRARIES = (*FIRST, "scipy.special")
"""What most phases need: the rest is imported while the first one works."""

ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
"""A process with threads cannot be forked safely; the same sum on one thread has the same bytes on all machines."""

_START = """
import sys
sys.path.insert(0, sys.argv[1])
from nec_analysis.runs.template import main
main(sys.argv[2:])
"""


class ForkFailed(RuntimeError):
    """The template process is gone."""


def available() -> bool:
    """Whether this system can fork a process that has loaded graphics and number libraries. macOS cannot, safely."""
    return sys.platform == "linux"


class Fork:
    """One child: a conversation in lines of JSON, then an exit status."""

    def __init__(self, talk: socket.socket, status: int) -> None:
        self.talk = talk
        self._status = status
        self._lines = talk.makefile("rb")
        self._code: int | None = None

    def say(self, message: dict[str, Any]) -> None:
        """Send one message. Raises OSError when the child is dead."""
        self.talk.sendall(json.dumps(message).encode() + b"\n")

    def hear(self, seconds: float | None = None) -> dict[str, Any] | None:
        """The next message, or None when the child is dead. Raises TimeoutError."""
        self.talk.settimeout(seconds)
        try:
            line = self._lines.readline()
        except ConnectionResetError:
            return None
        return json.loads(line) if line.endswith(b"\n") else None

    def ended(self) -> str:
        """How the child ended, in the words of the system: an exit code or the name of a signal. Waits for it."""
        code = self.code(wait=True) or 0
        return f"exit code {code}" if code >= 0 else signal.Signals(-code).name

    def code(self, *, wait: bool = False) -> int | None:
        """The exit code, negative for a signal; None as long as the child runs."""
        if self._code is None and (wait or select.select([self._status], [], [], 0)[0]):
            told = os.read(self._status, 64)
            self._code = int(told) if told else -signal.SIGKILL  # the template is dead: so is the child
        return self._code

    def hang_up(self) -> None:
        """End the conversation: a child that wants to speak or hear ends too."""
        self._lines.close()
        self.talk.close()

    def close(self) -> None:
        """Hang up, and let go of the exit status."""
        self.hang_up()
        os.close(self._status)


class Asker:
    """Asks a template for forks."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control

    def fork(self, task: dict[str, Any]) -> Fork:
        """A child of the template that does this task. Raises ForkFailed."""
        request = json.dumps({**task, "asker": os.getpid()}).encode()  # before anything is open
        ours, theirs = socket.socketpair()
        read, write = os.pipe()
        try:
            socket.send_fds(self._control, [request], [theirs.fileno(), write, self._control.fileno()])
        except OSError as error:
            ours.close()
            os.close(read)
            raise ForkFailed(str(error)) from None
        finally:
            theirs.close()
            os.close(write)
        return Fork(ours, read)

    def alive(self) -> bool:
        """Whether forks can be asked for. In a fork of the template: as long as it lives."""
        return True

    def close(self) -> None:
        """Stop asking."""
        self._control.close()


class Template(Asker):
    """A running template process. Children die with it, it dies with the process that made this object."""

    def __init__(self, libraries: Sequence[str] = LIBRARIES, *, shell: bool = True) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        super().__init__(ours)
        read, self._lifeline = os.pipe()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  # open as long as the process
        modules = [SHELL, *libraries] if shell else list(libraries)
        command = [sys.executable, "-P", "-c", _START, str(PACKAGE.parent), str(theirs.fileno()), str(read), *modules]
        with theirs:
            self._process = subprocess.Popen(
                command,
                pass_fds=(theirs.fileno(), read),
                stdin=subprocess.DEVNULL,
                stdout=self._said,
                stderr=self._said,
                env={**os.environ, **ONE_THREAD},
                start_new_session=True,
            )
        os.close(read)

    @property
    def pid(self) -> int:
        """The template's process id."""
        return self._process.pid

    def said(self) -> str:
        """What the template wrote to its standard streams: empty unless something is wrong."""
        size = os.fstat(self._said.fileno()).st_size
        return os.pread(self._said.fileno(), 4000, max(size - 4000, 0)).decode("utf-8", "replace")

    def alive(self) -> bool:
        """Whether forks can be asked for."""
        return self._process.poll() is None

    def close(self) -> None:
        """Let go: the template kills its children, then ends."""
        super().close()
        with contextlib.suppress(OSError):
            os.close(self._lifeline)
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._said.close()


_shared: Asker | None = None
_stopped = False
_guard = threading.Lock()


def template(libraries: Sequence[str] = LIBRARIES, *, shell: bool = True) -> Asker:
    """The template of this process, started when first asked for.

    `libraries` are imported then, the most urgent first; `shell` is built for notebooks, kernels have their own.
    """
    global _shared
    with _guard:
        if _stopped:
            raise ForkFailed("interrupted")
        if _shared is not None and not _shared.alive():
            _shared.close()
            _shared = None
        if _shared is None:
            _shared = Template(libraries, shell=shell)
        return _shared


def adopt(control: int) -> None:
    """In a fork of a template: ask the same template."""
    global _shared
    _shared = Asker(socket.socket(fileno=control))


atexit.register(lambda: stop())


def close() -> None:
    """End the template of this process, with every fork of it."""
    global _shared
    with _guard:
        if _shared is not None:
            _shared.close()
        _shared = None


def stop() -> None:
    """End every fork, and start none: a thread that was about to ask for one when somebody said stop gets none.

    Of an interpreter that is leaving, the threads are frozen, maybe with the guard in hand; what is forked ends with it.
    """
    global _stopped
    if sys.is_finalizing():
        return
    with _guard:
        _stopped = True
    close()


def resume() -> None:
    """Forks may be asked for again."""
    global _stopped
    _stopped = False


@contextlib.contextmanager
def forked(task: dict[str, Any]) -> Iterator[Fork]:
    """A child for the length of the block. A template that died meanwhile is started again, once."""
    try:
        child = template().fork(task)
    except ForkFailed:
        close()
        child = template().fork(task)
    try:
        yield child
    finally:
        child.close()
