"""Columns known to share a question: ticks, ranks or rows, as their cells show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from nec_analysis.exports.structure import Sheet, choices, domain, items, slug
from nec_analysis.french.matching import normal
from nec_analysis.model import Choice, Item, Question

_RANK = re.compile(r"(?:(?:rang|rank|choix|choice|place)\s*)?(\d{1,2})(?:\.0+)?")
OTHER = re.compile(
    r"^(?:(?:autres?|other)\b|sonstige[srn]?\b|(?:andere[srn]?|otr[oa]s?|altr[oi]|outr[oa]s?|anders)(?:\s*[:(,/-].*)?$)"
)


@dataclass(frozen=True, slots=True)
class Member:
    """A column of a block: what its heading adds to the question. `code`: the tool's own code of it, where it has one."""

    index: int
    label: str
    code: str = ""


def claim(
    made: Sheet,
    text: str,
    members: Sequence[Member],
    *,
    id: str = "",
    ticked: Sequence[str] = (),
    unticked: Sequence[str] = (),
    left: Sequence[str] = (),
    other: int = -1,
    joined: int = -1,
    kind: str = "",
) -> str:
    """Claim the members (and the column of "other" words, and the joined one) as one question. Returns its id.

    `ticked`, `unticked`, `left`: the marks of the tool; `kind`: multiple | ranking | rows where the tool says it.
    """
    name = id or slug(text) or f"question_{members[0].index + 1}"
    columns = [made.grid.cells[m.index] for m in members]
    quiet = frozenset(normal(mark) for mark in left)
    shape = kind or _shape(columns, members, _marks(ticked), _marks(unticked), quiet)
    said = {"fr": text} if text else {}
    if shape == "multiple":
        return _options(made, name, said, members, columns, other, joined)
    if shape == "ranking":
        options = _coded(members)
        got = made.ask(Question(name, "ranking", said, choices=options))
        for member, choice in zip(members, options, strict=True):
            made.answer(member.index, "rank_of_choice", got, choice.code)
        return got
    if not id and other < 0 and len(sides := _sides(made, members)) > 1:
        asked = [
            claim(made, f"{text} – {side}", mine, ticked=ticked, unticked=unticked, left=left) for side, mine in sides
        ]
        return asked[0]
    rows = _rows(members)
    got = made.ask(Question(name, "other", said, items=rows))
    for member, item in zip(members, rows, strict=True):
        made.answer(member.index, "item", got, item.code)
    if other >= 0:
        made.answer(other, "other", got, "other")
    return got


def _sides(made: Sheet, members: Sequence[Member]) -> list[tuple[str, list[Member]]]:
    """The columns of a table of lists (`row - column`), by column, where each has answers that no other has."""
    found: dict[str, list[Member]] = {}
    for member in members:
        row, mark, column = member.label.rpartition(" - ")
        if not mark or not row.strip():
            return []
        found.setdefault(column.strip(), []).append(Member(member.index, row.strip(), member.code))
    held = [frozenset().union(*(domain(made.grid.cells[m.index]) for m in mine)) for mine in found.values()]
    apart = all(held) and all(a.isdisjoint(b) for i, a in enumerate(held) for b in held[:i])
    rows = {tuple(m.label for m in mine) for mine in found.values()}
    return list(found.items()) if apart and len(rows) == 1 and len(found) > 1 else []


def _marks(marks: Sequence[str]) -> frozenset[str]:
    return frozenset(normal(mark) for mark in marks)


def _shape(
    columns: Sequence[Any],
    members: Sequence[Member],
    ticked: frozenset[str],
    unticked: frozenset[str],
    quiet: frozenset[str],
) -> str:
    domains = [domain(column) - quiet for column in columns]
    own = [{normal(m.label), normal(m.code)} - {""} for m in members]
    if any(domains) and all(d <= ticked | unticked | mine for d, mine in zip(domains, own, strict=True)):
        return "multiple"
    if _numbered(domains):
        return "multiple"
    return "ranking" if ranked(columns, domains, quiet) else "rows"


def _numbered(domains: Sequence[frozenset[str]]) -> bool:
    """Whether each column holds nothing but its own number: options written as order numbers."""
    numbers = [next(iter(d)) for d in domains if d]
    if len(numbers) < 2 or any(len(d) > 1 for d in domains) or not all(n.isdigit() for n in numbers):
        return False
    return all(int(a) < int(b) for a, b in pairwise(numbers))


def ranked(columns: Sequence[Any], domains: Sequence[frozenset[str]], quiet: frozenset[str] = frozenset()) -> bool:
    """Whether the cells are ranks: 1 to n, no rank twice in a row, somebody ranked several."""
    size = len(columns)
    texts = {text for d in domains for text in d}
    found = {text: _RANK.fullmatch(text) for text in texts}
    if size < 2 or not texts or not all(m and 1 <= int(m[1]) <= size for m in found.values()):
        return False
    several = False
    for row in zip(*(column.to_pylist() for column in columns), strict=True):
        given = [form for text in row if text and text.strip() and (form := normal(text)) not in quiet]
        if len(set(given)) < len(given):
            return False
        several |= len(given) > 1
    return several


def _coded(members: Sequence[Member]) -> tuple[Choice, ...]:
    if all(m.code for m in members):
        return tuple(Choice(m.code, {"fr": m.label or m.code}, n) for n, m in enumerate(members, 1))
    return choices([m.label for m in members])


def _rows(members: Sequence[Member]) -> tuple[Item, ...]:
    if all(m.code for m in members):
        return tuple(Item(m.code, {"fr": m.label or m.code}, n) for n, m in enumerate(members, 1))
    return items([m.label for m in members])


def _options(
    made: Sheet,
    name: str,
    said: dict[str, str],
    members: Sequence[Member],
    columns: Sequence[Any],
    other: int,
    joined: int,
) -> str:
    options = list(_coded(_with_numbers(members, columns)))
    at = next((i for i, m in enumerate(members) if OTHER.match(normal(m.label)) or m.code in ("other", "-oth-")), -1)
    if at >= 0:
        options[at] = Choice(options[at].code, options[at].label, options[at].order, "other")
    elif other >= 0:
        options.append(Choice("other", {"fr": "Autre"}, len(options) + 1, "other"))
    has_other = any(choice.role == "other" for choice in options)
    got = made.ask(Question(name, "multiple", said, choices=tuple(options), has_other=has_other))
    for member, choice in zip(members, options, strict=False):
        made.answer(member.index, "option", got, choice.code)
    if other >= 0:
        made.answer(other, "other", got, "other")
    if joined >= 0:
        made.answer(joined, "joined", got)
    return got


def _with_numbers(members: Sequence[Member], columns: Sequence[Any]) -> Sequence[Member]:
    """The members with the order numbers their cells hold as codes, so that "3" is known as this option."""
    held = [domain(column) for column in columns]
    if any(m.code for m in members) or not _numbered(held):
        return members
    return [
        Member(m.index, m.label, next(iter(d), str(n))) for n, (m, d) in enumerate(zip(members, held, strict=True), 1)
    ]
