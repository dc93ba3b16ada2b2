"""The catalogue: scales, questions, indicators, charts, themes defined once for all editions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nec_analysis.cards.indicators import indicator, overlaid, satisfied
from nec_analysis.cards.questions import question
from nec_analysis.cards.toml import load
from nec_analysis.model import Edition, Indicator, Question

FOLDER = Path(__file__).resolve().parents[1] / "catalogue"

Stanza = Mapping[str, Any]


@dataclass(frozen=True)
class Catalogue:
    """The stanzas as written, and what they define. `scales["special"]` holds the answers off every scale."""

    scales: Mapping[str, Stanza]
    stanzas: Mapping[str, Stanza]
    indicator_stanzas: Mapping[str, Stanza]
    charts: Mapping[str, Stanza]
    sections: Mapping[str, Stanza]

    def question(self, id: str) -> Question | None:
        """The catalogue's question of that id, or None."""
        if id not in self.stanzas:
            return None
        return question(id, self.stanzas[id], self.scales, f"questions.toml [{id}]")

    def questions(self) -> tuple[Question, ...]:
        """Every question of the catalogue, in its order."""
        return tuple(question(id, s, self.scales, f"questions.toml [{id}]") for id, s in self.stanzas.items())

    def own_questions(self, edition: Edition) -> tuple[Question, ...]:
        """The questions an edition's card adds."""
        place = f"data/raw/{edition.id}/edition.toml"
        return tuple(question(id, s, self.scales, f"{place} [questions.{id}]") for id, s in edition.questions.items())

    def indicators(self, edition: Edition) -> tuple[Indicator, ...]:
        """The indicators of an edition: the catalogue's, with the card's laid over them."""
        place = f"data/raw/{edition.id}/edition.toml"
        own = {question.id: question for question in self.own_questions(edition)}
        found = []
        for id, stanza in overlaid(self.indicator_stanzas, edition).items():
            where = f"{place} [indicators.{id}]" if id in edition.indicators else f"indicators.toml [{id}]"
            read = indicator(id, stanza, where)
            found.append(satisfied(read, own.get(read.question) or self.question(read.question), where))
        return tuple(found)


@cache
def catalogue(folder: Path = FOLDER) -> Catalogue:
    """The catalogue of a folder of TOML files: scales, questions, indicators, charts, sections."""
    names = ("scales", "questions", "indicators", "charts", "sections")
    return Catalogue(*(load(folder / f"{name}.toml") for name in names))
