"""The tests of one report, corrected together for their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nec_analysis.compare.significance import across_report
from nec_analysis.figures.evolution import Change, tested
from nec_analysis.model import Comparison
from nec_analysis.phases.contrasts import WHOLE, Contrast


def corrected(
    contrasts: Sequence[Contrast], changes: Sequence[Change]
) -> tuple[tuple[Contrast, ...], tuple[Change, ...]]:
    """Groups, options, changes since the edition before: Holm inside each question, Benjamini-Hochberg over all of them.

    A table's own test (`whole`) opens the door to its groups and stays uncorrected; a change is alone in its question.
    """
    tables = dict.fromkeys(one.table for one in contrasts)
    families = {f"table {t}": [_compared(o) for o in contrasts if o.table == t and o.kind != WHOLE] for t in tables}
    families |= {f"change {one.id}": [_changed(one)] for one in changes}
    size = sum(one.p is not None for family in families.values() for one in family)
    found = {name: iter(family) for name, family in across_report(families).items()}
    pairs = tuple(
        one if one.kind == WHOLE else _with(one, next(found[f"table {one.table}"]), size) for one in contrasts
    )
    moved = [(one, next(found[f"change {one.id}"]).p) for one in changes]
    return pairs, tuple(one if p is None else tested(one, p, size) for one, p in moved)


def _compared(one: Contrast) -> Comparison:
    return Comparison(one.id, one.difference, one.low, one.high, one.p_raw, one.significant, one.method, one.note)


def _changed(one: Change) -> Comparison:
    return Comparison(one.id, one.difference, one.low, one.high, one.p_raw, one.significant, "", "")


def _with(one: Contrast, new: Comparison, size: int) -> Contrast:
    if one.p_raw is None:
        return one
    return replace(one, p=new.p, significant=new.significant, method=new.method, family=size)
