"""What a disk refuses, said in the analyst's words."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from nec_analysis.errors import FAILED, NecError

_REFUSALS = {
    errno.ENOSPC: ("disk-full", "disque plein", "libérer de la place puis relancer : le dernier rapport est intact"),
    errno.EDQUOT: ("disk-full", "quota de disque dépassé", "libérer de la place puis relancer"),
    errno.EROFS: ("read-only", "dossier en lecture seule", "choisir un dossier où écrire, ou en changer les droits"),
    errno.EACCES: ("read-only", "écriture refusée dans ce dossier", "vérifier les droits : ls -ld <dossier>"),
    errno.EPERM: ("read-only", "écriture refusée dans ce dossier", "vérifier les droits : ls -ld <dossier>"),
}


@contextmanager
def speaking(place: str) -> Iterator[None]:
    """Turn what the system refuses inside the block into a refusal that names the place."""
    try:
        yield
    except OSError as error:
        known = refusal(error, place)
        if known is None:
            raise
        raise known from None


def refusal(error: OSError, place: str) -> NecError | None:
    """The refusal an error of the system stands for, or None when it stands for something else."""
    if error.errno not in _REFUSALS:
        return None
    code, cause, remedy = _REFUSALS[error.errno]
    where = str(error.filename or "") or place
    return NecError(code, where, cause, remedy, exit_code=FAILED)
