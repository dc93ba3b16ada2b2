"""`figures.xlsx`: the register with its tables, for people who want Excel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from nec_analysis.figures.tablenames import column_name
from nec_analysis.french.phrases import phrases
from nec_analysis.french.typography import typeset, typeset_rows
from nec_analysis.model import Edition, Figure
from nec_analysis.phases import tables
from nec_analysis.phases.drawing.material import SYNTHETIC
from nec_analysis.phases.folders import Folders
from nec_analysis.phases.indicators import Computed
from nec_analysis.phases.quality import said_reason
from nec_analysis.report.workbook import write_workbook

FILE = "figures.xlsx"
APART = dict.fromkeys(map(ord, "\u202f\u00a0,"))
"""What stands between thousands, in either language."""
UNITS = {
    "duration": {"fr": "secondes", "en": "seconds"},
    "ordinal": {"fr": "rang", "en": "rank"},
    "rate": {"fr": "évolution relative", "en": "relative change"},
    "times": {"fr": "évolution relative", "en": "relative change"},
    "signed": {"fr": "écart", "en": "difference"},
    "personnes": {"fr": "personnes", "en": "people"},
    "vues": {"fr": "vues", "en": "views"},
}
"""What an unrounded value counts, where a card says it in a code or in French."""
SHEETS = {
    "fr": ("Toutes les réponses", "Évolution", "Bilan imprimé"),
    "en": ("All answers", "Change", "Printed report"),
}


def _figure(figure: Figure, lang: str) -> Figure:
    """A figure in the typography of the report."""
    printed = tables.printed(figure.published, lang) if lang == "en" else figure.published
    label, base = typeset(figure.label, lang), typeset(figure.base_text, lang)
    return replace(_worded(figure, lang), label=label, base_text=base, published=printed)


def _worded(figure: Figure, lang: str) -> Figure:
    """A figure whose unit, columns, reasons are in words; what has none stays as it is called."""
    unit = UNITS.get(figure.unit, {}).get(lang, figure.unit)
    columns = figure.columns if figure.question else tuple(column_name(name, lang) for name in figure.columns)
    excluded: Counter[str] = Counter()
    for reason, n in figure.excluded.items():
        excluded[said_reason(reason, lang)] += n
    return replace(figure, unit=unit, columns=columns, excluded=excluded)


def _filled(rows: list[list[str]]) -> list[list[str | int]]:
    """The table to be sorted and filtered: its question on every row, counts that can be added up."""
    found: list[list[str | int]] = []
    question = ""
    for asked, answer, count, share, ends, base in rows:
        question = asked or question
        found.append([question, answer, _counted(count), share, ends, _counted(base)])
    return found


def _counted(text: str) -> str | int:
    """A count as a number; a mark, a count with a sign beside it as they are."""
    digits = text.translate(APART)
    return int(digits) if digits.isascii() and digits.isdecimal() else text


def write(computed: Computed, edition: Edition, folders: Folders, *, lang: str = "fr") -> None:
    """The workbook of an edition, masked as the other tables."""
    rows: tuple[tuple[tuple[str, ...], Sequence[Sequence[str | int]]], ...] = (
        (tables.TOPLINE, _filled(tables.topline(computed.lines, lang))),
        (tables.CHANGES, tables.changes(computed.changes, lang)),
        (tables.PUBLISHED, tables.published(computed.figures, lang)),
    )
    named = zip(SHEETS[lang], rows, strict=True)
    sheets = {
        name: ([typeset(one, lang) for one in phrases(head, lang)], typeset_rows(body, lang))
        for name, (head, body) in named
        if body
    }
    write_workbook(
        [_figure(f, lang) for f in computed.figures],
        sheets,
        folders.indicators / FILE,
        title=typeset(edition.label, lang),
        edition=edition.id,
        date=edition.date or "1980-01-01",
        synthetic=SYNTHETIC[lang] if edition.synthetic else "",
        lang=lang,
    )
