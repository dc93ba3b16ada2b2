"""The method of a bilan, told from what was really done."""

from __future__ import annotations

from nec_analysis.french.dates import period
from nec_analysis.french.numbers import number, percent, plural
from nec_analysis.french.phrases import phrase
from nec_analysis.measures.weighing import Weighed, called
from nec_analysis.model import ExportCard
from nec_analysis.phases.clean import Cleaned

FIELDS = ("rubrique", "ce qui a été fait")
UNKNOWN = "non déclaré dans la fiche de l'édition"


def disclosure(cleaned: Cleaned, lang: str = "fr", *, tests: int = 0) -> list[list[str]]:
    """The disclosure block: AAPOR (2021), ESOMAR/WAPOR, fields of article 2 of French law 77-808.

    `tests`: how many the report makes, corrected together.
    """
    edition = cleaned.edition
    rows = [
        ["Objet", phrase("Bilan de l'événement « {edition} ».", lang, edition=edition.label)],
        ["Commanditaire et réalisation", str(edition.facts.get("sponsor") or phrase(UNKNOWN, lang))],
        ["Population visée", _population(cleaned, lang)],
        ["Échantillon", phrase(EVERYBODY, lang)],
        ["Mode de recueil", _mode(cleaned, lang)],
        ["Dates de recueil", _dates(cleaned, lang)],
        ["Répondants", _respondents(cleaned, lang)],
        ["Formulation des questions", phrase("Telle que posée, en annexe : « Toutes les réponses ».", lang)],
        ["Redressement", _weights(cleaned, lang)],
        ["Précision", _precision(cleaned, lang)],
        ["Comparaisons", _compared(tests, lang)],
        ["Limites", phrase(LIMITS, lang)],
        ["Contrôles", phrase(CHECKS, lang)],
        ["Notice complète", _notice(cleaned, lang)],
    ]
    told = (
        rows if survey(cleaned) else [row for row in rows if row[0] in UNASKED or (tests and row[0] == "Comparaisons")]
    )
    return [[phrase(name, lang), text] for name, text in told]


UNASKED = frozenset(
    ("Objet", "Commanditaire et réalisation", "Population visée", "Mode de recueil", "Contrôles", "Notice complète")
)
"""What there is to say of an edition without a survey."""


def survey(cleaned: Cleaned) -> ExportCard | None:
    """The card of the survey, None in an edition that has none."""
    return next((export for export in cleaned.edition.exports if export.role == "survey"), None)


LIMITS = "Répondre était libre : celles et ceux qui ont répondu peuvent différer des autres."
EVERYBODY = "Aucun tirage : répondait qui le voulait parmi les personnes visées."
COMPARED = (
    "Entre éditions et entre groupes : intervalle de Newcombe, sans correction de population finie ; tests corrigés "
    "ensemble (Holm dans une question, Benjamini-Hochberg dans le bilan, évolutions comprises), sauf le test d'ensemble et les "
    "cases d'un croisement, et le contrôle « premiers − derniers » ; effectifs faibles non testés."
)
TOGETHER = "Tests corrigés ensemble (groupes, options d'une question, évolutions) : {n}."
NOTICE = "Publiée avec le bilan : figures.json, quality.html, MANIFEST.json. Contact : {contact}."
CHECKS = "Fichiers vérifiés par empreinte, lignes comptées, chaque changement inscrit au registre."


def _compared(tests: int, lang: str) -> str:
    told = phrase(COMPARED, lang)
    return f"{told} {phrase(TOGETHER, lang, n=number(tests, lang=lang))}" if tests else told


def _notice(cleaned: Cleaned, lang: str) -> str:
    contact = cleaned.edition.facts.get("contact") or phrase(UNKNOWN, lang)
    return phrase(NOTICE, lang, contact=contact)


def _population(cleaned: Cleaned, lang: str) -> str:
    population = cleaned.edition.population
    return f"{number(population.size, lang=lang)} {population.what}" if population else phrase(UNKNOWN, lang)


