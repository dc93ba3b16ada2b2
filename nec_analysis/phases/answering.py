"""Who answered, told in tables: response by class, what self-selection could do to the headlines."""

from __future__ import annotations

from nec_analysis.cards import Catalogue
from nec_analysis.figures.masking import MARK
from nec_analysis.figures.register import said
from nec_analysis.french.numbers import interval, number, percent, points, share
from nec_analysis.french.phrases import phrase
from nec_analysis.measures.selection import Selected, selected
from nec_analysis.measures.states import MASKED_BELOW, SMALL_BELOW
from nec_analysis.phases.classes import response_rates
from nec_analysis.phases.clean import Cleaned
from nec_analysis.stats.sensitivity import Response

CLASSES = ("classe", "inscriptions", "réponses", "taux de réponse")
SELECTION = ("chiffre", "observé", "redressé", "bornes", "bascule", "premiers − derniers")
BEYOND = "plus de réponses que d'inscriptions"
NOTE = (
    "Redressé : par les classes connues pour toutes les personnes inscrites. Bornes : si personne, puis tout le monde, parmi "
    "les non-répondants partageait cette réponse (Manski). Bascule : la part qu'il faudrait chez les non-répondants pour que "
    "la vraie valeur soit plus basse de cinq points. Premiers − derniers : écart entre la première et la seconde moitié des "
    "réponses reçues, * s'il est significatif à 5 % (un contrôle, hors des tests du bilan)."
)


def classes(cleaned: Cleaned, lang: str = "fr") -> list[list[str]]:
    """Response rates of the classes that registrations and survey share; small classes are put together."""
    population = cleaned.edition.population
    rows: list[list[str]] = []
    for margin in population.margins if population else ():
        for part in response_rates(cleaned.data, margin, lang):
            rows.append([part.name, *_rate(part, lang)])
    return rows


def _rate(part: Response, lang: str) -> list[str]:
    if part.registered < MASKED_BELOW:
        return [MARK, MARK, MARK]
    counts = [number(n, lang=lang) for n in (part.registered, part.answered)]
    if part.answered > part.registered:
        return [*counts, phrase(BEYOND, lang)]
    return [*counts, percent(part.answered, part.registered, decimals=0, lang=lang)]


def selection(cleaned: Cleaned, catalogue: Catalogue, lang: str = "fr") -> list[list[str]]:
    """What self-selection could do to each headline of the survey."""
    data = cleaned.data
    asked = {question.id for question in data.questionnaire.questions} if data.questionnaire else set()
    headlines = [i for i in catalogue.indicators(data.edition) if i.sentence and i.question in asked]
    found = (selected(indicator, data) for indicator in headlines)
    return [_row(each, lang) for each in found if each is not None and each.plain.base >= MASKED_BELOW]


def _row(found: Selected, lang: str) -> list[str]:
    low, high = found.could_be.bounds
    tipping = found.could_be.tipping
    return [
        said(found.indicator.label, lang) or found.indicator.id,
        share(found.plain.value or 0, lang=lang),
        "" if found.weighted is None or found.weighted.value is None else share(found.weighted.value, lang=lang),
        interval(low, high, scale=100, lang=lang),
        phrase("aucune", lang) if tipping is None else share(tipping, lang=lang),
        _late(found, lang),
    ]


def _late(found: Selected, lang: str) -> str:
    """The gap between halves of the respondents: hidden under 11 in each, not tested under 30."""
    late, half = found.late, found.plain.base // 2
    if late is None or half < MASKED_BELOW:
        return ""
    tested = half >= SMALL_BELOW
    return points(100 * late.value, lang=lang) + ("*" if tested and (late.low > 0 or late.high < 0) else "")
