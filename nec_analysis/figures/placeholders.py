"""Placeholders of prose: `{reference_event}` becomes what the register prints."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.errors import NecError
from nec_analysis.model import Figure

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def names(text: str) -> tuple[str, ...]:
    """The figures a text asks for, in order.

    >>> names("Pour {reference_event} des {registered} personnes")
    ('reference_event', 'registered')
    """
    return tuple(PLACEHOLDER.findall(text))


def filled(text: str, figures: Iterable[Figure], place: str = "") -> str:
    """The text with every placeholder replaced. Raises NecError for one that the register does not hold."""
    shown = {figure.id: figure.display for figure in figures}

    def put(found: re.Match[str]) -> str:
        if found[1] not in shown:
            raise NecError(
                "placeholder-unknown",
                place,
                f"aucun chiffre ne s'appelle « {found[1]} ».",
                did_you_mean(found[1], shown),
            )
        return shown[found[1]]

    return PLACEHOLDER.sub(put, text)
