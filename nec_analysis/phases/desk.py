"""The desk: one edition at work, its phases as verbs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nec_analysis.cards import Catalogue, catalogue, project
from nec_analysis.cards import edition as card_of
from nec_analysis.cards.translated import translated
from nec_analysis.model import Edition
from nec_analysis.phases.folders import Folders, needed

if TYPE_CHECKING:
    from nec_analysis.charts.chart import Chart
    from nec_analysis.phases.bilan import Bilan
    from nec_analysis.phases.charts import Drawn
    from nec_analysis.phases.clean import Cleaned
    from nec_analysis.phases.indicators import Computed


@dataclass(frozen=True)
class Desk:
    """One edition: what its card says, where its phases read and write.

    `clean`, `indicators`, `charts` do a phase and write it; `cleaned`, `computed`, `drawn` read what was written.
    """

    card: Edition
    root: Path
    folders: Folders
    catalogue: Catalogue
    lang: str = "fr"

    def clean(self) -> Cleaned:
        """Read, check, code the raw exports; write the canonical tables."""
        from nec_analysis.phases import clean
        from nec_analysis.privacy.retention import allowed

        allowed(self.card)
        cleaned = clean.clean(self.card, self.catalogue, into=self.folders.clean)
        clean.write(cleaned, self.folders.clean)
        return cleaned

    def cleaned(self) -> Cleaned:
        """The canonical tables that `clean` wrote."""
        from nec_analysis.phases import clean

        needed(self.folders.clean / "accounts.json", "01_clean")
        return clean.read(self.card, self.folders.clean)

    def indicators(self) -> Computed:
        """Compute every figure, the topline, the changes; write them."""
        from nec_analysis.phases import indicators, workbook

        computed = indicators.compute(self.cleaned(), self.catalogue, self.root, lang=self.lang)
        indicators.write(computed, self.folders)
        workbook.write(computed, self.card, self.folders, lang=self.lang)
        return computed

    def computed(self) -> Computed:
        """The figures that `indicators` wrote."""
        from nec_analysis.phases import indicators

        needed(self.folders.indicators / "figures.json", "02_indicators")
        return indicators.read(self.folders)

    def charts(self) -> tuple[Chart, ...]:
        """Draw every chart of the catalogue that the edition has figures for; write them."""
        from nec_analysis.phases import charts

        computed = self.computed()
        drawn = charts.draw(self.cleaned(), computed, self.catalogue, self.root, lang=self.lang)
        charts.write(drawn, computed, self.folders.charts, self.catalogue)
        return drawn

    def drawn(self) -> tuple[Drawn, ...]:
        """The charts that `charts` wrote."""
        from nec_analysis.phases import charts

        needed(self.folders.charts / charts.INDEX, "03_charts")
        return charts.read(self.folders.charts)

    def bilan(self) -> Bilan:
        """What the report says, ready to be shown cell by cell."""
        from nec_analysis.phases import bilan

        needed(self.folders.charts / "charts.json", "03_charts")
        return bilan.prepare(self)


def desk(id: str, *, root: str | Path = "", work: str | Path = "", lang: str = "fr") -> Desk:
    """The desk of that edition."""
    base = project(root)
    return Desk(translated(card_of(id, base), lang), base, Folders.of(id, base, work), catalogue(), lang)
