"""What a figure looks like in print."""

from __future__ import annotations

from nec_analysis.french.numbers import NBSP, duration, number, ordinal, percent, share, signed, times
from nec_analysis.model import Estimate, Indicator

NOTHING = {"fr": "aucune réponse", "en": "no answer"}
MASKED = {"fr": "effectif insuffisant", "en": "too few answers"}
ONE_DECIMAL_FROM = 1000
MADE = ("average", "mean_rank", "mentions")
SILENT_UNITS = ("", "personnes", "vues")
"""Units that the label says; the others are written after the number."""


def display(indicator: Indicator, estimate: Estimate, lang: str = "fr") -> str:
    """The number as printed: "87 %", "1 700", "10 h 21", "5ᵉ", "+2 231"."""
    if estimate.state == "masked":
        return MASKED[lang]
    if estimate.value is None:
        return NOTHING[lang]
    if indicator.measure == "share":
        decimals, step = indicator.decimals, indicator.options.get("step")
        if estimate.weight:
            whole = 0 if estimate.base < ONE_DECIMAL_FROM else 1
            return share(estimate.value, whole if decimals is None else decimals, step=step, lang=lang)
        return percent(estimate.numerator or 0, estimate.base, decimals=decimals, step=step, lang=lang)
    return written(estimate.value, indicator, lang)


def written(value: float, indicator: Indicator, lang: str = "fr") -> str:
    """A value in the unit of its indicator."""
    decimals = indicator.decimals or 0
    match indicator.unit:
        case "duration":
            return duration(value, lang=lang)
        case "ordinal":
            return ordinal(round(value), feminine=True, lang=lang)
        case "signed":
            return signed(value, decimals, lang=lang)
        case "times":
            return times(value + 1, indicator.decimals or 1, lang=lang)
        case "rate":
            gap = "\u202f%" if lang == "fr" else "%"
            return signed(100 * value, decimals, lang=lang) + gap
        case "points":
            return signed(value, decimals, lang=lang)
        case unit if unit in SILENT_UNITS:
            return number(value, _decimals(indicator, value), lang=lang)
        case unit:
            return f"{number(value, _decimals(indicator, value), lang=lang)}{NBSP}{unit}"


def _decimals(indicator: Indicator, value: float) -> int:
    """One for what people's answers make, none for what is counted; a quantile is written as it was given."""
    if indicator.decimals is not None:
        return indicator.decimals
    if indicator.measure == "quantile":
        return 0 if value.is_integer() else 1
    return 1 if indicator.measure in MADE or (indicator.measure == "ratio" and indicator.question) else 0
