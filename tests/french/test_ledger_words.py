"""What the ledger says was done, and why, has words in both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import nec_analysis
from nec_analysis.clean import actions
from nec_analysis.french.phrases import english

PACKAGE = Path(nec_analysis.__file__).parent
ROOMS = ("clean", "exports")
WRITERS = {"Entry": 8, "cell": 7, "whole": 6}
"""What writes a line of the ledger, with how many arguments: the last two are the action, the reason."""


def _written() -> Iterator[tuple[str, str, str]]:
    """Place, action, reason of each line; "" where it is put together when the program runs."""
    for path in (path for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if len(node.args) == WRITERS.get(name):
                    action, reason = (_constant(given) for given in node.args[-2:])
                    yield f"{path.name}, {node.lineno}", action, reason


def _constant(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_every_action_of_the_ledger_is_said_in_words() -> None:
    written = [(place, action.partition("(")[0]) for place, action, _ in _written() if action]
    assert len(written) > 20
    assert [each for each in written if each[1] not in actions.SAID] == []


def test_every_fixed_reason_of_the_ledger_has_english() -> None:
    written = [(place, actions.told(reason)) for place, _, reason in _written() if reason]
    assert len(written) > 12
    assert [each for each in written if each[1] not in english()] == []
