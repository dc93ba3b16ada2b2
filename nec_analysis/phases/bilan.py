"""04_bilan: what the report says, ready to be shown cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nec_analysis.cards import Catalogue
from nec_analysis.figures.evolution import Change
from nec_analysis.french.dates import day
from nec_analysis.french.typography import typeset
from nec_analysis.measures.states import MASKED_BELOW
from nec_analysis.model import Figure
from nec_analysis.phases import answering, charts, method, quality, recit, tables
from nec_analysis.phases.clean import Cleaned
from nec_analysis.phases.drawing.material import SYNTHETIC, said
from nec_analysis.phases.indicators import Computed
from nec_analysis.report import outputs

if TYPE_CHECKING:
    from nec_analysis.phases.desk import Desk

Shown = Any
TITLE = {"fr": "Bilan", "en": "Report"}
TILES_AT_MOST = 9
BANNER = {
    "fr": "Données de démonstration : personnes, réponses et chiffres sont inventés.",
    "en": "Demonstration data: people, answers and figures are invented.",
}


@dataclass(frozen=True)
class Bilan:
    """The parts of the report of one edition, as displayable outputs."""

    cleaned: Cleaned
    computed: Computed
    charts: tuple[charts.Drawn, ...]
    prose: dict[str, str]
    catalogue: Catalogue
    lang: str = "fr"

    def cover(self) -> Shown:
        """The first page."""
        edition = self.cleaned.edition
        date = day(edition.date, lang=self.lang) if edition.date else ""
        banner = BANNER[self.lang] if edition.synthetic else False
        note = SYNTHETIC[self.lang] if edition.synthetic else ""
        return outputs.cover(TITLE[self.lang], edition.label, edition.id, date, note, synthetic=banner)

    def contents(self) -> Shown:
        """The table of contents."""
        return outputs.contents()

    def sections(self) -> list[Shown]:
        """Every part that has something to say, then what to remember."""
        shown: list[Shown] = []
        for id, stanza in self.catalogue.sections.items():
            if not stanza.get("annex"):
                shown.extend(self._section(id, stanza))
        return shown + self._takeaways()

    def _section(self, id: str, stanza: Mapping[str, Any]) -> list[Shown]:
        figures = [figure for figure in self.computed.figures if figure.section == id]
        drawn = [chart for chart in self.charts if chart.section == id]
        text = self._text(id, figures)
        if not (figures or drawn or text):
            return []
        shown: list[Shown] = [outputs.heading(typeset(said(stanza["title"], self.lang)), int(stanza.get("level", 1)))]
        if text:
            shown.append(outputs.prose(text))
        tiles = [self._tile(figure) for figure in figures if not _in_chart_only(figure)][:TILES_AT_MOST]
        if tiles:
            shown.append(outputs.tiles(tiles))
        # A chart that is all a part has must stay under its heading; the others may move to fill a page.
        alone = False if len(shown) == 1 else None
        return shown + [outputs.figure(replace(chart, legend=""), float=alone) for chart in drawn]

    def _text(self, id: str, figures: Sequence[Figure]) -> str:
        if id in self.prose:
            return recit.said(self.prose[id], self.computed.figures, f"{recit.FILE}, {id}")
        sentences = [figure for figure in figures if figure.sentence and figure.value is not None]
        return " ".join(typeset(self._sentence(figure)) for figure in sentences)

    def _sentence(self, figure: Figure) -> str:
        return figure.sentence.replace("{value}", figure.display).replace("{label_edition}", self.cleaned.edition.label)

    def _tile(self, figure: Figure) -> outputs.Tile:
        change = next((c for c in self.computed.changes if c.id == figure.id), None)
        note = ", ".join(flag for flag in figure.flags if flag not in ("déclaré",))
        return outputs.Tile(
            label=figure.label,
            value=figure.display,
            interval=tables.ends(figure, self.lang),
            change=_since(change),
            note=note,
        )

    def _takeaways(self) -> list[Shown]:
        """The survey's headlines with their base, then the changes that are real."""
        lines = [
            f"- {self._sentence(f).rstrip('.')} {_base(f)}."
            for f in self.computed.figures
            if f.sentence and f.measure == "share" and f.value is not None
        ]
        lines += [f"- {_moved(change)}" for change in self.computed.changes if change.significant]
        if not lines:
            return []
        heading = {"fr": "Ce qu'il faut retenir", "en": "What to remember"}
        return [outputs.heading(heading[self.lang]), outputs.prose(typeset("\n".join(lines)))]

    def evolution(self) -> list[Shown]:
        """What changed since the edition before; nothing without one."""
        found = [change for change in self.computed.changes if change.display]
        if not found:
            return []
        before = found[0].before
        note = "Écart de parts : points, intervalle de Newcombe ; listes entières : variation relative, sans test."
        return [
            outputs.heading("L'évolution depuis l'édition précédente"),
            outputs.table(
                tables.CHANGES, tables.changes(found, self.lang), caption="Évolution", note=note if before else ""
            ),
        ]

    def annexes(self) -> list[Shown]:
        """Topline, method, data quality, where each figure comes from."""
        return [outputs.annex_break(), *self._topline(), *self._method(), *self._quality(), *self._sources()]

    def _topline(self) -> list[Shown]:
        if not self.computed.lines:
            return []
        rows = tables.topline(self.computed.lines, self.lang)
        note = (
            f"s : masqué, moins de {MASKED_BELOW} personnes ou de quoi les retrouver ; "
            "* : effectif faible, moins de 30 réponses. "
            "Les totaux peuvent différer de 100 % du fait des arrondis."
        )
        return [
            outputs.heading("Toutes les réponses"),
            outputs.table(tables.TOPLINE, rows, caption="Réponses aux questions fermées", note=typeset(note)),
        ]

    def _method(self) -> list[Shown]:
        rows = [[name, typeset(text)] for name, text in method.disclosure(self.cleaned)]
        shown = [outputs.heading("Méthode"), outputs.table(method.FIELDS, rows, caption="Fiche de l'enquête")]
        return shown + self._answering()

    def _answering(self) -> list[Shown]:
        """Who answered, what that could do to the figures; nothing where nobody knows who could have."""
        shown: list[Shown] = [
            outputs.figure(replace(chart, legend="")) for chart in self.charts if chart.section == "methode"
        ]
        classes = answering.classes(self.cleaned)
        if classes:
            shown.append(outputs.table(answering.CLASSES, classes, caption="Taux de réponse par classe"))
        rows = answering.selection(self.cleaned, self.catalogue)
        if rows:
            note = typeset(answering.NOTE)
            caption = typeset("Et si les non-répondants pensaient autrement ?")
            shown.append(outputs.table(answering.SELECTION, rows, caption=caption, note=note))
        return [outputs.heading("Qui a répondu", 2), *shown] if shown else []

    def _quality(self) -> list[Shown]:
        shown = [
            outputs.heading("Qualité des données"),
            outputs.prose("Lignes lues = lignes gardées + lignes écartées, raison par raison."),
            outputs.table(quality.ACCOUNTS, quality.accounts(self.cleaned), caption="Compte des lignes"),
        ]
        printed = tables.published(self.computed.figures)
        if printed:
            shown.append(outputs.table(tables.PUBLISHED, printed, caption="Chiffres imprimés et recalculés"))
        return shown

    def _sources(self) -> list[Shown]:
        if not self.computed.figures:
            return []
        return [
            outputs.heading("D'où vient chaque chiffre"),
            outputs.table(tables.SOURCES, tables.sources(self.computed.figures), caption="Sources", wide=True),
        ]


def _in_chart_only(figure: Figure) -> bool:
    """Shares of one question that a chart shows together, and figures with nothing to show, get no tile."""
    return figure.value is None or figure.id.startswith("theme_")


def _since(change: Change | None) -> str:
    if change is None or change.significant is False or not change.difference:
        return ""
    return change.display


def _base(figure: Figure) -> str:
    ends = tables.ends(figure)
    return f"({figure.base_text}{' ; intervalle à 95 % : ' + ends if ends else ''})"


def _moved(change: Change) -> str:
    """A sentence that says which way, only of a significant change."""
    verb = "en hausse" if (change.difference or 0) > 0 else "en baisse"
    return f"{change.label[:1].upper()}{change.label[1:]} : {verb} de {change.before.display} à {change.after.display} ({change.display}, écart significatif)."


def prepare(desk: Desk) -> Bilan:
    """The report of a desk from what its phases wrote."""
    prose = recit.read(Path(desk.folders.raw), desk.catalogue.sections, desk.lang)
    return Bilan(
        desk.cleaned(),
        desk.computed(),
        charts.read(desk.folders.charts),
        prose,
        desk.catalogue,
        desk.lang,
    )
