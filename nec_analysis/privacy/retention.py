"""Until when the exports of an edition may be kept."""

from __future__ import annotations

import datetime
from pathlib import Path

from nec_analysis.errors import PRIVACY, NecError
from nec_analysis.french.dates import day as said
from nec_analysis.model import Edition

PROOF = "purge.json"
"""Beside the card of an edition whose exports were deleted."""
SOON = 30
"""Days before the end in which an analyst is reminded of it."""


def ended(edition: Edition, today: datetime.date | None = None) -> bool:
    """Whether the last day of the exports is over."""
    until = edition.privacy.keep_until
    return bool(until) and until < (today or datetime.date.today()).isoformat()


def purged(edition: Edition) -> bool:
    """Whether the exports were deleted by `nec purge`."""
    return bool(edition.folder) and (Path(edition.folder) / PROOF).is_file()


def allowed(edition: Edition, today: datetime.date | None = None) -> None:
    """Raises NecError (exit 4) when the exports may not be read any more, or were deleted."""
    if purged(edition):
        raise NecError(
            "purged",
            f"data/raw/{edition.id}/{PROOF}",
            "les exports de cette édition ont été effacés ; son bilan publié reste.",
            f"nec explain {edition.id} lit encore le registre publié.",
            exit_code=PRIVACY,
        )
    if ended(edition, today):
        raise NecError(
            "retention-over",
            f"data/raw/{edition.id}/edition.toml [privacy]",
            f"les exports ne devaient être gardés que jusqu'au {said(edition.privacy.keep_until)}.{_asked(edition)}",
            f"nec purge {edition.id}   (ou, si une autre date a été décidée, corrigez keep_until)",
            exit_code=PRIVACY,
        )


def reminder(edition: Edition, today: datetime.date | None = None) -> str:
    """What an analyst must know of the end of the exports: that it is over, near, or that nobody said when; else ""."""
    if purged(edition):
        return ""
    until, now = edition.privacy.keep_until, today or datetime.date.today()
    if ended(edition, now):
        return f"{edition.id} : les exports devaient être effacés après le {said(until)} → nec purge {edition.id}"
    if until:
        left = (datetime.date.fromisoformat(until) - now).days
        near = f"{edition.id} : les exports sont à effacer dans {left} jours, après le {said(until)}"
        return near if left <= SOON else ""
    if edition.synthetic or not edition.exports:
        return ""
    return f"{edition.id} : la fiche ne dit pas jusqu'à quand garder les exports → [privacy] keep_until = AAAA-MM-JJ"


def _asked(edition: Edition) -> str:
    return f" Personne à prévenir : {edition.privacy.in_charge}." if edition.privacy.in_charge else ""
