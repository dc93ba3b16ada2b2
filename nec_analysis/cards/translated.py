"""The card of an edition in the language of its report: the table `[en]` of the card, laid over its own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from nec_analysis.cards.toml import known_keys, load, typed
from nec_analysis.model import Edition

WORDS = ("label", "place", "population", "sponsor")
"""What a card says in words: the name, the town, who could have answered, who paid and did the survey."""
SOMEBODY = {"en": "people who could have answered"}
"""Who could have answered, where the card says it in French alone."""


def translated(edition: Edition, lang: str) -> Edition:
    """The edition with the words of `[<lang>]` in its card; those that are not there stay as they are."""
    if lang == "fr":
        return edition
    said = _words(edition, lang)
    population, facts = edition.population, dict(edition.facts)
    if population is not None:
        population = replace(population, what=said.get("population") or SOMEBODY.get(lang, population.what))
    if said.get("sponsor"):
        facts["sponsor"] = said["sponsor"]
    label, place = said.get("label") or edition.label, said.get("place") or edition.place
    return replace(edition, label=label, place=place, population=population, facts=facts)


def _words(edition: Edition, lang: str) -> Mapping[str, Any]:
    card = load(Path(edition.folder) / "edition.toml")
    place = f"data/raw/{edition.id}/edition.toml [{lang}]"
    words: dict[str, Any] = typed(card, lang, dict, place, {})
    known_keys(words, WORDS, place)
    return {name: typed(words, name, str, place, "") for name in words}
