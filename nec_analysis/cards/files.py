"""The files that an export of a card names."""

from __future__ import annotations

from pathlib import Path

JOINED = " + "
"""Between the names of several files, as a card's list of them is kept and as their sources are told."""


def paths(folder: str | Path, name: str) -> tuple[Path, ...]:
    """The files there are, of a name, a list of names, a folder or a pattern; none where one of a list is missing.

    Those of a list come in its order, the others in the order of their names.
    """
    path = Path(folder) / name
    if path.is_file():
        return (path,)
    if JOINED in name:
        listed = tuple(Path(folder) / part for part in name.split(JOINED))
        return listed if all(part.is_file() for part in listed) else ()
    pattern = any(sign in name for sign in "*?[")
    within = path.iterdir() if path.is_dir() else Path(folder).glob(name) if pattern else ()
    return tuple(sorted(part for part in within if part.is_file() and not part.name.startswith((".", "_"))))
