"""A figure's definition, its formula, the hypothesis of its interval, in words."""

from __future__ import annotations

from collections.abc import Mapping

from nec_analysis.cards import Catalogue
from nec_analysis.figures.flags import whole
from nec_analysis.french.numbers import NARROW, number
from nec_analysis.model import Edition, Figure, Indicator

BASES = {
    "answered": "les personnes qui ont répondu à la question",
    "shown": "les personnes à qui la question a été posée",
    "all": "toutes les personnes dont la réponse est gardée",
}
MEASURES = {
    "share": "part des personnes de la base qui ont donné une des réponses comptées",
    "nps": "part des notes 9 et 10 moins part des notes 0 à 6, en points",
    "average": "somme des valeurs données, divisée par le nombre de personnes qui en ont donné une",
    "count": "nombre de lignes, ou de valeurs différentes",
    "sum": "somme des valeurs des lignes gardées",
    "mean": "somme des valeurs des lignes gardées, divisée par leur nombre",
    "median": "valeur du milieu des lignes gardées, rangées de la plus petite à la plus grande",
    "ratio": "somme d'une colonne, divisée par la somme d'une autre",
    "snapshot": "total relevé à une date",
    "growth": "total relevé à une date, moins le total relevé à une autre",
    "growth_rate": "total relevé à une date, divisé par le total relevé à une autre, moins un",
    "fact": "valeur déclarée par l'équipe d'organisation, avec sa preuve",
    "breakdown": "part de chaque valeur parmi les lignes remplies",
    "change": "valeur de cette édition, comparée à celle de la précédente",
}
REASONS = {
    "test": "essai ou aperçu",
    "draft": "brouillon",
    "screened_out": "hors cible",
    "duplicate": "doublon",
    "partial": "réponse incomplète",
    "empty": "ligne sans réponse",
    "quarantined": "ligne écartée à la lecture",
    "not_shown": "question non posée",
    "not_answered": "question laissée sans réponse",
    "unknown": "case vide, non posée ou sans réponse",
    "ambiguous": "réponse ambiguë",
    "out_of_domain": "valeur impossible",
}
CHANCE = "à l'intérieur de la liste, avoir répondu est dû au hasard"
FREE = "les personnes qui ont répondu sont un tirage au hasard de toutes celles qui auraient pu le faire"


def definition(figure: Figure, edition: Edition, catalogue: Catalogue) -> dict[str, str]:
    """What the figure is, name of each fact to its text; facts that do not apply are left out."""
    id = figure.id.removesuffix("__change")
    indicators = {indicator.id: indicator for indicator in catalogue.indicators(edition)}
    indicator = indicators.get(id) or next((i for i in indicators.values() if id.startswith(f"{i.id}__")), None)
    facts = {
        "Définition": MEASURES.get(figure.measure, figure.measure),
        "Réponses comptées": _counted(indicator, edition, catalogue),
        "Dans la base": BASES.get(indicator.base, indicator.base) if indicator and indicator.question else "",
        "Table": indicator.table if indicator else "",
        "Lignes retenues": _where(indicator.where) if indicator else "",
        "Lignes écartées": excluded(figure),
        "Formule": formula(figure),
        "Hypothèse de l'intervalle": hypothesis(figure),
    }
    return {name: text for name, text in facts.items() if text}


def _counted(indicator: Indicator | None, edition: Edition, catalogue: Catalogue) -> str:
    """The labels of the answers counted, as the catalogue writes them."""
    if indicator is None or not indicator.counts:
        return ""
    own = {question.id: question for question in catalogue.own_questions(edition)}
    question = own.get(indicator.question) or catalogue.question(indicator.question)
    labels = {choice.code: choice.label.get("fr", choice.code) for choice in question.choices} if question else {}
    return ", ".join(f"«{NARROW}{labels.get(code, code)}{NARROW}»" for code in indicator.counts)


def _where(where: Mapping[str, object]) -> str:
    return " ; ".join(
        f"{name} = {', '.join(map(str, value)) if isinstance(value, list) else value}" for name, value in where.items()
    )


def excluded(figure: Figure) -> str:
    """The rows left out, each reason in words."""
    return " ; ".join(f"{REASONS.get(reason, reason)}{NARROW}: {number(n)}" for reason, n in figure.excluded.items())


def formula(figure: Figure) -> str:
    """The figure worked out from its counts: "342 ÷ 393 = 87,02 %"."""
    if figure.value is None:
        return ""
    if figure.measure == "share" and figure.numerator is not None and figure.base:
        weighted = f", redressé{NARROW}: {number(100 * figure.value, 2)}{NARROW}%" if figure.weight else ""
        plain = number(100 * figure.numerator / figure.base, 2)
        return f"{number(figure.numerator)} ÷ {number(figure.base)} = {plain}{NARROW}%{weighted}"
    if figure.measure == "nps" and figure.numerator is not None and figure.base and not figure.weight:
        return f"100 × {number(figure.numerator)} ÷ {number(figure.base)} = {number(figure.value, 2)}"
    if figure.measure in ("mean", "average") and figure.numerator is not None and figure.base and not figure.weight:
        return f"{number(figure.numerator)} ÷ {number(figure.base)} = {number(figure.value, 2)}"
    return figure.base_text if figure.measure == "change" else ""


def hypothesis(figure: Figure) -> str:
    """What the interval supposes; nothing where there is none."""
    if figure.low is None or figure.measure == "change":
        return ""
    if whole(figure):
        return "liste entière : il n'y a pas d'incertitude d'échantillonnage"
    return CHANCE if figure.population else FREE
