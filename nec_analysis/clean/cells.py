"""A column of text as its distinct texts: what is cleaned once serves every row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nec_analysis.french.matching import normal

if TYPE_CHECKING:
    from numpy.typing import NDArray

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_GUARDED = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Cells:
    """`index[i]` points into `texts`; -1 where nothing was written (NULL). `column`: which column of the file it is."""

    index: NDArray[np.int32]
    texts: tuple[str, ...]
    column: int = -1

    def each(self, value: Callable[[str], Any], null: Any, dtype: Any) -> NDArray[Any]:
        """One value a row, computed once a distinct text; `null` where nothing was written."""
        return spread([value(text) for text in self.texts], self.index, null, dtype)

    def counts(self) -> NDArray[np.int64]:
        """How many rows hold each distinct text."""
        return np.bincount(self.index[self.index >= 0], minlength=len(self.texts))

    def text(self, row: int) -> str:
        """The text of a row, "" where nothing was written."""
        return self.texts[self.index[row]] if self.index[row] >= 0 else ""


def distinct(array: Any, column: int = -1) -> Cells:
    """The distinct texts of an Arrow string array."""
    import pyarrow as pa

    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    coded = array.dictionary_encode()
    index = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return Cells(index, tuple(coded.dictionary.to_pylist()), column)


def spread(values: Sequence[Any], index: NDArray[np.int32], null: Any, dtype: Any) -> NDArray[Any]:
    """Values of the distinct texts laid out over the rows."""
    table = np.empty(len(values) + 1, dtype=dtype)
    table[:-1] = values
    table[-1] = null
    return table[index]


def trimmed(text: str) -> str:
    """The text without blanks (no-break ones included) or invisible signs at its ends."""
    return text.strip().strip(_INVISIBLE).strip()


def blank(text: str) -> bool:
    """Whether nothing can be read there.

    >>> blank("\u00a0 "), blank("-")
    (True, False)
    """
    return not trimmed(text)


def unguarded(text: str) -> str:
    """The text without the apostrophe that a tool put before a formula sign.

    >>> unguarded("'=1+1"), unguarded("'été")
    ('=1+1', "'été")
    """
    return text[1:] if text[:1] == "'" and text[1:2] in _GUARDED else text


def lacking(values: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Where an array of objects holds None."""
    found: NDArray[np.bool_] = np.equal(values, np.array(None, dtype=object)).astype(bool)
    return found


def speaks(text: str, quiet: frozenset[str] = frozenset()) -> bool:
    """Whether a cell says something: not blank, not one of the marks of silence (in normal form)."""
    return not blank(text) and normal(text) not in quiet if quiet else not blank(text)
