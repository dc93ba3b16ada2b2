"""Audience tables: which rows count, people under a pseudonym."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nec_analysis.french.matching import normal
from nec_analysis.model import Account, Records

if TYPE_CHECKING:
    import pandas as pd

Pseudonym = Callable[[str], str]
"""A person's identifier to a keyed pseudonym."""

KEYED = {"email": "person_key", "ticket_id": "ticket_id", "order_id": "order_id", "contact_key": "contact_key"}
"""Identifiers kept as keyed pseudonyms, and the name they then have."""
LOCATED = ("postal_code", "city")
"""Read to find the département, then dropped."""
NOT_VALID = {
    "cancelled": "billet annulé",
    "refunded": "billet remboursé",
    "pending": "billet en attente",
    "test": "billet de test",
}


@dataclass(frozen=True)
class Audience:
    """A canonical table ready to count, with the account of its rows."""

    table: str
    frame: pd.DataFrame
    account: Account


def audience(
    records: Records,
    pseudonym: Pseudonym,
    *,
    recodes: Mapping[str, Mapping[str, str]] | None = None,
    aside: Mapping[str, Mapping[str, str]] | None = None,
    located: Callable[[list[Mapping[str, Any]]], Sequence[tuple[str, str]]] | None = None,
) -> Audience:
    """The rows of a canonical table that count: cancelled, test and repeated ones set aside by reason.

    `recodes`: by column, raw text to the value meant; `aside`: by column, values whose rows do not count, with the reason
    said of them; `located`: rows to (département, how it was found), used when there are postal codes.
    """
    import pandas as pd

    kept, set_aside = _valid(records, _normal_keys(aside or {}))
    meanings = _normal_keys(recodes or {})
    rows = [_row(row, records, pseudonym, meanings) for row in kept]
    if located and any("postal_code" in row for row in kept):
        for row, (departement, location) in zip(rows, located(kept), strict=True):
            row["departement"], row["location"] = departement, location
    frame = pd.DataFrame(rows)
    read = len(records.rows)
    return Audience(records.table, frame, Account(read, len(rows), dict(sorted(set_aside.items()))))


def _normal_keys(tables: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    return {column: {normal(raw): meant for raw, meant in table.items()} for column, table in tables.items()}


def _valid(records: Records, aside: Mapping[str, Mapping[str, str]]) -> tuple[list[Mapping[str, Any]], Counter[str]]:
    kept: list[Mapping[str, Any]] = []
    set_aside: Counter[str] = Counter()
    seen: set[str] = set()
    for row in records.rows:
        declared = (table.get(normal(str(row.get(column) or ""))) for column, table in aside.items())
        reason = next((said for said in declared if said), "") or _reason(row, records.table, seen)
        if reason:
            set_aside[reason] += 1
        else:
            kept.append(row)
    return kept, set_aside


def _reason(row: Mapping[str, Any], table: str, seen: set[str]) -> str:
    """Why a row does not count, "" when it does. A ticket listed twice counts once."""
    status = str(row.get("status") or "valid")
    if status in NOT_VALID:
        return "séance annulée" if table == "sessions" and status == "cancelled" else NOT_VALID[status]
    if table == "registrations" and row.get("ticket_id"):
        ticket = normal(str(row["ticket_id"]))
        if ticket in seen:
            return "billet en double"
        seen.add(ticket)
    return ""


def _row(
    row: Mapping[str, Any], records: Records, pseudonym: Pseudonym, recodes: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, value in row.items():
        if name in KEYED:
            out[KEYED[name]] = pseudonym(str(value)) if value else None
        elif name not in records.personal and name not in LOCATED:
            out[name] = _value(value, recodes.get(name, {}))
    return out


def _value(value: Any, recodes: Mapping[str, str]) -> Any:
    if not isinstance(value, str):
        return value
    text = " ".join(unicodedata.normalize("NFC", value).split())
    return recodes.get(normal(text), text)


def speakers(sessions: Audience, pseudonym: Pseudonym) -> Audience:
    """One row a person and session: the names of the programme become pseudonyms, spellings of one name the same one."""
    import pandas as pd

    rows = []
    listed = sessions.frame[sessions.frame["speakers"].notna()] if "speakers" in sessions.frame else sessions.frame[:0]
    for session in listed.to_dict("records"):
        for name in str(session["speakers"]).split(";"):
            if name.strip():
                rows.append(
                    {
                        "speaker_key": pseudonym(_same_name(name)),
                        "session_id": session.get("session_id"),
                        "format": session.get("format"),
                        "theme": session.get("theme"),
                    }
                )
    return Audience("speakers", pd.DataFrame(rows), Account(len(rows), len(rows), {}))


def _same_name(name: str) -> str:
    """A name whatever its case, accents, hyphens or order: « DUPONT Léa » is « Léa Dupont »."""
    return " ".join(sorted(normal(name).replace("-", " ").split()))
