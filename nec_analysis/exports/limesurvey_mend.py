"""LimeSurvey: what its versions write amiss, put right with a ledger line."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nec_analysis.exports.grid.coded import asked, plain, texts_of
from nec_analysis.exports.structure import Sheet, tally
from nec_analysis.french.matching import normal
from nec_analysis.model import Entry

NEVER_SHOWN = normal("N/A")
UNTICKED = frozenset(normal(word) for word in ("Non", "No", "Nein", "Nee", "N", "0", "2"))
_ESCAPES = (("{newline}", "\n"), ("{cr}", "\r"), ("{tab}", "\t"), ("{quote}", '"'))


def mended(sheet: Sheet, kind: str) -> tuple[tuple[Any, ...], bool, str, list[Entry]]:
    """Cells, whether NULL is told from "", the version guessed, the ledger of what was changed."""
    cells = list(sheet.grid.cells)
    if kind.startswith("vv"):
        return tuple(cells), True, "vv", []
    entries = _convert_n(sheet, cells)
    apart = kind == "csv" and _apart(cells)
    if apart:
        return tuple(cells), True, ">=6.5", entries
    options = [c for c in sheet.columns.values() if c.part == "option"]
    told = [normal(text) for c in options for text in tally(cells[c.index])]
    if NEVER_SHOWN in told:
        return tuple(cells), False, "v3", entries
    if kind != "sav" and any(text in UNTICKED for text in told):
        entries += _never_shown(sheet, cells)
        return tuple(cells), False, "v6.4", entries
    return tuple(cells), False, "3.x", entries


def _apart(cells: list[Any]) -> bool:
    """Whether the file writes both nothing (NULL) and a quoted nothing (left empty)."""
    return any(column.null_count for column in cells) and any(_has_empty(column) for column in cells)


def _has_empty(column: Any) -> bool:
    return bool(pc.any(pc.equal(texts_of(column), "")).as_py())


def unescaped(column: Any) -> Any:
    """VV: an empty cell is "", `{question_not_shown}` is NULL, line ends and tabs are spelt out."""
    filled = pc.fill_null(plain(column), "")
    for mark, sign in _ESCAPES:
        filled = pc.replace_substring(filled, mark, sign)
    return pc.if_else(pc.equal(filled, "{question_not_shown}"), pa.scalar(None, filled.type), filled)


def _convert_n(sheet: Sheet, cells: list[Any]) -> list[Entry]:
    """The option "convert N" also rewrote the empty text of "other" and comments: blank again."""
    entries = []
    for column in sheet.columns.values():
        if column.part not in ("other", "comment"):
            continue
        ticks = {
            text
            for c in sheet.columns.values()
            if c.part == "option" and c.question == column.question
            for text in tally(cells[c.index])
        }
        marks = [text for text in sorted(ticks) if normal(text) in UNTICKED and len(text) == 1]
        for mark in marks:
            held = plain(cells[column.index])
            same = pc.fill_null(pc.equal(held, mark), False)
            if n := int(pc.sum(same).as_py() or 0):
                cells[column.index] = pc.if_else(same, "", held)
                reason = f"« convertir N » a réécrit le texte vide ; {n} cellules"
                entries.append(
                    Entry(sheet.grid.source.file, 0, column.header, column.question, mark, "", "set_missing", reason)
                )
    return entries


def _never_shown(sheet: Sheet, cells: list[Any]) -> list[Entry]:
    """6.4.x prints "Non" for boxes never shown: NULL again where the response is incomplete and no box is ticked."""
    submitted = [c for c in sheet.columns.values() if c.part == "submitted_at"]
    if not submitted:
        return []
    stamp = cells[submitted[0].index]
    incomplete = _mask(pc.equal(pc.fill_null(pc.utf8_trim_whitespace(plain(stamp)), ""), ""))
    if not incomplete.any():
        return []
    entries = []
    questions = dict.fromkeys(c.question for c in sheet.columns.values() if c.part == "option")
    for question in questions:
        options = [c for c in sheet.columns.values() if c.part == "option" and c.question == question]
        off = [_off(cells[c.index]) for c in options]
        rows = incomplete & np.logical_and.reduce(off)
        if not rows.any():
            continue
        for c in options:
            cells[c.index] = pc.if_else(pa.array(rows), pa.scalar(None, pa.string()), plain(cells[c.index]))
        entries += [
            Entry(
                sheet.grid.source.file,
                int(sheet.grid.rows[int(row)]),
                f"{question}[*]",
                question,
                "Non",
                "",
                "set_missing",
                "LimeSurvey 6.4 écrit « Non » pour des cases jamais montrées ; réponse incomplète",
            )
            for row in np.flatnonzero(rows)
        ]
    return entries


def _off(column: Any) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """The rows in which a box is said not to be ticked."""
    said = pa.array([text for text in tally(column) if normal(text) in UNTICKED], pa.string())
    return _mask(pc.fill_null(asked(column, lambda texts: pc.is_in(texts, said)), False))


def _mask(values: Any) -> np.ndarray[Any, np.dtype[np.bool_]]:
    flat = values.combine_chunks() if hasattr(values, "combine_chunks") else values
    return np.asarray(flat.to_numpy(zero_copy_only=False), dtype=bool)
