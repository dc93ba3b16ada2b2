"""What a chart of an edition is drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from nec_analysis.cards import Catalogue
from nec_analysis.figures.evolution import Change
from nec_analysis.figures.flags import flagged
from nec_analysis.figures.placeholders import filled, names
from nec_analysis.figures.tablenames import table_name
from nec_analysis.french.numbers import number, percent, plural
from nec_analysis.french.phrases import phrase
from nec_analysis.french.typography import typeset
from nec_analysis.model import Edition, Figure
from nec_analysis.phases.clean import Cleaned
from nec_analysis.phases.indicators import Computed

Stanza = Mapping[str, Any]

SYNTHETIC = {
    "fr": "Données de démonstration, inventées.",
    "en": "Demonstration data, invented.",
}


class Words(TypedDict):
    """The words around a chart."""

    title: str
    subtitle: str
    source: str
    lang: str


@dataclass(frozen=True)
class Material:
    """The cleaned data, the register and the words of an edition."""

    cleaned: Cleaned
    computed: Computed
    catalogue: Catalogue
    lang: str = "fr"
    before: Edition | None = None

    @property
    def edition(self) -> Edition:
        """The edition drawn."""
        return self.cleaned.edition

    def figure(self, id: str) -> Figure | None:
        """A figure of the register, or None."""
        return self.computed.figure(id)

    def change(self, id: str) -> Change | None:
        """How a figure changed since the edition before, or None."""
        return next((change for change in self.computed.changes if change.id == id), None)

    def words(self, stanza: Stanza, name: str) -> str:
        """A text of a stanza in the language, with its figures; "" where a figure is missing."""
        text = said(stanza.get(name, {}), self.lang)
        if any(self._missing(id) for id in names(text)):
            return ""
        return typeset(filled(text, self.computed.figures), self.lang)

    def _missing(self, id: str) -> bool:
        figure = self.figure(id)
        return figure is None or figure.value is None or flagged(figure, "masqué")

    def title(self, stanza: Stanza) -> str:
        """The message; the neutral title where a figure of the message is missing."""
        return self.words(stanza, "title") or self.words(stanza, "neutral")

    def caption(self, stanza: Stanza, table: str | Sequence[str] = "", how: Sequence[str] = ()) -> Words:
        """What every chart of a stanza says around its drawing; `table`: its exports, the survey when empty."""
        return {
            "title": self.title(stanza),
            "subtitle": self.words(stanza, "subtitle"),
            "source": self.source(table, how),
            "lang": self.lang,
        }

    def source(self, table: str | Sequence[str] = "", how: Sequence[str] = ()) -> str:
        """The footer: where the data come from, how many people; `how` the intervals drawn were computed."""
        parts = [self._table(table) if table else self._survey()]
        if methods := dict.fromkeys(phrase(method, self.lang) for method in how):
            said = phrase(" ; ", self.lang).join(methods)
            parts.append(phrase("Intervalle à 95 % : {how}.", self.lang, how=said))
        if self.edition.synthetic:
            parts.append(SYNTHETIC[self.lang])
        return typeset(" ".join(parts), self.lang)

    def _table(self, table: str | Sequence[str]) -> str:
        """One export, or those of several that the edition has."""
        had = self.cleaned.data.tables
        names = [table] if isinstance(table, str) else [name for name in table if name in had]
        what = ", ".join(table_name(name, self.lang) for name in names)
        return phrase("Source : {what}, {edition}.", self.lang, what=what, edition=self.edition.label)

    def _survey(self) -> str:
        responses, population = self.cleaned.responses, self.edition.population
        kept = responses.account.kept if responses else 0
        edition, n, s = self.edition.label, number(kept, lang=self.lang), plural(kept, self.lang)
        if population is None or not population.size:
            return phrase(AMONG, self.lang, edition=edition, n=n, s=s)
        rate = percent(kept, population.size, lang=self.lang)
        size = number(population.size, lang=self.lang)
        return phrase(LISTED, self.lang, edition=edition, n=n, s=s, size=size, what=population.what, rate=rate)


AMONG = "Source : enquête, {edition}, {n} réponse{s}."
LISTED = "Source : enquête de satisfaction, {edition}, {n} réponse{s} sur {size} {what} (taux de réponse : {rate})."


def said(texts: Mapping[str, str] | str, lang: str) -> str:
    """The text in the language, else in French, else in the one it has: a survey may mix them."""
    return texts if isinstance(texts, str) else texts.get(lang) or texts.get("fr") or next(iter(texts.values()), "")
