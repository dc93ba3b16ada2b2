"""Two closed questions crossed: who answered what, among whom, where it departs from the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import special

from nec_analysis.measures.answers import answers
from nec_analysis.measures.states import SMALL_BELOW
from nec_analysis.measures.weighing import Weighed
from nec_analysis.model import Choice, Responses
from nec_analysis.stats.crosstabs import chi_square, rao_scott, residuals
from nec_analysis.stats.multiple_testing import benjamini_hochberg

LEVEL = 0.05

Coded = tuple[tuple[Choice, ...], NDArray[np.object_]]


@dataclass(frozen=True, slots=True)
class Cross:
    """Counts of row choices × column choices, both in the questionnaire's order.

    `shares`: of each row, weighted when the survey is; `marks`: 1 where a cell is above the whole, -1 below, 0 where
    nothing can be said; `p`: of Pearson's test, corrected for the design by Rao and Scott when there are weights.
    """

    rows: tuple[Choice, ...]
    columns: tuple[Choice, ...]
    counts: NDArray[np.int64]
    shares: NDArray[np.float64]
    marks: NDArray[np.int64]
    statistic: float
    df: float
    p: float


def cross(
    responses: Responses,
    rows: str,
    columns: str,
    *,
    groups: Mapping[str, Mapping[str, str]] | None = None,
    weighed: Weighed | None = None,
) -> Cross:
    """The crosstab of two single-choice questions over the people who answered both.

    `groups` merges choices, by question: {"transport": {"auto": "car", "moto": "other"}}. Cells are marked by Haberman's
    adjusted residuals with Benjamini-Hochberg's correction, when Pearson's test passes and both bases reach 30.
    """
    first, second = (_coded(responses, id, (groups or {}).get(id, {})) for id in (rows, columns))
    both = (first[1] != "") & (second[1] != "")
    counts = np.array(
        [[int(((first[1] == a.code) & (second[1] == b.code) & both).sum()) for b in second[0]] for a in first[0]],
        dtype=np.int64,
    ).reshape(len(first[0]), len(second[0]))
    if weighed is None:
        return _tested(first[0], second[0], counts)
    return _weighted(first, second, counts, both, weighed)


def _coded(responses: Responses, id: str, groups: Mapping[str, str]) -> Coded:
    given = answers(responses, id)
    codes = np.array([groups.get(code, code) for code in given.codes], dtype=object)
    if not groups:
        return given.question.choices, codes
    kept: dict[str, Choice] = {}
    for choice in given.question.choices:
        code = groups.get(choice.code, choice.code)
        kept.setdefault(code, choice if code == choice.code else Choice(code, {"fr": code}, choice.order))
    return tuple(kept.values()), codes


def _tested(rows: tuple[Choice, ...], columns: tuple[Choice, ...], counts: NDArray[np.int64]) -> Cross:
    filled = counts[counts.sum(1) > 0][:, counts.sum(0) > 0]
    marks = np.zeros_like(counts)
    if min(filled.shape, default=0) < 2:
        return Cross(rows, columns, counts, _of_rows(counts), marks, 0.0, 0.0, 1.0)
    test = chi_square(filled)
    if test.p < LEVEL:
        marks = _marked(counts)
    return Cross(rows, columns, counts, _of_rows(counts), marks, test.statistic, test.ndf, test.p)


def _weighted(
    first: Coded, second: Coded, counts: NDArray[np.int64], both: NDArray[np.bool_], weighed: Weighed
) -> Cross:
    """The weighted crosstab; its global test is Rao and Scott's second-order F. Rao & Scott (1984).

    Without finite population correction, like every comparison of groups: Cochran (1977), 2.14.
    """
    plain = _tested(first[0], second[0], counts)
    if min(counts[counts.sum(1) > 0][:, counts.sum(0) > 0].shape, default=0) < 2:
        return plain
    weights = np.where(both, weighed.design.weights, 0.0)
    table = np.array(
        [[float(weights[(first[1] == a.code) & (second[1] == b.code)].sum()) for b in second[0]] for a in first[0]]
    )
    endless = replace(weighed.design, population=np.zeros(0))
    test = rao_scott(endless, first[1].astype(str), second[1].astype(str), both).f
    marks = _marked(counts) if test.p < LEVEL else np.zeros_like(counts)
    return Cross(first[0], second[0], counts, _of_rows(table), marks, test.statistic, test.ndf, test.p)


def _of_rows(table: NDArray[np.int64] | NDArray[np.float64]) -> NDArray[np.float64]:
    sums = table.sum(1, keepdims=True)
    return np.asarray(np.divide(table, sums, out=np.zeros(table.shape), where=sums > 0))


def _marked(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    found = residuals(counts)
    adjusted = benjamini_hochberg(2 * special.ndtr(-np.abs(found)).ravel()).reshape(found.shape)
    large = counts.sum(1)[:, None] >= SMALL_BELOW
    return np.where((adjusted < LEVEL) & large, np.sign(found), 0).astype(np.int64)
