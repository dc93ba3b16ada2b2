"""What the cells of a table give away: lines that are no answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...french.matching import normal
from . import arrays, coded
from .arrays import Mask
from .shape import Problem
from .tokens import Record

_TOTAL = re.compile(
    r"(?:grand |sous-?)?(?:total|totaux|somme|moyenne|average|mean|sum|nombre (?:de |d')\w+|nb (?:de )?\w+|count"
    r"|ecarts?-types?|mediane|median|minimum|maximum|effectifs?)(?: general| generale| des? .*)?"
)
_LOOKS_TOTAL = (
    r"(?i)^\s*(?:grand |sous-?)?(?:total|totaux|somme|moyenne|average|m[eé]diane?|[eé]carts?-types?|effectifs?)\b"
)
ADDRESS = re.compile(r"://|www\.|\?\w+=")
"""What only an address of the web holds: its signs are no damaged letters."""
_SAMPLE = 300
_PROOF = 8
"""Cells whose form says what a column holds."""
_LEAST = 4
"""Numbers or dates whose form does."""
_REMARKS = 5
_MOST_ROWS = 200_000
_FIX = (
    "Supprimez cette ligne du fichier exporté ; dans la fiche, [export.options.read] quarantine = true la met de côté."
)


_REMEDIES = {
    "quote-swallows": "Corrigez le guillemet dans le fichier, ou refaites l'export.",
    "glued": "Donnez les deux exports séparément.",
    **dict.fromkeys(
        ("cell-hidden", "long-number", "replacement-chars", "accents-coded", "accents-misread"),
        "Refaites l'export sans l'ouvrir dans un tableur ; sinon, dans la fiche : [export.options.read] damage = \"keep\".",
    ),
}


def empty_rows(cells: Sequence[Any], length: int) -> Mask:
    """The rows in which no column holds anything but spaces."""
    left = np.ones(length, dtype=bool)
    for column in cells:
        if not left.any():
            break
        left[np.flatnonzero(left)] = arrays.to_mask(coded.asked(column.filter(arrays.mask(left)), _blank), null=True)
    return left


def _blank(column: Any) -> Any:
    return pc.equal(pc.binary_length(pc.utf8_trim_whitespace(column)), arrays.number(0))


def repeated_headers(
    cells: Sequence[Any], names: Sequence[Sequence[str]], lines: Sequence[int], most: int | None = None
) -> list[Problem]:
    """The rows that repeat a header row, no more than `most`: two exports glued together."""
    if len(cells) < 2:
        return []
    found: list[Problem] = []
    for row in names:
        if sum(1 for n in row if n) < 2:
            continue
        left = np.ones(len(lines), dtype=bool)
        for column, name in zip(cells, row, strict=True):
            if not left.any():
                break
            same = pc.equal(column.filter(arrays.mask(left)), arrays.text(name))
            left[np.flatnonzero(left)] = arrays.to_mask(same, null=not name)
        left |= _shuffled_header(cells, row, lines) | _respelt_header(cells, row, lines)
        cause = "l'en-tête (header) est répété au milieu des réponses : deux exports collés bout à bout ?"
        at = [int(i) for i in np.flatnonzero(left)[:most]]
        found += [problem("header-repeated", int(lines[i]), cause, cells, i) for i in at]
    return sorted(found, key=lambda p: p.line)


def _respelt_header(cells: Sequence[Any], names: Sequence[str], lines: Sequence[int]) -> Mask:
    """The rows that hold nearly all names of columns in their places, in capitals or with other blanks."""
    found = np.zeros(len(lines), dtype=bool)
    named = [(column, name) for column, name in zip(cells, names, strict=True) if name.strip()]
    for column, name in named[:_LOOKED]:
        for row in true_at(coded.asked(column, partial(_is_like, name=name.strip().lower())))[:_SAMPLE]:
            same = sum(normal(c[row].as_py() or "") == normal(n) for c, n in named)
            found[row] |= same >= max(2, _NEARLY * len(named))
    return found


_BLANKS = 8
_LOOKED, _NEARLY = 2, 0.8
"""Columns of which one must repeat its name, share of the names that tell of a header."""


def _is_like(texts: Any, name: str) -> Any:
    size = pc.binary_length(texts)
    shortest, longest = arrays.number(len(name)), arrays.number(len(name.encode()) + _BLANKS)
    near = pc.and_(pc.greater_equal(size, shortest), pc.less_equal(size, longest))
    if not pc.any(near).as_py():
        return near
    return pc.and_(near, pc.equal(pc.utf8_lower(pc.utf8_trim_whitespace(texts)), arrays.text(name)))


def _shuffled_header(cells: Sequence[Any], names: Sequence[str], lines: Sequence[int]) -> Mask:
    """The rows that hold the names of columns in another order: an export of the same form pasted underneath."""
    known = {name for name in names if name}
    found = np.zeros(len(lines), dtype=bool)
    if len(known) < 3:
        return found
    wanted = arrays.texts(sorted(known))
    for row in true_at(coded.asked(cells[0], lambda texts: pc.is_in(texts, value_set=wanted)))[:_SAMPLE]:
        said = [text for column in cells if (text := column[row].as_py())]
        found[row] = len(said) > 2 and len(set(said)) == len(said) and set(said) <= known
    return found


def footer(cells: Sequence[Any], lines: Sequence[int]) -> list[Problem]:
    """The last row, when it is a total rather than an answer."""
    if not len(lines) or len(cells) < 2:
        return []
    last = [column[len(lines) - 1].as_py() for column in cells]
    filled = [c for c in last if c and c.strip()]
    if not filled or not _TOTAL.fullmatch(normal(filled[0])):
        return _remarks(cells, lines)
    others = cells[last.index(filled[0])].slice(0, len(lines) - 1)
    if 2 * len(filled) > len(last) and filled[0] in set(others.slice(0, _SAMPLE).to_pylist()):
        return []
    if _all_seen(cells, last, len(lines) - 1):
        return []
    cause = "cette dernière ligne est un total (footer), pas une réponse."
    return [problem("footer", int(lines[len(lines) - 1]), cause, cells, len(lines) - 1)]


def _all_seen(cells: Sequence[Any], last: Sequence[str | None], above: int) -> bool:
    """Whether a row that begins with a word for a total holds other words, all given above: « Moyenne » is an answer."""
    words = [
        (column, text) for column, text in zip(cells, last, strict=True) if text and any(c.isalpha() for c in text)
    ]
    seen = [text in set(column.slice(0, above).slice(0, _SAMPLE).to_pylist()) for column, text in words[1:]]
    return bool(seen) and all(seen)


def totals(cells: Sequence[Any], lines: Sequence[int]) -> list[Problem]:
    """The rows before the last that are totals: few cells, one word for a total where the others have identifiers."""
    found: list[Problem] = []
    for column in cells[:2] if len(cells) > 2 and len(lines) >= _PROOF else ():
        for row in true_at(coded.asked(column, lambda texts: pc.match_substring_regex(texts, _LOOKS_TOTAL)))[:_SAMPLE]:
            said = [text for c in cells if (text := c[row].as_py()) and text.strip()]
            first = said[0] == column[row].as_py() and _TOTAL.fullmatch(normal(said[0]))
            if row < len(lines) - 1 and first and 2 * len(said) <= len(cells) and _foreign(said[0], column):
                cause = "cette ligne est un total (footer), pas une réponse."
                found.append(problem("footer", int(lines[row]), cause, cells, row))
    return found


def _remarks(cells: Sequence[Any], lines: Sequence[int]) -> list[Problem]:
    """The last rows of one cell that is nothing like the others of its column: a remark under the table."""
    found: list[Problem] = []
    if len(lines) <= _LEAST or len(cells) < 3:
        return found
    for row in range(len(lines) - 1, max(len(lines) - _REMARKS, 0) - 1, -1):
        filled = [i for i, column in enumerate(cells) if (text := column[row].as_py()) and text.strip()]
        if len(filled) != 1 or not _foreign(str(cells[filled[0]][row].as_py()), cells[filled[0]].slice(0, row)):
            break
        cause = (
            "cette ligne, sous le tableau, n'a qu'une cellule, qui ne ressemble pas aux autres de sa colonne (footer)."
        )
        found.append(problem("footer", int(lines[row]), cause, cells, row, filled[0] + 1))
    return found[::-1]


def _foreign(text: str, column: Any) -> bool:
    """Whether a text has not the form that nearly all cells of its column share, totals left out."""
    texts = [c for c in column.slice(0, _SAMPLE).to_pylist() if c and c.strip() and not _TOTAL.fullmatch(normal(c))]
    forms = {form(c) for c in texts}
    # In a small table only identifiers, dates, numbers tell.
    least = _LEAST if all("9" in known for known in forms) else _PROOF
    return len(texts) >= least and len(forms) <= max(1, len(texts) // 10) and form(text) not in forms


def glued(cells: Sequence[Any], lines: Sequence[int], most: int | None = None) -> list[Problem]:
    """The rows, no more than `most`, that begin with a byte order mark: where a second file was pasted under the first."""
    marked = true_at(coded.asked(cells[0], lambda texts: pc.starts_with(texts, "\ufeff"))) if cells else []
    cause = "une marque d'ordre des octets (BOM) au milieu du fichier : deux exports collés bout à bout ?"
    return [problem("glued", int(lines[row]), cause, cells, row, 1) for row in marked[:most]]


def swallowed(cells: Sequence[Any], lines: Sequence[int], delimiter: str) -> list[Problem]:
    """The cells that hold whole lines of the table: a stray quote opened there and swallowed what followed."""
    if len(cells) < 2 or not delimiter:
        return []
    found = []
    for index, column in enumerate(cells):
        for row in true_at(coded.asked(column, partial(_may_hold_lines, delimiter=delimiter, width=len(cells)))):
            if _holds_lines(str(column[row].as_py()), index, cells, delimiter):
                cause = (
                    "un guillemet (quote) ouvert dans cette ligne avale les lignes suivantes : "
                    "le texte contient des lignes entières du tableau."
                )
                found.append(problem("quote-swallows", int(lines[row]), cause, cells, row, index + 1))
    return sorted(found, key=lambda p: (p.line, p.column))


def _may_hold_lines(texts: Any, delimiter: str, width: int) -> Any:
    """Whether a text has line ends and the separators of as many rows: a count before the close look."""
    ends = pc.count_substring(texts, "\n")
    separators = pc.count_substring(texts, delimiter)
    enough = pc.greater_equal(separators, pc.multiply(ends, arrays.number(width - 1)))
    return pc.and_(pc.greater(ends, arrays.number(0)), enough)


def _holds_lines(text: str, index: int, cells: Sequence[Any], delimiter: str) -> bool:
    """Whether the pieces between line ends are the end of one row, whole rows, the beginning of one."""
    pieces = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    width = len(cells)
    separators = [piece.count(delimiter) for piece in pieces]
    expected = [width - 1 - index] + [width - 1] * (len(pieces) - 2) + [index]
    if separators != expected:
        return False
    rows = [piece.split(delimiter) for piece in pieces[1:]]
    likeness = [_alike(value.strip('"'), cells[i]) for row in rows for i, value in enumerate(row) if value]
    return all(alike for alike, _ in likeness) and (width > 4 or any(plain for _, plain in likeness))


def _alike(value: str, column: Any) -> tuple[bool, bool]:
    """Whether the value has the form of the column's others, whether that form is telling (digits, codes)."""
    forms = [form(c) for c in column.slice(0, _SAMPLE).to_pylist() if c and "\n" not in c]
    kinds = set(forms)
    if len(kinds) > max(2, len(forms) // 2):
        return True, False
    return form(value) in kinds, "9" in form(value)


def form(text: str) -> str:
    """The text with every number as 9, every run of words as a.

    >>> form("2023-10-01 09:30"), form("Très bien")
    ('9-9-9 9:9', 'a')
    """
    return re.sub(r"[^\W\d]+(?:[ '’-][^\W\d]+)*", "a", re.sub(r"\d+", "9", text))[:24]


def problem(code: str, line: int, cause: str, cells: Sequence[Any], row: int, column: int = 0) -> Problem:
    record = Record(line, tuple(c[row].as_py() for c in cells))
    remedy = _REMEDIES.get(code, _FIX)
    return Problem(code, line, column, cause, remedy, record)


def long_cell(cells: Sequence[Any], lines: Sequence[int], limit: int) -> tuple[int, int, int] | None:
    """Line, column and length of the first cell above the limit, or None. Length in bytes."""
    for index, column in enumerate(cells):
        longest = pc.max(pc.binary_length(coded.texts_of(column))).as_py()
        if longest is not None and longest > limit:
            row = int(pc.index(pc.binary_length(coded.plain(column)), longest).as_py())
            return int(lines[row]), index + 1, int(longest)
    return None


def true_at(values: Any) -> list[int]:
    """The positions at which an Arrow boolean array is true; null is not."""
    found: list[int] = np.flatnonzero(arrays.to_mask(values, null=False)).tolist()
    return found


_IDENTIFIER = r"^[A-Za-z0-9_.:-]*[0-9][A-Za-z0-9_.:-]*$"
_A_DATE = r"^[0-9]{1,4}[-.:][0-9]{1,2}[-.:]"


def identifiers(cells: Sequence[Any], length: int) -> int:
    """Index of the first column that tells the rows apart but for one in a hundred, or -1: codes, not dates or texts."""
    if length < 5:
        return -1
    for index, column in enumerate(cells[:8]):
        if column.null_count or coded.distinct(column) < length - max(1, length // 100):
            continue
        texts = coded.texts_of(column)
        if pc.all(pc.ascii_is_decimal(texts)).as_py() or pc.all(_are_codes(texts)).as_py():
            return index
    return -1


def _are_codes(texts: Any) -> Any:
    return pc.and_(pc.match_substring_regex(texts, _IDENTIFIER), pc.invert(pc.match_substring_regex(texts, _A_DATE)))


def repeated_rows(cells: Sequence[Any], lines: Sequence[int], key: int) -> list[Problem]:
    """The rows that repeat another one, identifier included, word for word."""
    if key < 0 or len(cells) < 3 or coded.distinct(cells[key]) == len(lines):
        return []
    codes = coded.to_list(cells[key])
    seen: dict[str | None, int] = {}
    found = []
    for row, code in enumerate(codes):
        first = seen.setdefault(code, row)
        if first != row and all(c[row].as_py() == c[first].as_py() for c in cells):
            cause = (
                f"cette ligne répète la ligne {int(lines[first])} mot pour mot, identifiant compris (duplicate row)."
            )
            found.append(problem("row-repeated", int(lines[row]), cause, cells, row))
    return found


def repeated_blocks(cells: Sequence[Any], lines: Sequence[int], key: int) -> list[Problem]:
    """The rows that repeat a run of rows above, word for word and in their order: pasted twice.

    For tables that no column of identifiers tells apart as they stand; a column of codes or times must nearly do so.
    """
    if key >= 0 or len(cells) < 3 or not _PROOF <= len(lines) <= _MOST_ROWS:
        return []
    for column in cells[:8]:
        if column.null_count or not len(lines) > coded.distinct(column) >= max(_REMARKS, len(lines) // 4):
            continue
        if not pc.all(pc.match_substring_regex(coded.texts_of(column), "[0-9]")).as_py():
            continue
        seen: dict[str | None, int] = {}
        again = [
            (row, first)
            for row, code in enumerate(coded.to_list(column))
            if (first := seen.setdefault(code, row)) != row
        ]
        start, size = again[0][0], len(again)
        shift = start - again[0][1]
        run = size > 1 and again == [(row, row - shift) for row in range(start, start + size)]
        if run and all(_same_run(c, start, shift, size) for c in cells):
            cause = f"{size} lignes, à partir de celle-ci, répètent mot pour mot celles de plus haut (duplicate rows)."
            return [problem("row-repeated", int(lines[row]), cause, cells, row) for row, _ in again]
    return []


def _same_run(column: Any, start: int, shift: int, size: int) -> bool:
    below, above = (coded.plain(column.slice(at, size)) for at in (start, start - shift))
    return bool(below.equals(above))


def repeated_keys(cells: Sequence[Any], lines: Sequence[int], key: int) -> list[int]:
    """The lines whose identifier another line already has, where nearly all are different."""
    if key < 0 or coded.distinct(cells[key]) == len(lines):
        return []
    seen: set[str | None] = set()
    found = []
    for row, code in enumerate(coded.to_list(cells[key])):
        if code in seen:
            found.append(int(lines[row]))
        seen.add(code)
    return found


def gaps(cells: Sequence[Any], lines: Sequence[int], key: int) -> list[tuple[int, int]]:
    """Where numbers that otherwise follow one another jump: (line, how many are missing). Many jumps mean nothing."""
    if key < 0 or len(lines) < 10:
        return []
    codes = coded.plain(cells[key])
    short = pc.less_equal(pc.binary_length(codes), arrays.number(15))
    if not pc.all(pc.and_(pc.ascii_is_decimal(codes), short)).as_py():
        return []
    steps = np.diff(arrays.to_numbers(pc.cast(codes, pa.int64())))
    jumps = np.flatnonzero(steps != 1)
    if len(jumps) > max(1, len(lines) // 50) or (steps[jumps] <= 0).any():
        return []
    return [(int(lines[int(i) + 1]), int(steps[int(i)]) - 1) for i in jumps]
