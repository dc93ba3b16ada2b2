"""The old binary `.xls` (BIFF8), just enough for tables of text, whole numbers, decimals."""

from __future__ import annotations

import struct
from collections.abc import Sequence

Cell = str | int | float
Rows = Sequence[Sequence[Cell]]

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def workbook(sheets: Sequence[tuple[str, Rows]]) -> bytes:
    """A workbook file of these named sheets. No date, no author: same rows, same bytes."""
    bodies = [_sheet(rows) for _, rows in sheets]
    names = [name for name, _ in sheets]
    head = len(_globals(names, [0] * len(names)))
    offsets = [head + sum(len(b) for b in bodies[:k]) for k in range(len(bodies))]
    return _container(_globals(names, offsets) + b"".join(bodies))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _globals(names: Sequence[str], offsets: Sequence[int]) -> bytes:
    font = _record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05\x00Arial")
    style = _record(0x00E0, struct.pack("<HHHBBBBIIH", 0, 0, 0xFFF5, 0x20, 0, 0, 0xF4, 0, 0, 0x20C0))
    plain = _record(0x00E0, struct.pack("<HHHBBBBIIH", 0, 0, 0x0001, 0x20, 0, 0, 0, 0, 0, 0x20C0))
    parts = [_begin(0x0005), _record(0x0042, struct.pack("<H", 1200)), font * 4, style * 15, plain]
    parts.append(_record(0x0293, struct.pack("<HBB", 0x8000, 0, 0xFF)))
    for name, offset in zip(names, offsets, strict=True):
        parts.append(_record(0x0085, struct.pack("<IBBBB", offset, 0, 0, len(name), 1) + name.encode("utf-16-le")))
    return b"".join([*parts, _record(0x000A, b"")])


def _sheet(rows: Rows) -> bytes:
    width = max((len(row) for row in rows), default=0)
    cells = [_cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row) if value != ""]
    size = _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    return b"".join([_begin(0x0010), size, *cells, _record(0x000A, b"")])


def _cell(row: int, column: int, value: Cell) -> bytes:
    place = struct.pack("<HHH", row, column, 15)
    if isinstance(value, str):
        units = value.encode("utf-16-le")
        return _record(0x0204, place + struct.pack("<HB", len(units) // 2, 1) + units)
    if isinstance(value, int) and -(2**29) <= value < 2**29:
        return _record(0x027E, place + struct.pack("<i", value << 2 | 2))
    return _record(0x0203, place + struct.pack("<d", value))


def _container(stream: bytes) -> bytes:
    """The stream in a compound file (MS-CFB, version 3): header, allocation table, directory, stream."""
    stream += b"\0" * (max(4096, -(-len(stream) // SECTOR) * SECTOR) - len(stream))
    used = len(stream) // SECTOR
    tables = 1
    while tables * (SECTOR // 4) < used + 1 + tables:
        tables += 1
    first = tables + 1
    chain = [FAT] * tables + [END] + [first + k + 1 for k in range(used - 1)] + [END]
    chain += [FREE] * (tables * (SECTOR // 4) - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6sIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, tables, tables, 0, 4096, END, 0, END, 0)
    header += b"".join(struct.pack("<I", k) for k in range(tables)) + struct.pack("<I", FREE) * (109 - tables)
    directory = _entry("Root Entry", 5, child=1, start=END, size=0) + _entry("Workbook", 2, FREE, first, len(stream))
    directory += _entry("", 0, FREE, 0, 0) * 2
    return header + struct.pack(f"<{len(chain)}I", *chain) + directory + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", length, kind, 1, FREE, FREE, child)
    return head + b"\0" * 16 + struct.pack("<IQQIQ", 0, 0, 0, start, size)
