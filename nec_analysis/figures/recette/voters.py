"""Which raw rows are answers of a person: the card's rules applied row by row, a second time."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from nec_analysis.figures.recette.ballots import Ballots, Row
from nec_analysis.french.matching import normal
from nec_analysis.model import CLOSED

OPEN = ("text", "other")
USUAL = {
    "tests": "set_aside",
    "test_words": "flag",
    "drafts": "set_aside",
    "screened_out": "set_aside",
    "empty": "keep",
    "partial": "keep",
    "duplicates": "flag",
}
"""What is done with each kind of row unless the card says otherwise. Told again here: a second count shares no rule."""
SAID = {
    "complete": ("complete", "completed", "complet", "termine", "finished", "submitted", "fertig"),
    "partial": ("partial", "incomplete", "started", "en cours", "in progress", "partiel", "abandonne"),
    "draft": ("draft", "brouillon", "deleted", "rejected"),
    "test": (
        *("survey preview", "preview", "survey test", "test", "spam", "1", "8", "9", "17"),
        *("apercu de l'enquete", "apercu du sondage", "apercu", "umfragevorschau", "vorschau", "vista previa"),
        *("vista previa de la encuesta", "anteprima del sondaggio", "anteprima", "visualizacao da pesquisa"),
        *("voorbeeld van enquete", "enquetevoorbeeld"),
    ),
    "screened_out": ("disqualified", "screenout", "screened out", "quotafull", "over quota", "hors cible"),
}
YES = ("1", "true", "vrai", "oui", "yes", "x", "o", "y", "wahr", "verdadero", "vero", "verdadeiro", "waar")
NO = ("0", "false", "faux", "non", "no", "n", "falsch", "falso", "onwaar")
MANY, MINUTES = 6, 10
"""Answers alike are one person's when there are so many of them, sent within so many minutes."""
_TRIAL = re.compile(
    r"(?:ceci est un |c'est un |this is a )?(?:test|essai)(?: (?:formulaire|test|\d+))?"
    r"(?:\W+(?:ne pas (?:prendre en compte|tenir compte)|(?:a|merci de) (?:supprimer|ignorer)|please ignore)\b.*)?"
)


@dataclass(frozen=True, slots=True)
class Voters:
    """The rows kept, in the order of the file, with the account of the others by reason."""

    read: int
    kept: tuple[int, ...]
    set_aside: Mapping[str, int]


def voters(survey: Ballots, options: Mapping[str, Any], kinds: Mapping[str, str]) -> Voters:
    """The rows that count. `kinds`: of the export's questions, by their id there; `options`: of the card's export."""
    rules = {rule: options.get(rule, options.get(f"{rule}s", usual)) for rule, usual in USUAL.items()}
    if options.get("tests") == "set_aside" and "test_words" not in options:
        rules["test_words"] = "set_aside"
    said = [status(survey, row) for row in survey.rows]
    tests = [_test(survey, row, word, options, kinds, rules) for row, word in zip(survey.rows, said, strict=True)]
    second = _seconds(survey, said, options)
    again = _repeated(survey)
    why: list[str] = []
    for n, row in enumerate(survey.rows):
        found = {
            "tests": ("test", tests[n]),
            "drafts": ("draft", said[n] == "draft"),
            "screened_out": ("screened_out", said[n] == "screened_out"),
            "empty": ("empty", not _says_something(survey, row, kinds)),
            "partial": ("partial", said[n] == "partial" and not tests[n]),
            "duplicates": ("duplicate", n in second),
        }
        reasons = [reason for rule, (reason, holds) in found.items() if holds and rules[rule] == "set_aside"]
        why.append("duplicate" if n in again else reasons[0] if reasons else "")
    kept = tuple(n for n, reason in enumerate(why) if not reason)
    aside = Counter([reason for reason in why if reason] + ["duplicate"] * survey.again)
    return Voters(len(survey.rows) + survey.again, kept, dict(sorted(aside.items())))


def status(survey: Ballots, row: Row) -> str:
    """complete | partial | draft | test | screened_out, "" where the tool does not say."""
    words = {word: told for told, all in SAID.items() for word in all}
    ends = [c for c in survey.columns("submitted_at") if c.code != "end"]
    found = ("complete" if any(row[c.index].strip() for c in ends[:1]) else "partial") if ends else ""
    for column in survey.columns("status"):
        word = normal(row[column.index]) if row[column.index].strip() else ""
        if found in ("test", "draft", "screened_out"):
            break
        if column.code == "draft":
            found = "draft" if word in YES else found
        elif column.code == "finished":
            found = "complete" if word in YES else "partial" if word in (*NO, "") else words.get(word, found)
        else:
            found = words.get(word, found)
    return found


