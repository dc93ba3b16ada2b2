"""`nec charts`: the charts of an edition, for the person who lays them out."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.errors import USAGE, NecError

if TYPE_CHECKING:
    from nec_analysis.charts.chart import Chart

FORMATS = ("svg", "pdf", "png")


def call(given: argparse.Namespace) -> int:
    """Draw the charts asked, or all of them, from the exports as they are now; the published report is not touched."""
    from nec_analysis.charts.chart import save
    from nec_analysis.runs.light import prepare

    asked = formats(given.to)
    prepare()
    charts = _drawn(given.edition, given.root, given.lang)
    if given.list:
        print("\n".join(f"{chart.id}  {chart.title}" for chart in charts))
        return 0
    into = Path(given.into)
    for chart in chosen(charts, given.charts):
        print(save(chart, into, asked)[0].parent)
    return 0


def formats(asked: str) -> tuple[str, ...]:
    """The formats of `--to svg,png`. Raises NecError (exit 2) for one that does not exist."""
    return tuple(
        _known(name, FORMATS, "format-unknown", "--to : le format")
        for name in asked.replace(" ", "").split(",")
        if name
    )


def chosen(charts: Sequence[Chart], ids: Sequence[str]) -> tuple[Chart, ...]:
    """The charts of those ids, in the order asked; all without any. Raises NecError (exit 2) for an unknown one."""
    known = {chart.id: chart for chart in charts}
    return tuple(known[_known(id, tuple(known), "chart-unknown", "le graphique")] for id in ids) or tuple(charts)


def _drawn(edition: str, root: str, lang: str) -> tuple[Chart, ...]:
    import nec_analysis as nec
    from nec_analysis.cards import project
    from nec_analysis.phases import charts

    scratch = project(root) / "data" / "processed"  # answers do not leave the project, not even for a second
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".charts-", dir=scratch) as work:
        desk = nec.edition(edition, root=root, work=work, lang=lang)
        desk.clean()
        desk.indicators()
        return charts.draw(desk.cleaned(), desk.computed(), desk.catalogue, desk.root, lang=lang)


def _known(name: str, known: Sequence[str], code: str, thing: str) -> str:
    if name in known:
        return name
    raise NecError(code, "nec charts", f"{thing} « {name} » n'existe pas.", did_you_mean(name, known), exit_code=USAGE)
