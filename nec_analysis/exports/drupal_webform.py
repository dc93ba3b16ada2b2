"""Drupal 8 webform: one header row, labels or keys, options joined by ";" or ticked X."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from nec_analysis.exports import blocks, grid
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.structure import Sheet, domain, export, read_grid, sheet
from nec_analysis.french.matching import normal
from nec_analysis.model import Dialect, Export

TOOL = "drupal_webform"
ROLES = ("survey",)
META = {
    "serial": ("meta", "", ("Serial number", "Numéro de série")),
    "sid": (
        "respondent_id",
        "",
        ("Submission ID", "Identifiant de soumission", "ID de la soumission", "ID de soumission"),
    ),
    "token": ("personal", "token", ("Secure Token", "Jeton sécurisé", "Jeton")),
    "uuid": ("meta", "", ("UUID",)),
    "uri": ("meta", "", ("Submission URI", "URI de soumission")),
    "created": ("started_at", "", ("Created", "Créé")),
    "completed": ("submitted_at", "", ("Completed", "Terminé", "Complété", "Achevé")),
    "changed": ("last_action_at", "", ("Changed", "Modifié")),
    "in_draft": ("status", "draft", ("Is draft", "Est un brouillon", "Brouillon")),
    "current_page": ("meta", "", ("Current page", "Page courante", "Page en cours", "Page actuelle")),
    "remote_addr": ("personal", "ip", ("Remote IP address", "Adresse IP distante", "Adresse IP")),
    "uid": ("personal", "user", ("Submitted by", "Submitted by: ID", "Soumis par")),
    "langcode": ("language", "", ("Language", "Langue")),
    "webform_id": ("meta", "", ("Webform", "Formulaire Web")),
    "entity_type": ("meta", "", ("Submitted to: Entity type",)),
    "entity_id": ("meta", "", ("Submitted to: Entity ID",)),
    "locked": ("meta", "", ("Locked", "Verrouillé")),
    "sticky": ("meta", "", ("Flagged", "Sticky", "Collant", "Épinglé", "Marqué")),
    "notes": ("meta", "", ("Notes",)),
}
"""Key -> part, sense, labels."""
_BY_NAME = {normal(name): (part, sense) for key, (part, sense, labels) in META.items() for name in (key, *labels)}
_BY = re.compile(r"submitted by|soumis par|(?:id|nom|url) ?: ?soumis par")
_TO = re.compile(r"submitted to|soumis a ?:|(?:id|type|titre|url)[^:]*: ?soumis a\b")
_KEYED = re.compile(r"^(?P<stem>[a-z0-9_]+?)__(?P<part>[A-Za-z0-9_-]+)$")
_TITLED = re.compile(r"^(?P<stem>.+?):\s+(?P<part>\S.*)$", re.S)


def recognise(head: grid.Head) -> Recognition:
    """The keys sid, created, completed, in_draft; or their English labels."""
    names = {normal(name) for name in (head.rows[0] if head.rows else ())}
    if {"sid", "created", "completed", "in_draft"} <= names:
        split = any("__" in name for name in head.rows[0])
        return Recognition(
            0.98, "colonnes sid, created, completed, in_draft", f"8.x/key/{'separate' if split else 'compact'}"
        )
    labels = [
        found
        for key in ("sid", "created", "completed", "in_draft", "remote_addr")
        if (found := next((label for label in META[key][2] if normal(label) in names), ""))
    ]
    if len(labels) >= 4:
        return Recognition(0.95, "colonnes : " + ", ".join(labels), "8.x/label")
    return NOT_MINE


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The export as text. `completed` is seconds since 1970; the other stamps are local."""
    head = head or grid.peek(path, sheet=str(options.get("sheet", "")))
    table = read_grid(path, head, options, header_rows=1)
    made = sheet(table)
    for index, name in enumerate(made.headers):
        if found := _BY_NAME.get(normal(name)):
            if found[0] in ("personal", "meta") or all(c.part != found[0] for c in made.columns.values()):
                made.meta(index, *found)
        elif _BY.match(normal(name)):
            made.meta(index, "personal", "user")
        elif _TO.match(normal(name)):
            made.meta(index, "meta")
    _groups(made)
    for index, name in enumerate(made.headers):
        if made.free(index):
            made.alone(index, name, id=name if re.fullmatch(r"[a-z_][a-z0-9_]*", name) else "")
    return export(
        made,
        tool=TOOL,
        variant=recognise(head).variant,
        dialect=Dialect(ticked=("X",), separators=(";",), lists=made.joins_lists, date_format="%Y-%m-%d %H:%M:%S|%s"),
    )


def _groups(made: Sheet) -> None:
    run: list[tuple[int, str, str]] = []
    for index in [*range(len(made.headers)), -1]:
        name = made.headers[index] if index >= 0 and made.free(index) else ""
        found = _KEYED.match(name) or _TITLED.match(name)
        if run and found and found["stem"] == run[0][1] and index == run[-1][0] + 1:
            run.append((index, found["stem"], found["part"]))
            continue
        if len(run) > 1:
            _claim(made, run)
        run = [(index, found["stem"], found["part"])] if found else []


def _claim(made: Sheet, run: list[tuple[int, str, str]]) -> None:
    keyed = bool(_KEYED.match(made.headers[run[0][0]]))
    members = [blocks.Member(i, part, part if keyed else "") for i, _, part in run]
    last = members[-1]
    shared = members[:-1] if blocks.OTHER.match(normal(last.label)) else members
    stem = run[0][1]
    held = [made.grid.cells[m.index] for m in shared]
    ticks = {text for column in held for text in domain(column)} <= {normal("X")}
    kind = "multiple" if ticks else ""
    blocks.claim(
        made,
        stem,
        members if ticks or shared is members else shared,
        id=stem if keyed else "",
        ticked=("X",),
        kind=kind,
    )
