"""A table of answers whose tool is not known: one row a respondent, one header row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nec_analysis.exports import grid
from nec_analysis.exports.grid import coded
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.structure import export, read_grid, sheet
from nec_analysis.model import Dialect, Entry, Export

_BARE = re.compile(rb"NA|TRUE|FALSE|-?[0-9.]+(?:e[+-]?[0-9]+)?|")
_BEGINNING = 1_000_000
TOOL = "table"
ROLES = ("survey",)


def recognise(head: grid.Head) -> Recognition:
    """Any table can be read, none is recognised: a person names this reader."""
    if not head.rows or len(head.rows) < 2:
        return NOT_MINE
    return Recognition(0.4, "tableau avec une ligne d'en-tête ; outil inconnu", head.kind)


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The table as text, a question a column; what each holds is inferred later, shown, and confirmed by a person."""
    head = head or grid.peek(path, sheet=str(options.get("sheet", "")))
    table = read_grid(path, head, options, header_rows=int(options.get("header_rows", 0)))
    names = _joined(table)
    bare = head.kind == "csv" and not head.member and _quotes_all_but_na(head.text.encode())
    cells, entries = _without_na(table, Path(path)) if bare else (table.cells, [])
    return export(sheet(table, names), tool=TOOL, variant=head.kind, dialect=Dialect(), cells=cells, ledger=entries)


def _without_na(table: grid.Grid, path: Path) -> tuple[Sequence[Any], list[Entry]]:
    """The cells without the NA of R, which quotes every text and leaves NA bare: no answer, one ledger line a column."""
    import pyarrow as pa
    import pyarrow.compute as pc

    # asked of distinct texts first: a big file keeps columns of few texts as those
    held = [
        (index, coded.asked(column, lambda texts: pc.equal(texts, "NA")))
        for index, column in enumerate(table.cells)
        if pc.any(pc.equal(coded.texts_of(column), "NA")).as_py()
    ]
    held = [(index, found) for index, found in held if pc.any(found).as_py()]
    if not held or not _quotes_all_but_na(path.read_bytes()):
        return table.cells, []
    cells = list(table.cells)
    entries = []
    for index, found in held:
        cells[index] = pc.if_else(pc.fill_null(found, False), pa.scalar(None, pa.string()), coded.plain(cells[index]))
        reason = f"NA sans guillemets : absence écrite par R ; {pc.sum(found).as_py()} cellules"
        entries.append(Entry(table.source.file, 0, table.names[index], "", "NA", "", "set_missing", reason))
    return cells, entries


def _quotes_all_but_na(data: bytes) -> bool:
    """Whether a file quotes its whole header and its texts, numbers and NA left bare."""
    header, _, body = data.partition(b"\n")
    mark = re.sub(rb'"(?:[^"]|"")*"', b"", header.strip())
    if not mark or mark.strip(mark[:1]) or b'"NA"' in body:
        return False
    # The beginning may end within a text: its last lines prove nothing.
    bare = re.sub(rb'"(?:[^"]|"")*"', b"", body[:_BEGINNING]).rpartition(b"\n")[0]
    return bool(bare) and all(_BARE.fullmatch(field) for line in bare.splitlines() for field in line.split(mark[:1]))


def _joined(table: grid.Grid) -> tuple[str, ...]:
    """One name a column: the parts of several header rows joined."""
    if len(table.header) < 2:
        return table.names
    return tuple(
        " – ".join(dict.fromkeys(part.strip() for part in parts if part.strip()))
        for parts in zip(*table.header, strict=True)
    )
