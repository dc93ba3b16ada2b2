"""Arrow arrays to and from NumPy by their buffers: Arrow's own ways import pandas at their first call."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


def texts(values: Sequence[str | None]) -> Any:
    """Arrow text, None as null. Raises UnicodeEncodeError for half of a surrogate pair, as Arrow does."""
    written = [b"" if value is None else value.encode() for value in values]
    ends = np.zeros(len(written) + 1, np.int64)
    np.cumsum([len(text) for text in written], out=ends[1:])
    if ends[-1] > np.iinfo(np.int32).max:
        return pa.array(values, pa.string())
    valid = _bits([value is not None for value in values]) if None in values else None
    buffers = [valid, pa.py_buffer(ends.astype(np.int32)), pa.py_buffer(b"".join(written))]
    return pa.Array.from_buffers(pa.string(), len(written), buffers)


def numbers(values: Sequence[int] | Ints, *, missing: Mask | None = None) -> Any:
    """Arrow int64 of whole numbers, null where `missing` is true."""
    whole = np.ascontiguousarray(values, np.int64)
    valid = None if missing is None or not missing.any() else _bits(~missing)
    return pa.Array.from_buffers(pa.int64(), len(whole), [valid, pa.py_buffer(whole)])


def lines(numbers: Ints) -> Sequence[int]:
    """Line numbers as a sequence of Python's own, eight bytes each."""
    found = array("q")
    found.frombytes(numbers.astype(np.int64).tobytes())
    return found


def of_lines(numbers: Sequence[int]) -> Ints:
    """Line numbers as NumPy's."""
    if isinstance(numbers, range):
        return np.arange(numbers.start, numbers.stop, numbers.step)
    return np.asarray(numbers, np.int64)


def mask(values: Sequence[bool] | Mask) -> Any:
    """Arrow booleans."""
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, _bits(values)])


def text(value: str) -> Any:
    """An Arrow scalar of text, to compare with."""
    return texts([value])[0]


def number(value: int) -> Any:
    """An Arrow scalar, to compare with."""
    return numbers([value])[0]


def to_mask(values: Any, *, null: bool) -> Mask:
    """Arrow booleans as NumPy's, `null` where nothing is said."""
    whole = _one(values)
    return np.where(_valid(whole), _unpacked(whole, 1), null) if whole.null_count else _unpacked(whole, 1)


def to_numbers(values: Any, *, null: int = 0) -> Ints:
    """Arrow whole numbers as NumPy's, `null` where nothing is said."""
    whole = _one(values)
    kind = np.dtype(f"i{whole.type.bit_width // 8}")
    data = np.frombuffer(whole.buffers()[1] or b"", kind, len(whole), whole.offset * kind.itemsize)
    return np.where(_valid(whole), data, null).astype(np.int64) if whole.null_count else data.astype(np.int64)


def _one(values: Any) -> Any:
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values


def _valid(values: Any) -> Mask:
    return _unpacked(values, 0)


def _unpacked(values: Any, place: int) -> Mask:
    """The bits of one buffer of an array that begin at its offset."""
    packed = np.frombuffer(values.buffers()[place] or b"", np.uint8)
    return np.unpackbits(packed, bitorder="little")[values.offset : values.offset + len(values)].astype(bool)


def _bits(values: Any) -> Any:
    return pa.py_buffer(np.packbits(np.asarray(values, bool), bitorder="little"))
