"""A regular worksheet scanned as bytes: the same cells as parsing its XML, or none."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from lxml import etree

from . import arrays
from .arrays import Ints, Mask
from .extent import COLUMNS, ROWS
from .fast import Irregular
from .lay import Cells, Scanned, lay_out
from .limits import LIMITS, Limits
from .numbers import LONGEST, PLAIN, number_text
from .package import Package, SheetPart, parser, prolog, unescaped
from .place import in_sheet

BLOCK = 1 << 20
"""Bytes of XML taken at a time."""

Bytes = npt.NDArray[np.uint8]

_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_ROW = re.compile(rb'<row((?: [A-Za-z0-9:]+="[^"<&]*")*) ?/?>')
_ATTRIBUTE = re.compile(rb' ([A-Za-z0-9:]+)="([^"]*)"')
_ENTITY = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(amp|lt|gt|quot|apos));|&")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_TAGS = (
    b"<c ",
    b"</c>",
    b"<v>",
    b"</v>",
    b"<is>",
    b"</is>",
    b"<t>",
    b"</t>",
    b"<row ",
    b"</row>",
    b'<t xml:space="preserve">',
)
C, C_END, V, V_END, IS, IS_END, T, T_END, ROW, ROW_END, T_KEPT = range(1, 12)
_FOLLOWS = {
    C: (V, IS, C_END),
    V: (V_END,),
    V_END: (C_END,),
    IS: (T, T_KEPT),
    T: (T_END,),
    T_KEPT: (T_END,),
    T_END: (IS_END,),
    IS_END: (C_END,),
    C_END: (C, ROW_END),
    ROW: (C, ROW_END),
    ROW_END: (ROW,),
}
_KINDS = {b"s": 1, b"n": 2, b"str": 3, b"b": 4, b"inlineStr": 5}
SHARED, NUMBER, STRING, BOOLEAN, INLINE = range(1, 6)


def scan(package: Package, sheet: SheetPart, *, limits: Limits = LIMITS) -> Scanned:
    """The whole sheet. Raises Irregular when anything in it needs the XML way: formulas, errors, merges, rich text.

    Raises NecError when it holds more than the limits.
    """
    pool = [arrays.texts(package.texts)]
    found: list[Cells] = []
    size = len(package.texts)
    for block in _blocks(package, sheet):
        part = _cells(package, block, size)
        if part is not None:
            found.append(part)
            pool.append(part.own)
            size += len(part.own)
    return lay_out(found, pa.concat_arrays(pool), in_sheet(package.place, sheet.name), limits)


def _blocks(package: Package, sheet: SheetPart) -> Iterator[bytes]:
    """The rows of the sheet by runs of whole rows; what stands around them is proven well-formed."""
    try:
        with package.archive.open(sheet.part) as file:
            left = file.read(BLOCK)
            start = left.find(_OPEN)
            if start < 0 or not prolog(left[:start]):
                raise Irregular
            head, left = left[:start], left[start + len(_OPEN) :]
            while (end := left.find(_CLOSE)) < 0:
                cut = left.rfind(b"</row>") + len(b"</row>")
                if cut >= len(b"</row>"):
                    yield left[:cut]
                    left = left[cut:]
                more = file.read(BLOCK)
                if not more:
                    raise Irregular
                left += more
            yield left[:end]
            tail = left[end + len(_CLOSE) :] + file.read()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise Irregular from error
    _check_around(head, tail)


def _check_around(head: bytes, tail: bytes) -> None:
    if b"<mergeCell" in tail:
        raise Irregular
    try:
        etree.fromstring(head + b"<sheetData/>" + tail, parser())
    except etree.XMLSyntaxError as error:
        raise Irregular from error


def _cells(package: Package, block: bytes, size: int) -> Cells | None:
    """The cells of whole rows, None for none. `size` is that of the pool so far."""
    if not block:
        return None
    text = np.frombuffer(block, np.uint8)
    if ((text < 32) & (text != 9) & (text != 10)).any():
        raise Irregular
    at, codes, ends = _tags(text)
    cells = np.flatnonzero(codes == C)
    rows, columns, kinds, styles = _references(text, at[cells], ends[cells])
    tags = np.flatnonzero(codes == ROW)
    numbers = np.array(
        [_row_number(block[a : b + 1]) for a, b in zip(at[tags].tolist(), ends[tags].tolist(), strict=True)]
    )
    if (np.diff(numbers) <= 0).any() or (numbers[np.searchsorted(tags, cells) - 1] != rows).any():
        raise Irregular
    nexts = codes[np.minimum(cells + 1, len(codes) - 1)]
    valued = ((nexts == V) | (nexts == IS)) & ~(text[ends[cells] - 1] == 47)
    if (np.diff(rows * COLUMNS + columns) <= 0).any():
        raise Irregular
    if not valued.any():
        return None
    inner = cells[valued] + np.where(nexts[valued] == IS, 2, 1)
    if ((nexts[valued] == IS) != (kinds[valued] == INLINE)).any():
        raise Irregular
    raw = _slices(text, ends[inner] + 1, at[inner + 1])
    places, own = _texts(package, raw, kinds[valued], styles[valued], size)
    return Cells(rows[valued], columns[valued], places, own)


def _tags(text: Bytes) -> tuple[Ints, npt.NDArray[np.uint8], Ints]:
    """Where each tag begins, which it is, where it ends; anything out of order is irregular."""
    at = np.flatnonzero(text == 60)
    if not len(at):
        raise Irregular
    padded = np.concatenate([text, np.zeros(32, np.uint8)])
    codes = _BY_TWO[padded[at + 1], padded[at + 2]]
    for code, tag in enumerate(_TAGS, start=1):
        mine = at[codes == code]
        for offset, byte in enumerate(tag[3:], start=3):
            if not (padded[mine + offset] == byte).all():
                raise Irregular
    if not codes.all():
        raise Irregular
    ends = _ends(text, at)
    alone = (text[ends - 1] == 47) & ((codes == C) | (codes == ROW))
    _check_order(codes, alone)
    _check_gaps(text, at, ends, codes)
    return at, codes, ends


def _ends(text: Bytes, at: Ints) -> Ints:
    """Where each tag ends: at the first ">" after its beginning (a text may hold others)."""
    closing = np.flatnonzero(text == 62)
    if len(closing) == len(at) and (closing > at).all() and (closing[:-1] < at[1:]).all():
        return closing
    place = np.searchsorted(closing, at)
    if place[-1] >= len(closing):
        raise Irregular
    return closing[place]


_BY_TWO = np.zeros((256, 256), np.uint8)
for _code, _tag in enumerate(_TAGS, start=1):
    _BY_TWO[_tag[1], _tag[2]] = _code


def _check_order(codes: npt.NDArray[np.uint8], alone: Mask) -> None:
    allowed = np.zeros((16, 16), dtype=bool)
    for code, nexts in _FOLLOWS.items():
        allowed[code, list(nexts)] = True
    allowed[12, [C, ROW_END]] = True  # a cell that closes itself
    allowed[13, [ROW]] = True  # a row that closes itself
    state = codes.copy()
    state[alone & (codes == C)] = 12
    state[alone & (codes == ROW)] = 13
    if not allowed[state[:-1], codes[1:]].all() or codes[0] != ROW or (codes[-1] != ROW_END and state[-1] != 13):
        raise Irregular


def _check_gaps(text: Bytes, at: Ints, ends: Ints, codes: npt.NDArray[np.uint8]) -> None:
    """Nothing stands between tags but the text of values."""
    texts = (codes == V) | (codes == T) | (codes == T_KEPT)
    follow = ends[:-1] + 1 == at[1:]
    if not (follow | texts[:-1]).all() or at[0] != 0 or ends[-1] != len(text) - 1:
        raise Irregular


def _row_number(tag: bytes) -> int:
    """The number a row says it has; attributes that hide it or that nobody knows are irregular."""
    found = _ROW.fullmatch(tag)
    if not found:
        raise Irregular
    pairs = _ATTRIBUTE.findall(found.group(1))
    known = dict(pairs)
    number = known.get(b"r", b"")
    shown = known.get(b"hidden", b"0") in (b"0", b"false")
    known_only = len(known) == len(pairs) and known.keys() <= _ROW_NAMES
    if not known_only or not shown or not number.isdigit() or len(number) > len(str(ROWS)) or int(number) > ROWS:
        raise Irregular
    return int(number)


_ROW_NAMES = {
    b"r",
    b"spans",
    b"s",
    b"customFormat",
    b"ht",
    b"hidden",
    b"customHeight",
    b"x14ac:dyDescent",
    b"thickBot",
    b"thickTop",
    b"outlineLevel",
    b"collapsed",
}


def _references(text: Bytes, at: Ints, ends: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Row, 0-based column, kind and style of cells, from tags of the one form `<c r="A1" s="2" t="s">`."""
    padded = np.concatenate([text, np.zeros(32, np.uint8)])
    for offset, byte in enumerate(b'r="', start=3):
        if not (padded[at + offset] == byte).all():
            raise Irregular
    column, after = _number(padded, at + 6, low=65, high=90, base=26, first=1, longest=3)
    row, after = _number(padded, after, low=48, high=57, base=10, first=0, longest=7)
    if not (padded[after] == 34).all() or not ((column > 0) & (column <= COLUMNS) & (row > 0)).all():
        raise Irregular
    after = after + 1
    style, after = _style(padded, after)
    kind, after = _kind(padded, after)
    closed = np.where(padded[after] == 47, after + 1, after)
    if not (closed == ends).all():
        raise Irregular
    return row, column - 1, kind, style