def _test(
    survey: Ballots,
    row: Row,
    status: str,
    options: Mapping[str, Any],
    kinds: Mapping[str, str],
    rules: Mapping[str, str],
) -> bool:
    """Whether a row is a trial: the tool says so, it came before the survey opened, or it says nothing but "test"."""
    sent, opened = survey.submitted(row), _opened(options)
    early = sent is not None and opened is not None and sent < opened
    return status == "test" or early or (rules["test_words"] == "set_aside" and _only_tests(survey, row, kinds))


def _opened(options: Mapping[str, Any]) -> dt.datetime | None:
    from zoneinfo import ZoneInfo

    given = options.get("opened")
    if isinstance(given, dt.datetime):
        return given.astimezone(ZoneInfo("Europe/Paris")).replace(tzinfo=None) if given.tzinfo else given
    return dt.datetime.combine(given, dt.time()) if isinstance(given, dt.date) else None


def _only_tests(survey: Ballots, row: Row, kinds: Mapping[str, str]) -> bool:
    written = [
        row[c.index]
        for c in survey.export.columns
        if c.part in ("other", "comment") or (c.part == "value" and kinds.get(c.question) in OPEN)
    ]
    filled = [text for text in written if text.strip()]
    return bool(filled) and all(len(text) < 80 and _TRIAL.fullmatch(normal(text)) for text in filled)


def _says_something(survey: Ballots, row: Row, kinds: Mapping[str, str]) -> bool:
    """Whether any question has an answer; marks of silence ("N/A") and unticked boxes say nothing."""
    dialect = survey.export.dialect
    marks = {normal(mark) for mark in (*dialect.not_shown, *dialect.left_empty) if mark}
    unticked = marks | {normal(mark) for mark in dialect.unticked if mark}
    for column in survey.export.columns:
        text = row[column.index].strip()
        if column.question and text:
            quiet = unticked if column.part == "option" else marks if kinds.get(column.question) in CLOSED else set()
            if normal(text) not in quiet:
                return True
    return False


def _repeated(survey: Ballots) -> set[int]:
    """Rows under an identifier already met."""
    columns = survey.columns("respondent_id")
    if not columns:
        return set()
    seen: set[str] = set()
    out: set[int] = set()
    for n, row in enumerate(survey.rows):
        id = row[columns[0].index].strip()
        if id and id in seen:
            out.add(n)
        seen.add(id)
    return out


def _seconds(survey: Ballots, said: Sequence[str], options: Mapping[str, Any]) -> set[int]:
    """Rows that answer a second time: same token, same address, or all answers alike within minutes."""
    out: set[int] = set()
    for group in (*_same_person(survey), *_same_answers(survey, options)):
        best = min(group, key=lambda n: (said[n] != "complete", n))
        if best not in out:
            out |= {n for n in group if n != best}
    return out


def _same_person(survey: Ballots) -> list[list[int]]:
    groups: list[list[int]] = []
    for column in survey.columns("personal"):
        if column.code in ("token", "email"):
            by_key: dict[str, list[int]] = {}
            for n, row in enumerate(survey.rows):
                key = row[column.index].strip().casefold()
                if key and (column.code == "token" or "@" in key):
                    by_key.setdefault(key, []).append(n)
            groups += [rows for rows in by_key.values() if len(rows) > 1]
    return groups


def _same_answers(survey: Ballots, options: Mapping[str, Any]) -> list[list[int]]:
    asked = [c.index for c in survey.export.columns if c.question]
    within = dt.timedelta(minutes=int(options.get("duplicate_minutes", MINUTES)))
    alike: dict[Row, list[tuple[dt.datetime, int]]] = {}
    for n, row in enumerate(survey.rows):
        sent = survey.submitted(row)
        given = tuple(row[i] for i in asked)
        if sent and sum(bool(text.strip()) for text in given) >= MANY:
            alike.setdefault(given, []).append((sent, n))
    groups: list[list[int]] = []
    for rows in alike.values():
        rows.sort()
        close = [rows[0]] + [b for a, b in pairwise(rows) if b[0] - a[0] <= within]
        if len(close) > 1:
            groups.append([n for _, n in close])
    return groups
