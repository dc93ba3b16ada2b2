"""LimeSurvey: responses as XML (`.lsr`), alone or in the archive `.lsa` with the structure of their survey."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa

from nec_analysis.errors import NecError
from nec_analysis.exports import grid
from nec_analysis.exports.grid.limits import LIMITS
from nec_analysis.exports.grid.origin import open_zip, origin_of, read_member
from nec_analysis.exports.limesurvey_lss import Structure, column, document, read_lss, rows
from nec_analysis.exports.limesurvey_match import claim as claim_field
from nec_analysis.exports.limesurvey_ranks import spread
from nec_analysis.exports.limesurvey_types import Field, fields, questions
from nec_analysis.exports.structure import Sheet
from nec_analysis.model import Entry, Source

_COLUMN = re.compile(r"^(?:\d+X)?(\d+X\d+.*)$")
_PLAIN = re.compile(r"^Q(\d+)(?:_S?(.*))?$")
_RANK = re.compile(r"^(Q\d+)_R\d+$")
"""A rank since LimeSurvey 7: the number is that of the rank, or of an answer; only the order of the columns tells."""


def structure(path: Path) -> Structure:
    """The structure inside an archive."""
    members = _members(path)
    return read_lss(members["lss"], place=path.name)


def table(path: Path, head: grid.Head, known: Structure | None) -> tuple[grid.Grid, Structure, list[Entry]]:
    """The responses as a grid (absent element = NULL, empty element = ""), with the structure of their survey."""
    members = _members(path) if head.kind == "zip" else {"lsr": origin_of(path, limits=LIMITS).data}
    if "lss" in members:
        known = read_lss(members["lss"], place=path.name)
    if known is None:
        raise NecError(
            "structure-missing",
            path.name,
            "des réponses .lsr ne se lisent pas sans la structure du questionnaire.",
            'Donnez les deux : nec new … --from réponses.lsr enquête.lss ; dans la fiche : structure = "….lss".',
        )
    root = document(members["lsr"], path.name, "Responses")
    names = [column(element.text or "") for element in root.iterfind("responses/fields/fieldname")]
    records = list(rows(root, "responses"))
    names += [name for record in records[:1] for name in record if name not in names]
    cells = tuple(pa.array([record.get(name) for record in records], type=pa.string()) for name in names)
    source = Source(path.name, head.sha256, head.size, encoding="utf-8", header_rows=0, lines=len(records))
    numbers = tuple(range(1, len(records) + 1))
    made = spread(grid.Grid(source, (tuple(names),), cells, numbers), "{}_R{}".format)
    return made, known, _beside(path, members)


def claim(sheet: Sheet, known: Structure) -> None:
    """Give each column of the response table its field."""
    for question in questions(known):
        sheet.ask(question)
    by_name = {name: field for field in fields(known) for name in (field.column, field.later)}
    by_qid = {field.column.partition("X")[2]: field for field in fields(known)}
    ranks: Counter[str] = Counter()
    for index, name in enumerate(sheet.headers):
        if found := _RANK.match(name):
            ranks[found[1]] += 1
            name = f"{found[1]}_R{ranks[found[1]]}"
        if sheet.free(index) and (field := _field(name, by_name, by_qid)):
            claim_field(sheet, index, field)


def _field(name: str, by_name: dict[str, Field], by_qid: dict[str, Field]) -> Field | None:
    """`424242X10X106TH1` names the group too, so that question 45, rank 1 is not question 451; `Q106_STH1` does not."""
    if name in by_name:
        return by_name[name]
    if found := _COLUMN.match(name):
        field = by_name.get(found[1])
        return field or by_name.get(found[1].partition("X")[2])
    if plain := _PLAIN.match(name):
        return by_qid.get(plain[1] + (plain[2] or "")) or by_qid.get(plain[1])
    return None


def _members(path: Path) -> dict[str, bytes]:
    data = path.read_bytes()
    with open_zip(data, place=path.name, limits=LIMITS) as archive:
        found: dict[str, bytes] = {}
        for info in archive.infolist():
            kind = info.filename.rpartition(".")[2].lower()
            if kind in ("lss", "lsr", "lst", "lsi"):
                found[kind] = read_member(archive, info.filename, place=path.name)
    for kind in ("lss", "lsr"):
        if kind not in found:
            raise NecError(
                "archive-incomplete", path.name, f"l'archive n'a pas de fichier .{kind}.", "Refaites l'archive."
            )
    return found


def _beside(path: Path, members: dict[str, Any]) -> list[Entry]:
    """Tokens name people: counted, never read. Timings are not answers."""
    entries = []
    if "lst" in members:
        n = sum(1 for _ in rows(document(members["lst"], path.name, "Tokens"), "tokens"))
        entries.append(
            Entry(path.name, 0, ".lst", "", "", "", "drop_pii", f"invités (noms, adresses) non lus ; {n} lignes")
        )
    if "lsi" in members:
        entries.append(Entry(path.name, 0, ".lsi", "", "", "", "drop_meta", "temps par groupe non lus"))
    return entries