def _number(text: Bytes, at: Ints, *, low: int, high: int, base: int, first: int, longest: int) -> tuple[Ints, Ints]:
    """The number written in digits `low`..`high` from each place on, and where it ends."""
    value = np.zeros(len(at), np.int64)
    place = at.copy()
    for _ in range(longest):
        byte = text[place].astype(np.int64)
        digit = (byte >= low) & (byte <= high)
        if not digit.any():
            break
        value = np.where(digit, value * base + byte - low + first, value)
        place = np.where(digit, place + 1, place)
    return value, place


def _style(text: Bytes, at: Ints) -> tuple[Ints, Ints]:
    has = (text[at] == 32) & (text[at + 1] == 115)
    value, after = _number(text, at + 4, low=48, high=57, base=10, first=0, longest=6)
    fits = (text[at + 2] == 61) & (text[at + 3] == 34) & (text[after] == 34) & (after > at + 4)
    if (has & ~fits).any():
        raise Irregular
    return np.where(has, value, -1), np.where(has, after + 1, at)


def _kind(text: Bytes, at: Ints) -> tuple[Ints, Ints]:
    kind = np.full(len(at), NUMBER, np.int64)
    after = at.copy()
    waiting = np.flatnonzero(text[at] == 32)
    for name, code in _KINDS.items():
        same = waiting
        for offset, byte in enumerate(b' t="' + name + b'"'):
            same = same[text[at[same] + offset] == byte]
        kind[same], after[same] = code, at[same] + len(name) + 5
        waiting = waiting[kind[waiting] != code] if code != NUMBER else np.setdiff1d(waiting, same, assume_unique=True)
    if len(waiting):
        raise Irregular
    return kind, after


