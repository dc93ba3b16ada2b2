"""What a person would declare in the card of a sample: headers that say less than the question, codes without labels."""

from __future__ import annotations

from typing import Any

from survey_samples import Sample

TABLES = {
    "role": "Type de structure",
    "first": "Première participation",
    "themes": "Thèmes",
    "nps": "Note",
    "days": "Jours",
    "visit": "Date de visite",
    "comment": "Commentaire",
}
"""Grist, Airtable, NocoDB, Baserow: headers chosen by whoever made the table."""


def declared(sample: Sample) -> dict[str, Any]:
    """`names`, `recodes`, `rules`, `options` of a sample; nothing for most."""
    tool, file = sample.tool, sample.path.name
    if tool in ("grist", "airtable", "nocodb", "baserow"):
        return {"names": TABLES}
    if tool == "typeform":
        return {"names": {"themes": "Données, IA et territoires"}}
    if ("codes" in file and tool == "surveymonkey") or (tool == "qualtrics" and "labels" not in file):
        return {"recodes": _by_order(sample)}
    return {}


def _by_order(sample: Sample) -> dict[str, dict[str, str]]:
    """Numbers for answers: what a person who has the form beside them would write in the card."""
    closed = [q for q in sample.expected["questionnaire"]["questions"] if q["kind"] in ("single", "scale", "grid")]
    answers = [r["answers"] for r in sample.expected["responses"]]
    return {
        q["id"]: {
            str(c["order"]): c["code"]
            for c in q["choices"]
            if c["code"] in _given(q["id"], answers) and (c["role"] != "other" or sample.tool == "qualtrics")
        }
        for q in closed
    }


def _given(id: str, answers: list[dict[str, Any]]) -> set[str]:
    """The codes somebody gave: a recode that moves nobody is refused."""
    given = [a[id] for a in answers if a[id] is not None]
    return {code for value in given for code in (value.values() if isinstance(value, dict) else [value]) if code}
