"""A table of answers whose tool is not known: one row a respondent, one header row or two."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from nec_analysis.exports import absence, grid, twofold
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.structure import Sheet, export, read_grid, sheet
from nec_analysis.model import Dialect, Export

_BARE = re.compile(rb"NA|TRUE|FALSE|-?[0-9.]+(?:e[+-]?[0-9]+)?|")
_BEGINNING = 1_000_000
BARE = "NA sans guillemets : absence écrite par R"
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
    said = options.get("absent")
    bare = said is None and head.kind == "csv" and not head.member and _quotes_all_but_na(head.text.encode())
    given = {**options, "absent": ""} if bare else options
    rows = int(options.get("header_rows", 0))
    double = not rows and twofold.is_double(head.rows)
    table = read_grid(path, head, given, header_rows=2 if double else rows)
    if bare:
        table = _told_by_quotes(table, Path(path))
    made = _doubled(table) if double else sheet(table, _joined(table))
    return export(made, tool=TOOL, variant=head.kind, dialect=Dialect())


def _told_by_quotes(table: grid.Grid, path: Path) -> grid.Grid:
    """R quotes every text and leaves NA bare: the file tells by itself what it means. A large one is read for that last."""
    known = absence.holds(table, absence.NA) and _quotes_all_but_na(path.read_bytes())
    return absence.settled(table, absence.NA if known else None, reason=BARE)


def _doubled(table: grid.Grid) -> Sheet:
    """The columns of a table whose second row names the options under each question."""
    top, below = (["" if twofold.unnamed(name) else name for name in row] for row in table.header)
    made = sheet(table, [twofold.heading(a, b) for a, b in zip(twofold.carried(top), below, strict=True)])
    if not top[0]:
        made.meta(0, "meta")
    twofold.questions(made, top, below)
    return made


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
