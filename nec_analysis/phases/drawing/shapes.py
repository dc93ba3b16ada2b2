"""Shapes by name: the stanza of a chart to the chart itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.errors import NecError
from nec_analysis.phases.drawing import comments, listed, population, survey, timeline
from nec_analysis.phases.drawing.material import Material, Stanza

if TYPE_CHECKING:
    from nec_analysis.charts.chart import Chart

Draw = Callable[[str, Stanza, Material], "Chart | None"]

SHAPES: dict[str, Draw] = {
    "indicators": survey.indicators_chart,
    "bars": survey.bars_chart,
    "heatmap": survey.heatmap_chart,
    "likert": survey.likert_chart,
    "nps": survey.nps_chart,
    "upset": survey.upset_chart,
    "audience": listed.audience_chart,
    "programme": listed.programme_chart,
    "publics": population.publics_chart,
    "map": population.map_chart,
    "response": population.response_chart,
    "verbatims": comments.verbatims_chart,
    "growth": timeline.growth_chart,
    "slopes": timeline.slopes_chart,
}
"""One line a shape. A function gives None where the edition has nothing to draw."""


def shape(id: str, stanza: Stanza, material: Material) -> Chart | None:
    """The chart of a stanza, None where the edition has no data for it. Raises NecError for an unknown shape."""
    name = stanza.get("shape", "")
    if name not in SHAPES:
        raise NecError(
            "shape-unknown", f"charts.toml [{id}]", f"la forme « {name} » n'existe pas.", did_you_mean(name, SHAPES)
        )
    return SHAPES[name](id, stanza, material)
