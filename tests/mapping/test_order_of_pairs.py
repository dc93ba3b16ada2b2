"""The order of the other pairs speaks for a pair as its definition says, however many columns a file has."""

from __future__ import annotations

import random

import pytest

from nec_analysis.mapping.propose import _ordered
from nec_analysis.mapping.scores import ORDER, WORTH_SAYING


def share_in_order(row: int, column: int, clear: dict[int, int]) -> float:
    """Pair by pair: on which side of this one the others stand, in the file and in the catalogue."""
    others = [(r, c) for r, c in clear.items() if r != row]
    if not others:
        return 1.0
    apart = [(r, c) for r, c in others if c != column]
    return sum((r < row) == (c < column) for r, c in apart) / max(1, len(apart))


@pytest.mark.parametrize("seed", range(20))
def test_scores_gain_the_share_of_clear_pairs_in_the_same_order(seed: int) -> None:
    draw = random.Random(seed)
    rows, columns = draw.randrange(1, 15), draw.randrange(1, 9)
    base = [[draw.random() for _ in range(columns)] for _ in range(rows)]
    best = {row: max(range(columns), key=line.__getitem__) for row, line in enumerate(base)}
    clear = {row: column for row, column in best.items() if base[row][column] >= WORTH_SAYING}
    wanted = [
        [value + ORDER * share_in_order(row, column, clear) for column, value in enumerate(line)]
        for row, line in enumerate(base)
    ]
    assert _ordered(base) == wanted
