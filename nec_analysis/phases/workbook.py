"""`figures.xlsx`: the register with its tables, for people who want Excel."""

from __future__ import annotations

from nec_analysis.french.phrases import phrases
from nec_analysis.model import Edition
from nec_analysis.phases import tables
from nec_analysis.phases.drawing.material import SYNTHETIC
from nec_analysis.phases.folders import Folders
from nec_analysis.phases.indicators import Computed
from nec_analysis.report.workbook import write_workbook

FILE = "figures.xlsx"
SHEETS = {
    "fr": ("Toutes les réponses", "Évolution", "Bilan imprimé"),
    "en": ("All answers", "Change", "Printed report"),
}


def write(computed: Computed, edition: Edition, folders: Folders, *, lang: str = "fr") -> None:
    """The workbook of an edition, masked as the other tables."""
    rows = (
        (tables.TOPLINE, tables.topline(computed.lines, lang)),
        (tables.CHANGES, tables.changes(computed.changes, lang)),
        (tables.PUBLISHED, tables.published(computed.figures, lang)),
    )
    named = zip(SHEETS[lang], rows, strict=True)
    sheets = {name: (list(phrases(head, lang)), body) for name, (head, body) in named if body}
    write_workbook(
        computed.figures,
        sheets,
        folders.indicators / FILE,
        title=edition.label,
        edition=edition.id,
        date=edition.date or "1980-01-01",
        synthetic=SYNTHETIC[lang] if edition.synthetic else "",
        lang=lang,
    )
