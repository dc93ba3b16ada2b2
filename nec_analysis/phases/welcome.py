"""00_welcome: which editions there are, what a card declares."""

from __future__ import annotations

from pathlib import Path

from nec_analysis.cards import edition as card_of
from nec_analysis.cards import editions as ids
from nec_analysis.errors import NecError
from nec_analysis.french.numbers import number
from nec_analysis.french.phrases import phrase
from nec_analysis.model import Edition

EDITIONS = ("édition", "nom", "exports", "bilan publié")
EXPORTS = ("rôle", "outil", "fichier", "lignes déclarées", "empreinte")
ROLES = {
    "survey": "enquête",
    "registrations": "inscriptions",
    "attendance": "contrôle des entrées",
    "programme": "programme",
    "media": "médiathèque",
    "contacts": "base de contacts",
    "social": "réseaux sociaux",
    "streams": "diffusion en direct",
    "facts": "saisie de l'équipe",
}


def editions(root: Path, lang: str = "fr") -> list[list[str]]:
    """One row an edition: its id, its name, how many exports, whether a report is published."""
    return [_edition(id, root, lang) for id in ids(root)]


def _edition(id: str, root: Path, lang: str) -> list[str]:
    published = phrase("oui" if (root / "reports" / id / "MANIFEST.json").is_file() else "non", lang)
    try:
        card = card_of(id, root)
    except NecError as error:
        return [id, phrase("fiche à corriger : {cause}", lang, cause=error.cause), "", published]
    name = phrase("{edition} (données inventées)", lang, edition=card.label) if card.synthetic else card.label
    return [id, name, str(len(card.exports)), published]


def exports(card: Edition, lang: str = "fr") -> list[list[str]]:
    """One row an export of the card."""
    return [
        [
            phrase(ROLES.get(e.role, e.role), lang),
            e.tool or phrase("à reconnaître", lang),
            e.file,
            "" if e.rows is None else number(e.rows, lang=lang),
            e.sha256[:12],
        ]
        for e in card.exports
    ]
