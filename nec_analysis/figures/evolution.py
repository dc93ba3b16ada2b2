"""What changed since another edition, figure by figure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from nec_analysis.compare.difference import difference
from nec_analysis.figures.estimates import estimate_of
from nec_analysis.french.numbers import points, signed
from nec_analysis.french.phrases import phrase
from nec_analysis.model import Figure
from nec_analysis.stats.multiple_testing import benjamini_hochberg

STILL = ("ordinal",)
"""Units whose change says nothing: the rank of an edition."""
KINDS = {"share": "share", "first_choice": "share", "nps": "number", "average": "number"}
"""How a measure of the survey is compared; the others are counts of whole lists."""
GROWTHS = ("growth", "growth_rate")
"""Measures that are changes already."""
DECIMALS = re.compile(r"\d[.,](\d{1,2})(?!\d)")
TESTED = {True: "significatif", False: "non significatif"}


@dataclass(frozen=True, slots=True)
class Change:
    """The difference between the same figure of two editions, from unrounded values.

    `difference`: of shares in [-1, 1], of scores in points, a relative change for counts. `significant` is
    None where no test is made: counts of a whole list, bases under 30, scores. `p_raw`: of the test itself; `p`: after
    correction among `family` tests.
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
    p: float | None = None
    p_raw: float | None = None
    family: int = 0


def changes(
    after: Iterable[Figure], before: Iterable[Figure], *, broken: Collection[str] = (), lang: str = "fr"
) -> tuple[Change, ...]:
    """The changes of every figure that both editions hold, in the order of `after`.

    Many are tested at once: what is called significant is so after Benjamini-Hochberg's correction over the changes
    (a report that makes other comparisons corrects them together again, from `p_raw`).

    `broken`: figures whose wording, scale or base changed since the earlier edition; they are not compared.
    """
    earlier = {figure.id: figure for figure in before}
    both = ((figure, earlier[figure.id]) for figure in after if figure.id in earlier and figure.unit not in STILL)
    same = ((new, old) for new, old in both if new.measure == old.measure and new.measure not in GROWTHS)
    return corrected([change(new, old, lang=lang) for new, old in same if new.id not in broken])


def corrected(found: Sequence[Change]) -> tuple[Change, ...]:
    """The changes, what is called significant among them so after Benjamini-Hochberg's correction. (1995)"""
    raw = [one.p_raw for one in found if one.p_raw is not None]
    p = iter(benjamini_hochberg(raw).tolist())
    return tuple(one if one.p_raw is None else tested(one, next(p), len(raw)) for one in found)


def tested(one: Change, p: float, family: int) -> Change:
    """The change with its probability corrected among `family` tests."""
    return replace(one, p=p, significant=p < 1 - one.after.level, family=family)


def change(after: Figure, before: Figure, *, lang: str = "fr") -> Change:
    """The change of one figure. Shares: Newcombe's hybrid score interval without finite correction. Newcombe (1998)."""
    kind = KINDS.get(after.measure)
    if after.value is None or before.value is None or (kind is None and before.value == 0):
        return Change(after.id, after.label, before, after, None, None, None, None, phrase("non comparable", lang), "")
    if kind is None:
        return _relative(after, before, after.value / before.value - 1, lang)
    found = difference(estimate_of(after), estimate_of(before), id=after.id, kind=kind)
    gap = (100 if kind == "share" else 1) * (found.difference or 0)
    shown = "" if found.difference is None else points(gap, _places(after, before), lang=lang)
    return Change(
        after.id,
        after.label,
        before,
        after,
        found.difference,
        found.low,
        found.high,
        found.significant,
        phrase(found.method, lang),
        shown,
        found.p,
        found.p,
    )


def _places(*figures: Figure) -> int:
    """As many decimals as the figures are printed with: from 28 % to 31,5 % is not +3."""
    return max(len(found[1]) if (found := DECIMALS.search(figure.display)) else 0 for figure in figures)


def _relative(after: Figure, before: Figure, rate: float, lang: str) -> Change:
    shown = signed(100 * rate, lang=lang) + ("\u202f%" if lang == "fr" else "%")
    method = phrase("variation relative, listes entières", lang)
    return Change(after.id, after.label, before, after, rate, None, None, None, method, shown)


def as_figures(found: Iterable[Change], published: Mapping[str, str], *, lang: str = "fr") -> tuple[Figure, ...]:
    """The changes as rows of the register, `<id>__change`: what is printed of them has its row too."""
    return tuple(
        _as_figure(change, published.get(f"{change.id}__change", ""), lang) for change in found if change.display
    )


def _as_figure(change: Change, printed: str, lang: str) -> Figure:
    after, before = change.after, change.before
    return replace(
        after,
        id=f"{change.id}__change",
        label=phrase("évolution\u202f: {figure}", lang, figure=change.label),
        display=change.display,
        value=change.difference,
        numerator=None,
        base_text=phrase("de {before} à {after}", lang, before=before.display, after=after.display),
        low=change.low,
        high=change.high,
        method=change.method,
        files=(*before.files, *after.files),
        excluded={},
        published=printed,
        agrees=_digits(printed) == _digits(change.display) if printed else None,
        flags=() if change.significant is None else (phrase(TESTED[change.significant], lang),),
        section="evolution",
        sentence="",
        measure="change",
    )


def _digits(text: str) -> str:
    return "".join(c for c in text.replace("-", "−") if not c.isspace())
