"""Small exports made in memory: columns as lists of text."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from nec_analysis.model import Choice, Column, Dialect, Export, Item, Question, Questionnaire, Source

Made = tuple[str, str, str, str, Sequence[str | None]]
"""Header, part, question, code, cells."""


def made(columns: Sequence[Made], questions: Sequence[Question], *, dialect: Dialect | None = None) -> Export:
    """An export of these columns."""
    size = len(columns[0][4])
    return Export(
        tool="table",
        variant="csv",
        source=Source("essai.csv", "0" * 64, 1, lines=size),
        columns=tuple(
            Column(i, header, part, question, code) for i, (header, part, question, code, _) in enumerate(columns)
        ),
        cells=tuple(pa.array(list(cells), type=pa.string()) for *_, cells in columns),
        rows=tuple(range(2, size + 2)),
        questionnaire=asked(questions),
        dialect=dialect or Dialect(),
    )


def asked(questions: Sequence[Question]) -> Questionnaire:
    """A questionnaire of these questions."""
    return Questionnaire("essai", "essai", {"fr": "Essai"}, ("fr",), tuple(questions))


def choices(*labels: str, **roles: str) -> tuple[Choice, ...]:
    """Choices coded a, b, c…; `roles` by code."""
    codes = "abcdefghijklmnopqrstuvwxyz"
    return tuple(Choice(codes[i], {"fr": label}, i + 1, roles.get(codes[i], "valid")) for i, label in enumerate(labels))


def items(*labels: str) -> tuple[Item, ...]:
    """Rows of a grid coded I1, I2…"""
    return tuple(Item(f"I{i}", {"fr": label}, i) for i, label in enumerate(labels, 1))
