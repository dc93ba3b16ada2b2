"""The measures a catalogue can name: one line each."""

from __future__ import annotations

from collections.abc import Callable

from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.errors import NecError
from nec_analysis.measures.breakdown import breakdown
from nec_analysis.measures.choices import first_choice, mean_rank, mentions, quantile
from nec_analysis.measures.count import count
from nec_analysis.measures.data import Data
from nec_analysis.measures.fact import fact
from nec_analysis.measures.scores import average, net_promoter
from nec_analysis.measures.share import share
from nec_analysis.measures.snapshot import growth, growth_rate, snapshot
from nec_analysis.measures.total import mean, median, ratio, total
from nec_analysis.model import Estimate, Indicator

MEASURES: dict[str, Callable[[Indicator, Data], Estimate]] = {
    "share": share,
    "average": average,
    "nps": net_promoter,
    "quantile": quantile,
    "mean_rank": mean_rank,
    "first_choice": first_choice,
    "mentions": mentions,
    "count": count,
    "sum": total,
    "mean": mean,
    "median": median,
    "ratio": ratio,
    "snapshot": snapshot,
    "growth": growth,
    "growth_rate": growth_rate,
    "fact": fact,
}


def estimate(indicator: Indicator, data: Data) -> Estimate:
    """The estimate of an indicator. Raises NecError for a measure nobody wrote, or data it cannot stand on."""
    if indicator.measure not in MEASURES:
        raise NecError(
            "measure-unknown",
            f"indicateur « {indicator.id} »",
            f"la mesure « {indicator.measure} » n'existe pas.",
            did_you_mean(indicator.measure, MEASURES),
        )
    return MEASURES[indicator.measure](indicator, data)


__all__ = ["MEASURES", "Data", "breakdown", "estimate"]
