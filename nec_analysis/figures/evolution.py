"""What changed since another edition, figure by figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from nec_analysis.french.numbers import points, signed
from nec_analysis.measures.states import SMALL_BELOW
from nec_analysis.model import Figure
from nec_analysis.stats.differences import newcombe

STILL = ("ordinal",)
"""Units whose change says nothing: the rank of an edition."""
GROWTHS = ("growth", "growth_rate")
"""Measures that are changes already."""


@dataclass(frozen=True, slots=True)
class Change:
    """The difference between the same figure of two editions, from unrounded values.

    `difference`: of shares in [-1, 1], of scores in points, a relative change for counts. `significant` is
    None where no test is made: counts of a whole list, bases under 30, scores.
    """

    id: str
    label: str
    before: Figure
    after: Figure
    difference: float | None
    low: float | None
    high: float | None
    significant: bool | None
    method: str
    display: str


def changes(after: Iterable[Figure], before: Iterable[Figure], *, lang: str = "fr") -> tuple[Change, ...]:
    """The changes of every figure that both editions hold, in the order of `after`."""
    earlier = {figure.id: figure for figure in before}
    both = ((figure, earlier[figure.id]) for figure in after if figure.id in earlier and figure.unit not in STILL)
    same = ((new, old) for new, old in both if new.measure == old.measure and new.measure not in GROWTHS)
    return tuple(change(new, old, lang=lang) for new, old in same)


def change(after: Figure, before: Figure, *, lang: str = "fr") -> Change:
    """The change of one figure. Shares: Newcombe's hybrid score interval without finite correction. Newcombe (1998)."""
    if after.value is None or before.value is None:
        return Change(after.id, after.label, before, after, None, None, None, None, "non comparable", "")
    if after.measure == "share":
        return _of_shares(after, before, lang)
    if after.measure == "nps":
        difference = after.value - before.value
        shown = points(difference, lang=lang)
        return Change(after.id, after.label, before, after, difference, None, None, None, "différence de scores", shown)
    if before.value == 0:
        return Change(after.id, after.label, before, after, None, None, None, None, "non comparable", "")
    rate = after.value / before.value - 1
    shown = signed(100 * rate, lang=lang) + ("\u202f%" if lang == "fr" else "%")
    return Change(
        after.id, after.label, before, after, rate, None, None, None, "variation relative, listes entières", shown
    )


def _of_shares(after: Figure, before: Figure, lang: str) -> Change:
    difference = (after.value or 0) - (before.value or 0)
    hits, earlier_hits = int(after.numerator or 0), int(before.numerator or 0)
    low, high = newcombe(hits, after.base, earlier_hits, before.base)
    tested = min(after.base, before.base) >= SMALL_BELOW
    significant = (low > 0 or high < 0) if tested else None
    shown = points(100 * difference, lang=lang)
    return Change(
        after.id,
        after.label,
        before,
        after,
        difference,
        low,
        high,
        significant,
        "Newcombe, sans correction finie",
        shown,
    )


def as_figures(found: Iterable[Change], published: Mapping[str, str]) -> tuple[Figure, ...]:
    """The changes as rows of the register, `<id>__change`: what is printed of them has its row too."""
    return tuple(_as_figure(change, published.get(f"{change.id}__change", "")) for change in found if change.display)


def _as_figure(change: Change, printed: str) -> Figure:
    after, before = change.after, change.before
    return replace(
        after,
        id=f"{change.id}__change",
        label=f"évolution\u202f: {change.label}",
        display=change.display,
        value=change.difference,
        numerator=None,
        base_text=f"de {before.display} à {after.display}",
        low=change.low,
        high=change.high,
        method=change.method,
        files=(*before.files, *after.files),
        excluded={},
        published=printed,
        agrees=_digits(printed) == _digits(change.display) if printed else None,
        flags=() if change.significant is None else ("significatif" if change.significant else "non significatif",),
        section="evolution",
        sentence="",
        measure="change",
    )


def _digits(text: str) -> str:
    return "".join(c for c in text.replace("-", "−") if not c.isspace())