def _slices(text: Bytes, starts: Ints, ends: Ints) -> pa.Array:
    """The bytes between each start and end as an Arrow text array."""
    lengths = ends - starts
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    if offsets[-1] >= 1 << 31:
        raise Irregular
    index = np.arange(offsets[-1]) + np.repeat(starts - offsets[:-1], lengths)
    made = pa.Array.from_buffers(
        pa.string(), len(starts), [None, pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(text[index])]
    )
    try:
        made.validate(full=True)
    except pa.ArrowInvalid as error:
        raise Irregular from error
    return made


def _texts(package: Package, raw: pa.Array, kinds: Ints, styles: Ints, size: int) -> tuple[Ints, pa.Array]:
    """The place of each value's text in the pool, the texts that the pool lacks. `size` is that of the pool so far."""
    empty = arrays.to_mask(pc.equal(pc.binary_length(raw), arrays.number(0)), null=False)
    if (empty & (kinds != INLINE) & (kinds != STRING)).any():
        raise Irregular
    places = np.zeros(len(kinds), np.int64)
    own: list[pa.Array] = []
    for kind in np.flatnonzero(np.bincount(kinds)).tolist():
        mine = np.flatnonzero(kinds == kind)
        values = raw.take(arrays.numbers(mine))
        if kind == SHARED:
            places[mine] = _shared(values, len(package.texts))
            continue
        made = _numbers(package, values, styles[mine]) if kind == NUMBER else _read(values, kind)
        places[mine] = np.arange(size, size + len(made))
        own.append(made)
        size += len(made)
    return places, pa.concat_arrays(own) if own else arrays.texts([])


