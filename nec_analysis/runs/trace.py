"""What a process read: the modules of the package it imported, the files of the project it opened, folders it listed."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[1]
_WRITING = os.O_WRONLY | os.O_RDWR
_LISTING = ("os.listdir", "os.scandir")


@dataclass(frozen=True, slots=True)
class Trace:
    """Absolute paths, sorted. A file that was asked for and did not exist is listed too: its coming would change things."""

    modules: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Trace:
        """The trace a process told."""
        return cls(tuple(told["modules"]), tuple(told["files"]), tuple(told["folders"]))

    def __or__(self, other: Trace) -> Trace:
        """Everything either process read."""
        return Trace(
            _union(self.modules, other.modules), _union(self.files, other.files), _union(self.folders, other.folders)
        )


class Recorder:
    """Listens to the audit events of this process from its making on. Python has no way to stop listening."""

    def __init__(self) -> None:
        self._opened: set[str] = set()
        self._listed: set[str] = set()
        sys.addaudithook(self._hear)

    def told(self) -> dict[str, list[str]]:
        """What was read so far, ready for JSON."""
        own = f"{PACKAGE}{os.sep}"  # of two thousand modules: Paths would take a tenth of a second
        modules = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
        return {
            "modules": sorted({path for path in modules if path and path.startswith(own)}),
            "files": sorted(self._opened),
            "folders": sorted(self._listed),
        }

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if (
                isinstance(path, str)
                and not (isinstance(flags, int) and flags & _WRITING)
                and "__pycache__" not in path
            ):
                self._opened.add(os.path.abspath(path))  # noqa: PTH100  # no link is followed: the name counts
        elif event in _LISTING and isinstance(arguments[0], str):
            self._listed.add(os.path.abspath(arguments[0]))  # noqa: PTH100


def _union(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*one, *other}))
