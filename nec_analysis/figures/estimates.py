"""The estimate that a row of the register holds."""

from __future__ import annotations

from nec_analysis.figures.flags import flagged
from nec_analysis.model import Estimate, Figure


def estimate_of(figure: Figure) -> Estimate:
    """The estimate a figure of the register holds."""
    state = "ok"
    for flag, meant in (("effectif faible", "small"), ("masqué", "masked"), ("aucune réponse", "empty")):
        state = meant if flagged(figure, flag) else state
    return Estimate(
        value=figure.value,
        numerator=figure.numerator,
        base=figure.base,
        low=figure.low,
        high=figure.high,
        level=figure.level,
        method=figure.method,
        population=figure.population,
        weight=figure.weight,
        design_effect=figure.design_effect,
        state=state,
    )
