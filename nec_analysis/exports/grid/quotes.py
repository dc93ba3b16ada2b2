"""The quotes of a delimited text proven regular, sixty-four bytes at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

QUOTE, LF, CR = 34, 10, 13
_STEP = 1 << 18
"""Bytes compared at a time: what the nearest memory of a processor holds."""
_ONE, _LAST = np.uint64(1), np.uint64(63)
_SHIFTS = tuple(np.uint64(n) for n in (1, 2, 4, 8, 16, 32))

Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]


class Irregular(Exception):
    """The text needs the strict way: a quote out of place, lone carriage returns, a line of another width."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A run of whole records: where it ends, how many line ends it holds, whether one stands within quotes.

    `bare`: whether a line may be blank. `within` has one bit a byte, set from an opening quote to the closing one.
    """

    end: int
    lines: int
    newlines: bool
    bare: bool
    within: Words


def cut(buffer: bytes, delimiter: int, *, last: bool) -> Cut:
    """The records that end in the buffer, their quotes proven regular. Raises Irregular.

    Quotes are regular when, counted from the start, each odd one opens (after a separator, or doubling the one
    before) and each even one closes (before a separator, or doubled by the one after): RFC 4180, no quote elsewhere.
    """
    text = np.frombuffer(buffer, np.uint8)
    quotes, ends, returns, delimiters = _bits(text, (QUOTE, LF, CR, delimiter))
    within = _parity(quotes)
    outer = ends & ~within
    stop = len(text) if last else _after_last(outer)
    if not stop:
        return Cut(0, 0, False, False, within)
    for words in (quotes, ends, returns, delimiters):
        _until(words, stop)
    if np.bitwise_count(quotes).sum() % 2 or not text[:stop].all():
        raise Irregular
    separators = quotes | ends | returns | delimiters
    before, after = _next(separators, first=True), _previous(separators)
    if (quotes & within & ~before).any() or (quotes & ~within & ~after).any() or (returns & ~_previous(ends)).any():
        raise Irregular
    return Cut(
        stop,
        int(np.bitwise_count(ends).sum()),
        bool((ends & within).any()),
        bool((_next(ends, first=True) & (ends | returns)).any()),
        within,
    )


def inside(found: Cut, places: Places) -> npt.NDArray[np.bool_]:
    """Which of these places of the text stand within quotes."""
    bits: Words = found.within[places >> 6] >> (places & 63).astype(np.uint64)
    return np.asarray(bits & _ONE, dtype=bool)


def _bits(text: Bytes, looked_for: Sequence[int]) -> list[Words]:
    """For each byte looked for, one bit a byte of the text, set where it stands; the last word is filled up with zeros."""
    found = [np.zeros(-(-len(text) // 64), "<u8") for _ in looked_for]
    same = np.empty(_STEP, dtype=bool)
    for start in range(0, len(text), _STEP):
        part = text[start : start + _STEP]
        for byte, words in zip(looked_for, found, strict=True):
            packed = np.packbits(np.equal(part, byte, out=same[: len(part)]), bitorder="little")
            words.view(np.uint8)[start // 8 : start // 8 + len(packed)] = packed
    return found


def _parity(quotes: Words) -> Words:
    """For each bit, whether the number of quotes up to it, itself included, is odd."""
    odd = quotes.copy()
    for shift in _SHIFTS:
        odd ^= odd << shift
    open_ = np.bitwise_xor.accumulate(odd >> _LAST)
    odd[1:] ^= np.uint64(0) - open_[:-1]
    return odd


def _next(words: Words, *, first: bool) -> Words:
    """The bits moved one byte on: set where the byte before was; `first` is what stands before the text."""
    moved = words << _ONE
    moved[1:] |= words[:-1] >> _LAST
    moved[0] |= np.uint64(first)
    return moved


def _previous(words: Words) -> Words:
    """The bits moved one byte back: set where the byte after is. Nothing comes after the text."""
    moved = words >> _ONE
    moved[:-1] |= words[1:] << _LAST
    return moved


def _after_last(words: Words) -> int:
    """The place after the last bit set, 0 when none is."""
    filled = np.flatnonzero(words)
    return int(filled[-1]) * 64 + int(words[filled[-1]]).bit_length() if len(filled) else 0


def _until(words: Words, stop: int) -> None:
    """The words with the bits from `stop` on cleared, in place."""
    whole, rest = divmod(stop, 64)
    if rest:
        words[whole] &= np.uint64((1 << rest) - 1)
        whole += 1
    words[whole:] = 0
