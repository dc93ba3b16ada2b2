"""03_charts: every chart of the catalogue that the edition has figures for."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nec_analysis.cards import Catalogue
from nec_analysis.cards import edition as card_of
from nec_analysis.phases.clean import Cleaned
from nec_analysis.phases.drawing.material import Material, Stanza
from nec_analysis.phases.drawing.questions import question_charts
from nec_analysis.phases.drawing.shapes import shape
from nec_analysis.phases.indicators import Computed
from nec_analysis.phases.share import each

if TYPE_CHECKING:
    from nec_analysis.charts.chart import Chart

INDEX = "charts.json"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart read back from its files: what the report needs of it."""

    id: str
    section: str
    svg: str
    alt: str
    title: str
    subtitle: str
    source: str
    legend: str
    table: tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


def draw(
    cleaned: Cleaned, computed: Computed, catalogue: Catalogue, root: Path, *, lang: str = "fr"
) -> tuple[Chart, ...]:
    """The charts of an edition, in the order of the catalogue, then one for each question that no chart shows yet."""
    before = card_of(cleaned.edition.previous, root) if cleaned.edition.previous else None
    material = Material(cleaned, computed, catalogue, lang, before)
    named = [shape(id, stanza, material) for id, stanza in catalogue.charts.items()]
    return (*(chart for chart in named if chart is not None), *question_charts(material))


def sections(charts: Sequence[Chart], computed: Computed, catalogue: Catalogue) -> dict[str, str]:
    """The section of the report each chart belongs to: that of the catalogue, where it shows a figure of that section.

    A chart of several sections that has lost the figures of its own goes to that of its first figure.
    """
    return {chart.id: _section(catalogue.charts.get(chart.id, {}), computed) for chart in charts}


def _section(stanza: Stanza, computed: Computed) -> str:
    own = str(stanza.get("section", "questions"))
    shown = [figure.section for id in stanza.get("figures", ()) if (figure := computed.figure(id))]
    return own if not shown or own in shown else shown[0]


def write(charts: Sequence[Chart], computed: Computed, folder: Path, catalogue: Catalogue) -> None:
    """The files of every chart, and an index with what the report needs of them. Charts no longer drawn are removed."""
    from nec_analysis.charts.chart import save

    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    where = sections(charts, computed, catalogue)
    each(lambda chart: save(chart, folder), charts)
    index = [_entry(chart, where[chart.id]) for chart in charts]
    (folder / INDEX).write_text(json.dumps(index, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def _entry(chart: Chart, section: str) -> dict[str, Any]:
    return {
        "id": chart.id,
        "section": section,
        "title": chart.title,
        "subtitle": chart.subtitle,
        "source": chart.source,
        "legend": chart.legend,
        "alt": chart.alt,
        "headers": list(chart.table.headers),
        "rows": [list(row) for row in chart.table.texts],
    }


def read(folder: Path) -> tuple[Drawn, ...]:
    """The charts that `write` wrote, in their order."""
    index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    return tuple(_drawn(entry, folder) for entry in index)


def _drawn(entry: dict[str, Any], folder: Path) -> Drawn:
    id = entry["id"]
    return Drawn(
        id=id,
        section=entry["section"],
        svg=(folder / id / f"{id}.svg").read_text(encoding="utf-8"),
        alt=entry["alt"],
        title=entry["title"],
        subtitle=entry["subtitle"],
        source=entry["source"],
        legend=entry["legend"],
        table=(tuple(entry["headers"]), tuple(tuple(row) for row in entry["rows"])),
    )
