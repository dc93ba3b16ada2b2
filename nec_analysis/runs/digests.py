"""The sha256 of files, without reading again those that have not moved since."""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path

from nec_analysis.runs import manifest

_SETTLED_NS = 50_000_000
"""A file written less than this before it was hashed may be written again with the same date (as git's racy entries)."""

Mark = tuple[int, int, int, int]
"""Size, modification and change dates in nanoseconds, inode: when all stay, so does the content."""


class Digests:
    """Remembers digests in a file. What decides is always the content: dates only tell that reading again is useless."""

    def __init__(self, memory: Path) -> None:
        self._memory = memory
        self._known = _read(memory)
        self._used: dict[str, tuple[Mark, str]] = {}
        self._changed = False

    def sha256(self, path: Path | str) -> str:
        """The sha256 of a file, "" when there is none."""
        name = os.fspath(path)
        if name in self._used:
            return self._used[name][1]
        try:
            mark = _mark(name)
        except OSError:
            return ""
        known = self._known.get(name)
        if known is not None and known[0] == mark:
            self._used[name] = known
            return known[1]
        now = time.time_ns()
        try:
            digest = manifest.sha256(Path(name))
        except OSError:
            return ""
        if max(mark[1], mark[2]) < now - _SETTLED_NS:
            self._used[name] = (mark, digest)
            self._changed = True
        return digest

    def names(self, folder: Path | str) -> str:
        """A digest of what a folder holds, by name."""
        try:
            return of_text("\n".join(sorted(path.name for path in Path(folder).iterdir() if path.name[0] != ".")))
        except OSError:
            return ""

    def forget(self, folder: Path) -> None:
        """Look at the files of that folder again: they were written meanwhile."""
        under = f"{folder}{os.sep}"
        self._used = {name: known for name, known in self._used.items() if not name.startswith(under)}

    def remember(self) -> None:
        """Write what was learnt, for the next run. A memory that cannot be written costs time, nothing else."""
        if not self._changed and len(self._used) == len(self._known):
            return
        draft = self._memory.with_suffix(".draft")
        try:
            self._memory.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps(self._used), encoding="utf-8")
            draft.replace(self._memory)
        except OSError:
            draft.unlink(missing_ok=True)


def of_text(text: str) -> str:
    """The sha256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _mark(name: str) -> Mark:
    seen = os.stat(name)  # noqa: PTH116  # half the cost of a Path, for thousands of files
    return seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino


def _read(memory: Path) -> dict[str, tuple[Mark, str]]:
    try:
        content = json.loads(memory.read_text(encoding="utf-8"))
        return {name: (tuple(mark), digest) for name, (mark, digest) in content.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
