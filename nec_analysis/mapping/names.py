"""Every name the catalogue knows for a question, its choices, its items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nec_analysis.cards import Catalogue
from nec_analysis.french.matching import normal

LANGUAGES = ("fr", "en", "de", "es", "it")

Names = Mapping[str, frozenset[str]]
"""By code, every normal form under which a choice or item is known."""

Stanza = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """What the catalogue knows of a question: its wordings, the names of its choices and items, what a bare yes means.

    `direction`: for a question that can be put both ways, the code of "yes" by the words that turn it.
    """

    wordings: frozenset[str]
    choices: Names
    items: Names
    direction: Mapping[str, tuple[str, ...]]

    @cached_property
    def called(self) -> Mapping[str, str]:
        """The choice of each normal form."""
        found: dict[str, str] = {}
        for code, spellings in self.choices.items():
            for spelling in sorted(spellings):
                found.setdefault(spelling, code)
        return found


def known(stanza: Stanza, catalogue: Catalogue) -> Known:
    """The names of a stanza of questions.toml or of a card."""
    scale = catalogue.scales.get(stanza.get("scale", ""), {})
    special = catalogue.scales.get("special", {}).get("choices", {})
    choices = {**scale.get("choices", {}), **stanza.get("choices", {})}
    bare = [code for code in choices if code in special and not choices[code].get("like")]
    choices |= {code: special[code] for code in (*stanza.get("also", ()), *bare)}
    family = [s for s in catalogue.scales.values() if s.get("family") == scale.get("family") and scale]
    return Known(
        wordings=frozenset(_spellings({**stanza.get("label", {}), "like": stanza.get("like", ())})),
        choices=_names(choices, family),
        items=_names(stanza.get("items", {}), []),
        direction={code: tuple(words) for code, words in stanza.get("direction", {}).items()},
    )


def code_of(code: str, labels: Iterable[str], names: Names) -> str:
    """The catalogue's code of a local choice or item, by its label first, then by its own code; "" when unknown."""
    for label in labels:
        for name, spellings in names.items():
            if normal(label) in spellings:
                return name
    return code if code in names else ""


def turned(text: str, direction: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """What "yes" and "no" mean to a question of this wording: {"yes": code, "no": code}, {} when it does not tell.

    >>> turned("Est-ce votre première fois ?", {"first": ("première",), "returning": ("déjà",)})
    {'yes': 'first', 'no': 'returning'}
    """
    words = normal(text)
    meant = [
        code for code, cues in direction.items() if any(re.search(rf"\b{re.escape(normal(c))}\b", words) for c in cues)
    ]
    others = [code for code in direction if code not in meant]
    return {"yes": meant[0], "no": others[0]} if len(meant) == len(others) == 1 else {}


def _names(entries: Mapping[str, Stanza], family: Iterable[Stanza]) -> Names:
    """Spellings by code; scales of one family lend each other the spellings of their common points."""
    found: dict[str, set[str]] = {code: _spellings(entry) for code, entry in entries.items()}
    for scale in family:
        for code, entry in scale["choices"].items():
            if code in found:
                found[code] |= _spellings(entry)
    return {code: frozenset(names) for code, names in found.items()}


def _spellings(entry: Stanza) -> set[str]:
    texts = [entry[language] for language in LANGUAGES if language in entry]
    return {normal(text) for text in (*texts, *entry.get("like", ()))}