def _weights(cleaned: Cleaned, lang: str) -> str:
    weighed = cleaned.data.weighed
    if weighed is None:
        return phrase("Aucun : les réponses sont comptées une pour une.", lang)
    spread = weighed.spread
    told = phrase(
        "{scheme}, sur les inscriptions ; poids de {least} à {most}, effet de plan de Kish {deff}.",
        lang,
        scheme=_scheme(weighed, lang),
        least=number(spread.least, 2, lang=lang),
        most=number(spread.most, 2, lang=lang),
        deff=number(spread.deff, 2, lang=lang),
    )
    together = [
        " + ".join(called(cleaned.data, name, level, lang) for level in group.levels)
        for name, groups in weighed.groups.items()
        for group in groups
        if len(group.levels) > 1
    ]
    if not together:
        return told
    return f"{told} {phrase('Classes réunies : {classes}.', lang, classes=phrase(' ; ', lang).join(together))}"


def _scheme(weighed: Weighed, lang: str) -> str:
    """How the survey was weighted, the first letter a capital."""
    said = weighed.told(lang)
    return said[:1].upper() + said[1:]


TOOLS = {
    "limesurvey": "LimeSurvey",
    "framaforms": "Framaforms",
    "drupal_webform": "Drupal Webform",
    "google_forms": "Google Forms",
    "ms_forms": "Microsoft Forms",
    "typeform": "Typeform",
    "tally": "Tally",
    "surveymonkey": "SurveyMonkey",
    "surveygizmo": "SurveyGizmo",
    "qualtrics": "Qualtrics",
    "sphinx": "Sphinx iQ",
    "kobo": "KoboToolbox",
    "odk_central": "ODK Central",
    "nextcloud_forms": "Nextcloud Forms",
    "grist": "Grist",
    "airtable": "Airtable",
    "nocodb": "NocoDB",
    "baserow": "Baserow",
    "demarches_simplifiees": "Démarches simplifiées",
    "spss": "SPSS",
    "stata": "Stata",
}
"""The tools that put the questions, as their makers write them."""


def _mode(cleaned: Cleaned, lang: str) -> str:
    card = survey(cleaned)
    if card is None:
        return phrase("Pas d'enquête dans cette édition.", lang)
    tool = TOOLS.get(card.tool, card.tool) or phrase("outil reconnu à la lecture", lang)
    return phrase("Questionnaire en ligne rempli par les personnes elles-mêmes ({tool}).", lang, tool=tool)


def _dates(cleaned: Cleaned, lang: str) -> str:
    if cleaned.responses is None:
        return phrase(UNKNOWN, lang)
    times = cleaned.responses.frame.get("submitted_at")
    known = times.dropna() if times is not None else []
    if not len(known):
        return phrase("non données par l'outil", lang)
    return period(str(min(known))[:10], str(max(known))[:10], lang)


def _respondents(cleaned: Cleaned, lang: str) -> str:
    kept = cleaned.responses.account.kept if cleaned.responses else 0
    population, n, s = cleaned.edition.population, number(kept, lang=lang), plural(kept, lang)
    if population is None or not population.size:
        return phrase(UNINVITED, lang, n=n, s=s)
    size, rate = number(population.size, lang=lang), percent(kept, population.size, lang=lang)
    return phrase(RATED, lang, n=n, s=s, size=size, what=population.what, rate=rate)


UNINVITED = "{n} réponse{s} retenue{s} (liste des personnes invitées inconnue : pas de taux de réponse)"
RATED = "{n} réponse{s} retenue{s} sur {size} {what}, soit un taux de réponse de {rate}"


def _precision(cleaned: Cleaned, lang: str) -> str:
    population = cleaned.edition.population
    return phrase(FINITE if population and population.size else AMONG, lang)


FINITE = (
    "Intervalle d'incertitude à 95 % (hypothèse : à l'intérieur de la liste, avoir répondu est dû au hasard), méthode de "
    "Wilson, avec correction de population finie."
)
AMONG = (
    "Intervalle d'incertitude à 95 % (hypothèse : à l'intérieur de la liste, avoir répondu est dû au hasard), méthode de "
    "Wilson, parmi les répondants."
)
