"""Amounts said in words that no figure beside them gives: « trois quarts » needs a share of 75 % in its sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from nec_analysis.french import amounts
from nec_analysis.french.amounts import Amount
from nec_analysis.french.phrases import either
from nec_analysis.model import Figure

NEAR, NEARLY = 0.025, 0.15
"""How far a share may be from the part that a text calls it; how far, of itself, a number from the round one."""
SURE, UNSURE = either("significatif"), either("non significatif")
CHANGE = "__change"
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?![a-zà-ÿ])|\n{2,}")


def unbacked(
    text: str, figures: Iterable[Figure], beside: Callable[[str], Sequence[Figure]], lang: str = "fr"
) -> Iterator[tuple[str, Amount]]:
    """Each amount in words with its sentence, where no figure of the sentence gives it; numbers of things may be those
    of any figure of the register. `beside` tells the figures that a sentence prints."""
    register = tuple(figures)
    known = {figure.id: figure for figure in register}
    for sentence in _SENTENCE.split(text):
        for amount in amounts.amounts(sentence, lang):
            near = beside(sentence)
            changes = [known[figure.id + CHANGE] for figure in near if figure.id + CHANGE in known]
            backing = register if amount.kind == amounts.COUNT else (*near, *changes)
            if not any(_backs(figure, amount) for figure in backing):
                yield sentence, amount


def _backs(figure: Figure, amount: Amount) -> bool:
    """Whether a figure gives an amount said in words."""
    if figure.value is None:
        return False
    value, said = float(figure.value), float(amount.value)
    if amount.kind in (amounts.PART, amounts.PERCENT):
        near = NEAR if amount.kind == amounts.PART else 0.005
        median = amount.value == Fraction(1, 2) and figure.measure in ("median", "quantile")
        return median or (figure.display.endswith("%") and _unsigned(figure) and abs(value - said) <= near)
    if amount.kind in (amounts.UP, amounts.DOWN):
        return _moves(figure, up=amount.kind == amounts.UP, sure=bool(amount.value))
    if amount.kind == amounts.TIMES:
        factor = value if figure.display.startswith("×") else 1 + value if "%" in figure.display else 0.0
        return not (_unsigned(figure) and "%" in figure.display) and abs(factor - said) <= said * NEARLY
    if amount.kind == amounts.ABOUT:
        return abs(value - said) <= said * NEARLY
    return said in (value, figure.numerator)


def _unsigned(figure: Figure) -> bool:
    return figure.display[:1] not in "+−-±×"


def _moves(figure: Figure, *, up: bool, sure: bool) -> bool:
    """Whether a figure is a change of that way that no test denies; where it must be significant, that one says so."""
    if not figure.display.startswith("+" if up else ("−", "-")):
        return False
    return bool(SURE & set(figure.flags)) if sure else not UNSURE & set(figure.flags)
