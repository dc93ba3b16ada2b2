"""Totals known on certain dates: the value on a date, the growth between two."""

from __future__ import annotations

from nec_analysis.errors import NecError
from nec_analysis.measures.data import Data
from nec_analysis.measures.rows import column, rows
from nec_analysis.model import Estimate, Indicator


def snapshot(indicator: Indicator, data: Data) -> Estimate:
    """The total on the date `at`, or on the last date known."""
    totals = _totals(indicator, data)
    at = str(indicator.options.get("at", "")) or max(totals)
    value = _on(totals, at, indicator)
    return Estimate(value=value, numerator=value, base=1, method="relevé daté", state="census")


def growth(indicator: Indicator, data: Data) -> Estimate:
    """The total on `to` (the last date by default) minus the total on `since`."""
    totals = _totals(indicator, data)
    to = str(indicator.options.get("to", "")) or max(totals)
    since = str(indicator.options.get("since", "")) or min(totals)
    value = _on(totals, to, indicator) - _on(totals, since, indicator)
    return Estimate(value=value, numerator=value, base=2, method="différence de deux relevés datés", state="census")


def growth_rate(indicator: Indicator, data: Data) -> Estimate:
    """The total on `to` divided by the total on `since`, minus 1."""
    totals = _totals(indicator, data)
    after = _on(totals, str(indicator.options.get("to", "")) or max(totals), indicator)
    before = _on(totals, str(indicator.options.get("since", "")) or min(totals), indicator)
    if before <= 0:
        return Estimate(value=None, base=2, state="empty")
    return Estimate(
        value=after / before - 1,
        numerator=after - before,
        base=2,
        method="rapport de deux relevés datés",
        state="census",
    )


def _totals(indicator: Indicator, data: Data) -> dict[str, float]:
    """Totals by day: as noted, or counted from one row a contact, by the day each was created."""
    kept = rows(indicator, data)
    place = f"indicateur « {indicator.id} »"
    if "total" not in kept.columns and "created_at" in kept.columns:
        created = kept["created_at"].dropna().astype("string").str.slice(0, 10)
        cumulated = created.value_counts().sort_index().cumsum()
        return {str(day): float(n) for day, n in cumulated.items()}
    dates = column(kept, "at", place).astype("string").str.slice(0, 10)
    values = column(kept, indicator.options.get("value", "total"), place).astype(float)
    return dict(zip(dates, values, strict=True))


def _on(totals: dict[str, float], date: str, indicator: Indicator) -> float:
    found = [day for day in totals if day.startswith(date)]
    if not found:
        raise NecError(
            "snapshot-missing",
            f"indicateur « {indicator.id} »",
            f"aucun relevé à la date {date}.",
            "Dates connues : " + ", ".join(sorted(totals)),
        )
    return totals[max(found)]
