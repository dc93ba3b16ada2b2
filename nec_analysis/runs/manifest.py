"""The list of what a folder publishes, with the sha256 of every file, written last: no manifest, no report."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MANIFEST = "MANIFEST.json"
JOURNAL = "journal.json"
OUTSIDE = (MANIFEST, JOURNAL)


def sha256(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def listed(folder: Path) -> tuple[Path, ...]:
    """Every file under a folder, in the order of their relative names."""
    found = (Path(base) / name for base, _, names in os.walk(folder) for name in names)
    return tuple(sorted(found, key=lambda path: path.relative_to(folder).as_posix()))


def digests(folder: Path) -> dict[str, str]:
    """The sha256 of every published file by its relative name."""
    names = ((path.relative_to(folder).as_posix(), path) for path in listed(folder))
    return {name: sha256(path) for name, path in names if name not in OUTSIDE}


def written(folder: Path, edition: str) -> Path:
    """Write the manifest of a folder that is otherwise complete."""
    return write_json(folder / MANIFEST, {"edition": edition, "files": digests(folder)})


def read(folder: Path) -> dict[str, str] | None:
    """The sha256 a folder promises by relative name, or None when it has no readable manifest."""
    try:
        files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return files if isinstance(files, dict) else None


def write_json(path: Path, content: Mapping[str, Any]) -> Path:
    """Write JSON that a person can read and that two runs write alike."""
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
