"""The raw file is the one the card describes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from nec_analysis.cards.files import paths
from nec_analysis.cards.suggest import nearest
from nec_analysis.errors import NecError
from nec_analysis.model import Edition, ExportCard
from nec_analysis.privacy.retention import allowed


def file_of(edition: Edition, card: ExportCard) -> Path:
    """The path of an export of one file, checked against its fingerprint. Raises NecError as `files_of` does."""
    found = files_of(edition, card)
    if len(found) == 1:
        return found[0]
    raise NecError(
        "file-several",
        f"data/raw/{edition.id}/{card.file}",
        f"{len(found)} fichiers : seule une enquête peut être en plusieurs parties.",
        "Nommez un fichier : un [[export]] pour chacun.",
    )


def files_of(edition: Edition, card: ExportCard) -> tuple[Path, ...]:
    """The files of an export, checked against their fingerprint.

    The card names a file, several in a list, a folder, or a pattern ("satisfaction-*.csv"). Raises NecError when there is none (exit 4 when
    it was purged), or when they are not those whose sha256 the card holds.
    """
    folder = Path(edition.folder)
    place = f"data/raw/{edition.id}/{card.file}"
    found = paths(folder, card.file)
    if not found:
        allowed(edition)
        near = nearest(card.file, [p.name for p in folder.iterdir() if p.is_file()])
        remedy = f"Vouliez-vous dire : {near} ?" if near else f"Déposez le fichier dans data/raw/{edition.id}/."
        raise NecError("file-missing", place, "ce fichier n'existe pas.", remedy)
    if card.sha256:
        as_described(edition, card, fingerprint(found))
    return found


def as_described(edition: Edition, card: ExportCard, given: str) -> None:
    """Raises NecError when the fingerprint of an export is not the one that its card holds, if it holds one."""
    if card.sha256 and given != card.sha256:
        raise NecError(
            "file-changed",
            f"data/raw/{edition.id}/{card.file}",
            f"le fichier n'est pas celui de la fiche (sha256 {given[:12]}… au lieu de {card.sha256[:12]}…).",
            f'Remettez le bon fichier ou, si le nouveau est voulu, écrivez dans la fiche : sha256 = "{given}"',
        )


def fingerprint(files: Sequence[Path]) -> str:
    """The sha256 of a file; of several, that of what `sha256sum` says of them: `cd <folder>; sha256sum * | sha256sum`."""
    if len(files) == 1:
        return sha256(files[0])
    said = "".join(f"{sha256(path)}  {path.name}\n" for path in files)
    return hashlib.sha256(said.encode()).hexdigest()


def sha256(path: Path) -> str:
    """The fingerprint of a file, computed once as long as the file is not touched."""
    told = path.stat()
    return _digest(path, told.st_size, told.st_mtime_ns)


@lru_cache(maxsize=4096)
def _digest(path: Path, size: int, changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def rows_as_declared(edition: Edition, card: ExportCard, read: int) -> None:
    """Raises NecError when the export holds another number of rows than the card declares: it may have been cut."""
    if card.rows is not None and card.rows != read:
        raise NecError(
            "rows-count",
            f"data/raw/{edition.id}/{card.file}",
            f"{read} lignes lues, {card.rows} déclarées dans la fiche : le fichier est peut-être coupé.",
            f"Exportez à nouveau, ou corrigez la fiche : rows = {read}",
        )
