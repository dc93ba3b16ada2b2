"""04_bilan: what the report says, ready to be shown cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nec_analysis.cards import Catalogue
from nec_analysis.cards.indicators import overlaid
from nec_analysis.figures.evolution import Change
from nec_analysis.french.dates import day
from nec_analysis.french.phrases import either, phrase, phrases
from nec_analysis.french.typography import typeset, typeset_rows
from nec_analysis.measures.states import MASKED_BELOW, SMALL_BELOW
from nec_analysis.model import Figure
from nec_analysis.phases import answering, charts, contrasts, method, quality, quoting, recit, tables
from nec_analysis.phases.clean import Cleaned
from nec_analysis.phases.drawing.questions import QUESTION
from nec_analysis.phases.headings import headings
from nec_analysis.phases.indicators import Computed
from nec_analysis.privacy.approved import Quote
from nec_analysis.report import outputs
from nec_analysis.report.labels import INVENTED

if TYPE_CHECKING:
    from nec_analysis.phases.desk import Desk

Shown = Any
CHANGED = (
    "Écart de parts : points, intervalle de Newcombe ; listes entières : variation relative, sans test. Significatif : après "
    "correction avec toutes les comparaisons du bilan."
)
MARKS = (
    "s : masqué, moins de {masked} personnes ou de quoi les retrouver ; * : effectif faible, moins de {small} réponses. "
    "Les totaux peuvent différer de 100 % du fait des arrondis."
)
QUOTED = (
    "Des textes choisis, approuvés un à un par une personne de l'équipe avant d'être imprimés ; ils n'ont pas valeur de "
    "statistique."
)
NOTHING = "Aucun chiffre à publier ici : personne n'a répondu, ou trop peu de personnes."
UNDRAWN = "Une autre question n'a pas de graphique : ses réponses sont en annexe, dans « Toutes les réponses »."
UNDRAWN_MANY = (
    "D'autres questions n'ont pas de graphique : leurs réponses sont en annexe, dans « Toutes les réponses »."
)
TILES_AT_MOST = 9


@dataclass(frozen=True)
class Bilan:
    """The parts of the report of one edition, as displayable outputs."""

    cleaned: Cleaned
    computed: Computed
    charts: tuple[charts.Drawn, ...]
    prose: dict[str, str]
    catalogue: Catalogue
    lang: str = "fr"
    quotes: tuple[Quote, ...] = ()

    def cover(self) -> Shown:
        """The first page."""
        edition = self.cleaned.edition
        # a label that says its days needs no other date under it
        told = edition.date[:4] in edition.label
        date = day(edition.date, lang=self.lang) if edition.date and not told else ""
        banner = self._typed(INVENTED) if edition.synthetic else False
        title = phrase("Bilan", self.lang)
        return outputs.cover(
            title, typeset(edition.label, self.lang), edition.id, date, synthetic=banner, timestamp=edition.date[:10]
        )

    def _typed(self, text: str) -> str:
        """A text of the house in the report's language, typeset as it wants."""
        return typeset(phrase(text, self.lang), self.lang)

    def _table(
        self, headers: Sequence[str], rows: list[list[str]], caption: str, note: str = "", *, grouped: bool = False
    ) -> Shown:
        """A table, its headers, caption and note in the report's language; names of files stay as they are."""
        heads = [typeset(head, self.lang) for head in phrases(headers, self.lang)]
        if headers != tables.FILES:
            rows = typeset_rows(rows, self.lang)
        return outputs.table(heads, rows, caption=self._typed(caption), note=self._typed(note), grouped=grouped)

    def _heading(self, text: str, level: int = 1) -> Shown:
        return outputs.heading(self._typed(text), level)

    def contents(self) -> Shown:
        """The table of contents."""
        return outputs.contents()

    def sections(self) -> list[Shown]:
        """Every part that has something to say, then what to remember."""
        stanzas = self.catalogue.sections
        parts = {id: self._section(id, stanza) for id, stanza in stanzas.items() if not stanza.get("annex")}
        told = headings(stanzas, [id for id, part in parts.items() if part], self.lang)
        shown: list[Shown] = []
        for id, heading in told.items():
            shown += [outputs.heading(typeset(heading.title, self.lang), heading.level), *parts[id]]
        return shown + self._takeaways()

    def _section(self, id: str, stanza: Mapping[str, Any]) -> list[Shown]:
        """What stands under the heading of a part; nothing of one that has nothing to say."""
        figures = [figure for figure in self.computed.figures if figure.section == id]
        drawn = [chart for chart in self.charts if chart.section == id]
        text = self._text(id, figures)
        quotes = self.quotes if stanza.get("verbatims") else ()
        if not (figures or drawn or text or quotes):
            return []
        shown: list[Shown] = [outputs.prose(text)] if text else []
        tiles = [self._tile(figure) for figure in figures if self._has_tile(figure)][:TILES_AT_MOST]
        if tiles:
            shown.append(outputs.tiles(tiles))
        # A chart that is all a part has must stay under its heading; the others may move to fill a page.
        alone = None if shown else False
        for chart in drawn:
            shown.append(outputs.figure(replace(chart, legend=""), float=alone))
            differing = contrasts.sentence(self.computed.contrasts, chart.id, self.lang)
            if differing:
                named = phrase("Graphique « {title} ». {text}", self.lang, title=chart.title, text=differing)
                shown.append(outputs.prose(typeset(named, self.lang)))
        shown += self._quoted(quotes)
        if any(chart.id.startswith(QUESTION) for chart in drawn):
            shown += self._undrawn()
        # A heading alone would leave the reader to wonder: its figures stand on nobody's answers, or on too few.
        return shown or [outputs.prose(self._typed(NOTHING))]

    def _undrawn(self) -> list[Shown]:
        """A word on the questions of the edition's own that no chart shows, where others have one."""
        responses = self.cleaned.responses
        asked = {question.id for question in responses.questionnaire.questions} if responses else set()
        counted = {line.question for line in self.computed.lines} & (asked - set(self.catalogue.stanzas))
        left = len(counted - {chart.id.removeprefix(QUESTION) for chart in self.charts})
        return [outputs.prose(self._typed(UNDRAWN if left == 1 else UNDRAWN_MANY))] if left else []

    def _quoted(self, quotes: Sequence[Quote]) -> list[Shown]:
        """The approved quotes, theme by theme, each word for word in its own language."""
        if not quotes:
            return []
        own = next(iter(self.cleaned.edition.languages), "fr")
        ordered = sorted(quotes, key=lambda quote: _themes(quotes).index(quote.theme))
        items = [
            {"text": quote.text, "who": typeset(quote.about(self.lang), self.lang), "lang": quote.lang or own}
            for quote in ordered
        ]
        return [outputs.prose(self._typed(QUOTED)), outputs.verbatims(items)]

    def _has_tile(self, figure: Figure) -> bool:
        """Whether there is something to show that no chart shows beside others, as the catalogue says."""
        stanza = overlaid(self.catalogue.indicator_stanzas, self.cleaned.edition).get(figure.id, {})
        return figure.value is not None and stanza.get("options", {}).get("tile") is not False

    def _text(self, id: str, figures: Sequence[Figure]) -> str:
        if id in self.prose:
            return recit.said(self.prose[id], self.computed.figures, f"{recit.file(self.lang)}, {id}", self.lang)
        sentences = [figure for figure in figures if figure.sentence and figure.value is not None]
        return " ".join(typeset(self._sentence(figure), self.lang) for figure in sentences)

    def _sentence(self, figure: Figure) -> str:
        return figure.sentence.replace("{value}", figure.display).replace("{label_edition}", self.cleaned.edition.label)

    def _tile(self, figure: Figure) -> outputs.Tile:
        change = next((c for c in self.computed.changes if c.id == figure.id), None)
        note = ", ".join(flag for flag in figure.flags if flag not in either("déclaré"))
        return outputs.Tile(
            label=typeset(figure.label, self.lang),
            value=figure.display,
            interval=tables.ends(figure, self.lang),
            change=self._since(change),
            note=note,
        )

    def _since(self, change: Change | None) -> str:
        """How much a figure changed since which year; nothing of what is no change."""
        if change is None or change.significant is False or not change.difference:
            return ""
        year = self.cleaned.edition.previous[:4]
        if not year.isdecimal():
            return change.display
        return phrase("{change} depuis {year}", self.lang, change=change.display, year=year)

    def _takeaways(self) -> list[Shown]:
        """The survey's headlines with their base, then the changes that are real."""
        lines = [
            f"- {self._with_base(f)}"
            for f in self.computed.figures
            if f.sentence and f.measure == "share" and f.value is not None
        ]
        lines += [f"- {_moved(change, self.lang)}" for change in self.computed.changes if change.significant]
        if not lines:
            return []
        return [self._heading("Ce qu'il faut retenir"), outputs.prose(typeset("\n".join(lines), self.lang))]

    def _with_base(self, figure: Figure) -> str:
        """The sentence of a figure with what it is out of, its interval where it has one."""
        ends = tables.ends(figure, self.lang)
        text = "{sentence} ({base} ; intervalle à 95 % : {ends})." if ends else "{sentence} ({base})."
        sentence = self._sentence(figure).rstrip(".")
        return phrase(text, self.lang, sentence=sentence, base=figure.base_text, ends=ends)

    def evolution(self) -> list[Shown]:
        """What changed since the edition before; nothing without one."""
        found = [change for change in self.computed.changes if change.display]
        if not found:
            return []
        return [
            self._heading("L'évolution depuis l'édition précédente"),
            self._table(tables.CHANGES, tables.changes(found, self.lang), "Évolution", CHANGED),
        ]

    def annexes(self) -> list[Shown]:
        """Topline, method, data quality, where each figure comes from."""
        return [
            outputs.annex_break(),
            *self._topline(),
            *self._differing(),
            *self._method(),
            *self._quality(),
            *self._sources(),
        ]

    def _topline(self) -> list[Shown]:
        if not self.computed.lines:
            return []
        rows = tables.topline(self.computed.lines, self.lang)
        note = phrase(MARKS, self.lang, masked=MASKED_BELOW, small=SMALL_BELOW)
        return [
            self._heading("Toutes les réponses"),
            self._table(tables.TOPLINE, rows, "Réponses aux questions fermées", note, grouped=True),
        ]

    def _differing(self) -> list[Shown]:
        """The groups, the options, whose difference stays significant; nothing without one."""
        rows = contrasts.rows(self.computed.contrasts, self.lang)
        if not rows:
            return []
        table = self._table(contrasts.TABLE, rows, "Écarts qui restent significatifs", contrasts.NOTE)
        return [self._heading("Groupes et options qui diffèrent"), table]

    def _method(self) -> list[Shown]:
        told = method.disclosure(self.cleaned, self.lang, tests=self.computed.tests)
        rows = [[name, typeset(text, self.lang)] for name, text in told]
        shown = [self._heading("Méthode"), self._table(method.FIELDS, rows, "Fiche de l'enquête")]
        return shown + self._answering()

    def _answering(self) -> list[Shown]:
        """Who answered, what that could do to the figures; nothing where nobody knows who could have."""
        shown: list[Shown] = [
            outputs.figure(replace(chart, legend="")) for chart in self.charts if chart.section == "methode"
        ]
        classes = answering.classes(self.cleaned, self.lang)
        if classes:
            shown.append(self._table(answering.CLASSES, classes, "Taux de réponse par classe"))
        rows = answering.selection(self.cleaned, self.catalogue, self.lang)
        if rows:
            caption = "Et si les non-répondants pensaient autrement ?"
            shown.append(self._table(answering.SELECTION, rows, caption, answering.NOTE))
        return [self._heading("Qui a répondu", 2), *shown] if shown else []

    def _quality(self) -> list[Shown]:
        shown = [
            self._heading("Qualité des données"),
            outputs.prose(self._typed("Lignes lues = lignes gardées + lignes écartées, raison par raison.")),
            self._table(quality.ACCOUNTS, quality.accounts(self.cleaned, self.lang), "Compte des lignes"),
        ]
        printed = tables.published(self.computed.figures, self.lang)
        if printed:
            shown.append(self._table(tables.PUBLISHED, printed, "Chiffres imprimés et recalculés"))
        return shown

    def _sources(self) -> list[Shown]:
        if not self.computed.figures:
            return []
        found = self.computed.figures
        aside = {reason for table, told in self.cleaned.accounts if table == "survey" for reason in told.set_aside}
        rows, moved = tables.sources(found, self.lang, aside=aside), tables.moved(found)
        shown = [
            self._heading("D'où vient chaque chiffre"),
            *self._said(ASIDE, any(aside.intersection(figure.excluded) for figure in found)),
            self._table(tables.FILES, tables.files(found, self.cleaned.edition.previous), "Fichiers"),
            self._table(tables.SOURCES, rows, "Sources"),
        ]
        if moved:
            shown += [*self._said(ORIGIN), self._table(tables.MOVED, moved, "Sources des évolutions")]
        return shown

    def _said(self, text: str, here: bool = True) -> list[Shown]:
        """A line of its own before a table: one after it would stand alone where the table ends its page."""
        return [outputs.prose(self._typed(text))] if here else []


