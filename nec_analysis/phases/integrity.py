"""The raw file is the one the card describes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from nec_analysis.cards.suggest import nearest
from nec_analysis.errors import NecError
from nec_analysis.model import Edition, ExportCard
from nec_analysis.privacy.retention import allowed

CHUNK = 1 << 20


def file_of(edition: Edition, card: ExportCard) -> Path:
    """The path of an export, checked against its fingerprint.

    Raises NecError when the file is missing (exit 4 when it was purged), or is not the one whose sha256 the card holds.
    """
    folder = Path(edition.folder)
    path = folder / card.file
    place = f"data/raw/{edition.id}/{card.file}"
    if not path.is_file():
        allowed(edition)
        near = nearest(card.file, [p.name for p in folder.iterdir() if p.is_file()])
        remedy = f"Vouliez-vous dire : {near} ?" if near else f"Déposez le fichier dans data/raw/{edition.id}/."
        raise NecError("file-missing", place, "ce fichier n'existe pas.", remedy)
    if card.sha256:
        found = sha256(path)
        if found != card.sha256:
            raise NecError(
                "file-changed",
                place,
                f"le fichier n'est pas celui de la fiche (sha256 {found[:12]}… au lieu de {card.sha256[:12]}…).",
                f'Remettez le bon fichier ou, si le nouveau est voulu, écrivez dans la fiche : sha256 = "{found}"',
            )
    return path


def sha256(path: Path) -> str:
    """The fingerprint of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def rows_as_declared(edition: Edition, card: ExportCard, read: int) -> None:
    """Raises NecError when the export holds another number of rows than the card declares: it may have been cut."""
    if card.rows is not None and card.rows != read:
        raise NecError(
            "rows-count",
            f"data/raw/{edition.id}/{card.file}",
            f"{read} lignes lues, {card.rows} déclarées dans la fiche : le fichier est peut-être coupé.",
            f"Exportez à nouveau, ou corrigez la fiche : rows = {read}",
        )
