"""A declared fact: one line of the hand-kept sheet, with its proof."""

from __future__ import annotations

from nec_analysis.errors import NecError
from nec_analysis.measures.data import Data
from nec_analysis.measures.rows import rows
from nec_analysis.model import Estimate, Indicator


def fact(indicator: Indicator, data: Data) -> Estimate:
    """The value of the one line the indicator names. Raises NecError when two lines give different values."""
    kept = rows(indicator, data)
    values = sorted({float(v) for v in kept["value"]})
    if len(values) != 1:
        raise NecError(
            "fact-conflict",
            f"indicateur « {indicator.id} »",
            f"{len(kept)} lignes donnent {len(values)} valeurs différentes.",
            "Gardez une seule ligne de saisie pour ce fait.",
        )
    return Estimate(value=values[0], numerator=values[0], base=1, method="fait déclaré, avec preuve", state="declared")
