"""Stanzas of questions, in the catalogue or in a card, as the nouns of the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.cards.toml import known_keys, shaped, texts
from nec_analysis.errors import NecError
from nec_analysis.model import Choice, Item, Question

KINDS = ("single", "scale", "yes_no", "nps", "numeric", "multiple", "grid", "ranking", "text", "date", "other")
SHAPES: Mapping[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("label", "choices", "items", "direction"), Mapping),
    **dict.fromkeys(("kind", "scale", "unit", "sensitive", "shown_if", "keep"), str),
    **dict.fromkeys(("also", "like", "doubts", "columns"), (list, tuple)),
    **dict.fromkeys(("minimum", "maximum"), (int, float)),
}
ENTRY_KEYS = ("fr", "en", "de", "es", "it", "like", "role", "point")
LANGUAGES = ("fr", "en", "de", "es", "it")

Stanza = Mapping[str, Any]


def question(id: str, stanza: Stanza, scales: Mapping[str, Stanza], place: str) -> Question:
    """The question a stanza defines. Raises NecError for an unknown key, kind or scale."""
    shaped(stanza, SHAPES, place)
    kind = stanza.get("kind", "")
    if kind not in KINDS:
        raise NecError(
            "kind-unknown", place, f"le genre de question « {kind} » est inconnu.", did_you_mean(kind, KINDS)
        )
    choices = _choices(stanza, scales, place)
    return Question(
        id=id,
        kind=kind,
        text=texts(stanza, "label", place),
        choices=choices,
        items=_items(stanza.get("items", {}), place),
        scale=stanza.get("scale", ""),
        has_other=any(choice.role == "other" for choice in choices),
        shown_if=stanza.get("shown_if", ""),
        unit=stanza.get("unit", ""),
        minimum=stanza.get("minimum"),
        maximum=stanza.get("maximum"),
        source_columns=tuple(stanza.get("columns", ())),
        sensitive=stanza.get("sensitive", "none"),
        doubts=tuple(stanza.get("doubts", ())),
    )


def _choices(stanza: Stanza, scales: Mapping[str, Stanza], place: str) -> tuple[Choice, ...]:
    entries: dict[str, Stanza] = {}
    if scale := stanza.get("scale", ""):
        if scale not in scales:
            raise NecError("scale-unknown", place, f"l'échelle « {scale} » est inconnue.", did_you_mean(scale, scales))
        entries |= scales[scale]["choices"]
    entries |= stanza.get("choices", {})
    special = scales["special"]["choices"] if "special" in scales else {}
    for code in stanza.get("also", ()):
        if code not in special:
            raise NecError(
                "choice-unknown", place, f"« {code} » n'est pas une réponse spéciale.", did_you_mean(code, special)
            )
        entries[code] = special[code]
    return tuple(_choice(code, entry, n, place) for n, (code, entry) in enumerate(entries.items(), 1))


def _choice(code: str, entry: Stanza, order: int, place: str) -> Choice:
    known_keys(entry, ENTRY_KEYS, f"{place}, réponse « {code} »")
    return Choice(code, labels(entry), order, entry.get("role", "valid"), entry.get("point"))


def _items(entries: Mapping[str, Stanza], place: str) -> tuple[Item, ...]:
    for code, entry in entries.items():
        known_keys(entry, ENTRY_KEYS, f"{place}, ligne « {code} »")
    return tuple(Item(code, labels(entry), n) for n, (code, entry) in enumerate(entries.items(), 1))


def labels(entry: Stanza) -> dict[str, str]:
    """The texts of an entry by language."""
    return {language: entry[language] for language in LANGUAGES if language in entry}
