"""Closed forms at forty digits, by mpmath (`pip install mpmath`): `python extra.py FOLDER --seed 7` writes extra.json."""

from __future__ import annotations

import argparse
import json
import random
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import mpmath as mp

mp.mp.dps = 40
TAIL = mp.mpf("0.025")
Z = mp.sqrt(2) * mp.erfinv(1 - 2 * TAIL)


def beta_quantile(share: mp.mpf, a: mp.mpf, b: mp.mpf) -> mp.mpf:
    """Where the regularised incomplete beta function is `share`, by halving."""
    low, high = mp.mpf(0), mp.mpf(1)
    for _ in range(120):
        middle = (low + high) / 2
        if mp.betainc(a, b, 0, middle, regularized=True) < share:
            low = middle
        else:
            high = middle
    return low


def wilson(p: mp.mpf, n: mp.mpf) -> list[float]:
    """Wilson (1927)."""
    centre, half = (
        (p + Z**2 / (2 * n)) / (1 + Z**2 / n),
        Z / (1 + Z**2 / n) * mp.sqrt(p * (1 - p) / n + Z**2 / (4 * n * n)),
    )
    return [float(max(centre - half, 0)), float(min(centre + half, 1))]


def proportion(x: int, n: int, size: int | None) -> dict[str, Any]:
    """Intervals of x out of n, with the list of `size` people when one is known."""
    half = mp.mpf("0.5")
    found: dict[str, Any] = {
        "x": x,
        "n": n,
        "N": size,
        "wilson": wilson(mp.mpf(x) / n, mp.mpf(n)),
        "clopper_pearson": [
            0.0 if x == 0 else float(beta_quantile(TAIL, mp.mpf(x), mp.mpf(n - x + 1))),
            1.0 if x == n else float(beta_quantile(1 - TAIL, mp.mpf(x + 1), mp.mpf(n - x))),
        ],
        "jeffreys_pinned": [
            0.0 if x == 0 else float(beta_quantile(TAIL, x + half, n - x + half)),
            1.0 if x == n else float(beta_quantile(1 - TAIL, x + half, n - x + half)),
        ],
    }
    if size is None:
        return found
    if size == n:
        return {**found, "n_eff": None, "wilson_fpc": [x / n, x / n]}
    n_eff = mp.mpf(n) * (size - 1) / (size - n)
    return {**found, "n_eff": float(n_eff), "wilson_fpc": wilson(mp.mpf(x) / n, n_eff)}


def net(promoters: int, passives: int, detractors: int) -> dict[str, Any]:
    """Rocks (2016): three marks more, 3/4, 3/2, 3/4."""
    n = promoters + passives + detractors
    up, down, base = promoters + mp.mpf("0.75"), detractors + mp.mpf("0.75"), mp.mpf(n + 3)
    centre = (up - down) / base
    half = Z * mp.sqrt(((up + down) / base - centre**2) / base)
    score = float(100 * mp.mpf(promoters - detractors) / n)
    return {
        "detractors": detractors,
        "passives": passives,
        "promoters": promoters,
        "nps": score,
        "adj_wald": [float(100 * (centre - half)), float(100 * (centre + half))],
    }


def rounded(x: int, n: int) -> dict[str, Any]:
    """Half up, beside Python's half to even of a binary number."""
    share = (Decimal(100 * x) / Decimal(n)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return {"x": x, "n": n, "percent_half_up": int(share), "python_round": round(100 * x / n)}


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--seed", type=int, default=7)
    said = asked.parse_args()
    draw = random.Random(said.seed)
    cases: list[tuple[int, int, int | None]] = [(0, 3, None), (3, 3, None), (0, 19, 31), (19, 19, 20), (7, 9, 9)]
    for _ in range(9):
        n = draw.randrange(2, 700)
        cases.append((draw.randrange(n + 1), n, draw.choice((None, n + draw.randrange(1, 900)))))
    p, size, n = mp.mpf(draw.randrange(300, 900)) / 1000, draw.randrange(500, 3000), draw.randrange(100, 450)
    rate = mp.mpf(n) / size
    target = p - mp.mpf("0.07")
    answers = {
        "z": float(Z),
        "proportions": [proportion(*case) for case in cases],
        "nps": [net(*(draw.randrange(1, 300) for _ in range(3))) for _ in range(4)] + [net(0, 4, 0), net(0, 0, 6)],
        "nonresponse": {
            "p": float(p),
            "response_rate": float(rate),
            "bounds": [float(rate * p), float(rate * p + 1 - rate)],
            "target": float(target),
            "tipping": float((target - rate * p) / (1 - rate)),
        },
        "rounding": [rounded(2 * draw.randrange(100) + 1, 200) for _ in range(6)] + [rounded(1, 8), rounded(5, 2000)],
    }
    text = json.dumps(answers, indent=1, ensure_ascii=False)
    (said.folder / "extra.json").write_text(text + "\n", encoding="utf-8")
