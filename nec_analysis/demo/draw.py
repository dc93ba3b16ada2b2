"""Seeded draws whose totals are exact: marginals are fixed first, then shuffled."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.signedinteger[Any]]
Floats = npt.NDArray[np.float64]

UNANSWERED, NOT_SHOWN = -1, -2
"""Codes of a cell without answer: the question was seen, the question was never seen."""


def stream(seed: int, *names: str) -> np.random.Generator:
    """An independent generator for one thing of one edition: adding a file never changes another."""
    return np.random.default_rng([seed, *(zlib.crc32(name.encode()) for name in names)])


def apportion(total: int, weights: Sequence[float] | Floats | Ints) -> Ints:
    """`total` shared in proportion to the weights, by largest remainder.

    >>> apportion(10, [1, 1, 1]).tolist()
    [4, 3, 3]
    """
    shares = np.asarray(weights, dtype=np.float64)
    if not shares.sum():
        return np.zeros(len(shares), dtype=np.int64)
    exact = total * shares / shares.sum()
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return np.asarray(whole)


def deal(rng: np.random.Generator, counts: Sequence[int] | Ints, score: Floats | None = None) -> Ints:
    """One code for each of sum(counts) people: exactly counts[k] times k.

    With a `score`, code 0 goes to the highest scores, the last code to the lowest: people agree with themselves.
    """
    codes = np.repeat(np.arange(len(counts)), np.asarray(counts))
    order = rng.permutation(len(codes)) if score is None else np.argsort(-score, kind="stable")
    dealt = np.empty_like(codes)
    dealt[order] = codes
    return dealt


def controlled_table(profile: Sequence[Sequence[float]] | Floats, rows: Ints, columns: Ints) -> Ints:
    """A table of integers with exactly these margins, close to the profile: iterative fitting, then rounding.

    Deming and Stephan (1940). The units lost by rounding go, one by one, to the largest fraction that still fits.
    """
    table = np.asarray(profile, dtype=np.float64) + 1e-9
    for _ in range(60):
        table *= (rows / np.maximum(table.sum(axis=1), 1e-12))[:, None]
        table *= columns / np.maximum(table.sum(axis=0), 1e-12)
    whole = np.floor(table + 1e-9).astype(np.int64)
    return _filled(whole, table - whole, rows, columns)


def _filled(whole: Ints, fraction: Floats, rows: Ints, columns: Ints) -> Ints:
    while (short := rows - whole.sum(axis=1)).any():
        open_cells = np.outer(short > 0, columns - whole.sum(axis=0) > 0)
        cell = np.unravel_index(np.argmax(np.where(open_cells, fraction, -np.inf)), whole.shape)
        whole[cell] += 1
        fraction[cell] -= 1
    return whole


def correlated(rng: np.random.Generator, latent: Floats, weight: float) -> Floats:
    """A score that follows a latent one: correlation `weight` when both are normal."""
    return weight * latent + float(np.sqrt(1 - weight**2)) * rng.standard_normal(len(latent))


def parts(rng: np.random.Generator, total: int, n: int, spread: float, least: int = 1) -> Ints:
    """`n` positive whole numbers of exact sum `total`, log-normal: many small, a few large."""
    return apportion(total - least * n, rng.lognormal(0.0, spread, n)) + least
