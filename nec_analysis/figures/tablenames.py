"""The tables of an edition with their columns, in the words of a reader."""

from __future__ import annotations

from nec_analysis.french.phrases import phrase

TABLES = {
    "registrations": {"fr": "inscriptions", "en": "registrations"},
    "attendance": {"fr": "contrôle des entrées", "en": "entry scans"},
    "sessions": {"fr": "programme", "en": "programme"},
    "speakers": {"fr": "programme", "en": "programme"},
    "media": {"fr": "médiathèque", "en": "media library"},
    "contacts": {"fr": "relevés datés de la base de contacts", "en": "dated counts of the contact base"},
    "channel_metrics": {"fr": "statistiques des réseaux sociaux", "en": "social media statistics"},
    "streams": {"fr": "statistiques de diffusion", "en": "streaming statistics"},
    "facts": {"fr": "saisie de l'équipe d'organisation", "en": "facts kept by the organisers"},
    "responses": {"fr": "enquête", "en": "survey"},
}
SHORT = {
    "contacts": "contacts",
    "channel_metrics": "réseaux sociaux",
    "streams": "directs",
    "facts": "saisie",
    "attendance": "entrées",
}
"""Where the long name of a table would fill a column."""
COLUMNS = {
    "indicator": "fait",
    "title": "titre",
    "metric": "mesure",
    "channel": "canal",
    "item_id": "publication",
    "ticket_id": "billet",
    "day": "jour",
    "gate": "porte",
    "format": "format",
    "theme": "thème",
    "kind": "genre",
    "duration_s": "durée",
    "partner": "partenaire",
    "speaker_key": "intervenant·e",
    "session_id": "séance",
    "status": "état",
    "at": "date",
}


def table_name(table: str, lang: str = "fr") -> str:
    """A table in words: "contrôle des entrées"; one nobody named as it is called.

    >>> table_name("sessions")
    'programme'
    """
    return TABLES.get(table, {}).get(lang, table)


def short_name(table: str, lang: str = "fr") -> str:
    """A table in a word or two."""
    return phrase(SHORT[table], lang) if table in SHORT else table_name(table, lang)


def column_name(column: str, lang: str = "fr") -> str:
    """A column of a table in words; one nobody named as it is called."""
    return phrase(COLUMNS[column], lang) if column in COLUMNS else column
