"""Rows: which are answers of a person, which are set aside, by what rule."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from nec_analysis.clean.book import column_names
from nec_analysis.clean.cells import Cells, lacking, mask, speaks, trimmed
from nec_analysis.clean.dates import PARIS, moments_of, unkept
from nec_analysis.errors import NecError
from nec_analysis.french.matching import normal
from nec_analysis.model import CLOSED, Account, Column, Dialect, Entry, Export

if TYPE_CHECKING:
    from numpy.typing import NDArray

RULES = {
    "tests": "set_aside",
    "test_words": "flag",
    "drafts": "set_aside",
    "screened_out": "set_aside",
    "duplicates": "flag",
    "partial": "keep",
    "empty": "keep",
}
"""What is done with each kind of row unless the card says otherwise: keep | flag | set_aside.

`tests`: previews and spam by the tool's own status, rows given before `opened`; `test_words`: rows whose open text is
nothing but "test" (somebody may mean it: only flagged, unless the card sets tests aside in so many words)."""
REASON = {
    "test": "essai ou aperçu",
    "draft": "brouillon",
    "screened_out": "hors cible",
    "duplicate": "doublon",
    "partial": "réponse incomplète",
    "empty": "ligne sans réponse",
    "quarantined": "ligne écartée à la lecture",
}
NO_MARKS: frozenset[str] = frozenset()
_HINTS = ("test", "essai")
_TEST = re.compile(
    r"(?:ceci est un |c'est un |this is a )?(?:test|essai)(?: (?:formulaire|test|\d+))?"
    r"(?:\W+(?:ne pas (?:prendre en compte|tenir compte)|(?:a|merci de) (?:supprimer|ignorer)|please ignore)\b.*)?"
)
WORDS = {
    **dict.fromkeys(("complete", "completed", "complet", "termine", "finished", "submitted", "fertig"), "complete"),
    **dict.fromkeys(("partial", "incomplete", "started", "en cours", "in progress", "partiel", "abandonne"), "partial"),
    **dict.fromkeys(("draft", "brouillon"), "draft"),
    **dict.fromkeys(("survey preview", "preview", "survey test", "test", "spam", "spam preview"), "test"),
    **dict.fromkeys(
        ("disqualified", "screenout", "screened out", "quotafull", "over quota", "hors cible"), "screened_out"
    ),
    **dict.fromkeys(("deleted", "rejected"), "draft"),
}
"""Status words of the tools, in normal form."""
PREVIEWS = frozenset(("1", "2", "8", "9", "12", "17", "40", "48"))
"""Qualtrics' Status in numbers: preview, test, spam and their sums; 0, 4, 16, 32 are answers."""
TRUE = frozenset(("1", "true", "vrai", "oui", "yes", "x", "o", "y"))
FALSE = frozenset(("0", "false", "faux", "non", "no", "n", ""))
DUPLICATE_MINUTES = 10
DUPLICATE_ANSWERS = 6
"""Identical answers are only suspect when they are many and given within minutes."""


@dataclass(frozen=True)
class Plan:
    """One verdict a row of the file. `status`: None where the tool does not say whether the person finished."""

    keep: NDArray[np.bool_]
    status: NDArray[np.object_]
    duplicate_of: NDArray[np.object_]
    started: NDArray[np.datetime64]
    submitted: NDArray[np.datetime64]
    entries: tuple[Entry, ...]
    account: Account


