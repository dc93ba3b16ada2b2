"""Roots of a function of one number."""

from __future__ import annotations

from collections.abc import Callable

EPSILON = 2.0**-52


def bisect(function: Callable[[float], float], low: float, high: float) -> float:
    """The root of an increasing function between `low` and `high`, to the last bit."""
    middle = (low + high) / 2
    while low < middle < high:
        low, high = (middle, high) if function(middle) < 0 else (low, middle)
        middle = (low + high) / 2
    return middle


def brent(function: Callable[[float], float], low: float, high: float, tolerance: float = 0.0) -> float:
    """A root between `low` and `high`, where the function changes sign, to within `tolerance`. Brent (1973), `zero`.

    Step for step the iteration of R's `uniroot`: with R's tolerance it stops at R's number.
    """
    a, b, c = low, high, low
    fa, fb = function(a), function(b)
    fc = fa
    if fa == 0:
        return a
    for _ in range(1000):
        before = b - a
        if abs(fc) < abs(fb):
            a, b, c, fa, fb, fc = b, c, b, fb, fc, fb
        enough = 2 * EPSILON * abs(b) + tolerance / 2
        step = (c - b) / 2
        if abs(step) <= enough or fb == 0:
            return b
        if abs(before) >= enough and abs(fa) > abs(fb):
            step = _interpolated(a, b, c, fa, fb, fc, step, before, enough)
        if abs(step) < enough:
            step = enough if step > 0 else -enough
        a, fa = b, fb
        b += step
        fb = function(b)
        if (fb > 0) == (fc > 0) and fb != 0 and fc != 0:
            c, fc = a, fa
    return b


def _interpolated(
    a: float, b: float, c: float, fa: float, fb: float, fc: float, halving: float, before: float, enough: float
) -> float:
    """A secant or inverse quadratic step where it is short enough to be trusted, else the halving."""
    width, t = c - b, fb / fa
    if a == c:
        p, q = width * t, 1 - t
    else:
        q, t1 = fa / fc, fb / fc
        p = t * (width * q * (q - t1) - (b - a) * (t1 - 1))
        q = (q - 1) * (t1 - 1) * (t - 1)
    p, q = (p, -q) if p > 0 else (-p, q)
    trusted = p < 0.75 * width * q - abs(enough * q) / 2 and p < abs(before * q / 2)
    return p / q if trusted else halving
