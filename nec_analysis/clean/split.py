"""One cell, several answers: split by the longest known option, never on the separator alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from nec_analysis.clean.cells import trimmed
from nec_analysis.exports.nested import nested

LONGEST = 12
"""How many pieces one option may be made of: the commas inside a label."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a cell holds: codes in the order written, texts nobody knows, whether these could be cut otherwise.

    `texts`: how each of the codes is written; a code is "" where the card says that a text is no answer.
    """

    codes: tuple[str, ...]
    unknown: tuple[str, ...]
    ambiguous: bool = False
    texts: tuple[str, ...] = field(default=(), repr=False)

    @property
    def answered(self) -> bool:
        """Whether anything in the cell is an answer."""
        return any(self.codes) or bool(self.unknown)


def split(text: str, separator: str, code: Callable[[str], str | None], *, padded: bool = False) -> Parts:
    """The known options in a cell, longest first; what lies between them stays whole.

    `code` knows the options; `padded`: see Dialect.

    >>> known = {"A": "a", "A, B": "ab", "C": "c"}
    >>> split("A, B, C, du vélo, à pied", ", ", known.get)
    Parts(codes=('ab', 'c'), unknown=('du vélo, à pied',), ambiguous=True)
    """
    pieces = nested(text, separator)
    if pieces is not None and all(code(piece) is not None for piece in pieces):
        return Parts(tuple(code(piece) or "" for piece in pieces), (), texts=tuple(map(trimmed, pieces)))
    return _longest(text.split(separator), separator, code, padded)


def _longest(pieces: Sequence[str], separator: str, code: Callable[[str], str | None], padded: bool) -> Parts:
    codes: list[str] = []
    texts: list[str] = []
    unknown: list[str] = []
    run: list[str] = []
    ambiguous = False
    at = 0
    while at < len(pieces):
        size, found = _match(pieces, at, separator, code)
        if found is None:
            run.append(pieces[at])
            at += 1
            continue
        ambiguous |= _close(run, unknown, separator, padded)
        run = []
        codes.append(found)
        texts.append(trimmed(separator.join(pieces[at : at + size])))
        at += size
    ambiguous |= _close(run, unknown, separator, padded)
    return Parts(tuple(codes), tuple(unknown), ambiguous, tuple(texts))


def _match(pieces: Sequence[str], at: int, separator: str, code: Callable[[str], str | None]) -> tuple[int, str | None]:
    for size in range(min(LONGEST, len(pieces) - at), 0, -1):
        joined = separator.join(pieces[at : at + size])
        if trimmed(joined) and (found := code(joined)) is not None:
            return size, found
    return 1, None


def _close(run: list[str], unknown: list[str], separator: str, padded: bool) -> bool:
    """Put a run of unknown pieces back together. True when the tool may as well have joined several texts."""
    while run and not trimmed(run[-1]):
        run.pop()
    while run and not trimmed(run[0]):
        run.pop(0)
    if not run:
        return False
    unknown.append(trimmed(separator.join(run)))
    # A blank beside the separator was typed by the person: the tool writes none there.
    typed = all(a != a.rstrip() or b != b.lstrip() for a, b in pairwise(run))
    return len(run) > 1 and (padded or not typed)
