"""What a team would have made of the comments: a theme for each, a few approved quotes. All invented."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from nec_analysis.demo import framaforms
from nec_analysis.demo.fieldwork import KEPT, Collected
from nec_analysis.privacy.approved import CODED, CODES, HEADS, PUBLISHED, Code, Quote, fingerprint, written
from nec_analysis.privacy.detector import hits

IDS: Mapping[str, Callable[[int], str]] = {"framaforms": framaforms.sid}
"""By survey tool, the number it gives to the answer of a row."""


@dataclass(frozen=True, slots=True)
class Approval:
    """What a scenario says of its quotes: who approved them, when, how many a theme and question."""

    by: str
    date: str
    each: int = 1


def reread(rows: Collected, approval: Approval) -> dict[str, bytes]:
    """The files that a reread sheet leaves beside the card, by name; none where nothing was written."""
    codes = list(_codes(rows))
    if not codes:
        return {}
    quotes = list(_quotes(codes, approval))
    return {
        CODED: written(CODES, [code for code, _ in codes]),
        PUBLISHED: written(HEADS, quotes),
    }


def _codes(rows: Collected) -> Iterator[tuple[Code, str]]:
    """The comments of known content with their text: each middle part of an invented comment has a theme."""
    once = np.bincount(rows.person)[rows.person] == 1
    for asked in rows.survey.questions:
        themes = _themes().get(asked.id, {})
        for row in np.flatnonzero((rows.kind == KEPT) & once) if asked.kind == "text" else ():
            place = int(rows.answers.codes[asked.id][row])
            text = rows.texts[asked.id][place] if place >= 0 else ""
            theme = next((name for part, name in themes.items() if f" {part}" in text), "")
            if theme:
                answer = fingerprint(asked.id, IDS[rows.survey.tool](int(row)), text)
                yield Code(answer, asked.id, theme), text


def _quotes(codes: list[tuple[Code, str]], approval: Approval) -> Iterator[Quote]:
    """The first texts of each theme and question in which the detector sees nobody."""
    taken: dict[tuple[str, str], int] = {}
    for code, text in codes:
        key = code.theme, code.question
        if taken.get(key, 0) < approval.each and not hits(text):
            taken[key] = taken.get(key, 0) + 1
            yield Quote(code.response, code.question, text, code.theme, "fr", approval.by, approval.date)


def _themes() -> dict[str, dict[str, str]]:
    """By open question, the theme of each middle part."""
    table = tomllib.loads(files("nec_analysis.demo").joinpath("verbatims.toml").read_text(encoding="utf-8"))
    return {
        question: {part: theme for theme, parts in words.get("themes", {}).items() for part in parts}
        for question, words in table.items()
    }
