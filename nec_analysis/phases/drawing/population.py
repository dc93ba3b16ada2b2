"""Charts of who registered: kinds of organisation, départements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nec_analysis.french.numbers import percent
from nec_analysis.measures.selection import responses_by_class
from nec_analysis.measures.states import MASKED_BELOW
from nec_analysis.measures.weighing import UNKNOWN
from nec_analysis.phases.drawing.material import Material, Stanza

if TYPE_CHECKING:
    from nec_analysis.charts.chart import Chart
    from nec_analysis.charts.response import Gap

STEPS = {"fr": ("Inscriptions", "Réponses reçues", "Réponses retenues"), "en": ("Registered", "Received", "Kept")}


def publics_chart(id: str, stanza: Stanza, material: Material) -> Chart | None:
    """The registered by kind of organisation; kinds under 11 people are put together."""
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
    base = len(values)
    rows = [
        bars.BarRow(
            label, n / base, base=base, display=percent(n, base, decimals=0, lang=material.lang), state="census"
        )
        for label, n in _regrouped(counts, material.lang).items()
    ]
    return bars.draw(
        rows,
        id=id,
        title=material.title(stanza),
        subtitle=material.words(stanza, "subtitle"),
        source=material.source("registrations"),
        lang=material.lang,
        census=True,
    )


def _regrouped(counts: dict[str, int], lang: str) -> dict[str, int]:
    """Categories under 11 put together: one alone would be found again by subtraction."""
    small = {label: n for label, n in counts.items() if n < MASKED_BELOW}
    kept = {label: n for label, n in counts.items() if label not in small}
    if not small:
        return kept
    rest = sum(small.values())
    if rest < MASKED_BELOW and kept:
        least = min(kept, key=lambda label: (kept[label], label))
        rest += kept.pop(least)
    return {**kept, "Autres structures" if lang == "fr" else "Other organisations": rest}


def map_chart(id: str, stanza: Stanza, material: Material) -> Chart | None:
    """The registered by département; those abroad or not located are counted below the map."""
    from nec_analysis.charts import map as shape
    from nec_analysis.charts.departments import spread
    from nec_analysis.french.departments import Located

    table = material.cleaned.data.tables.get("registrations")
    if table is None or "departement" not in table.columns:
        return None
    places = (Located(str(code), str(how)) for code, how in zip(table["departement"], table["location"], strict=True))
    return shape.draw(
        spread(places),
        id=id,
        title=material.title(stanza),
        subtitle=material.words(stanza, "subtitle"),
        source=material.source("registrations"),
        lang=material.lang,
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
        title=material.title(stanza),
        subtitle=material.words(stanza, "subtitle"),
        source=material.source(),
        lang=material.lang,
    )


def _gaps(material: Material) -> list[Gap]:
    """Share of each class among respondents against the registered, unknown classes aside, small ones left out."""
    from nec_analysis.charts.response import Gap

    population = material.edition.population
    margin = next(iter(population.margins), "") if population else ""
    known = [part for part in responses_by_class(material.cleaned.data, margin) if part.name != UNKNOWN]
    answered, registered = sum(part.answered for part in known), sum(part.registered for part in known)
    if not answered or not registered:
        return []
    return [
        Gap(part.name, part.answered / answered, part.registered / registered)
        for part in known
        if part.registered >= MASKED_BELOW
    ]
