"""LimeSurvey 7: a ranking kept in one cell as a JSON list of codes, spread over a column a rank."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pyarrow as pa

from nec_analysis.exports.grid import Grid
from nec_analysis.exports.structure import tally


def spread(table: Grid, named: Callable[[str, int], str]) -> Grid:
    """The table with each column of such lists as columns of one answer, `named` by its heading and their rank.

    A column in which any answer is not a list of texts stays as it is. What is NULL stays NULL at every rank.
    """
    width = range(len(table.cells))
    lists = {index: found for index in width if (found := _lists(table.cells[index]))}
    if not lists:
        return table
    headers: list[list[str]] = [[] for _ in table.header]
    cells: list[Any] = []
    for index in width:
        known = lists.get(index)
        ranks = max(map(len, known.values())) if known else 1
        for rank in range(ranks):
            for new, old in zip(headers, table.header, strict=True):
                new.append(named(old[index], rank + 1) if known else old[index])
            cells.append(_rank(table.cells[index], known, rank) if known else table.cells[index])
    return replace(table, header=tuple(map(tuple, headers)), cells=tuple(cells))


def _lists(column: Any) -> dict[str, list[str]]:
    """What each answer of a column of lists ranks, in order; nothing for any other column."""
    found: dict[str, list[str]] = {}
    for text in tally(column):
        if not text.strip():
            continue
        answer = _read(text)
        if answer is None:
            return {}
        found[text] = answer
    return found if any(found.values()) else {}


def _read(text: str) -> list[str] | None:
    if not (text.startswith("[") and text.endswith("]")):
        return None
    try:
        answer = json.loads(text)
    except ValueError:
        return None
    return answer if isinstance(answer, list) and all(isinstance(code, str) for code in answer) else None


def _rank(column: Any, lists: dict[str, list[str]], rank: int) -> Any:
    def at(text: str | None) -> str | None:
        if text is None:
            return None
        answer = lists.get(text, [])
        return answer[rank] if rank < len(answer) else ""

    return pa.array([at(text) for text in column.to_pylist()], pa.string())
