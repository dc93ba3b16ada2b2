"""Options of a multiple choice written into one cell, found from the cells themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise

from nec_analysis.exports.nested import nested
from nec_analysis.french.matching import normal

STRONG = (";", " | ", "|")
WEAK = (", ", ",")
_TOGETHER = 5
"""Two pieces seen this often, always side by side, never apart, are one option with a comma in its label."""
_TIGHT = re.compile(r"\D,\S|,[^\s\d]")
_CODE = re.compile(r"[A-Za-z0-9_.-]+")
_SEMICOLON, _LABEL, _HIDDEN = re.compile(r"(\s?);"), re.compile(r" ; "), "\x1f"
_MOST_OPTIONS = 60
_SAMPLE = 400
_ANSWERS = frozenset(("yes", "no", "maybe", "oui", "non", "peut-etre", "si", "ja", "nein", "sim", "nao", "nee"))


@dataclass(frozen=True, slots=True)
class Options:
    """Options found in joined cells, most frequent first; `rare`: what only one person wrote, likely "other".

    `tight`: see `pieces`.
    """

    separator: str
    labels: tuple[str, ...]
    rare: tuple[str, ...]
    joined: int
    tight: bool = False


_BRACKET = re.compile(r"[(\[«“)\]»”]")


def options(counts: Mapping[str, int], separators: tuple[str, ...] | None = ()) -> Options | None:
    """The options joined in these cells, or None when the cells are not lists.

    A separator inside brackets or quotes does not separate, nor does one inside a label: pieces that are never apart
    stay together, and a piece that begins in lower case continues the one before it where options begin in capitals.
    `separators`: those of the tool, () where they are not known, None where a cell never holds several answers.
    """
    if separators is None:
        return None
    marks = [mark for mark in separators or STRONG + WEAK if _worth_trying(counts, mark, bool(separators))]
    tried = [found for mark in marks if (found := _mine(counts, mark, bool(separators)))]
    return max(tried, key=lambda o: (o.joined, -len(o.labels)), default=None)


def pieces(text: str, separator: str, *, tight: bool = False) -> list[str]:
    """A cell cut at its separators outside brackets and quotes. `tight`: a tool that writes no blank after its comma.

    >>> pieces("Outiller (types, tests), Documenter", ", "), pieces("Données, IA,Communs", ",", tight=True)
    (['Outiller (types, tests)', 'Documenter'], ['Données, IA', 'Communs'])
    """
    if (parsed := nested(text, separator)) is not None:
        return [piece for piece in parsed if piece]
    if separator not in text or (separator != "," and not tight and not _BRACKET.search(text)):
        return [piece for part in text.split(separator) if (piece := part.strip())]
    found, depth, start, i = [], 0, 0, 0
    while i < len(text):
        depth = max(0, depth + (text[i] in "([«“") - (text[i] in ")]»”"))
        cut = text.startswith(separator, i) and not (tight and text[i + 1 : i + 2].isspace())
        if not depth and cut and not _in_number(text, separator, i):
            found.append(text[start:i])
            start = i = i + len(separator)
        else:
            i += 1
    return [piece.strip() for piece in (*found, text[start:]) if piece.strip()]


def _worth_trying(counts: Mapping[str, int], separator: str, declared: bool) -> bool:
    """Whether the first hundreds of different cells already look like lists: open text is long to take apart."""
    if len(counts) <= _SAMPLE:
        return True
    return _mine({text: counts[text] for text in islice(counts, _SAMPLE)}, separator, declared) is not None


def _in_number(text: str, separator: str, i: int) -> bool:
    return separator == "," and text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit()


def _mine(counts: Mapping[str, int], separator: str, declared: bool) -> Options | None:
    tight = declared and separator == "," and any(_TIGHT.search(text) for text in counts)
    spaced = _mixed(counts, separator)
    cells = [(_cut(text, separator, tight=tight, spaced=spaced), n) for text, n in counts.items()]
    if not separator.strip() and separator.isprintable() and not _codes(cells):
        return None
    answered = sum(n for _, n in cells)
    if sum(n for cell, n in cells if len(cell) > 1) < max(2, answered // 20):
        return None
    cells = _reunited(cells, separator, counts)
    if _nuanced([cell for cell, _ in cells]):
        return None
    joined = sum(n for cell, n in cells if len(cell) > 1)
    used: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for cell, n in cells:
        for piece in cell:
            spelt.setdefault(normal(piece), piece)
            used[normal(piece)] += n
    shared = [key for key, n in sorted(used.items(), key=lambda pair: (-pair[1], pair[0])) if n > 1]
    rare = [key for key, n in used.items() if n == 1]
    strong = declared or separator in STRONG
    # Three answers "No", "Yes, a little", "Yes, a lot" hold more pieces than there are answers: not a list. Where the
    # tool does join by commas, many answers tell it, when no piece of a list is ever an answer of its own.
    told = not strong or (separator.strip() == "," and _never_alone(cells) and answered >= _TOGETHER * len(counts))
    if told and len(counts) <= len(shared) + len(rare) and not _moves(cells):
        return None
    # Words of "other" with a comma of their own hold at most one piece that somebody else wrote.
    if not any(sum(used[key] > 1 for key in {normal(piece) for piece in cell}) > 1 for cell, _ in cells):
        return None
    covered = sum(used[key] for key in shared) / sum(used.values())
    if joined < max(2, answered // (20 if strong else 10)) or not 2 <= len(shared) <= _MOST_OPTIONS:
        return None
    # Many different "other" words are few among many answers.
    most = max(8, len(shared) * (3 if strong else 1), int(0.1 * answered) if strong and covered >= 0.9 else 0)
    if covered < (0.6 if strong else 0.7) or len(rare) > most:
        return None
    return Options(separator, tuple(spelt[k] for k in shared), tuple(spelt[k] for k in sorted(rare)), joined, tight)


def _nuanced(cells: list[list[str]]) -> bool:
    """Whether every joined cell is a yes or a no with more words: "Yes, gladly" beside "Maybe", "No" is no list."""
    return all(normal(cell[0]) in _ANSWERS for cell in cells if len(cell) > 1)


def _mixed(counts: Iterable[str], separator: str) -> bool:
    """Whether semicolons stand both with a blank before them and without: the first are those of a label."""
    marks = [mark for text in counts for mark in _SEMICOLON.findall(text)] if separator.strip() == ";" else []
    return len(set(marks)) > 1


def _cut(text: str, separator: str, *, tight: bool, spaced: bool) -> list[str]:
    """`pieces`, a semicolon after a blank being part of a label where `spaced`."""
    if not spaced:
        return pieces(text, separator, tight=tight)
    held = _LABEL.sub(_HIDDEN, text)
    return [piece.replace(_HIDDEN, " ; ") for piece in pieces(held, separator, tight=tight)]


def _never_alone(cells: list[tuple[list[str], int]]) -> bool:
    """Whether three different cells or more hold no piece both alone and beside another."""
    beside = {normal(piece) for cell, _ in cells if len(cell) > 1 for piece in cell}
    alone = {normal(cell[0]) for cell, _ in cells if len(cell) == 1}
    return len(cells) > 2 and not beside & alone


def _codes(cells: list[tuple[list[str], int]]) -> bool:
    """Whether pieces between blanks are codes of a list: names in ASCII, none twice in a cell, few of one person only."""
    used: Counter[str] = Counter()
    for cell, n in cells:
        if len(set(cell)) < len(cell) or not all(_CODE.fullmatch(piece) for piece in cell):
            return False
        used.update(dict.fromkeys(cell, n))
    return sum(n == 1 for n in used.values()) * _TOGETHER <= len(used)


def _moves(cells: list[tuple[list[str], int]]) -> bool:
    """Whether a piece stands first in one cell, later in another."""
    first = {cell[0] for cell, _ in cells if len(cell) > 1}
    return any(piece in first for cell, _ in cells for piece in cell[1:])


def _reunited(
    cells: list[tuple[list[str], int]], separator: str, written: Iterable[str]
) -> list[tuple[list[str], int]]:
    """Cells whose pieces of one label were put together again, with the blank that was written between them."""
    if not separator.startswith(","):
        return cells
    starts = Counter(piece[0].islower() for cell, n in cells for piece in cell for _ in range(min(n, 3)))
    capitals = starts[False] > 4 * starts[True]
    while pair := _inseparable(cells, capitals):
        spaced = not any(separator.join(pair) in text for text in written)
        glue = f"{separator} " if spaced and not separator.endswith(" ") else separator
        cells = [(_joined(cell, pair, glue), n) for cell, n in cells]
    return cells


def _inseparable(cells: list[tuple[list[str], int]], capitals: bool) -> tuple[str, str] | None:
    alone: Counter[str] = Counter()
    beside: Counter[tuple[str, str]] = Counter()
    for cell, n in cells:
        alone.update(dict.fromkeys(cell, n))
        beside.update(dict.fromkeys(pairwise(cell), n))
    for (a, b), n in sorted(beside.items()):
        continues = capitals and b[0].islower() and not a[0].islower() and alone[b] == n
        if continues or (n >= _TOGETHER and alone[a] == alone[b] == n):
            return a, b
    return None


def _joined(cell: list[str], pair: tuple[str, str], glue: str) -> list[str]:
    found: list[str] = []
    for piece in cell:
        if found and (found[-1], piece) == pair:
            found[-1] += glue + piece
        else:
            found.append(piece)
    return found
