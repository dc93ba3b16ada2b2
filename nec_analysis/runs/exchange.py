"""Two folders trade names in one step, so that a reader sees the old one or the new one."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

_AT_FDCWD = -100
_EXCHANGE = 2
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV}
ASIDE = ".previous-"


def exchanged(new: Path, target: Path) -> None:
    """Put `new` where `target` is; afterwards `new` holds the former content, or is gone when there was none.

    Linux: renameat2(2) with RENAME_EXCHANGE. Elsewhere two renames, which `recovered` completes after a crash.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        new.rename(target)
    elif not _swapped(new, target):
        _renamed_twice(new, target)
    flush_folder(target.parent)


def recovered(target: Path) -> bool:
    """Undo the first of two renames when the second never came. True when something had to be done."""
    aside = _aside(target)
    if not aside.exists():
        return False
    if target.exists():
        return False
    aside.rename(target)
    return True


def leftover(target: Path) -> Path:
    """Where the fallback puts the former content for a moment."""
    return _aside(target)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder outlive a power cut (nothing to do where folders cannot be opened)."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _aside(target: Path) -> Path:
    return target.with_name(ASIDE + target.name)


def _renamed_twice(new: Path, target: Path) -> None:
    aside = _aside(target)
    target.rename(aside)
    new.rename(target)
    aside.rename(new)


def _swapped(new: Path, target: Path) -> bool:
    call = _renameat2()
    if call is None:
        return False
    if call(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(target), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), str(target))


@cache
def _renameat2() -> Any:
    if not sys.platform.startswith("linux"):
        return None
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return None
    call.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
    call.restype = ctypes.c_int
    return call
