"""Charts of what was counted: the audience, the programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nec_analysis.phases.drawing.material import Material, Stanza

if TYPE_CHECKING:
    from nec_analysis.charts.audience import Moment
    from nec_analysis.charts.chart import Chart

PLACES = {"fr": ("Sur place (personnes)", "En ligne (vues)"), "en": ("On site (people)", "Online (views)")}


def audience_chart(id: str, stanza: Stanza, material: Material) -> Chart | None:
    """People on site beside views online."""
    from nec_analysis.charts import audience

    here, away = PLACES[material.lang]
    on_site = _moments(stanza.get("on_site", ()), here, material)
    online = _moments(stanza.get("online", ()), away, material, True)
    if not (on_site or online):
        return None
    words = material.caption(stanza, stanza.get("table", ""))
    if not (on_site and online):
        # what is counted, of only those who are counted
        alone = material.words(stanza, "subtitle_on_site" if on_site else "subtitle_online")
        words["subtitle"] = alone or words["subtitle"]
    return audience.draw([*on_site, *online], id=id, **words)


def _moments(names: list[str], day: str, material: Material, online: bool = False) -> list[Moment]:
    from nec_analysis.charts.audience import Moment

    figures = [figure for name in names if (figure := material.figure(name)) and figure.value is not None]
    return [Moment(day, f.label[:1].upper() + f.label[1:], round(f.value or 0), online) for f in figures]


def programme_chart(id: str, stanza: Stanza, material: Material) -> Chart | None:
    """Sessions by format."""
    from nec_analysis.charts import programme

    figures = [figure for name in stanza["figures"] if (figure := material.figure(name)) and figure.value]
    if not figures:
        return None
    return programme.draw(
        [programme.FormatRow(f.label[:1].upper() + f.label[1:], round(f.value or 0)) for f in figures],
        id=id,
        **material.caption(stanza, stanza.get("table", "")),
    )
