"""What may be called a difference when a report makes many comparisons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nec_analysis.model import Comparison
from nec_analysis.stats.multiple_testing import benjamini_hochberg, holm

Adjustment = Callable[[Sequence[float]], NDArray[np.float64]]


def within_question(comparisons: Sequence[Comparison], *, level: float = 0.95) -> tuple[Comparison, ...]:
    """The pairs of one question, their probabilities adjusted together: no false alarm at `level`. Holm (1979).

    Those already adjusted stay as they are.
    """
    return _adjusted(comparisons, holm, level, "Holm")


def across_report(
    families: Mapping[str, Iterable[Comparison]], *, level: float = 0.95
) -> dict[str, tuple[Comparison, ...]]:
    """All the comparisons of a report by question: Holm inside each, then Benjamini-Hochberg over all of them."""
    questions = {name: within_question(tuple(family), level=level) for name, family in families.items()}
    everything = [one for family in questions.values() for one in family]
    found = iter(_adjusted(everything, benjamini_hochberg, level, "Benjamini-Hochberg"))
    return {name: tuple(next(found) for _ in family) for name, family in questions.items()}


def _adjusted(comparisons: Sequence[Comparison], method: Adjustment, level: float, name: str) -> tuple[Comparison, ...]:
    fresh = [one.p for one in comparisons if one.p is not None and name not in one.method]
    p = iter(method(fresh).tolist() if fresh else [])
    return tuple(
        one if one.p is None or name in one.method else _marked(one, next(p), level, name) for one in comparisons
    )


def _marked(one: Comparison, p: float, level: float, name: str) -> Comparison:
    return replace(one, p=p, significant=p < 1 - level, method=f"{one.method}, {name}")
