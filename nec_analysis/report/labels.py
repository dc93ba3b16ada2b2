"""The few words a report adds of its own, by language."""

from __future__ import annotations

INVENTED = "Données de démonstration : personnes, réponses et chiffres sont inventés."
"""What every page about a demonstration edition says, translated by the catalogue of phrases."""
LABELS: dict[str, dict[str, str]] = {
    "fr": {
        "contents": "Sommaire",
        "page": "page",
        "of": "sur",
        "skip": "Aller au contenu",
        "data": "Données et méthode",
        "download": "Télécharger les données (CSV)",
        "reading": "Lecture",
        "source": "Source",
        "notes": "Notes",
        "back": "Retour au texte",
        "annex": "Annexes",
        "note": "Note",
        "synthetic": "Données de démonstration, fictives",
        "error": "Cette cellule a échoué",
        "warning": "Avertissements de l'exécution",
        "printed": "Sortie du calcul",
        "code": "Code",
        "info": "À savoir",
        "key": "À retenir",
        "caution": "Attention",
        "quote": "Parole de participant",
        "untitled": "Rapport",
        "undescribed": "Image sans description",
        "formula": "Formule, en notation LaTeX\u202f: {latex}",
        "left_out": "Laissé de côté, faute de forme imprimée",
        "left_frame": "Cadre qui montre une autre page",
        "left_media": "Vidéo ou son",
        "left_script": "Programme pour le navigateur, non exécuté",
        "left_picture": "Image qui n'est pas dans le carnet",
        "left_format": "Contenu d'un autre format",
        "described": "Description",
        "more_lines": "lignes coupées, que le carnet garde\u202f:",
        "thousands": "\u202f",
        "chart_data": "Données du graphique",
        "charts_data": "Données des graphiques",
        "attached": "Tableau trop long pour être imprimé\u202f; il est joint à ce PDF\u202f:",
        "no_edition": "Aucune édition publiée.",
        "overleaf": "Le graphique est en tête de la page suivante.",
        "further": "Le graphique est en tête d’une des pages suivantes.",
        "interval": "intervalle à 95\u202f%\u202f:",
        "empty_table": "Aucune ligne.",
        "scroll": "tableau large, défilement horizontal",
        "drawing": "graphique, défilement horizontal sur petit écran",
        "sideways": "← faire défiler →",
        "row": "Ligne",
        "sheet_notes": "Lire ce classeur",
    },
    "en": {
        "contents": "Contents",
        "page": "page",
        "of": "of",
        "skip": "Skip to content",
        "data": "Data and method",
        "download": "Download the data (CSV)",
        "reading": "How to read",
        "source": "Source",
        "notes": "Notes",
        "back": "Back to the text",
        "annex": "Annexes",
        "note": "Note",
        "synthetic": "Demonstration data, invented",
        "error": "This cell failed",
        "warning": "Warnings of the run",
        "printed": "Printed by the computation",
        "code": "Code",
        "info": "Good to know",
        "key": "To remember",
        "caution": "Caution",
        "quote": "In a participant's words",
        "untitled": "Report",
        "undescribed": "Picture without description",
        "formula": "Formula, in LaTeX notation: {latex}",
        "left_out": "Left out, for want of a printed form",
        "left_frame": "Frame that shows another page",
        "left_media": "Video or sound",
        "left_script": "Script for the browser, not run",
        "left_picture": "Picture that is not in the notebook",
        "left_format": "Content in another format",
        "described": "Description",
        "more_lines": "lines cut, which the notebook keeps:",
        "thousands": ",",
        "chart_data": "Data of the chart",
        "charts_data": "Data of the charts",
        "attached": "Table too long to be printed; it is attached to this PDF:",
        "no_edition": "No edition published.",
        "overleaf": "The chart heads the next page.",
        "further": "The chart heads one of the next pages.",
        "interval": "95% interval:",
        "empty_table": "No rows.",
        "scroll": "wide table, scrolls sideways",
        "drawing": "chart, scrolls sideways on a small screen",
        "sideways": "← scroll →",
        "row": "Row",
        "sheet_notes": "About this workbook",
    },
}


TAGS = {"fr": "fr-FR", "en": "en-GB"}


def tag(lang: str) -> str:
    """The language as files declare it; one that a report is not written in, as it is called.

    >>> tag("en"), tag("oc")
    ('en-GB', 'oc')
    """
    return TAGS.get(lang, lang)


def labels(lang: str) -> dict[str, str]:
    """The words in that language, French when it is unknown: `fr-FR` is `fr`."""
    return LABELS.get(lang.split("-")[0], LABELS["fr"])
