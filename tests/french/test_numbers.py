"""Numbers as printed."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_analysis.french import dates, numbers
from nec_analysis.french.typography import lint

T, N = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("hits", "base", "options", "printed"),
    [
        (342, 393, {}, f"87{T}%"),
        (0, 393, {}, f"0{T}%"),
        (393, 393, {}, f"100{T}%"),
        (1, 400, {}, f"<{T}1{T}%"),
        (399, 400, {}, f">{T}99{T}%"),
        (1, 200, {}, f"1{T}%"),
        (1, 8, {}, f"13{T}%"),
        (145, 1000, {}, f"14,5{T}%"),
        (850, 1700, {}, f"50,0{T}%"),
        (1, 5000, {}, f"<{T}0,1{T}%"),
        (4999, 5000, {}, f">{T}99,9{T}%"),
        (63, 200, {"step": 0.5}, f"31,5{T}%"),
        (68, 400, {"step": 0.5}, f"17{T}%"),
        (1, 1000, {"step": 0.5}, f"<{T}0,5{T}%"),
        (29, 200, {"decimals": 0}, f"15{T}%"),
        (57, 200, {"decimals": 0}, f"29{T}%"),
        (342, 393, {"lang": "en"}, "87%"),
        (1, 400, {"lang": "en"}, "<1%"),
        (145, 1000, {"lang": "en"}, "14.5%"),
    ],
)
def test_a_percentage_is_rounded_half_up_from_integers(hits, base, options, printed):
    assert numbers.percent(hits, base, **options) == printed


@given(base=st.integers(1, 5000), part=st.floats(0, 1), decimals=st.integers(0, 1))
def test_a_percentage_agrees_with_decimal_arithmetic(base, part, decimals):
    hits = min(base, round(part * base))
    printed = numbers.percent(hits, base, decimals=decimals)
    with localcontext() as context:
        context.prec = 60
        unit = Decimal(1).scaleb(-decimals)
        expected = (Decimal(100 * hits) / Decimal(base)).quantize(unit, ROUND_HALF_UP)
    if expected == 0 and hits:
        assert printed.startswith("<")
    elif expected == 100 and hits < base:
        assert printed.startswith(">")
    else:
        assert printed == f"{expected}".replace(".", ",") + f"{T}%"


@given(base=st.integers(1, 3000), part=st.floats(0, 1))
def test_zero_per_cent_is_nobody_whole_per_cent_is_everybody(base, part):
    hits = min(base, round(part * base))
    printed = numbers.percent(hits, base, decimals=0)
    assert (printed == f"0{T}%") == (hits == 0)
    assert (printed == f"100{T}%") == (hits == base)


def test_a_weighted_share_is_read_as_it_is_written():
    assert numbers.share(0.145) == f"15{T}%"
    assert numbers.share(np.float64(0.285)) == f"29{T}%"
    assert numbers.percent(np.int64(3), np.int64(8)) == f"38{T}%"


@pytest.mark.parametrize("base", [0, -1])
def test_a_percentage_of_nobody_is_refused(base):
    with pytest.raises(ValueError, match="base"):
        numbers.percent(0, base)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_what_is_no_number_is_not_printed(bad):
    with pytest.raises(ValueError, match="no number"):
        numbers.number(bad)


@pytest.mark.parametrize(
    ("call", "printed"),
    [
        (lambda: numbers.number(1700), f"1{T}700"),
        (lambda: numbers.number(0), "0"),
        (lambda: numbers.number(-0.4), "0"),
        (lambda: numbers.number(2.5), "3"),
        (lambda: numbers.number(-2.5), "−3"),
        (lambda: numbers.number(0.05, 1), "0,1"),
        (lambda: numbers.number(-1234567.891, 2), f"−1{T}234{T}567,89"),
        (lambda: numbers.number(1234.5, 1, lang="en"), "1,234.5"),
        (lambda: numbers.signed(4), "+4"),
        (lambda: numbers.signed(-4), "−4"),
        (lambda: numbers.signed(0.2), "0"),
        (lambda: numbers.points(4.4), f"+4{N}pts"),
        (lambda: numbers.points(-1), f"−1{N}pt"),
        (lambda: numbers.points(1.5, 1, lang="en"), f"+1.5{N}pts"),
        (lambda: numbers.growth(290, 133), f"−54{T}%"),
        (lambda: numbers.growth(506, 674), f"+33{T}%"),
        (lambda: numbers.growth(96, 113), f"+18{T}%"),
        (lambda: numbers.times(6681 / 846), "×7,9"),
        (lambda: numbers.interval(84, 90), f"[84{T};{T}90]"),
        (lambda: numbers.interval(-0.03, 0.061, scale=100), f"[−3{T};{T}6]"),
        (lambda: numbers.interval(84, 90, lang="en"), "[84;\u00a090]"),
        (lambda: numbers.duration(37260), f"10{N}h{N}21"),
        (lambda: numbers.duration(43980), f"12{N}h{N}13"),
        (lambda: numbers.duration(5400), f"1{N}h{N}30"),
        (lambda: numbers.duration(7200), f"2{N}h"),
        (lambda: numbers.duration(3599), f"1{N}h"),
        (lambda: numbers.duration(90), f"2{N}min"),
        (lambda: numbers.duration(0), f"0{N}min"),
        (lambda: numbers.duration(0.2), f"1{N}s"),
        (lambda: numbers.ordinal(1), "1ᵉʳ"),
        (lambda: numbers.ordinal(1, feminine=True), "1ʳᵉ"),
        (lambda: numbers.ordinal(5), "5ᵉ"),
        (lambda: [numbers.ordinal(n, lang="en") for n in (1, 2, 3, 11, 22)], ["1st", "2nd", "3rd", "11th", "22nd"]),
        (lambda: numbers.counted(1, "réponse", "réponses"), f"1{N}réponse"),
        (lambda: numbers.counted(1700, "réponse", "réponses"), f"1{T}700{N}réponses"),
        (lambda: dates.day("2022-09-01"), f"1ᵉʳ{N}septembre 2022"),
        (lambda: dates.day("2022-09-27", weekday=True), f"mardi 27{N}septembre 2022"),
        (lambda: dates.day("2022-09-28", lang="en"), f"28{N}September 2022"),
        (lambda: dates.month("2022-10"), "octobre 2022"),
        (lambda: dates.period("2022-10-03", "2022-10-21"), f"du 3 au 21{N}octobre 2022"),
        (lambda: dates.period("2021-12-27", "2022-01-02"), f"du 27{N}décembre 2021 au 2{N}janvier 2022"),
        (lambda: dates.period("2022-09-27", "2022-10-02"), f"du 27{N}septembre au 2{N}octobre 2022"),
        (lambda: dates.period("2022-09-28", "2022-09-28"), f"28{N}septembre 2022"),
    ],
)
def test_numbers_are_written_as_readers_expect(call, printed):
    assert call() == printed


def test_nothing_grows_from_zero():
    with pytest.raises(ValueError, match="growth"):
        numbers.growth(0, 4)


@given(x=st.floats(-1e9, 1e9), decimals=st.integers(0, 3))
def test_every_number_passes_the_lint(x, decimals):
    for text in (numbers.number(x, decimals), numbers.points(x, decimals), numbers.interval(x, x + 1, decimals)):
        assert lint(text) == []
