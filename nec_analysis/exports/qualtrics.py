"""Qualtrics: names, question texts, ImportIds as header rows; two rows in old exports."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from nec_analysis.exports import grid
from nec_analysis.exports.qualtrics_qsf import Defined, plain, read_qsf
from nec_analysis.exports.qualtrics_questions import Head, claim
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.stamps import form, others
from nec_analysis.exports.structure import Sheet, export, read_grid, sheet
from nec_analysis.french.matching import normal
from nec_analysis.model import Dialect, Export

TOOL = "qualtrics"
ROLES = ("survey",)
META = {
    "startdate": ("started_at", ""),
    "enddate": ("submitted_at", "end"),
    "recordeddate": ("submitted_at", "end"),
    "status": ("status", "preview"),
    "finished": ("status", "finished"),
    "ipaddress": ("personal", "ip"),
    "progress": ("progress", ""),
    "duration": ("duration", ""),
    "duration (in seconds)": ("duration", ""),
    "responseid": ("respondent_id", ""),
    "_recordid": ("respondent_id", ""),
    "responseset": ("meta", ""),
    "name": ("personal", "name"),
    "emailaddress": ("personal", "email"),
    "recipientlastname": ("personal", "name"),
    "recipientfirstname": ("personal", "name"),
    "recipientemail": ("personal", "email"),
    "externalreference": ("personal", "reference"),
    "externaldatareference": ("personal", "reference"),
    "locationlatitude": ("personal", "place"),
    "locationlongitude": ("personal", "place"),
    "locationaccuracy": ("personal", "place"),
    "distributionchannel": ("meta", ""),
    "userlanguage": ("language", ""),
    "q_recaptchascore": ("meta", ""),
}
_DERIVED = re.compile(
    r"_NPS_GROUP$|_DO(?:_|$)|_(?:First Click|Last Click|Page Submit|Click Count)$|Topics?$|_Sentiment|_Parent Topics|^SC\d+$|_Browser|_Resolution|_Operating System"
)


def recognise(head: grid.Head) -> Recognition:
    """The ImportIds of the third row, or the names Qualtrics gives its own columns."""
    names = {normal(name) for name in (head.rows[0] if head.rows else ())}
    texts = {normal(text) for text in (head.rows[1] if len(head.rows) > 1 else ())}
    if len(head.rows) > 2 and any("ImportId" in cell for cell in head.rows[2]):
        return Recognition(0.99, 'troisième ligne d\'en-tête {"ImportId": …}', f"{head.kind}/3-rows")
    own = [name for name in ("responseid", "startdate", "enddate", "finished", "status", "ipaddress") if name in texts]
    if {"v1", "v2", "v3"} <= names and len(own) >= 3:
        return Recognition(0.97, "colonnes V1, V2… et ResponseID en ligne 2", f"{head.kind}/legacy")
    if {"startdate", "responseid"} <= names and _labelled(head):
        return Recognition(
            0.96, "noms de Qualtrics, puis une ligne de libellés sans date ni identifiant", f"{head.kind}/legacy"
        )
    if len(own) >= 4 and "responseid" in names:
        return Recognition(0.96, "noms et libellés de Qualtrics sur deux lignes", f"{head.kind}/legacy")
    mine = [name for name in ("responseid", "startdate", "enddate", "finished", "progress") if name in names]
    return (
        Recognition(0.8, "colonnes de Qualtrics sans ligne de libellés", f"{head.kind}/names")
        if len(mine) >= 4
        else NOT_MINE
    )


def _labelled(head: grid.Head) -> bool:
    """Whether the second row names the columns: no digit where answers have their dates, no identifier."""
    if len(head.rows) < 2:
        return False
    below = {normal(name): text for name, text in zip(head.rows[0], head.rows[1], strict=False)}
    words = [below.get(name, "") for name in ("startdate", "enddate", "recordeddate", "responseid") if name in below]
    return all(text.strip() and not any(sign.isdigit() for sign in text) for text in words)


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The export as text. `structure`: the `.qsf`, for the labels of numeric exports."""
    head = head or grid.peek(path, sheet=str(options.get("sheet", "")))
    variant = recognise(head).variant
    rows = 3 if variant.endswith("3-rows") else 1 if variant.endswith("names") else 2
    table = read_grid(path, head, options, header_rows=rows)
    known = read_qsf(Path(options["structure"])) if options.get("structure") else {}
    heads = _heads(table)
    made = sheet(table, [h.name or h.text for h in heads])
    _meta(made, heads, legacy=rows == 2)
    _questions(made, heads, known)
    _scores(made, heads)
    return export(made, tool=TOOL, variant=variant, dialect=_dialect(table, made))


def _heads(table: grid.Grid) -> list[Head]:
    texts = table.header[1] if len(table.header) > 1 else table.names
    imports = table.header[2] if len(table.header) > 2 else ("",) * table.width
    return [
        Head(i, name.strip(), plain(text), *_import(told))
        for i, (name, text, told) in enumerate(zip(table.names, texts, imports, strict=True))
    ]


def _import(told: str) -> tuple[str, str]:
    """The question id and choice id of the third row; the 2016 exports write it with single quotes."""
    try:
        held = json.loads(told.replace("'", '"')) if told else {}
    except ValueError:
        return "", ""
    return str(held.get("ImportId", "")), str(held.get("choiceId", ""))


def _meta(made: Sheet, heads: Sequence[Head], *, legacy: bool) -> None:
    names = [_own(h, legacy) for h in heads]
    for head, name in zip(heads, names, strict=True):
        found = META.get(name)
        if not head.name and not head.text:
            made.meta(head.index, "blank")
        elif found:
            part, sense = found
            if name == "enddate" and "recordeddate" in names:
                part, sense = "last_action_at", ""
            made.meta(head.index, part, sense)
        elif _DERIVED.search(head.name):
            made.meta(head.index, "derived", "computed")


def _own(head: Head, legacy: bool) -> str:
    name = normal(head.text) if legacy and re.fullmatch(r"V\d+", head.name) else normal(head.name)
    return name if name in META else normal(head.id)


def _questions(made: Sheet, heads: Sequence[Head], known: Mapping[str, Defined]) -> None:
    run: list[Head] = []
    for head in [*heads, None]:
        if head is not None and made.free(head.index) and run and head.question == run[0].question:
            run.append(head)
            continue
        if run:
            claim(
                made,
                run,
                known.get(run[0].question)
                or known.get(run[0].question.partition("#")[0])
                or known.get(run[0].id.partition("_")[0]),
            )
        run = [head] if head is not None and made.free(head.index) else []


def _scores(made: Sheet, heads: Sequence[Head]) -> None:
    """A question that Qualtrics sorts into promoters and detractors is a note from 0 to 10."""
    for head in heads:
        name = head.name.removesuffix("_NPS_GROUP")
        if name == head.name:
            continue
        asked = next((made.columns[h.index].question for h in heads if h.name == name and h.index in made.columns), "")
        known = made.questions.get(asked)
        if known is not None and known.kind == "other":
            made.questions[asked] = replace(known, kind="nps", minimum=0, maximum=10)


def _dialect(table: grid.Grid, made: Sheet) -> Dialect:
    stamps = [c.index for c in made.columns.values() if c.part in ("started_at", "submitted_at")]
    place = f"{table.source.file}, colonne « {made.headers[stamps[0]]} »" if stamps else ""
    written = form(table.cells[stamps[0]], place=place) if stamps else ""
    return Dialect(
        ticked=("1",),
        left_empty=("-99",),
        separators=(",",),
        date_format=others(table.cells, written),
    )
