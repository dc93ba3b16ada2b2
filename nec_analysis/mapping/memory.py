"""What earlier editions decided: which header was which question, what a label meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nec_analysis.cards import edition, editions
from nec_analysis.french.matching import normal
from nec_analysis.model import Edition

_CODE = re.compile(r"[A-Za-z_]{0,6}\d{1,4}\w{0,3}")
"""A code such as Q7 names another question in the next survey: only wordings are remembered."""


@dataclass(frozen=True, slots=True)
class Memory:
    """`questions`: normal form of a header or wording -> question id; `recodes`: question id -> raw label -> code.

    `own`: the questions an earlier card added, that a header leads to.
    """

    questions: Mapping[str, str] = field(default_factory=dict)
    recodes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    like: Edition | None = None


def remembered(root: Path, slug: str, like: str = "") -> Memory:
    """What the cards of the other editions say, the one named by `like` having the last word.

    A header that two editions read differently is forgotten. Raises NecError for an unknown `like`.
    """
    chosen = edition(like, root) if like else None
    questions: dict[str, str] = {}
    forgotten: set[str] = set()
    recodes: dict[str, dict[str, str]] = {}
    for id in editions(root):
        if id in (slug, like):
            continue
        _learn(edition(id, root), questions, recodes, forgotten)
    for header in forgotten:
        questions.pop(header, None)
    if chosen:
        _learn(chosen, questions, recodes, set(), last=True)
    return Memory(questions, recodes, chosen)


def _learn(
    known: Edition,
    questions: dict[str, str],
    recodes: dict[str, dict[str, str]],
    forgotten: set[str],
    *,
    last: bool = False,
) -> None:
    for card in known.exports:
        if card.role != "survey":
            continue
        for id, header in card.columns.items():
            if _CODE.fullmatch(str(header)):
                continue
            key = normal(str(header))
            if not last and questions.get(key, id) != id:
                forgotten.add(key)
            questions[key] = id
        for id, meanings in card.recodes.items():
            mine = recodes.setdefault(id, {})
            mine |= {raw: code for raw, code in meanings.items() if last or raw not in mine}
