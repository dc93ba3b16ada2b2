"""A recode of the card that moved nobody, as it is refused."""

from __future__ import annotations

from nec_analysis.errors import NecError


def unmoved(card: str, name: str, text: str, cause: str) -> NecError:
    """The refusal of a text that nobody wrote; `card` says which, `name` the question or the column it is recoded in."""
    return NecError(
        "recode-moved-nobody",
        f"{card} [export.recodes.{name}] « {text} »",
        cause,
        "Retirez la ligne, ou corrigez le texte (casse et accents ne comptent pas, les mots si).",
    )
