"""The method of a bilan, told from what was really done."""

from __future__ import annotations

from nec_analysis.french.numbers import number, percent
from nec_analysis.phases.clean import Cleaned

FIELDS = ("rubrique", "ce qui a été fait")
UNKNOWN = "non déclaré dans la fiche de l'édition"


def disclosure(cleaned: Cleaned) -> list[list[str]]:
    """The disclosure block: AAPOR (2021), ESOMAR/WAPOR, fields of article 2 of French law 77-808."""
    edition, responses = cleaned.edition, cleaned.responses
    population = edition.population
    kept = responses.account.kept if responses else 0
    rows = [
        ["Objet", f"Bilan de l'événement « {edition.label} »."],
        ["Commanditaire et réalisation", str(edition.facts.get("sponsor", UNKNOWN))],
        ["Population visée", f"{number(population.size)} {population.what}" if population else UNKNOWN],
        ["Mode de recueil", _mode(cleaned)],
        ["Dates de recueil", _dates(cleaned)],
        ["Répondants", f"{number(kept)} réponses retenues{_rate(cleaned, kept)}"],
        ["Formulation des questions", "Telle que posée, en annexe : « Toutes les réponses »."],
        ["Redressement", _weights(cleaned)],
        ["Précision", _precision(cleaned)],
        ["Limites", "Répondre était libre : celles et ceux qui ont répondu peuvent différer des autres."],
        ["Contrôles", "Fichiers vérifiés par empreinte, lignes comptées, chaque changement inscrit au registre."],
    ]
    return [[name, text] for name, text in rows]


def _weights(cleaned: Cleaned) -> str:
    weighed = cleaned.data.weighed
    if weighed is None:
        return "Aucun : les réponses sont comptées une pour une."
    put_together = [" + ".join(g.levels) for groups in weighed.groups.values() for g in groups if len(g.levels) > 1]
    joined = f" Classes réunies : {' ; '.join(put_together)}." if put_together else ""
    return (
        f"{weighed.said[:1].upper()}{weighed.said[1:]}, sur les inscriptions ; poids de {number(weighed.spread.least, 2)} à "
        f"{number(weighed.spread.most, 2)}, effet de plan de Kish {number(weighed.spread.deff, 2)}.{joined}"
    )


def _mode(cleaned: Cleaned) -> str:
    card = next((export for export in cleaned.edition.exports if export.role == "survey"), None)
    if card is None:
        return "Pas d'enquête dans cette édition."
    return f"Questionnaire en ligne rempli par les personnes elles-mêmes ({card.tool or 'outil reconnu à la lecture'})."


def _dates(cleaned: Cleaned) -> str:
    from nec_analysis.french.dates import period

    if cleaned.responses is None:
        return UNKNOWN
    times = cleaned.responses.frame.get("submitted_at")
    known = times.dropna() if times is not None else []
    if not len(known):
        return "non données par l'outil"
    return period(str(min(known))[:10], str(max(known))[:10])


def _rate(cleaned: Cleaned, kept: int) -> str:
    population = cleaned.edition.population
    if population is None or not population.size:
        return " (liste des personnes invitées inconnue : pas de taux de réponse)"
    return (
        f" sur {number(population.size)} {population.what}, soit un taux de réponse de {percent(kept, population.size)}"
    )


def _precision(cleaned: Cleaned) -> str:
    population = cleaned.edition.population
    words = "Intervalle d'incertitude à 95 % (hypothèse : à l'intérieur de la liste, avoir répondu est dû au hasard), méthode de Wilson"
    if population and population.size:
        return words + ", avec correction de population finie."
    return words + ", parmi les répondants."