def plan(
    export: Export, cells: Mapping[int, Cells], ids: Sequence[str], again: NDArray[np.bool_], options: Mapping[str, Any]
) -> Plan:
    """The verdict on every row, by the rules of the card (`options`: see RULES; `opened`: first day of the survey).

    `again`: rows that repeat another under the same id: counted once whatever the rules.
    """
    rules = _rules(options, export.source.file)
    n = len(export.rows)
    started, submitted = (_stamps(export, cells, part, n) for part in ("started_at", "submitted_at"))
    status = _status(export, cells, submitted, n)
    submitted = np.where(unkept(submitted), np.datetime64("NaT"), submitted)
    tests = _early(submitted, options)
    worded = _worded(export, cells, n)
    if rules["test_words"] == "set_aside":
        tests |= worded
    kinds = np.where(tests, "test", status)
    twin = _duplicates(export, cells, submitted, status, ids, options)
    empty = ~_answered(export, cells, n)
    keep = ~again
    why: NDArray[np.object_] = np.where(again, "duplicate", "").astype(object)
    for rule, kind, rows in (
        ("tests", "test", kinds == "test"),
        ("drafts", "draft", kinds == "draft"),
        ("screened_out", "screened_out", kinds == "screened_out"),
        ("empty", "empty", empty),
        ("partial", "partial", kinds == "partial"),
        ("duplicates", "duplicate", ~lacking(twin)),
    ):
        if rules[rule] == "set_aside":
            why[rows & keep] = kind
            keep &= ~rows
    entries = [*_dropped(export, why), *_flagged(export, ids, twin, keep)]
    if rules["test_words"] == "flag":
        entries += _suspect(export, worded & keep)
    return Plan(keep, kinds, twin, started, submitted, tuple(entries), _account(export, why))


def said(account: Account) -> str:
    """The account in a sentence.

    >>> said(Account(434, 431, {"test": 2, "duplicate": 1}))
    '434 lignes lues = 431 gardées + 2 écartées (essai ou aperçu) + 1 écartée (doublon).'
    """
    lines = f"{account.read} ligne" + ("s lues" if account.read > 1 else " lue")
    kept = f"{account.kept} gardée" + ("s" if account.kept > 1 else "")
    out = [
        f"{n} écartée{'s' if n > 1 else ''} ({REASON.get(reason, reason)})"
        for reason, n in account.set_aside.items()
        if n
    ]
    return f"{lines} = {' + '.join([kept, *out])}."


def _rules(options: Mapping[str, Any], file: str) -> dict[str, str]:
    rules = dict(RULES)
    for rule in RULES:
        value = options.get(rule, options.get(f"{rule}s", rules[rule]))
        if value not in ("keep", "flag", "set_aside"):
            raise NecError(
                "rule-unknown",
                f"edition.toml [export.options] {rule} ({file})",
                f"« {value} » n'est pas une règle.",
                'Écrivez "keep", "flag" ou "set_aside".',
            )
        rules[rule] = value
    if options.get("tests") == "set_aside" and "test_words" not in options:
        rules["test_words"] = "set_aside"
    return rules


def _part(export: Export, part: str) -> list[Column]:
    return [column for column in export.columns if column.part == part]


def _stamps(export: Export, cells: Mapping[int, Cells], part: str, n: int) -> NDArray[np.datetime64]:
    columns = _part(export, part)
    if not columns:
        return np.full(n, np.datetime64("NaT"), dtype="datetime64[s]")
    values, bad = moments_of(cells[columns[0].index], export.dialect)
    if bad.any():
        name = column_names(export)[columns[0].index]
        sample = cells[columns[0].index].text(int(np.flatnonzero(bad)[0]))
        raise NecError(
            "date-form",
            f"{export.source.file}, colonne « {name} », ligne {export.rows[int(np.flatnonzero(bad)[0])]}",
            f"« {sample[:30]} » n'a pas la forme de date attendue"
            + (f" ({export.dialect.date_format})." if export.dialect.date_format else "."),
            'Déclarez la forme sous l\'export : [export.options] date = "jj/mm/aaaa" (ou "mm/jj/aaaa").',
        )
    return values


def _status(
    export: Export, cells: Mapping[int, Cells], submitted: NDArray[np.datetime64], n: int
) -> NDArray[np.object_]:
    status: NDArray[np.object_] = np.full(n, None, dtype=object)
    ends = [c for c in _part(export, "submitted_at") if c.code != "end"]
    if ends:
        status[:] = np.where(np.isnat(submitted), "partial", "complete")
    for column in _part(export, "status"):
        found = cells[column.index].each(partial(_sense, sense=column.code), _sense("", column.code), object)
        told = ~lacking(found)
        settled = np.isin(status.astype(str), ("test", "draft", "screened_out"))
        status = np.where(told & ~settled, found, status)
    return status