def _shared(values: pa.Array, count: int) -> Ints:
    try:
        index = arrays.to_numbers(pc.cast(values, pa.int64()))
    except pa.ArrowInvalid as error:
        raise Irregular from error
    if index.min() < 0 or index.max() >= count:
        raise Irregular
    return index


def _read(values: pa.Array, kind: int) -> pa.Array:
    if kind != BOOLEAN and not pc.any(pc.match_substring_regex(values, "&|_x")).as_py():
        return values
    return _by_unique(values, _boolean if kind == BOOLEAN else _plain_text)


def _by_unique(values: pa.Array, read: Any) -> pa.Array:
    coded = values.dictionary_encode()
    return arrays.texts([read(v) for v in coded.dictionary.to_pylist()]).take(coded.indices)


def _boolean(value: str) -> str:
    return "TRUE" if value.strip() in ("1", "true") else "FALSE"


def _plain_text(value: str) -> str:
    return unescaped(_ENTITY.sub(_character, value) if "&" in value else value)


def _character(found: re.Match[str]) -> str:
    sixteen, ten, name = found.groups()
    if name:
        return _NAMED[name]
    if not sixteen and not ten:
        raise Irregular
    code = int(sixteen, 16) if sixteen else int(ten)
    if (
        code > 0x10FFFF
        or (code < 32 and code not in (9, 10, 13))
        or 0xD800 <= code < 0xE000
        or code in (0xFFFE, 0xFFFF)
    ):
        raise Irregular
    return chr(code)


def _numbers(package: Package, values: pa.Array, styles: Ints) -> pa.Array:
    """Numbers as shown. Whole plain ones are their own text; the others are made once for each different one."""
    parts, order = [], []
    for style in (np.flatnonzero(np.bincount(styles + 1)) - 1).tolist():
        places = np.flatnonzero(styles == style)
        form = package.formats[style] if 0 <= style < len(package.formats) else PLAIN
        own = values.take(arrays.numbers(places))
        whole = form is PLAIN or form.kind == "plain"
        if not (whole and pc.all(pc.match_substring_regex(own, "^(?:0|[1-9][0-9]{0,14})$")).as_py()):
            own = _by_unique(own, lambda raw, form=form: _shown(package, raw, form))
        parts.append(own)
        order.append(places)
    back = np.argsort(np.concatenate(order), kind="stable")
    return pa.concat_arrays(parts).take(arrays.numbers(back))


def _shown(package: Package, raw: str, form: Any) -> str:
    if "&" in raw:
        raise Irregular
    raw = raw.strip()
    try:
        if abs(float(raw)) >= LONGEST:
            raise Irregular
        return number_text(raw, form, epoch_1904=package.epoch_1904)
    except (ValueError, OverflowError) as error:
        raise Irregular from error
