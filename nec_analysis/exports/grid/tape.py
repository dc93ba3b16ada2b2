"""The bytes of a file block by block, fingerprinted on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

BLOCK = 1 << 22
"""Bytes taken at a time: memory stays flat on files of any size."""


class Tape:
    """A file read once from end to end. `sha256` and the `last` byte are known when all blocks have been taken.

    The next block is read and hashed while the present one is worked on.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._hash = hashlib.sha256()
        self.last = b""

    @property
    def sha256(self) -> str:
        """Fingerprint of what was read so far."""
        return self._hash.hexdigest()

    def blocks(self) -> Iterator[bytes]:
        """The bytes, in order."""
        with self._path.open("rb") as file, ThreadPoolExecutor(1) as ahead:
            coming = ahead.submit(self._next, file)
            while block := coming.result():
                coming = ahead.submit(self._next, file)
                yield block

    def _next(self, file: BinaryIO) -> bytes:
        block = file.read(BLOCK)
        self._hash.update(block)
        self.last = block[-1:] or self.last
        return block
