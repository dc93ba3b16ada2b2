"""Codes turned into the text a tool writes, a whole column at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from nec_analysis.demo.draw import Ints, stream

Text = npt.NDArray[Any]
"""A column: an object array of str, so that one label is one object however many rows hold it."""

Quote = Callable[[str], str]


def always(text: str) -> str:
    """A cell between quotes, as PHP's exporters write all of them."""
    return '"' + text.replace('"', '""') + '"'


def when_needed(delimiter: str) -> Quote:
    """A cell quoted only where it must be: separator, quote or line end inside."""
    marks = (delimiter, '"', "\n", "\r")

    def quote(text: str) -> str:
        return always(text) if any(mark in text for mark in marks) else text

    return quote


def labelled(codes: Ints, labels: Sequence[str], *, empty: str = "", unseen: str = "") -> Text:
    """The label of each code, `empty` for an unanswered cell, `unseen` for one never shown."""
    words = np.array([unseen, empty, *labels], dtype=object)
    return words[codes + 2]


def numbered(values: Ints, form: Callable[[int], str] = str) -> Text:
    """Whole numbers as text."""
    return np.array([form(v) for v in values.tolist()], dtype=object)


def stamped(times: npt.NDArray[np.datetime64], form: str = "%Y-%m-%d %H:%M:%S") -> Text:
    """Moments as text."""
    return np.array([moment.strftime(form) for moment in times.astype("datetime64[s]").tolist()], dtype=object)


def constant(text: str, n: int) -> Text:
    """The same text in every row."""
    return np.array([text], dtype=object).repeat(n)


def blanked(cells: Text, keep: npt.NDArray[np.bool_], empty: str = "") -> Text:
    """The cells where `keep` holds, `empty` elsewhere."""
    return np.where(keep, cells, np.array(empty, dtype=object))


def quoted(cells: Text, quote: Quote) -> list[str]:
    """A column ready for its file. Each different text is quoted once: answers repeat a lot."""
    texts = cells.tolist()
    known = {text: quote(text) for text in set(texts)}
    return list(map(known.__getitem__, texts))


def lines(columns: Iterable[Text], delimiter: str, quote: Quote, chunk: int = 50_000) -> Iterator[str]:
    """Rows of a delimited file, without their line ends. Columns are taken by chunks: memory stays flat."""
    table = list(columns)
    for start in range(0, len(table[0]) if table else 0, chunk):
        part = [quoted(column[start : start + chunk], quote) for column in table]
        yield from (delimiter.join(row) for row in zip(*part, strict=True))


def file_bytes(rows: Iterable[str], *, end: str, bom: bool = False, tail: str = "", chunk: int = 20_000) -> bytes:
    """A text file: each row followed by its line end, then `tail`. Encoded by chunks: one emoji would quadruple it."""
    parts = ["\ufeff".encode() if bom else b""]
    rest = iter(rows)
    while some := list(islice(rest, chunk)):
        parts.append("".join(row + end for row in some).encode())
    return b"".join([*parts, tail.encode()])


def varied(cells: Text, variants: Mapping[str, Sequence[str]], person: Ints, seed: int, name: str) -> Text:
    """The cells with a label written in its other forms by one person in nine, each form by one person at least.

    A form sent twice keeps its spelling: it is the same person.
    """
    spelt = cells.copy()
    rng = stream(seed, "variants", name)
    for label, forms in sorted(variants.items()):
        who = rng.permutation(np.unique(person[cells == label]))
        some = who[: max(len(who) // 9, min(len(forms), len(who)))]
        for place, form in enumerate(forms):
            spelt[(cells == label) & np.isin(person, some[place :: len(forms)])] = form
    return spelt
