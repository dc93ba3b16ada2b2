"""One run at a time for an edition."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nec_analysis.errors import DECISION, NecError

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(edition: str, folder: Path) -> Iterator[None]:
    """Hold the edition while the block runs; the system lets go of it if the process dies.

    The lock lives on the open file, so the file itself stays: removing it would let two runs hold two different files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{edition}.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _take(descriptor)
        except OSError:
            raise _held(edition, path) from None
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)


def _held(edition: str, path: Path) -> NecError:
    pid = path.read_text(encoding="ascii", errors="replace").strip() or "inconnu"
    return NecError(
        "edition-locked",
        edition,
        f"édition {edition} verrouillée par pid {pid} : un autre calcul est en cours",
        f"attendre qu’il finisse, ou l’arrêter : kill {pid}",
        exit_code=DECISION,
    )
