"""Stanzas of indicators, in the catalogue or laid over it by a card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nec_analysis.cards.toml import shaped
from nec_analysis.errors import NecError
from nec_analysis.model import Choice, Edition, Indicator, Question

SHAPES: Mapping[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("label", "sentence", "where", "options"), Mapping),
    **dict.fromkeys(("measure", "question", "table", "base", "unit", "section", "reference", "comparable_since"), str),
    "counts": (list, tuple),
    "decimals": int,
    "needs_card": bool,
}

USUAL = {"nps": "points", "growth": "signed", "growth_rate": "rate"}
"""Units that a measure has unless its stanza says another."""
TOP = 2
"""Answers that a customer satisfaction score counts: the two most favourable."""

Stanza = Mapping[str, Any]


def indicator(id: str, stanza: Stanza, place: str) -> Indicator:
    """The indicator a stanza defines. Raises NecError for an unknown key, or one without measure."""
    shaped(stanza, SHAPES, place)
    if "measure" not in stanza:
        raise NecError("indicator-measure", place, "il manque « measure ».", 'Par exemple : measure = "share"')
    return Indicator(
        id=id,
        label=dict(stanza.get("label", {"fr": id})),
        measure=stanza["measure"],
        sentence=dict(stanza.get("sentence", {})),
        question=stanza.get("question", ""),
        table=stanza.get("table", ""),
        counts=tuple(stanza.get("counts", ())),
        base=stanza.get("base", "answered"),
        where=dict(stanza.get("where", {})),
        options={
            **stanza.get("options", {}),
            "needs_card": stanza.get("needs_card", False),
            "comparable_since": stanza.get("comparable_since", ""),
        },
        unit=stanza.get("unit", USUAL.get(stanza["measure"], "")),
        decimals=stanza.get("decimals"),
        section=stanza.get("section", ""),
        reference=stanza.get("reference", ""),
    )


def satisfied(read: Indicator, question: Question | None, place: str) -> Indicator:
    """A `csat` as the share it is: the two most favourable answers of the question's scale; others as they are.

    Raises NecError for a question without a scale of three points at least.
    """
    if read.measure != "csat":
        return read
    points = sorted((c for c in (question.choices if question else ()) if c.point is not None), key=_favour)
    if len(points) < 3:
        raise NecError(
            "csat-scale",
            place,
            f"« {read.question} » n'a pas d'échelle de satisfaction d'au moins trois échelons.",
            'Donnez une échelle à la question, ou : measure = "share", counts = [...]',
        )
    return replace(read, measure="share", counts=tuple(choice.code for choice in points[:TOP]))


def _favour(choice: Choice) -> float:
    return -float(choice.point or 0)


def overlaid(stanzas: Mapping[str, Stanza], edition: Edition) -> dict[str, Stanza]:
    """The catalogue's stanzas with the card's laid over them: tables merge, other values replace; new ids come last."""
    merged: dict[str, Stanza] = {id: dict(stanza) for id, stanza in stanzas.items()}
    for id, extra in edition.indicators.items():
        merged[id] = _merged(merged.get(id, {}), extra)
    return merged


def _merged(below: Stanza, above: Stanza) -> Stanza:
    out = dict(below)
    for key, value in above.items():
        old = out.get(key)
        out[key] = {**old, **value} if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return out