def _themes(quotes: Sequence[Quote]) -> list[str]:
    """The themes in the order they come."""
    return list(dict.fromkeys(quote.theme for quote in quotes))


def _moved(change: Change, lang: str) -> str:
    """A sentence that says which way, only of a significant change."""
    label = change.label[:1].upper() + change.label[1:]
    told = ROSE if (change.difference or 0) > 0 else FELL
    before, after = change.before.display, change.after.display
    return phrase(told, lang, label=label, before=before, after=after, change=change.display)


ASIDE = (
    "Les réponses écartées de toute l'enquête sont dans « Compte des lignes » ; les sources d'un chiffre ne comptent "
    "que celles qui manquent à sa question."
)
ORIGIN = "L'origine d'une évolution est celle du chiffre lui-même."
ROSE = "{label} : en hausse de {before} à {after} ({change}, écart significatif)."
FELL = "{label} : en baisse de {before} à {after} ({change}, écart significatif)."


def prepare(desk: Desk) -> Bilan:
    """The report of a desk from what its phases wrote."""
    prose = recit.read(Path(desk.folders.raw), desk.catalogue.sections, desk.lang)
    cleaned = desk.cleaned()
    return Bilan(
        cleaned,
        desk.computed(),
        charts.read(desk.folders.charts),
        prose,
        desk.catalogue,
        desk.lang,
        quoting.approved(cleaned),
    )