def _sense(text: str, sense: str) -> str | None:
    """What a status cell says. `sense`: draft | finished (a yes means that), preview (Qualtrics), "" (a word of the tool)."""
    word = normal(trimmed(text)) if trimmed(text) else ""
    if sense == "preview":
        return "test" if word in PREVIEWS else WORDS.get(word)
    if sense == "draft":
        return "draft" if word in TRUE else None
    if sense == "finished":
        return "complete" if word in TRUE else "partial" if word in FALSE else WORDS.get(word)
    return WORDS.get(word)


def _early(submitted: NDArray[np.datetime64], options: Mapping[str, Any]) -> NDArray[np.bool_]:
    """Rows given before the survey opened (`opened`, a TOML date)."""
    opened = options.get("opened")
    if not opened:
        return np.zeros(len(submitted), dtype=bool)
    if isinstance(opened, dt.datetime) and opened.tzinfo is not None:
        opened = opened.astimezone(ZoneInfo(PARIS)).replace(tzinfo=None)
    early: NDArray[np.bool_] = submitted < np.datetime64(str(opened))
    return early


def _worded(export: Export, cells: Mapping[int, Cells], n: int) -> NDArray[np.bool_]:
    """Rows with open text, all of it a way of saying "this is a test"."""
    kinds = {q.id: q.kind for q in export.questionnaire.questions}
    said, other = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    for column in export.columns:
        if column.part in ("other", "comment") or (
            column.part == "value" and kinds.get(column.question) in ("text", "other")
        ):
            held = cells[column.index]
            trials = _trials(held)
            said |= trials
            other |= held.filled & ~trials
    return said & ~other


def _trials(held: Cells) -> NDArray[np.bool_]:
    """The rows of a column whose text says that it is a trial."""
    import pyarrow.compute as pc

    lowered = pc.utf8_lower(held.array)
    hinted = mask(pc.or_(*(pc.match_substring(lowered, word) for word in _HINTS))).copy()
    for row in np.flatnonzero(hinted):
        hinted[row] = is_test(held.text(int(row)))
    return hinted


def is_test(text: str) -> bool:
    """Whether a text says that its row is a trial.

    >>> is_test("TEST 2"), is_test("test – ne pas prendre en compte"), is_test("Testing"), is_test("tests unitaires")
    (True, True, False, False)
    """
    return len(text) < 80 and bool(_TEST.fullmatch(normal(text)))


def _answered(export: Export, cells: Mapping[int, Cells], n: int) -> NDArray[np.bool_]:
    dialect = export.dialect
    unseen = {normal(mark) for mark in (*dialect.not_shown, *dialect.left_empty) if mark}
    quiet = unseen | {normal(mark) for mark in dialect.unticked if mark}
    closed = {q.id for q in export.questionnaire.questions if q.kind in CLOSED}
    found = np.zeros(n, dtype=bool)
    for column in export.columns:
        if column.question:
            # "N/A" in an open text is what somebody wrote; in a closed question it is the tool speaking.
            hush = quiet if column.part == "option" else unseen if column.question in closed else NO_MARKS
            held = cells[column.index]
            found |= held.each(partial(speaks, quiet=frozenset(hush)), False, bool) if hush else held.filled
    return found


def _duplicates(
    export: Export,
    cells: Mapping[int, Cells],
    submitted: NDArray[np.datetime64],
    status: NDArray[np.object_],
    ids: Sequence[str],
    options: Mapping[str, Any],
) -> NDArray[np.object_]:
    """For a row that repeats another, the id of the row to keep: the complete one, then the first."""
    twin: NDArray[np.object_] = np.full(len(ids), None, dtype=object)
    rank = np.where(status == "complete", 0, 1)
    for group in (*_same_person(export, cells), *_same_answers(export, cells, submitted, options)):
        best = min(group, key=lambda row: (rank[row], row))
        for row in group:
            if row != best and twin[row] is None and twin[best] is None:
                twin[row] = ids[best]
    return twin


def _same_person(export: Export, cells: Mapping[int, Cells]) -> list[list[int]]:
    """Rows with the same token, or the same e-mail address."""
    groups: list[list[int]] = []
    for column in export.columns:
        if column.part != "personal" or column.code not in ("token", "email"):
            continue
        held = cells[column.index]
        keys = held.each(lambda text: trimmed(text).casefold(), "", object)
        seen: dict[str, list[int]] = {}
        for row in np.flatnonzero(keys != ""):
            if column.code == "token" or "@" in keys[row]:
                seen.setdefault(keys[row], []).append(int(row))
        groups += [rows for rows in seen.values() if len(rows) > 1]
    return groups


