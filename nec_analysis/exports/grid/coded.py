"""A column of text kept as its distinct texts: what is asked of a text is asked once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from . import arrays

MOST = 0.5
"""Share of different texts in a column above which it is kept as plain text."""


def is_coded(column: Any) -> bool:
    """Whether the column is an Arrow dictionary: its distinct texts, each of them used, in the order met."""
    return isinstance(column, pa.DictionaryArray)


def plain(column: Any) -> Any:
    """The column as Arrow text, one text a row."""
    return column.dictionary.take(column.indices) if is_coded(column) else column


def texts_of(column: Any) -> Any:
    """An Arrow text that holds every text of the column at least once."""
    return column.dictionary if is_coded(column) else column


def asked(column: Any, answer: Callable[[Any], Any]) -> Any:
    """What a function of Arrow text answers for each row, asked once a distinct text where the column is coded.

    The function must answer null for null.
    """
    return answer(column.dictionary).take(column.indices) if is_coded(column) else answer(column)


def distinct(column: Any) -> int:
    """How many different texts there are; null is none."""
    return len(column.dictionary) if is_coded(column) else int(pc.count_distinct(column, mode="only_valid").as_py())


def first(column: Any, rows: int) -> Any:
    """The first rows of a column, in one piece."""
    part = column.slice(0, rows)
    return part.combine_chunks() if isinstance(part, pa.ChunkedArray) else part


def kept(column: Any, mask: Any) -> Any:
    """The rows of a column where an Arrow mask is true."""
    part = column.filter(mask)
    return _used(part) if is_coded(part) else part


def _used(column: Any) -> Any:
    """A dictionary without the texts that no row holds, in the order met."""
    met = column.indices.dictionary_encode()
    return pa.DictionaryArray.from_arrays(met.indices, column.dictionary.take(met.dictionary))


def joined(chunks: Sequence[Any]) -> Any:
    """One column of its chunks, all of them dictionaries or all plain text. Few repeated texts are no use: plain."""
    if not chunks or not is_coded(chunks[0]):
        return pa.chunked_array(chunks, pa.string())
    whole = pa.chunked_array(chunks).unify_dictionaries().combine_chunks()
    whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    return whole if len(whole.dictionary) <= MOST * len(whole) else plain(whole)


def to_list(column: Any) -> list[str | None]:
    """The texts as Python text, None where nothing is written."""
    if not is_coded(column):
        found: list[str | None] = column.to_pylist()
        return found
    texts = np.array([*column.dictionary.to_pylist(), None], dtype=object)
    listed: list[str | None] = texts[arrays.to_numbers(column.indices, null=-1)].tolist()
    return listed
