"""Framaforms, Yakforms, Drupal 7 webform: three header rows, options ticked X or joined by commas."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from nec_analysis.exports import grid, stamps
from nec_analysis.exports.ranks import ranks
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.structure import Sheet, choices, domain, export, items, read_grid, sheet, slug
from nec_analysis.french.matching import normal
from nec_analysis.model import Dialect, Export, Question

TOOL = "framaforms"
ROLES = ("survey",)
META = {
    "respondent_id": ("SID", "webform_sid"),
    "started_at": ("Heure de soumission", "Submitted Time", "webform_time"),
    "submitted_at": ("Heure de complétion", "Completed Time", "webform_completed_time"),
    "last_action_at": ("Heure de modification", "Modified Time", "webform_modified_time"),
    "status": ("Brouillon", "Draft", "webform_draft"),
    "meta": ("Séquentiel", "Serial", "webform_serial"),
}
PERSONAL = {
    "ip": ("Adresse IP", "IP Address", "webform_ip_address"),
    "user": ("UID", "webform_uid"),
    "name": ("Nom d'utilisateur", "Username", "webform_username"),
}
DETAILS = frozenset(normal(t) for t in ("Détails de la soumission", "Submission Details", "submission_details"))
TICK = frozenset((normal("X"),))
_OTHER = re.compile(r"^(?:autre|other)s?\b.{0,3}$")
_SPECIFY = re.compile(r"^(?:si (?:autre|oui).{0,3})?(?:veuillez|merci de)? ?precise[rz]\b|^please specify|^if other")
SAME_ROWS = 12
"""A grid has at most this many different answers."""


def recognise(head: grid.Head) -> Recognition:
    """The words of the second row, the submission columns of the third."""
    if len(head.rows) < 3 or not head.rows[1] or not head.rows[2]:
        return NOT_MINE
    names = {normal(name) for name in head.rows[2]}
    own = [n for n in (*META["respondent_id"], *META["started_at"], *META["status"]) if normal(n) in names]
    if normal(head.rows[1][0]) in DETAILS and len(own) >= 2:
        return Recognition(0.98, "ligne 2 « Détails de la soumission », ligne 3 SID et heures", _variant(head, names))
    return Recognition(0.6, "colonnes de soumission en ligne 3", _variant(head, names)) if len(own) >= 3 else NOT_MINE


def _variant(head: grid.Head, names: set[str]) -> str:
    keyed = "key" if normal("webform_sid") in names else "label"
    return f"{'excel' if head.kind == 'xlsx' else 'delimited'}/{keyed}"


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The export as text: blocks of options or rows found under their title, ends of blocks decided by the cells."""
    head = head or grid.peek(path, sheet=str(options.get("sheet", "")))
    table = read_grid(path, head, options, header_rows=3)
    parents, names = table.header[1], table.header[2]
    made = sheet(table, names)
    start = _meta(made)
    _blocks(made, parents, start)
    ranks(made, range(start, len(names)), names)
    for index in range(start, len(names)):
        if made.free(index):
            made.alone(index, names[index], id=names[index] if re.fullmatch(r"[a-z_0-9]+", names[index]) else "")
    return export(
        made,
        tool=TOOL,
        variant=recognise(head).variant,
        dialect=Dialect(ticked=("X",), separators=(",",), lists=made.joins_lists, date_format=_form(head, made)),
        title={"fr": table.header[0][0]} if table.header[0][0] else None,
    )


def _form(head: grid.Head, made: Sheet) -> str:
    """CSV has the site's short form, without seconds, month first on an English site; workbooks have real dates."""
    if head.kind == "xlsx":
        return "%d/%m/%Y - %H:%M:%S"
    started = next((c for c in made.columns.values() if c.part == "started_at"), None)
    order = "mdy" if started and normal(started.header) == normal("Submitted Time") else "dmy"
    return (started and stamps.form(made.grid.cells[started.index], order=order)) or "%d/%m/%Y - %H:%M"


def _keyed(made: Sheet) -> bool:
    return any(normal(name) == normal("webform_sid") for name in made.headers)


def _meta(made: Sheet) -> int:
    """Claim the columns of the submission. Returns where answers begin."""
    last = -1
    for index, name in enumerate(made.headers):
        form = normal(name)
        part = next((p for p, names in META.items() if form in {normal(n) for n in names}), "")
        who = next((p for p, names in PERSONAL.items() if form in {normal(n) for n in names}), "")
        if part or who:
            made.meta(index, part or "personal", "draft" if part == "status" else who)
            last = index
        elif index == last + 1 and last >= 8:
            break
    return last + 1


def _blocks(made: Sheet, parents: tuple[str, ...], start: int) -> None:
    for index in range(start, len(parents)):
        if parents[index] and made.free(index):
            block = _block(made, parents, index)
            if domain(made.grid.cells[index]) <= TICK and not _all_empty(made, block):
                _options(made, parents[index], block)
            else:
                _rows(made, parents[index], block)


def _block(made: Sheet, parents: tuple[str, ...], start: int) -> list[int]:
    """The columns under a title: its end is not marked, so the cells decide."""
    first = domain(made.grid.cells[start])
    ticks = first <= TICK
    block, held, seen = [start], [start], set(first)
    for index in range(start + 1, len(parents)):
        if parents[index]:
            break
        here = domain(made.grid.cells[index])
        if ticks and _OTHER.match(normal(made.headers[index])):
            block = [*range(start, index + 1)]
            break
        if not _belongs(here, seen, ticks):
            break
        held.append(index)
        if here:
            block = list(held)
            seen |= here
    return block


def _belongs(here: frozenset[str], seen: set[str], ticks: bool) -> bool:
    """Whether a column goes on with the block; an empty one may, when a full one follows."""
    if not here:
        return True
    if ticks:
        return here <= TICK
    return bool(here & seen) and len(here | seen) <= SAME_ROWS


def _all_empty(made: Sheet, block: list[int]) -> bool:
    return all(not domain(made.grid.cells[i]) for i in block)


def _options(made: Sheet, title: str, block: list[int]) -> None:
    labels = [made.headers[i] for i in block]
    other = labels[-1] if _OTHER.match(normal(labels[-1])) else ""
    named = [*labels[:-1], "Autre"] if other else labels
    options = choices(named, other="Autre" if other else "", keyed=_keyed(made))
    id = made.ask(Question(_id(title), "multiple", {"fr": title}, choices=options, has_other=bool(other)))
    for index, choice in zip(block, options, strict=True):
        made.answer(index, "option", id, choice.code)
    after = block[-1] + 1
    if other and after < len(made.headers) and made.free(after) and _SPECIFY.match(normal(made.headers[after])):
        made.answer(after, "other", id, "other")


def _rows(made: Sheet, title: str, block: list[int]) -> None:
    rows = items([made.headers[i] for i in block], keyed=_keyed(made))
    id = made.ask(Question(_id(title), "other", {"fr": title}, items=rows))
    for index, item in zip(block, rows, strict=True):
        made.answer(index, "item", id, item.code)


def _id(title: str) -> str:
    return title if re.fullmatch(r"[a-z_][a-z_0-9]*", title) else slug(title) or "question"
