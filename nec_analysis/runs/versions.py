"""Whether two machines would compute the same thing: code of the suite, Python, libraries of the lock file."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

from nec_analysis.runs.digests import of_text
from nec_analysis.runs.inputs import sources
from nec_analysis.runs.manifest import sha256
from nec_analysis.runs.trace import PACKAGE

_PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)==", re.MULTILINE)

CODE, PYTHON = "code de nec_analysis", "Python"


def locked(root: Path) -> tuple[str, ...]:
    """The libraries the exported lock file names."""
    path = root / "requirements.lock"
    return tuple(sorted(set(_PINNED.findall(path.read_text(encoding="utf-8"))))) if path.is_file() else ()


def here(names: Iterable[str]) -> dict[str, str]:
    """The versions of this process: its code and Python always, with the libraries of these names."""
    libraries = {name: _version(name) for name in names if name not in (CODE, PYTHON)}
    return {CODE: _code(), PYTHON: ".".join(map(str, sys.version_info[:2])), **libraries}


def differing(ours: Mapping[str, str], theirs: Mapping[str, str]) -> tuple[str, ...]:
    """What is not the same, as an analyst would say it."""
    return tuple(
        f"{name} {_short(theirs.get(name, ''))} là-bas, {_short(ours[name])} ici"
        for name in ours
        if ours[name] != theirs.get(name)
    )


def _code() -> str:
    return of_text("\n".join(f"{path.relative_to(PACKAGE).as_posix()} {sha256(path)}" for path in sources(PACKAGE)))


@cache  # a worker is asked at every edition
def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _short(version: str) -> str:
    return version[:12] or "absent"
