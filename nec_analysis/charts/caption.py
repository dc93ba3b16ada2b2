"""The words around a drawing: title, subtitle, source, alt text, notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nec_analysis.charts import lettering
from nec_analysis.charts.chart import Cell, Chart, Table
from nec_analysis.charts.sheet import Sheet
from nec_analysis.french import numbers
from nec_analysis.french.typography import typeset

SMALL_BASE = 30
"""Below, a row is written in italics. Rows too small to publish come masked."""
SHORT_LIST = 8
"""Up to so many values, an alt text says them all."""

NOTES = {
    "small": {
        "fr": "En italique : moins de 30 réponses, à lire avec prudence.",
        "en": "In italics: fewer than 30 answers, read with caution.",
    },
    "masked": {
        "fr": "« s » : effectif trop faible pour être publié.",
        "en": "“s”: too few people to publish.",
    },
    "census": {
        "fr": "Recensement : pas de marge d’erreur d’échantillonnage.",
        "en": "Census: no sampling error.",
    },
    "data": {
        "fr": "Lignes de plus dans les données jointes : {n}.",
        "en": "More rows in the attached data: {n}.",
    },
}
NO_ANSWER = {"fr": "Aucune réponse", "en": "No answer"}
TOO_FEW = {"fr": "Effectif trop faible pour être publié", "en": "Too few people to publish"}


@dataclass(frozen=True, slots=True)
class Caption:
    """What the caller of a chart gives in words."""

    id: str
    title: str
    subtitle: str
    source: str
    lang: str = "fr"

    def say(self, fr: str, en: str) -> str:
        """One of two texts, by language."""
        return fr if self.lang == "fr" else en

    def pair(self, fr_one: str, fr_many: str, en_one: str, en_many: str) -> tuple[str, str]:
        """A noun, singular then plural, by language."""
        return (fr_one, fr_many) if self.lang == "fr" else (en_one, en_many)

    def count(self, n: float, fr_one: str, fr_many: str, en_one: str, en_many: str) -> str:
        """A number of things: "6 catégories", "6 categories"."""
        return numbers.counted(n, *self.pair(fr_one, fr_many, en_one, en_many), self.lang)

    def sheet(self, width: float) -> tuple[Sheet, float]:
        """A sheet with its head, where the drawing begins."""
        sheet = Sheet(width, self.lang)
        sheet.keep_foot(self._sourced())
        return sheet, sheet.head(self.title, self.subtitle)

    def alt(self, kind: str, *sentences: str) -> str:
        """The alt text: type of chart, measure, then what the eye would learn."""
        measure = (self.subtitle or self.title).strip().rstrip(".")
        said = [f"{kind} : {_lowered(measure)}" if self.lang == "fr" else f"{kind}: {_lowered(measure)}"]
        said += [s.strip().rstrip(".") for s in sentences if s.strip()]
        return typeset(lettering.spoken(". ".join(said) + "."), self.lang)

    def chart(self, sheet: Sheet, end: float, alt: str, table: Table, *notes: str) -> Chart:
        """The finished chart: the source with its notes is written `end` mm down."""
        legend = " ".join(note for note in notes if note)
        source = self._sourced()
        sheet.foot(end, " ".join(t for t in (source, legend) if t))
        title, subtitle, source, legend = (
            typeset(lettering.spoken(text), self.lang) for text in (self.title, self.subtitle, source, legend)
        )
        return Chart(self.id, sheet.figure, alt, self._set(table), title, subtitle, source, legend, self.lang)

    def _set(self, table: Table) -> Table:
        """The table with its texts in the typography of the language; what a machine reads stays as typed."""
        rows = (tuple(Cell(typeset(c.text, self.lang), c.raw) for c in row) for row in table.rows)
        return Table(tuple(typeset(h, self.lang) for h in table.headers), tuple(rows))

    def _sourced(self) -> str:
        """The source, said to be one, ended as a sentence."""
        text = self.source.strip()
        if text and text[-1] not in ".!?…":
            text += "."
        if not text or text.startswith("Source"):
            return text
        return self.say(f"Source : {text}", f"Source: {text}")

    def note(self, name: str, said: bool = True, **values: str) -> str:
        """One of the standing notes, or nothing."""
        return NOTES[name][self.lang].format(**values) if said else ""

    def base(self, bases: Iterable[int], what: tuple[str, str] | None = None) -> str:
        """How many answers the chart stands on: one number, or from the least to the most."""
        known = sorted({b for b in bases if b})
        if not known:
            return ""
        one, many = what or self.pair("réponse", "réponses", "answer", "answers")
        last = numbers.counted(known[-1], one, many, self.lang)
        if len(known) == 1:
            return self.say(f"Base : {last}", f"Base: {last}")
        first = numbers.number(known[0], lang=self.lang)
        return self.say(f"Base : de {first} à {last}", f"Base: {first} to {last}")

    def values(self, pairs: Sequence[tuple[str, str]], *, dated: bool = False) -> str:
        """Every name with its value; of a long list the first three with the last, of a long time both ends."""
        told = [f"{_flat(name)} ({value})" for name, value in pairs]
        if len(told) <= SHORT_LIST:
            return " ; ".join(told) if self.lang == "fr" else "; ".join(told)
        ends = self.say(f"De {told[0]} à {told[-1]}", f"From {told[0]} to {told[-1]}")
        # the first of dates leads nothing
        return ends if dated else ends + self.say(" ; en tête : ", "; first: ") + self.listed(told[:3])

    def listed(self, names: Sequence[str]) -> str:
        """ "a, b et c"."""
        if len(names) < 2:
            return "".join(names)
        return ", ".join(names[:-1]) + self.say(" et ", " and ") + names[-1]


def _flat(label: str) -> str:
    return " ".join(label.split()).rstrip(" .:;?!\u202f")


def _lowered(text: str) -> str:
    """A sentence that goes on after a colon: small first letter, unless it begins a name."""
    word = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if word[1:].islower() or len(word) == 1 else text
