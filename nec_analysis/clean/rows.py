"""Rows: which are answers of a person, which are set aside, by what rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from nec_analysis.clean.book import column_names
from nec_analysis.clean.cells import Cells, lacking, speaks
from nec_analysis.clean.dates import moments_of, unkept
from nec_analysis.clean.duplicates import duplicates
from nec_analysis.clean.statuses import early, statuses, worded
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
RULE = {"test": "tests", "draft": "drafts", "screened_out": "screened_out", "empty": "empty", "partial": "partial"}
"""The rule that a kind of row falls under."""
ONLY_TESTS = 'toutes les lignes sont des essais ou des aperçus : gardées, à confirmer (tests = "keep")'
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
    status = statuses(export, cells, submitted, n)
    submitted = np.where(unkept(submitted), np.datetime64("NaT", "s"), submitted)
    tests = early(submitted, options)
    trials = worded(export, cells, n)
    if rules["test_words"] == "set_aside":
        tests |= trials
    kinds = np.where(tests, "test", status)
    only_tests = n > 0 and bool((kinds == "test").all()) and "tests" not in options
    if only_tests:
        # A survey of nothing but trials is somebody's trial of the suite: kept, and told.
        rules["tests"] = "keep"
    keep = ~again
    why: NDArray[np.object_] = np.where(again, "duplicate", "").astype(object)
    empty = ~_answered(export, cells, n)
    sorts = ("test", kinds == "test"), ("draft", kinds == "draft"), ("screened_out", kinds == "screened_out")
    for kind, rows in (*sorts, ("empty", empty), ("partial", kinds == "partial")):
        if rules[RULE[kind]] == "set_aside":
            why[rows & keep] = kind
            keep &= ~rows
    # Only rows that count can be the one to keep of a double.
    twin = duplicates(export, cells, submitted, status, ids, keep, options)
    if rules["duplicates"] == "set_aside":
        why[~lacking(twin)] = "duplicate"
        keep &= lacking(twin)
    entries = [*_dropped(export, why), *_flagged(export, ids, twin, keep)]
    if only_tests:
        entries.append(Entry(export.source.file, 0, "*", "", "", "", "flag_test", ONLY_TESTS))
    if rules["test_words"] == "flag":
        entries += _suspect(export, trials & keep)
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
        return np.full(n, np.datetime64("NaT", "s"), dtype="datetime64[s]")
    values, bad = moments_of(cells[columns[0].index], export.dialect)
    if bad.any():
        name = column_names(export)[columns[0].index]
        sample = cells[columns[0].index].text(int(np.flatnonzero(bad)[0]))
        raise NecError(
            "date-form",
            f"{export.source.file}, colonne « {name} », ligne {export.rows[int(np.flatnonzero(bad)[0])]}",
            f"« {sample[:30]} » n'a pas la forme de date attendue"
            + (f" ({export.dialect.date_format})." if export.dialect.date_format else "."),
            "Corrigez cette cellule, ou déclarez la forme sous l'export : "
            '[export.options.read] date = "jj/mm/aaaa" (ou "mm/jj/aaaa").',
        )
    return values


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
    before = len(read.difference(export.rows)) if read else 0
    aside = {kind: int((why == kind).sum()) for kind in REASON if (why == kind).any()}
    if before:
        aside["quarantined"] = before
    n = len(export.rows)
    return Account(n + before, n - int((why != "").sum()), aside)
