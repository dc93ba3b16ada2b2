"""Rows of a table, or of the answers, that an indicator looks at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.errors import NecError
from nec_analysis.french.matching import normal
from nec_analysis.measures.data import Data
from nec_analysis.model import Indicator

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


def rows(indicator: Indicator, data: Data) -> pd.DataFrame:
    """The rows of the indicator's table that its `where` keeps: equality, or membership of a list.

    Raises NecError for an unknown column, or a condition that no row meets though the table has rows.
    """
    place = f"indicateur « {indicator.id} »"
    table = data.table(indicator.table, place)
    kept = table
    for column, wanted in indicator.where.items():
        kept = kept[matches(kept, column, wanted, place)]
    if len(table) and not len(kept) and not indicator.options.get("may_be_empty"):
        raise NecError(
            "rows-none",
            f"{place}, table « {indicator.table} »",
            f"aucune ligne ne remplit la condition {_said(indicator.where)}.",
            "Vérifiez la condition [where], ou les valeurs de l'export.",
        )
    return kept


def among(indicator: Indicator, data: Data) -> NDArray[np.bool_]:
    """The respondents that the `where` of a survey indicator keeps: a code, or one of a list, of another question.

    A ticked option is named by its column: `where.days__tuesday = true`. Raises NecError for an unknown column.
    """
    place = f"indicateur « {indicator.id} »"
    frame = data.survey(place).frame
    kept = np.ones(len(frame), dtype=bool)
    for name, wanted in indicator.where.items():
        kept &= matches(frame, name, wanted, place).to_numpy(dtype=bool)
    return kept


def column(table: pd.DataFrame, name: str, place: str) -> pd.Series[Any]:
    """A column of a table. Raises NecError with the nearest name."""
    if name not in table.columns:
        known = [str(c) for c in table.columns]
        raise NecError("column-unknown", place, f"aucune colonne ne s'appelle « {name} ».", did_you_mean(name, known))
    return table[name]


def matches(table: pd.DataFrame, name: str, wanted: object, place: str) -> pd.Series[bool]:
    """Which rows hold the wanted value, or one of the wanted values, whatever their case, accents or blanks."""
    return holds(column(table, name, place), wanted)


def holds(values: pd.Series[Any], wanted: object) -> pd.Series[bool]:
    """Which values are one of the wanted, compared in their normal form."""
    names = {normal(str(v)) for v in (wanted if isinstance(wanted, list) else [wanted])}
    texts = values.astype("string").fillna("")
    known = {text: normal(text) in names for text in texts.unique()}
    return texts.map(known).astype(bool)


def _said(where: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} = {value}" for key, value in where.items())
