"""A figure of the register, as tests change it."""

from __future__ import annotations

from typing import Any

from nec_analysis.model import Figure, FileHash


def figure(id: str, **changes: Any) -> Figure:
    """The share of a question answered 393 times, but for the changes."""
    given: dict[str, Any] = {
        "id": id,
        "label": "voient en NEC l'événement de référence",
        "display": "87\u202f%",
        "value": 0.8702,
        "numerator": 342,
        "base": 393,
        "base_text": "393 réponses",
        "population": 1700,
        "low": 0.836,
        "high": 0.898,
        "level": 0.95,
        "method": "Wilson",
        "weight": "",
        "design_effect": None,
        "question": "reference_event",
        "columns": ("Q7",),
        "files": (FileHash("satisfaction.csv", "9f2c" * 16),),
        "excluded": {"doublon": 8, "essai": 6},
        "published": "87\u202f%",
        "agrees": True,
        "flags": (),
    }
    return Figure(**(given | changes))
