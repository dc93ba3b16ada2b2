"""Charts of what changed with time: dated totals, editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nec_analysis.phases.drawing.material import Material, Stanza

if TYPE_CHECKING:
    from nec_analysis.charts.chart import Chart


def growth_chart(id: str, stanza: Stanza, material: Material) -> Chart | None:
    """The totals of the contact base on the dates they were noted."""
    from nec_analysis.charts import growth

    table = material.cleaned.data.tables.get("contacts")
    if table is None or not {"at", "total"} <= set(table.columns):
        return None
    counts = [
        growth.Count(str(at)[:10], round(float(total))) for at, total in zip(table["at"], table["total"], strict=True)
    ]
    return growth.draw(
        counts,
        id=id,
        **material.caption(stanza, "contacts"),
    )


def slopes_chart(id: str, stanza: Stanza, material: Material) -> Chart | None:
    """The same counts in the edition before and in this one; None without an edition before."""
    from nec_analysis.charts import slopes

    found = [
        change for name in stanza["figures"] if (change := material.change(name)) and change.difference is not None
    ]
    if not found or material.before is None:
        return None
    years = material.before.date[:4], material.edition.date[:4]
    rows = [
        slopes.Slope(
            change.label[:1].upper() + change.label[1:],
            ((years[0], change.before.value or 0.0), (years[1], change.after.value or 0.0)),
        )
        for change in found
    ]
    return slopes.draw(
        rows,
        id=id,
        **material.caption(stanza, stanza.get("table", "")),
    )
