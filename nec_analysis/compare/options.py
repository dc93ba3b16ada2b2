"""Options of one multi-select compared among the same people."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nec_analysis.model import Comparison
from nec_analysis.stats.paired import mcnemar, mcnemar_exact, paired_difference
from nec_analysis.stats.publication import SMALL_UNDER

Bools = NDArray[np.bool_]
EXACT_UNDER = 25
"""People who ticked one option only, under which McNemar's test is made with the binomial law."""
METHOD = "McNemar, intervalle de Newcombe apparié"


def neighbours(ticked: Mapping[str, Bools], *, id: str) -> dict[tuple[str, str], Comparison]:
    """Each option against the one just under it, most ticked first; `ticked` holds the people asked.

    Nothing with fewer than 30 people. McNemar (1947); Newcombe (1998), method 10 for paired data.
    """
    order = sorted(ticked, key=lambda name: -int(ticked[name].sum()))
    return {
        (a, b): _paired(ticked[a], ticked[b], f"{id}:{a}:{b}")
        for a, b in pairwise(order)
        if ticked[a].size >= SMALL_UNDER
    }


def _paired(first: Bools, second: Bools, id: str) -> Comparison:
    both, one, two = (int(part.sum()) for part in (first & second, first & ~second, second & ~first))
    low, high = paired_difference(both, one, two, first.size - both - one - two)
    p = mcnemar_exact(one, two) if one + two < EXACT_UNDER else mcnemar(one, two)[1]
    return Comparison(id, (one - two) / first.size, low, high, p, p < 0.05, METHOD)
