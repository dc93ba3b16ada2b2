"""The attacker finds what subtraction finds, and nothing that was well hidden."""

from __future__ import annotations

import numpy as np
import pytest

from nec_analysis.privacy.attack import Claim, Leak, Target, bounds, leaks
from nec_analysis.privacy.regrouping import together


def _is(place: str, value: float, *groups: str) -> Claim:
    return Claim(place, dict.fromkeys(groups, 1.0), value, value)


def test_a_row_dropped_from_one_table_is_found_by_the_total_of_another() -> None:
    """261 "Oui" published elsewhere less the 254 of the table give back the hidden 7."""
    claims = [_is("total.csv", 261, "a", "b", "hidden"), _is("table.csv", 200, "a"), _is("table.csv", 54, "b")]
    assert leaks(claims, [Target("hidden")]) == (Leak("hidden", 7, 7, ("table.csv", "total.csv")),)


def test_a_rounded_percentage_gives_a_small_count_back() -> None:
    claims = [Claim("chart.csv", {"few": 1.0}, 0.065 * 60, 0.075 * 60)]
    assert leaks(claims, [Target("few")]) == (Leak("few", 4, 4, ("chart.csv",)),)


def test_an_interval_five_wide_is_no_leak() -> None:
    claims = [_is("t", 12, "a", "b"), Claim("t", {"a": 1.0}, 1, 6)]
    assert leaks(claims, [Target("a")]) == ()
    assert leaks([*claims, Claim("u", {"b": 1.0}, 7, 99)], [Target("a")])[0].high == 5


def test_an_empty_group_has_nobody_to_protect() -> None:
    assert leaks([_is("t", 0, "nobody"), _is("t", 11, "eleven")], [Target("nobody"), Target("eleven")]) == ()


def test_the_answers_of_a_small_group_leak_when_somebody_surely_gave_one() -> None:
    nobody = [_is("t", 0, "a"), _is("t", 14, "a", "b")]
    somebody = [_is("t", 20, "all"), _is("t", 14, "a", "b"), _is("u", 11, "b")]
    assert leaks(nobody, [Target("a", part=True)]) == ()
    assert leaks(somebody, [Target("a", part=True)]) == (Leak("a", 3, 3, ("t", "u")),)


def test_a_group_no_number_speaks_of_is_not_found() -> None:
    assert leaks([_is("t", 3, "a")], [Target("b")]) == ()
    assert leaks([Claim("t", {"a": 1.0, "b": -1.0}, 0, 0)], [Target("a")]) == ()


def test_numbers_that_contradict_one_another_do_not_stop_the_attack() -> None:
    contradiction = [_is("t", 30, "a"), _is("u", 31, "a"), _is("t", 35, "a", "b")]
    apart = [_is("v", 20, "b", "c", "d"), _is("w", 16, "b", "c")]
    assert [leak.group for leak in leaks([*contradiction, *apart], [Target("b"), Target("d")])] == ["b", "d"]
    assert leaks([_is("t", 4, "b"), _is("t", 30, "b")], [Target("b")]) == (Leak("b", 4, 4, ("t",)),)


def _table(seed: int) -> np.ndarray:
    weights = np.random.default_rng(seed).dirichlet(np.full(24, 0.6))
    return np.random.default_rng(seed + 1000).multinomial(300, weights).reshape(6, 4)


def _shown(counts: np.ndarray, alone: list[int]) -> list[Claim]:
    """Rows shown alone, the others as one row, with both margins."""
    rest = [row for row in range(6) if row not in alone]
    claims = [_is("table", counts[row, column], f"{row}.{column}") for row in alone for column in range(4)]
    claims += [_is("rest", counts[rest, c].sum(), *(f"{r}.{c}" for r in rest)) for c in range(4) if rest]
    claims += [_is("margin", counts[:, c].sum(), *(f"{r}.{c}" for r in range(6))) for c in range(4)]
    return claims + [_is("rows", counts[r].sum(), f"row {r}") for r in alone] + _sums(counts)


def _sums(counts: np.ndarray) -> list[Claim]:
    sums = [Claim("sum", {**{f"{r}.{c}": 1.0 for c in range(4)}, f"row {r}": -1.0}, 0, 0) for r in range(6)]
    return [*sums, _is("total", counts.sum(), *(f"row {r}" for r in range(6)))]


def _targets(counts: np.ndarray) -> list[Target]:
    small = [r for r in range(6) if 0 < counts[r].sum() < 11]
    return [Target(f"row {r}") for r in small] + [Target(f"{r}.{c}", part=True) for r in small for c in range(4)]


@pytest.fixture(scope="module")
def treacherous() -> list[np.ndarray]:
    """Tables of 300 people in 6 rows that have a row of under 11."""
    tables = (_table(seed) for seed in range(400))
    return [counts for counts in tables if any(0 < counts[r].sum() < 11 for r in range(6))][:40]


def test_hiding_small_rows_alone_is_broken(treacherous: list[np.ndarray]) -> None:
    broken = 0
    for counts in treacherous:
        alone = [r for r in range(6) if counts[r].sum() >= 11 or counts[r].sum() == 0]
        broken += bool(leaks(_shown(counts, alone), _targets(counts)))
    assert len(treacherous) == 40
    assert broken >= 30


def test_rows_put_together_are_not_found(treacherous: list[np.ndarray]) -> None:
    for counts in treacherous:
        hidden = together({str(r): int(counts[r].sum()) for r in range(6)})
        alone = [r for r in range(6) if str(r) not in hidden]
        assert leaks(_shown(counts, alone), _targets(counts)) == ()


def test_what_any_one_number_leaves_a_group() -> None:
    claims = [_is("t", 57, "a", "b"), Claim("u", {"a": 1.0}, 1, 10), Claim("v", {"b": 1.0, "c": -1.0}, 0, 0)]
    assert bounds(claims) == {"a": (1.0, 10.0), "b": (0.0, 57.0)}
