"""Groups of one edition compared two by two."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from nec_analysis.compare.difference import difference
from nec_analysis.compare.significance import within_question
from nec_analysis.model import Comparison, Estimate


def pairs(
    estimates: Mapping[str, Estimate], *, id: str, kind: str = "share", level: float = 0.95
) -> dict[tuple[str, str], Comparison]:
    """The difference of each pair of groups, their tests adjusted together by Holm. In the order of `estimates`.

    To be called significant where the question's own test over all groups allows.
    """
    names = list(combinations(estimates, 2))
    found = [difference(estimates[a], estimates[b], id=f"{id}:{a}:{b}", kind=kind, level=level) for a, b in names]
    return dict(zip(names, within_question(found, level=level), strict=True))
