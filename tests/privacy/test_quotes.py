"""A comment is printed only as somebody approved it; what may name a person holds it back."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nec_analysis.errors import PRIVACY, NecError
from nec_analysis.phases.drawing.comments import published
from nec_analysis.privacy.approved import HEADS, PUBLISHED, Quote, checked, fingerprint, quotes, theme, written
from nec_analysis.privacy.detector import hits

CASES = tomllib.loads((Path(__file__).parent / "comments.toml").read_text("utf-8"))
PUBLIC = ("Lens", "Zoé Publique")
GOOD = Quote("0123456789abcdef", "comment", "Une belle journée.", "Lieu | Venue", "fr", "Équipe", "2022-10-15")


@pytest.mark.parametrize("case", CASES["held"], ids=lambda case: case["text"])
def test_what_may_name_somebody_is_held_back(case: dict[str, Any]) -> None:
    assert sorted({hit.kind for hit in hits(case["text"], PUBLIC)}) == sorted(case["kinds"])


@pytest.mark.parametrize("case", CASES["free"], ids=lambda case: case["text"])
def test_what_names_nobody_is_left_alone(case: dict[str, Any]) -> None:
    assert hits(case["text"], PUBLIC) == ()


def test_an_approved_line_is_good() -> None:
    assert checked([GOOD], {GOOD.response}, PUBLIC, PUBLISHED) == (GOOD,)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"by": ""}, "quote-unapproved"),
        ({"date": "hier"}, "quote-unapproved"),
        ({"text": ""}, "quote-unapproved"),
        ({"response": "ffffffffffffffff"}, "quote-orphan"),
        ({"text": "Merci à camille"}, "quote-names"),
        ({"text": "Merci à camille", "lifted": "non"}, "quote-names"),
    ],
)
def test_a_line_that_is_not_good_stops_the_report(changed: dict[str, str], code: str) -> None:
    with pytest.raises(NecError) as refused:
        checked([GOOD, replace(GOOD, **changed)], {GOOD.response}, PUBLIC, PUBLISHED)
    assert (refused.value.code, refused.value.exit_code) == (code, PRIVACY)
    assert refused.value.place == f"{PUBLISHED}, ligne 3"
    assert "camille" not in str(refused.value)


def test_a_person_may_lift_the_mask_of_one_line() -> None:
    lifted = replace(GOOD, text="Merci à camille", lifted="oui")
    assert checked([lifted], {GOOD.response}, (), PUBLISHED) == (lifted,)


def test_texts_that_look_like_formulas_come_back_as_they_were(tmp_path: Path) -> None:
    lines = [replace(GOOD, text=text) for text in ("=1+1", "+ de temps", "- de monde", "@toute l'équipe", 'a;"b",c\nd')]
    (tmp_path / PUBLISHED).write_bytes(written(HEADS, lines))
    assert quotes(tmp_path) == tuple(lines)
    assert ',"=' not in (tmp_path / PUBLISHED).read_text("utf-8")


def test_a_file_without_a_column_is_refused(tmp_path: Path) -> None:
    (tmp_path / PUBLISHED).write_text("reponse,texte\na,b\n", encoding="utf-8")
    with pytest.raises(NecError, match="approuve_par"):
        quotes(tmp_path)


def test_the_fingerprint_follows_the_text_and_the_answer() -> None:
    seen = {fingerprint(q, r, t) for q in ("comment", "improve") for r in ("1", "11") for t in ("a", "1a")}
    assert len(seen) == 8


def test_a_theme_may_be_said_in_both_languages() -> None:
    assert (theme(GOOD.theme), theme(GOOD.theme, "en"), theme("Lieu", "en")) == ("Lieu", "Venue", "Lieu")


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": (40, 0), "b": (0, 11)}, {"a": (40, 0), "b": (0, 11)}),
        ({"a": (40, 10)}, {}),
        ({"a": (40, 0), "b": (6, 0), "c": (7, 20)}, {"a": (40, 0), "Autres thèmes": (13, 20)}),
        ({"a": (40, 0), "b": (6, 0), "c": (3, 20)}, {"a": (40, 0)}),
    ],
)
def test_no_theme_of_under_eleven_comments_is_counted(counts: Any, shown: Any) -> None:
    assert published(counts) == shown
