"""Columns that tell of the row itself: its number, when it was sent, in which language."""

from __future__ import annotations

from nec_analysis.french.matching import normal
from nec_analysis.mapping.profile import Profile

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


def metadata(profile: Profile) -> str:
    """The part of the row a column tells, or "" for an answer. The header alone never decides."""
    words = normal(profile.header)
    if "_" in words.strip("_"):
        words = words.replace("_", " ")
    if profile.unique and (words in _IDS or (not words and profile.integers is not None)):
        return "respondent_id" if words else "meta"
    if profile.day:
        return "submitted_at" if words in _SENT else "started_at" if words in _STARTED else ""
    if words in _LANGUAGE and profile.counts and all(len(text.split("-")[0]) == 2 for text in profile.counts):
        return "language"
    if words in ("status", "statut", "response type") and profile.keys and profile.keys <= _STATUS:
        return "status"
    return ""
