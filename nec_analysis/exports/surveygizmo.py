"""SurveyGizmo, now Alchemer: headings `part:question`, lists joined by ";"."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

from nec_analysis.exports import blocks, grid, stamps
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.structure import Sheet, domain, export, read_grid, sheet
from nec_analysis.french.matching import normal
from nec_analysis.model import Dialect, Export

TOOL = "surveygizmo"
ROLES = ("survey",)
META = {
    "response id": ("respondent_id", ""),
    "id": ("respondent_id", ""),
    "time started": ("started_at", ""),
    "date started": ("started_at", ""),
    "date submitted": ("submitted_at", "end"),
    "status": ("status", ""),
    "contact id": ("personal", "contact"),
    "legacy comments": ("meta", ""),
    "comments": ("meta", ""),
    "language": ("language", ""),
    "referer": ("personal", "referrer"),
    "extended referer": ("personal", "referrer"),
    "sessionid": ("personal", "session"),
    "user agent": ("personal", "agent"),
    "tags": ("meta", ""),
    "ip address": ("personal", "ip"),
    "longitude": ("personal", "place"),
    "latitude": ("personal", "place"),
    "country": ("meta", ""),
    "city": ("personal", "place"),
    "state/region": ("meta", ""),
    "postal": ("personal", "place"),
    "postal code": ("personal", "place"),
    "region": ("meta", ""),
    "extended user agent": ("personal", "agent"),
    "vote id": ("meta", ""),
    "new hidden value": ("meta", ""),
}
_WRITE_IN = re.compile(r"^other\b.*write[- ]in|^autre\b.*(?:precise|saisir)|.+ - write[- ]in(?: \(required\))?$", re.I)
_GRID_CHOICES = 12
_LONGEST = 300
"""No option is longer."""


def recognise(head: grid.Head) -> Recognition:
    """`Time Started`, `Date Submitted`, `Status` together."""
    names = {normal(name) for name in (head.rows[0] if head.rows else ())}
    must = {"time started", "date submitted", "status"}
    if must <= names:
        return Recognition(0.97, "colonnes « Time Started », « Date Submitted », « Status »", head.kind)
    return Recognition(0.5, "deux des trois colonnes de SurveyGizmo", head.kind) if len(must & names) == 2 else NOT_MINE


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The export as text. Sessions begun and never finished are rows too: `Status` says so."""
    head = head or grid.peek(path, sheet=str(options.get("sheet", "")))
    table = read_grid(path, head, options, header_rows=1)
    made = sheet(table, [" ".join(name.split()) for name in table.names])
    meta = True
    for index, name in enumerate(made.headers):
        found = META.get(normal(name))
        meta = meta and bool(found)
        if (
            found
            and meta
            and all(c.part != found[0] or found[0] in ("meta", "personal") for c in made.columns.values())
        ):
            made.meta(index, *found)
    _parted(made)
    starts = [c.index for c in made.columns.values() if c.part == "started_at"]
    place = f"{table.source.file}, colonne « Time Started »"
    form = (
        stamps.form(table.cells[starts[0]], declared=str(options.get("date", "")), order="mdy", place=place)
        if starts
        else ""
    )
    return export(
        made,
        tool=TOOL,
        variant=head.kind,
        dialect=Dialect(separators=(";", ", "), date_format=stamps.others(table.cells, form)),
    )


def _parted(made: Sheet) -> None:
    """`part:question` joins the question of that text: as its words of "other", or its ticked options."""
    plain = {normal(made.headers[i]): i for i in range(len(made.headers)) if made.free(i)}
    cuts = {i: _cuts(name) for i, name in enumerate(made.headers) if made.free(i)}
    counted = Counter(normal(stem) for found in cuts.values() for _, stem in found)
    runs: dict[str, list[tuple[int, str]]] = {}
    for index, found in cuts.items():
        if found:
            # An option may hold a colon: the question is what its neighbours ask too, the longest where several fit.
            part, stem = max(found, key=lambda cut: (normal(cut[1]) in plain, counted[normal(cut[1])], len(cut[1])))
            runs.setdefault(stem, []).append((index, part))
    for stem, members in runs.items():
        _claim(made, stem, members, plain.get(normal(stem), -1))
    for index, name in enumerate(made.headers):
        if made.free(index):
            made.alone(index, name)


def _cuts(name: str) -> list[tuple[str, str]]:
    """The ways to cut a heading into part and question, where a question mark does not stand before the colon."""
    at = [n for n, sign in enumerate(name[:_LONGEST]) if sign == ":" and name[n + 1 : n + 2].strip()]
    cuts = [(name[:n].strip(), name[n + 1 :].strip()) for n in at]
    return [(part, stem) for part, stem in cuts if part and stem and "?" not in part]


def _claim(made: Sheet, stem: str, members: list[tuple[int, str]], joined: int) -> None:
    # An option with words of its own has two columns of one heading: the tick, then the words.
    parts = [part for _, part in members]
    again = [i for n, (i, part) in enumerate(members) if part in parts[:n] and blocks.OTHER.match(normal(part))]
    written = again or [index for index, part in members if _WRITE_IN.match(part)]
    ticks = [(i, part) for i, part in members if i not in written]
    if ticks and all(domain(made.grid.cells[i]) <= {normal(part)} for i, part in ticks) and _said(made, ticks):
        options = [blocks.Member(i, part) for i, part in ticks]
        blocks.claim(made, stem, options, other=written[0] if written else -1, joined=joined, kind="multiple")
        return
    if _is_grid(made, [i for i, _ in ticks]):
        blocks.claim(made, stem, [blocks.Member(i, part) for i, part in ticks], kind="rows")
        return
    for index, part in ticks:
        made.alone(index, f"{stem} [{part}]")
    if joined >= 0 and written and made.free(joined):
        id = made.alone(joined, stem, has_other=True)
        made.answer(written[0], "other", id, "other")


def _is_grid(made: Sheet, columns: list[int]) -> bool:
    """Whether several columns share a few answers: the rows of one grid."""
    held = [found for i in columns if (found := domain(made.grid.cells[i]))]
    together = frozenset[str]().union(*held)
    return len(held) > 1 and len(together) <= _GRID_CHOICES and sum(map(len, held)) >= 1.5 * len(together)


def _said(made: Sheet, ticks: list[tuple[int, str]]) -> bool:
    return any(domain(made.grid.cells[i]) for i, _ in ticks)
