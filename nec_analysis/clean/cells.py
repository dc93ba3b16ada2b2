"""A column of text as its distinct texts: what is cleaned once serves every row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from nec_analysis.exports.grid.coded import asked, is_coded, kept
from nec_analysis.french.matching import normal

if TYPE_CHECKING:
    from numpy.typing import NDArray

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_BLANKS = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_GUARDED = ("=", "+", "-", "@", "\t", "\r")


SAMPLE = 2000


class Cells:
    """A column: its Arrow text, its distinct texts when somebody asks. `column`: which column of the file it is."""

    def __init__(self, array: Any, column: int = -1) -> None:
        self.array = array
        self.column = column

    @cached_property
    def _coded(self) -> tuple[NDArray[np.int32], tuple[str, ...]]:
        coded = self.array if is_coded(self.array) else self.array.dictionary_encode()
        if hasattr(coded, "unify_dictionaries"):
            coded = coded.unify_dictionaries().combine_chunks()
        return _places(coded.indices), tuple(coded.dictionary.to_pylist())

    @property
    def index(self) -> NDArray[np.int32]:
        """For each row its place in `texts`; -1 where nothing was written (NULL)."""
        return self._coded[0]

    @property
    def texts(self) -> tuple[str, ...]:
        """The distinct texts, in the order met."""
        return self._coded[1]

    @cached_property
    def trimmed(self) -> Any:
        """The column without blanks at the ends of its texts, as Arrow text."""
        import pyarrow.compute as pc

        return asked(self.array, lambda texts: pc.utf8_trim(texts, characters=_BLANKS + _INVISIBLE))

    @cached_property
    def filled(self) -> NDArray[np.bool_]:
        """Which rows hold more than blanks."""
        import pyarrow.compute as pc

        if "_coded" in self.__dict__ or self._few:
            return self.each(lambda text: not blank(text), False, bool)
        return mask(pc.greater(pc.fill_null(pc.binary_length(self.trimmed), 0), 0))

    @property
    def _few(self) -> bool:
        """Whether the first rows hold few different texts: coding the column then costs less than reading it twice."""
        import pyarrow.compute as pc

        first = self.array.slice(0, SAMPLE)
        met = pc.count_distinct(first.indices if is_coded(first) else first)
        return len(self.array) > SAMPLE and int(met.as_py()) < SAMPLE // 10

    def kept(self, rows: NDArray[np.bool_]) -> Cells:
        """The column of some rows only."""
        import pyarrow as pa

        if rows.all():
            return self
        part = Cells(kept(self.array, pa.array(rows)), self.column)
        if "_coded" in self.__dict__:
            # Texts of the other rows stay known: an answer nobody expects stops the run wherever it stands.
            part.__dict__["_coded"] = (self.index[rows], self.texts)
        return part

    def each(self, value: Callable[[str], Any], null: Any, dtype: Any) -> NDArray[Any]:
        """One value a row, computed once a distinct text; `null` where nothing was written."""
        return spread([value(text) for text in self.texts], self.index, null, dtype)

    def counts(self) -> NDArray[np.int64]:
        """How many rows hold each distinct text."""
        return np.bincount(self.index + 1, minlength=len(self.texts) + 1)[1:]

    def text(self, row: int) -> str:
        """The text of a row, "" where nothing was written."""
        return self.array[row].as_py() or ""


def _places(indices: Any) -> NDArray[np.int32]:
    """The indices of an Arrow dictionary as numpy, -1 for null."""
    found: NDArray[np.int32] = indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return found


def mask(values: Any) -> NDArray[np.bool_]:
    """An Arrow array of booleans as numpy; NULL is false."""
    import pyarrow.compute as pc

    found: NDArray[np.bool_] = pc.fill_null(values, False).to_numpy(zero_copy_only=False)
    return found


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
    return not text[:1].isalnum() and not trimmed(text)


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
