"""Functions of this room called for many parts at a time: in processes of their own, or by the workers of a cluster."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from nec_analysis.errors import FAILED, NecError

CLUSTER = "NEC_CLUSTER"
"""The environment variable with the address of the Dask scheduler whose workers see the project's folder."""

RETRIES = 2
"""Times a part is done again elsewhere when its worker dies."""

Task = dict[str, Any]
Each = Callable[[str, Sequence[Task]], list[Any]]
"""Calls a function (`module:name`) once for each set of arguments that JSON can hold; results in order."""


@contextmanager
def pool(jobs: int, folder: Path) -> Iterator[Each]:
    """The workers of the cluster when all of them see the folder, else `jobs` processes, this one alone for one job."""
    with ExitStack() as stack:
        each = stack.enter_context(_cluster(os.environ[CLUSTER], folder)) if os.environ.get(CLUSTER) else None
        if each is None and jobs > 1:
            each = stack.enter_context(_processes(jobs))
        yield each or (lambda function, tasks: [called(function, task) for task in tasks])


def called(function: str, task: Task) -> Any:
    """Call a function by its name."""
    module, _, name = function.partition(":")
    return getattr(importlib.import_module(module), name)(**task)


@contextmanager
def _cluster(address: str, folder: Path) -> Iterator[Each | None]:
    try:
        from distributed import Client
    except ImportError:
        raise NecError(
            "extra-missing", CLUSTER, "Dask n’est pas installé", 'pip install "nec-analysis[dask]"', exit_code=FAILED
        ) from None

    def each(function: str, tasks: Sequence[Task]) -> list[Any]:
        asked = [client.submit(called, function, task, pure=False, retries=RETRIES) for task in tasks]
        return list(client.gather(asked))

    with Client(address, timeout=10, set_as_default=False) as client:
        told = client.run(os.path.isdir, str(folder))
        yield each if told and all(told.values()) else None


@contextmanager
def _processes(jobs: int) -> Iterator[Each]:
    """Processes that end with this one: they read their tasks from a pipe."""
    idle: SimpleQueue[_Worker] = SimpleQueue()
    workers = [_Worker() for _ in range(jobs)]
    for worker in workers:
        idle.put(worker)

    def one(function: str, task: Task) -> Any:
        worker = idle.get()
        try:
            return worker.call(function, task)
        finally:
            idle.put(worker)

    with ThreadPoolExecutor(jobs) as threads:
        try:
            yield lambda function, tasks: list(threads.map(lambda task: one(function, task), tasks))
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            for worker in workers:
                worker.end()


class _Worker:
    """A process that does one task after another."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "nec_analysis.phases.parts.worker"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def call(self, function: str, task: Task) -> Any:
        """The result of a function. Raises the NecError it raised, or one that says how the process died."""
        given, told = self.process.stdin, self.process.stdout
        assert given is not None
        assert told is not None
        line = b""
        try:
            given.write(json.dumps([function, task]).encode() + b"\n")
            given.flush()
            line = told.readline()
        except BrokenPipeError:
            pass
        if not line.endswith(b"\n"):
            raise NecError(
                "process-dead",
                "lecture par parties",
                f"le processus est mort (code {self.process.wait()})",
                "libérer de la mémoire puis relancer",
                exit_code=FAILED,
            )
        said = json.loads(line)
        if "error" in said:
            *words, code = said["error"]
            raise NecError(*words, exit_code=code)
        return said["result"]

    def end(self) -> None:
        """End the process: what it was doing is of no use any more."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
