"""Every text of the house has its English, with the same places to fill."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import nec_analysis
from nec_analysis.clean import actions
from nec_analysis.clean.audience import NOT_VALID
from nec_analysis.clean.rows import REASON
from nec_analysis.figures.masking import NCHS
from nec_analysis.french.phrases import either, english, phrase, phrases
from nec_analysis.mapping.doubts import BRIEF
from nec_analysis.measures.weighing import NAMES
from nec_analysis.phases import answering, editions, method, quality, tables, welcome

PACKAGE = Path(nec_analysis.__file__).parent
SPOKEN = ("phrase", "_typed", "_heading", "_table", "either", "flagged")
"""Functions whose texts are looked up."""
HEADERS = (
    *(tables.FIGURES, tables.PUBLISHED, tables.CHANGES, tables.TOPLINE, tables.SOURCES, tables.MOVED),
    *(quality.ACCOUNTS, quality.QUESTIONS, quality.CHANGES, quality.MISSING),
    *(method.FIELDS, answering.CLASSES, answering.SELECTION, welcome.EDITIONS, welcome.EXPORTS),
    *(editions.PAIRS, editions.TRENDS),
)
WORDS = (
    REASON,
    NOT_VALID,
    actions.SAID,
    actions.REASONS,
    quality.REASONS,
    quality.KINDS,
    welcome.ROLES,
    BRIEF,
    tables.SUMMARY,
    NAMES,
    NCHS,
)


def _literals(module: Path) -> Iterator[str]:
    """The texts that a module hands to a function that looks them up, by themselves or through a constant."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in SPOKEN:
            for argument in node.args:
                for part in _said(argument):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value
                    elif isinstance(part, ast.Name) and part.id in constants:
                        yield constants[part.id]


def _said(argument: ast.expr) -> Iterator[ast.AST]:
    """The parts of an argument that may be said: not what decides between two of them, nor what others are called with."""
    if isinstance(argument, ast.IfExp):
        yield from (*ast.walk(argument.body), *ast.walk(argument.orelse))
    elif not isinstance(argument, ast.Call):
        yield from ast.walk(argument)


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _spoken() -> dict[str, str]:
    return {
        text: module.relative_to(PACKAGE).as_posix()
        for room in ("phases", "figures", "measures", "charts")
        for module in sorted((PACKAGE / room).rglob("*.py"))
        if module.parent.name != "recette"  # it has a `phrase` of its own
        for text in _literals(module)
        if re.search(r"[^\W\d_]{2}", text) and text not in ("fr", "en")
    }


def test_every_text_that_is_looked_up_has_its_english() -> None:
    found = _spoken()
    assert len(found) > 60
    assert {text: where for text, where in found.items() if text not in english()} == {}


@pytest.mark.parametrize("header", HEADERS)
def test_every_header_has_its_english(header: tuple[str, ...]) -> None:
    assert [text for text in header if text not in english()] == []


@pytest.mark.parametrize("words", WORDS)
def test_every_word_of_a_table_has_its_english(words: dict[str, str]) -> None:
    assert [text for text in words.values() if text not in english()] == []


@pytest.mark.parametrize("text", english())
def test_both_languages_fill_the_same_places(text: str) -> None:
    """But for the mark of the plural, which each language puts where its own words agree."""
    places = [sorted(re.findall(r"{(?!s})(\w+)}", said)) for said in (text, english()[text])]
    assert places[0] == places[1]


def test_english_has_no_french_spaces() -> None:
    assert [said for said in english().values() if "\u202f" in said or "«" in said] == []


def test_a_text_comes_back_as_it_is_in_french_and_where_there_is_no_english() -> None:
    assert phrase("masqué") == "masqué"
    assert phrase("sans traduction", "en") == "sans traduction"
    assert phrases(("avant", "maintenant"), "en") == ("before", "now")
    assert either("masqué") == {"masqué", "masked"}
