"""Sums, averages of a column of an audience table."""

from __future__ import annotations

from dataclasses import replace

from nec_analysis.errors import NecError
from nec_analysis.measures.data import Data
from nec_analysis.measures.rows import column, rows
from nec_analysis.measures.scores import answered_ratio
from nec_analysis.model import Estimate, Indicator


def total(indicator: Indicator, data: Data) -> Estimate:
    """Sum of the values of the rows kept."""
    values = _values(indicator, data)
    return Estimate(
        value=float(sum(values)), numerator=float(sum(values)), base=len(values), method="somme", state="census"
    )


def mean(indicator: Indicator, data: Data) -> Estimate:
    """Sum over number of rows kept: an average of a whole list, so without interval."""
    values = _values(indicator, data)
    if not values:
        return Estimate(value=None, base=0, state="empty")
    return Estimate(
        value=sum(values) / len(values),
        numerator=float(sum(values)),
        base=len(values),
        method="moyenne",
        state="census",
    )


def median(indicator: Indicator, data: Data) -> Estimate:
    """The middle value of the rows kept; the average of the two middle ones for an even number."""
    values = sorted(_values(indicator, data))
    if not values:
        return Estimate(value=None, base=0, state="empty")
    middle = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    return Estimate(value=middle, base=len(values), method="médiane", state="census")


def ratio(indicator: Indicator, data: Data) -> Estimate:
    """Sum of one column over the sum of another (`per`), of the rows kept; or of two numeric answers."""
    if indicator.question:
        return answered_ratio(indicator, data)
    above = _values(indicator, data)
    below = _values(replace(indicator, options={**indicator.options, "value": indicator.options.get("per", "")}), data)
    if not sum(below):
        return Estimate(value=None, base=0, state="empty")
    value = sum(above) / sum(below)
    return Estimate(value=value, numerator=float(sum(above)), base=len(above), method="rapport", state="census")


def _values(indicator: Indicator, data: Data) -> list[float]:
    place = f"indicateur « {indicator.id} »"
    series = column(rows(indicator, data), indicator.options.get("value", "value"), place)
    if series.isna().any():
        n = int(series.isna().sum())
        raise NecError("value-missing", place, f"{n} ligne(s) sans valeur dans la colonne « {series.name} ».")
    return [float(v) for v in series]