def _same_answers(
    export: Export, cells: Mapping[int, Cells], submitted: NDArray[np.datetime64], options: Mapping[str, Any]
) -> list[list[int]]:
    """Rows with all answers alike, given within minutes of each other."""
    kinds = {q.id: q.kind for q in export.questionnaire.questions}
    columns = [cells[c.index] for c in export.columns if c.question]
    closed = [cells[c.index] for c in export.columns if c.question and kinds.get(c.question) not in ("text", "other")]
    if not columns or np.isnat(submitted).all():
        return []
    filled = np.zeros(len(submitted), dtype=np.int16)
    key = np.zeros(len(submitted), dtype=np.uint64)
    for held in columns:
        filled += held.filled
    for held in closed:
        key = key * np.uint64(1_000_003) + held.index.astype(np.uint64)
    rows = np.flatnonzero((filled >= DUPLICATE_ANSWERS) & ~np.isnat(submitted))
    _, which, times = np.unique(key[rows], return_inverse=True, return_counts=True)
    within = np.timedelta64(int(options.get("duplicate_minutes", DUPLICATE_MINUTES)) * 60, "s")
    groups: list[list[int]] = []
    for same in _equal(rows, which, times, columns):
        alike = sorted(same, key=lambda r: (submitted[r], r))
        close = [alike[0]] + [b for a, b in pairwise(alike) if submitted[b] - submitted[a] <= within]
        if len(close) > 1:
            groups.append(close)
    return groups


def _equal(
    rows: NDArray[np.intp], which: NDArray[np.intp], times: NDArray[np.intp], columns: Sequence[Cells]
) -> Iterator[list[int]]:
    """Rows whose keys are equal and whose answers are too."""
    order = np.argsort(which, kind="stable")
    starts = np.concatenate([[0], np.cumsum(times)])
    for at in np.flatnonzero(times > 1):
        exact: dict[tuple[str, ...], list[int]] = {}
        for row in rows[order[starts[at] : starts[at + 1]]]:
            exact.setdefault(tuple(held.text(int(row)) for held in columns), []).append(int(row))
        yield from (same for same in exact.values() if len(same) > 1)


def _dropped(export: Export, why: NDArray[np.object_]) -> list[Entry]:
    file = export.source.file
    return [
        Entry(file, export.rows[int(row)], "*", "", "", "", f"drop_row({why[row]})", REASON[why[row]])
        for row in np.flatnonzero(why != "")
    ]


def _flagged(export: Export, ids: Sequence[str], twin: NDArray[np.object_], keep: NDArray[np.bool_]) -> list[Entry]:
    rows = np.flatnonzero(~lacking(twin) & keep)
    return [
        Entry(
            export.source.file,
            export.rows[int(row)],
            "*",
            "",
            "",
            str(twin[row]),
            "flag_duplicate",
            "semble répéter une autre réponse ; gardée",
        )
        for row in rows
    ]


def _suspect(export: Export, rows: NDArray[np.bool_]) -> list[Entry]:
    file = export.source.file
    return [
        Entry(file, export.rows[int(row)], "*", "", "", "", "flag_test", "texte libre réduit au mot « test » ; gardée")
        for row in np.flatnonzero(rows)
    ]


def silent(dialect: Dialect) -> frozenset[str]:
    """The marks of a tick left unticked, of a question not shown or left empty, in normal form."""
    return frozenset(normal(m) for m in (*dialect.unticked, *dialect.not_shown, *dialect.left_empty) if m)


def _account(export: Export, why: NDArray[np.object_]) -> Account:
    """Every row of the file: those kept, those set aside here, those the reading had already set aside."""
    read = {entry.row for entry in export.ledger if entry.action in ("quarantine_row", "drop_row") and entry.row}
    before = len(read - set(export.rows))
    aside = {kind: int((why == kind).sum()) for kind in REASON if (why == kind).any()}
    if before:
        aside["quarantined"] = before
    n = len(export.rows)
    return Account(n + before, n - int((why != "").sum()), aside)
