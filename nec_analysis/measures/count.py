"""How many rows, or how many different people or things."""

from __future__ import annotations

from nec_analysis.measures.data import Data
from nec_analysis.measures.rows import column, rows
from nec_analysis.model import Estimate, Indicator


def count(indicator: Indicator, data: Data) -> Estimate:
    """Rows kept by `where`; with `distinct`, different values of that column; with `split`, of the parts of its cells."""
    kept = rows(indicator, data)
    place = f"indicateur « {indicator.id} »"
    distinct = indicator.options.get("distinct", "")
    if not distinct:
        return counted(len(kept), len(kept))
    values = column(kept, distinct, place).dropna().astype("string")
    split = indicator.options.get("split", "")
    if split:
        values = values.str.split(split, regex=False).explode().str.strip()
    values = values[values != ""]
    return counted(values.nunique(), len(kept))


def counted(value: float, base: int) -> Estimate:
    """A count of a whole list: no interval, and it says so."""
    return Estimate(value=float(value), numerator=float(value), base=base, method="dénombrement", state="census")
