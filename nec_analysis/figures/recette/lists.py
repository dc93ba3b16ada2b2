"""Rows of the audience exports that count, as plain dicts: cancelled, test, repeated ones set aside a second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nec_analysis.cards import Catalogue
from nec_analysis.figures.recette.spelling import entries, texts
from nec_analysis.french.matching import normal
from nec_analysis.model import Edition, ExportCard, Records

Row = Mapping[str, Any]
NOT_COUNTED = ("cancelled", "refunded", "pending", "test")
UNKNOWN = "inconnu"
"""The class of those whose class nobody knows."""


@dataclass(frozen=True, slots=True)
class Account:
    """Rows read, kept, set aside by reason, of one export."""

    table: str
    read: int
    kept: int
    set_aside: Mapping[str, int]


@dataclass(frozen=True)
class Lists:
    """The audience tables of an edition; `accounts`: one an export."""

    tables: Mapping[str, tuple[Row, ...]]
    accounts: tuple[Account, ...]

    def column(self, table: str, name: str) -> list[str]:
        """The values of a column as text, "" where there is none."""
        return ["" if row.get(name) is None else str(row[name]) for row in self.tables.get(table, ())]


def lists(edition: Edition, catalogue: Catalogue) -> Lists:
    """The audience exports of an edition, read and counted without any table library."""
    found: dict[str, list[Row]] = {}
    accounts: list[Account] = []
    for card in edition.exports:
        if card.role != "survey":
            records = _read(edition, card)
            kept, aside = _kept(records, card)
            rows = [_meant(row, card, catalogue) for row in kept]
            found.setdefault(records.table, []).extend(rows)
            accounts.append(Account(records.table, len(records.rows), len(rows), dict(sorted(aside.items()))))
            if records.table == "sessions":
                found.setdefault("speakers", []).extend(_speakers(rows))
    return Lists({name: tuple(rows) for name, rows in found.items()}, tuple(accounts))


def _read(edition: Edition, card: ExportCard) -> Records:
    from nec_analysis.exports import registry

    options = dict(card.options.get("read", {}))
    if columns := card.options.get("columns"):
        options["columns"] = columns
    if card.sheet:
        options["sheet"] = card.sheet
    read = registry.read(Path(edition.folder) / card.file, tool=card.tool, role=card.role, **options)
    assert isinstance(read, Records)
    return read


def _kept(records: Records, card: ExportCard) -> tuple[list[Row], Counter[str]]:
    """The rows that count, and how many do not, by reason; one ticket listed twice counts once."""
    declared = card.options.get("set_aside", {})
    aside: Counter[str] = Counter()
    kept: list[Row] = []
    tickets: set[str] = set()
    for row in records.rows:
        reason = _declared(row, declared)
        status = str(row.get("status") or "valid")
        ticket = normal(str(row["ticket_id"])) if records.table == "registrations" and row.get("ticket_id") else ""
        if not reason and status in NOT_COUNTED:
            reason = status
        elif not reason and ticket and ticket in tickets:
            reason = "twice"
        if reason:
            aside[reason] += 1
        else:
            kept.append(row)
            tickets.add(ticket)
    return kept, aside


def _declared(row: Row, declared: Mapping[str, Mapping[str, str]]) -> str:
    for column, table in declared.items():
        for raw, said in table.items():
            if normal(str(row.get(column) or "")) == normal(raw):
                return said
    return ""


def _meant(row: Row, card: ExportCard, catalogue: Catalogue) -> Row:
    """The row with its texts told as the catalogue tells them, then as the card does."""
    return {name: _value(name, value, card, catalogue) for name, value in row.items()}


def _value(name: str, value: Any, card: ExportCard, catalogue: Catalogue) -> Any:
    if not isinstance(value, str):
        return value
    text = " ".join(value.split())
    recodes = {normal(raw): meant for raw, meant in card.recodes.get(name, {}).items()}
    if normal(text) in recodes:
        return recodes[normal(text)]
    return _choice(name, normal(text), catalogue) or text


def _choice(name: str, form: str, catalogue: Catalogue) -> str:
    """The French label of the choice that a text spells, for a column that is a question of the catalogue too."""
    if name not in catalogue.stanzas:
        return ""
    for entry in entries(catalogue.stanzas[name], catalogue).values():
        if form in {normal(text) for text in texts(entry)}:
            return str(entry.get("fr", ""))
    return ""


def _speakers(sessions: Iterable[Row]) -> Iterable[Row]:
    """One row a person and session; one name in two orders or spellings is one person."""
    for session in sessions:
        for name in str(session.get("speakers") or "").split(";"):
            if name.strip():
                key = " ".join(sorted(normal(name).replace("-", " ").split()))
                yield {"speaker_key": key, **{k: session.get(k) for k in ("session_id", "format", "theme")}}
