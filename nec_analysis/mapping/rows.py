"""Columns that tell of the row itself: its number, when it was sent, in which language."""

from __future__ import annotations

from nec_analysis.french.matching import normal
from nec_analysis.mapping.profile import Profile, profile
from nec_analysis.model import Export

SINGULAR = ("respondent_id", "started_at", "submitted_at", "language", "status")
"""Parts that one column of an export may have."""

_IDS = frozenset(
    [
        "id",
        "ids",
        "no",
        "n°",
        "numero",
        "identifiant",
        "identifier",
        "internal id",
        "respondent id",
        "respondentid",
        "response id",
        "responseid",
        "id reponse",
        "id de la reponse",
        "submission id",
        "record id",
        "uuid",
        "_id",
        "_uuid",
        "#",
        "key",
        "cle",
        "id repondant",
        "id participant",
        "numero de reponse",
        "n° de reponse",
        "respondent_id",
    ]
)
_SENT = frozenset(
    [
        "timestamp",
        "horodateur",
        "horodatage",
        "submitted at",
        "date submitted",
        "date de soumission",
        "submitdate",
        "completed at",
        "cree le",
        "created at",
        "created on",
        "date de creation",
        "date de reponse",
        "heure de fin",
        "end date",
        "enddate",
        "heure de soumission",
        "heure de completion",
        "date d'envoi",
        "submitted_at",
        "soumis le",
        "repondu le",
    ]
)
_STARTED = frozenset(
    [
        "started at",
        "time started",
        "start date",
        "startdate",
        "heure de debut",
        "date de lancement",
        "start",
        "commence le",
    ]
)
_STATUS = frozenset(
    ["partial", "complete", "completed", "disqualified", "incomplete", "partiel", "complet", "termine", "en cours"]
)
_LANGUAGE = frozenset(
    ("langue", "language", "langue de depart", "start language", "startlanguage", "user language", "lang")
)


def identifier(export: Export) -> int:
    """The column that tells respondents apart, by its tool or by its name and its cells; -1 for none."""
    for column in export.columns:
        if column.part == "respondent_id":
            return column.index
    for column in export.columns:
        alone = profile(column.header, export.cells[column.index], export.dialect)
        if normal(column.header) in _IDS and metadata(alone) == "respondent_id":
            return column.index
    return -1


def metadata(seen: Profile) -> str:
    """The part of the row a column tells, or "" for an answer. The header alone never decides."""
    words = normal(seen.header)
    if "_" in words.strip("_"):
        words = words.replace("_", " ")
    if seen.unique and (words in _IDS or (not words and seen.integers is not None)):
        return "respondent_id" if words else "meta"
    if seen.day:
        return "submitted_at" if words in _SENT else "started_at" if words in _STARTED else ""
    if words in _LANGUAGE and seen.counts and all(len(text.split("-")[0]) == 2 for text in seen.counts):
        return "language"
    if words in ("status", "statut", "response type") and seen.keys and seen.keys <= _STATUS:
        return "status"
    return ""
