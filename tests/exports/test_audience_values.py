"""Dates, numbers and durations as tools write them."""

from __future__ import annotations

import pytest

from nec_analysis.exports.amounts import number, seconds, yes
from nec_analysis.exports.moments import moment


@pytest.mark.parametrize(
    ("text", "options", "iso"),
    [
        ("01/09/2022", {}, "2022-09-01"),
        ("01/09/2022 10:00", {}, "2022-09-01 10:00"),
        ("01/09/2022 10:00:05", {}, "2022-09-01 10:00:05"),
        ("1/9/22 9h05", {}, "2022-09-01 09:05"),
        ("28/09/2022 à 14:30", {}, "2022-09-28 14:30"),
        ("30/09/2022 - 18:02", {}, "2022-09-30 18:02"),
        ("2022-09-28", {}, "2022-09-28"),
        ("2022-09-28T08:00:00Z", {}, "2022-09-28 10:00:00"),
        ("2022-09-27T22:30:00Z", {}, "2022-09-28 00:30:00"),
        ("2022-12-27 22:30:00 +0000", {}, "2022-12-27 23:30:00"),
        ("2022-09-29 16:10 +0000", {"to": "UTC"}, "2022-09-29T16:10:00Z"),
        ("2022-09-01 10:00:00+02:00", {}, "2022-09-01 10:00:00"),
        ("2022/09/30 6:12:33 PM UTC+2", {}, "2022-09-30 18:12:33"),
        ("2022-09-27 22:30:00", {"zone": "UTC"}, "2022-09-28 00:30:00"),
        ("28 sept. 2022", {}, "2022-09-28"),
        ("1er octobre 2022", {}, "2022-10-01"),
        ("mercredi 28 septembre 2022 10:00", {}, "2022-09-28 10:00"),
        ("Mon, Mar 23, 2026", {}, "2026-03-23"),
        ("Sep 28, 2022 10:00 AM", {}, "2022-09-28 10:00"),
        ("09/28/2022", {"order": "mdy"}, "2022-09-28"),
        ("9/28/2022 12:05 AM", {"order": "mdy"}, "2022-09-28 00:05"),
        ("09/28/2022", {}, None),
        ("31/02/2022", {}, None),
        ("28/09/2022 25:00", {}, None),
        ("13:00 PM", {}, None),
        ("hier", {}, None),
        ("44832", {}, None),
    ],
)
def test_a_date_has_one_reading_or_none(text: str, options: dict[str, str], iso: str | None) -> None:
    assert moment(text, **options) == iso


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("12,50", ",", 12.5),
        ("12.50", ",", 12.5),
        ("1 234,50 €", ",", 1234.5),
        ("1\u202f700", ",", 1700.0),
        ("−3", ",", -3.0),
        ("5,200", ".", 5200.0),
        ("5200.0", ".", 5200.0),
        ("1,234,567.5", ".", 1234567.5),
        ("2 %", ",", 2.0),
        ("1.234,50", ",", None),
        ("12,34,56", ",", None),
        ("< 1%", ".", None),
        ("gratuit", ",", None),
        ("", ",", None),
        ("1e5", ",", None),
    ],
)
def test_a_number_is_read_by_the_habits_of_its_tool(text: str, decimal: str, value: float | None) -> None:
    assert number(text, decimal=decimal) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("01:02:03", 3723),
        ("52:10", 3130),
        ("10:21:00", 37260),
        ("1 h 30", 5400),
        ("1h30", 5400),
        ("45 min", 2700),
        ("12 h 13 min 5 s", 43985),
        ("5400", 5400),
        ("long", None),
        ("", None),
    ],
)
def test_a_duration_is_in_seconds(text: str, value: float | None) -> None:
    assert seconds(text) == value


@pytest.mark.parametrize(
    ("text", "said"), [("Oui", True), ("true", True), ("", False), ("Non", False), ("28/09/2022", None)]
)
def test_yes_no_or_neither(text: str, said: bool | None) -> None:
    assert yes(text) is said
