"""A function of the suite called in a forked process: memory, threads or a crash stay there."""

from __future__ import annotations

import importlib
import json
import os
import socket
from collections.abc import Callable
from typing import Any

from nec_analysis.errors import FAILED, NecError
from nec_analysis.runs import fork, unexpected
from nec_analysis.runs.trace import Recorder, Trace


def answer(talk: socket.socket, task: dict[str, Any]) -> None:
    """In the fork: call the function, say what came out and what was read."""
    recorder = Recorder()
    said: dict[str, Any] = {"result": None}
    try:
        said["result"] = _named(task["function"])(**task["arguments"])
    except NecError as error:
        said["error"] = [error.code, error.place, error.cause, error.remedy, error.exit_code]
    except OSError as error:
        said["refused"] = [error.errno, str(error.filename or "")]
    except Exception as error:
        said["failed"] = unexpected.told(error)
    said["trace"] = recorder.told()
    talk.sendall(json.dumps(said).encode() + b"\n")


def call(function: str, *, place: str, **arguments: Any) -> tuple[Any, Trace]:
    """Call `module:function` in a fork, with arguments that JSON can hold. Gives its result with its trace.

    Raises the NecError or OSError it raised, and a NecError naming `place` when it failed otherwise or died.
    """
    with fork.forked({"task": "call", "function": function, "arguments": arguments}) as child:
        said = child.hear()
        if said is None:
            raise NecError(
                "process-dead",
                place,
                f"le processus est mort ({child.ended()})",
                "libérer de la mémoire puis relancer",
                exit_code=FAILED,
            )
    if "error" in said:
        code, place, cause, remedy, exit_code = said["error"]
        raise NecError(code, place, cause, remedy, exit_code=exit_code)
    if "failed" in said:
        raise unexpected.refusal("call-failed", place, said["failed"])
    if "refused" in said:
        number, name = said["refused"]
        raise OSError(number, os.strerror(number), name)
    return said["result"], Trace.of(said["trace"])


def _named(function: str) -> Callable[..., Any]:
    module, _, name = function.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found
