"""Neighbouring columns numbered 1, 2, 3… that hold a ranking: the choice at each rank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from nec_analysis.exports.structure import Sheet, choices, tally
from nec_analysis.model import Question

_NUMBERED = re.compile(
    r"^(?P<stem>.*?)(?:\s*[-–—_:/ ]\s*|_)(?:(?:rang|rank|choix|choice|classement|n°)\s*)?(?P<rank>\d{1,2})$",
    re.I | re.S,
)


def ranks(sheet: Sheet, indexes: Sequence[int], headers: Sequence[str]) -> None:
    """Claim each run of unclaimed columns that ranks: one stem, numbers from 1, each row filled from the left, no repeat."""
    run: list[int] = []
    for index in [*indexes, -1]:
        parted = _NUMBERED.match(headers[index].strip()) if index >= 0 and sheet.free(index) else None
        if run and parted and _follows(headers, run, index, parted):
            run.append(index)
            continue
        if len(run) > 1:
            _claim(sheet, run, headers)
        run = [index] if parted and int(parted["rank"]) == 1 else []


def _follows(headers: Sequence[str], run: list[int], index: int, parted: re.Match[str]) -> bool:
    first = _NUMBERED.match(headers[run[0]].strip())
    stem = first["stem"] if first else ""
    return index == run[-1] + 1 and parted["stem"] == stem and int(parted["rank"]) == len(run) + 1


def _claim(sheet: Sheet, run: list[int], headers: Sequence[str]) -> None:
    columns = [sheet.grid.cells[i] for i in run]
    if not filled_from_left(columns):
        return
    stem = _NUMBERED.match(headers[run[0]].strip())
    met = dict.fromkeys(text for column in columns for text in tally(column) if text.strip())
    text = stem["stem"].strip() if stem else headers[run[0]]
    id = sheet.ask(Question(_name(text, run), "ranking", {"fr": text}, choices=choices(sorted(met))))
    for rank, index in enumerate(run, 1):
        sheet.answer(index, "choice_at_rank", id, str(rank))


def _name(text: str, run: list[int]) -> str:
    from nec_analysis.exports.structure import slug

    return text if re.fullmatch(r"[A-Za-z]\w*", text) else slug(text) or f"rang_{run[0] + 1}"


def filled_from_left(columns: Sequence[Any]) -> bool:
    """Whether every row fills the columns from the left with different texts that are not numbers."""
    said = False
    for row in zip(*(column.to_pylist() for column in columns), strict=True):
        given = [text for text in row if text and text.strip()]
        if len(set(given)) < len(given) or any(text and text.strip() for text in row[len(given) :]):
            return False
        if any(text.strip().replace(".", "").isdigit() for text in given):
            return False
        said |= len(given) > 1
    return said
