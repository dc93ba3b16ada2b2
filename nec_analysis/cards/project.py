"""Where the project's folders are."""

from __future__ import annotations

from pathlib import Path

from nec_analysis.errors import USAGE, NecError

MARKS = ("notebooks", "data/raw")


def project(root: str | Path = "") -> Path:
    """The project's folder: `root` when given, else the nearest folder above that holds `notebooks` and `data/raw`.

    Raises NecError (exit 2) where there is none.
    """
    start = Path(root).expanduser().resolve() if root else Path.cwd()
    if root:
        if start.is_dir():
            return start
        raise NecError("project-missing", str(root), "ce dossier n'existe pas.", exit_code=USAGE)
    for folder in (start, *start.parents, Path(__file__).resolve().parents[2]):
        if all((folder / mark).is_dir() for mark in MARKS):
            return folder
    raise NecError(
        "project-missing",
        str(start),
        "aucun projet nec_analysis ici : il faut un dossier qui contient notebooks/ et data/raw/.",
        "Placez-vous dans le dossier du projet, ou donnez-le : nec --root DOSSIER …",
        exit_code=USAGE,
    )
