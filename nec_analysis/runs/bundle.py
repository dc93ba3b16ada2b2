"""What an edition needs to run elsewhere, in one archive; what it gave, in another."""

from __future__ import annotations

import io
import tarfile
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from nec_analysis.errors import NecError
from nec_analysis.runs.inputs import LOCKS

MEMORY = "digests.json"
"""Dates of files of one machine: of no use on another."""


def needed(root: Path, edition: str) -> bytes:
    """The notebooks, the lock files, the raw folders of an edition with those of the editions before it."""
    paths = [root / "notebooks", *(root / name for name in (*LOCKS, "pyproject.toml"))]
    raw = [root / "data" / "raw" / name for name in _with_previous(root, edition)]
    return _packed(root, _files([*paths, *raw]))


def given(root: Path, edition: str) -> bytes:
    """The kept results of an edition: from them the report is published without running anything."""
    folder = root / "data" / "processed" / ".cache" / edition
    return _packed(root, (path for path in _files([folder]) if path.name != MEMORY))


def unpacked(archive: bytes, root: Path) -> None:
    """Write the files of an archive under a folder. Raises NecError for a name that would leave it."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        try:
            tar.extractall(root, filter="data")
        except tarfile.FilterError as error:
            raise NecError("archive-unsafe", str(error), "cette archive écrirait hors de son dossier") from None


def _with_previous(root: Path, edition: str) -> Iterator[str]:
    """The edition, then those its card compares it with, each once."""
    seen: set[str] = set()
    while edition and edition not in seen:
        seen.add(edition)
        yield edition
        try:
            card = tomllib.loads((root / "data" / "raw" / edition / "edition.toml").read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError):
            return  # the run will say it better
        edition = str(card.get("previous", ""))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from (found for found in sorted(path.rglob("*")) if found.is_file())


def _packed(root: Path, files: Iterable[Path]) -> bytes:
    """A tar archive without dates or owners, so that the same content has the same bytes."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for path in files:
            entry = tarfile.TarInfo(path.relative_to(root).as_posix())
            entry.size = path.stat().st_size
            with path.open("rb") as stream:
                tar.addfile(entry, stream)
    return out.getvalue()
