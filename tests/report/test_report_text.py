"""Characters: nothing stops a report, nothing disappears without being counted."""

from __future__ import annotations

from collections import Counter

import pytest
import report_hostile

from nec_analysis.report import fonts
from nec_analysis.report.text import account, blank, clean, printable

PRINTED = {
    "bravo 👏": "bravo [applaudissements]",
    "👩‍👩‍👧": "[famille femme femme et fille]",
    "❤️ 💜": "❤ [cœur violet]",
    "❤️": "❤",
    "© ▲ ✓ 5ᵉ → ≤": "© ▲ ✓ 5ᵉ → ≤",
    "中文": "[U+4E2D U+6587]",
    "a\u202eb\x00c": "abc",
    "e\u0301te\u0301": "été",
    "x\ue000y": "x[U+E000]y",
    "demi \ud83d": "demi [U+D83D]",
    "a\u2028b\r\nc": "a\nb\nc",
    "87\u202f%\u00a0: « oui »": "87\u202f%\u00a0: « oui »",
    "مرحبا": "مرحبا",
}


@pytest.mark.parametrize("given", sorted(PRINTED))
def test_what_no_typeface_draws_is_named(given: str) -> None:
    assert printable(given, Counter()) == PRINTED[given]


def test_english_reports_name_emoji_in_english() -> None:
    assert printable("👏", Counter(), "en") == "[clapping hands]"
    assert printable("👏", Counter(), "fr") == "[applaudissements]"


def test_everything_printed_can_be_drawn() -> None:
    seen: Counter[str] = Counter()
    drawn = fonts.covered() | {ord("\n"), ord("\t"), 0x200B}
    for text in report_hostile.verbatims(400):
        assert {hex(ord(letter)) for letter in printable(text, seen) if ord(letter) not in drawn} == set()
    assert seen["U+0000"] > 0


def test_what_is_replaced_or_dropped_is_counted() -> None:
    seen: Counter[str] = Counter()
    printable("👏 \x00 中", seen)
    assert seen == {"U+1F44F": 1, "U+0000": 1, "U+4E2D": 1}
    assert account(seen).startswith("3 caractères")
    assert account(Counter()) == ""


def test_a_word_of_300_letters_may_break() -> None:
    printed = printable("Z" * 300, Counter())
    assert max(map(len, printed.split("\u200b"))) == 12
    assert printed.replace("\u200b", "") == "Z" * 300


def test_cleaning_keeps_what_people_see() -> None:
    assert clean("été\u00ad 👩‍👧 \tok") == "été\u00ad 👩‍👧 \tok"
    assert blank(" \u200d\u00ad\n")
    assert not blank("x")
