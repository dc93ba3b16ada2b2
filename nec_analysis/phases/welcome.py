"""00_welcome: which editions there are, what a card declares."""

from __future__ import annotations

from pathlib import Path

from nec_analysis.cards import edition as card_of
from nec_analysis.cards import editions as ids
from nec_analysis.errors import NecError
from nec_analysis.model import Edition

EDITIONS = ("édition", "nom", "exports", "bilan publié")
EXPORTS = ("rôle", "outil", "fichier", "lignes déclarées", "empreinte")


def editions(root: Path) -> list[list[str]]:
    """One row an edition: its id, its name, how many exports, whether a report is published."""
    return [_edition(id, root) for id in ids(root)]


def _edition(id: str, root: Path) -> list[str]:
    published = "oui" if (root / "reports" / id / "MANIFEST.json").is_file() else "non"
    try:
        card = card_of(id, root)
    except NecError as error:
        return [id, f"fiche à corriger : {error.cause}", "", published]
    return [id, card.label + (" (données inventées)" if card.synthetic else ""), str(len(card.exports)), published]


def exports(card: Edition) -> list[list[str]]:
    """One row an export of the card."""
    return [
        [e.role, e.tool or "à reconnaître", e.file, "" if e.rows is None else str(e.rows), e.sha256[:12]]
        for e in card.exports
    ]
