"""Charts of who registered: kinds of organisation, départements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nec_analysis.french.numbers import percent
from nec_analysis.french.phrases import either
from nec_analysis.measures.weighing import UNKNOWN, called
from nec_analysis.phases.classes import TOGETHER, registered, response_rates
from nec_analysis.phases.drawing.material import Material, Stanza
from nec_analysis.privacy.regrouping import withheld_under

if TYPE_CHECKING:
    from nec_analysis.charts.chart import Chart
    from nec_analysis.charts.response import Gap

STEPS = {"fr": ("Inscriptions", "Réponses reçues", "Réponses retenues"), "en": ("Registered", "Received", "Kept")}


def publics_chart(id: str, stanza: Stanza, material: Material) -> Chart | None:
    """The registered by kind of organisation; small kinds are put together, None where that leaves no other."""
    from nec_analysis.charts import bars

    table = material.cleaned.data.tables.get("registrations")
    by = stanza["by"]
    if table is None or by not in table.columns:
        return None
    values = table[by].astype("string").fillna("")
    values = values[values != ""]
    if not len(values):
        return None
    counts = {str(label): int(n) for label, n in values.value_counts().items()}
    hidden = registered(material.cleaned.data, by)
    if hidden and hidden >= {*counts}:
        return None
    base = len(values)
    rows = [
        bars.BarRow(
            called(material.cleaned.data, by, label, material.lang),
            n / base,
            base=base,
            display=percent(n, base, decimals=0, lang=material.lang),
            state="census",
            rest=label == TOGETHER[material.lang],
        )
        for label, n in _regrouped(counts, hidden, material.lang).items()
    ]
    return bars.draw(
        rows,
        id=id,
        **material.caption(stanza, "registrations"),
        census=True,
    )


def _regrouped(counts: dict[str, int], hidden: frozenset[str], lang: str) -> dict[str, int]:
    """The hidden categories under one name."""
    kept = {label: n for label, n in counts.items() if label not in hidden}
    rest = sum(counts[label] for label in hidden)
    return {**kept, TOGETHER[lang]: rest} if rest else kept


def map_chart(id: str, stanza: Stanza, material: Material) -> Chart | None:
    """The registered by département; those abroad or not located are counted below the map.

    Départements of 1 to 10 look alike, with larger ones where their sum would tell of one of them; None where even that
    does not hide them.
    """
    from nec_analysis.charts import map as shape
    from nec_analysis.charts.departments import spread
    from nec_analysis.french.departments import Located

    table = material.cleaned.data.tables.get("registrations")
    if table is None or "departement" not in table.columns:
        return None
    places = (Located(str(code), str(how)) for code, how in zip(table["departement"], table["location"], strict=True))
    people = spread(places)
    shown_from = withheld_under((*people.counts.values(), people.abroad))
    if shown_from is None:
        return None
    return shape.draw(
        people,
        shown_from=shown_from,
        id=id,
        **material.caption(stanza, "registrations"),
    )


def response_chart(id: str, stanza: Stanza, material: Material) -> Chart | None:
    """From the registered to the answers kept, with the gap of each class; None without a known population."""
    from nec_analysis.charts import response

    data, responses = material.cleaned.data, material.cleaned.responses
    if responses is None or not data.population or data.population <= responses.account.kept:
        return None
    counts = (data.population, responses.account.read, responses.account.kept)
    steps = [response.Step(label, n) for label, n in zip(STEPS[material.lang], counts, strict=True)]
    return response.draw(
        steps,
        _gaps(material),
        id=id,
        **material.caption(stanza),
    )


def _gaps(material: Material) -> list[Gap]:
    """Share of each class among respondents against the registered, unknown classes aside, small ones put together."""
    from nec_analysis.charts.response import Gap

    population = material.edition.population
    margin = next(iter(population.margins), "") if population else ""
    parts = response_rates(material.cleaned.data, margin, material.lang)
    known = [part for part in parts if part.name not in either(UNKNOWN)]
    answered, everybody = sum(part.answered for part in known), sum(part.registered for part in known)
    if not answered or not everybody or len(known) < 2:
        return []
    return [Gap(part.name, part.answered / answered, part.registered / everybody) for part in known]
