"""The kind of a question answered over several columns: options ticked, rows of a grid, ranks, or no group at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nec_analysis.french.matching import normal
from nec_analysis.mapping import kinds, lexicon
from nec_analysis.mapping.options import options
from nec_analysis.mapping.profile import Profile, merged
from nec_analysis.mapping.slugs import slug
from nec_analysis.model import Choice, Dialect

ON = frozenset(
    map(
        normal,
        (
            "X",
            "1",
            "Oui",
            "Yes",
            "TRUE",
            "Vrai",
            "Y",
            "O",
            "V",
            "Checked",
            "Selected",
            "Quoted",
            "Coché",
            "on",
            "✓",
            "✔",
            "☑",
        ),
    )
)
OFF = frozenset(
    map(
        normal,
        ("0", "Non", "No", "FALSE", "Faux", "N", "Unchecked", "Not selected", "Not quoted", "Non coché", "off", "-"),
    )
)
_RANK = re.compile(
    r"(?:rang|rank|choix|choice|place|position|n°)?\s*(\d{1,2})(?:\.0+)?\s*(?:er|ere|e|eme|st|nd|rd|th)?"
)
_AT_RANK = re.compile(
    r"(?:rang|rank|ranking|classement|choix|choice|place|position)\s*(?:n°\s*)?(\d{1,2})|(\d{1,2})(?:er|e|eme|st|nd|rd|th) (?:choix|choice|rang)"
)
_CODED = re.compile(r"[A-Z]{1,3}\d{1,3}|-oth-")
"""Codes of a list of answers: rows that give any of them are rows of one grid."""
_SUBQUESTION = re.compile(r"SQ\d+")
_GRID_CHOICES = 12
_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Member:
    """A column of a group: its place in the export, what its header adds to the question, its answers."""

    index: int
    part: str
    profile: Profile
    cells: Any


@dataclass(frozen=True, slots=True)
class Grouped:
    """What a group is. `roles`: for each member taken in, the part and the code of its column.

    `apart`: members that answer something else and become questions of their own.
    """

    kind: str
    choices: tuple[Choice, ...]
    items: tuple[tuple[str, str], ...]
    roles: tuple[tuple[int, str, str], ...]
    apart: tuple[Member, ...]
    scale: str = ""
    doubts: tuple[str, ...] = ()


def grouped(stem: str, members: Sequence[Member], language: str, dialect: Dialect) -> Grouped | None:
    """The question that several columns answer together, or None when they only begin alike."""
    for known in (_single, _multiple, _ranking, _ranked_places, _grid):
        if found := known(stem, members, language, dialect):
            return found
    return None


def _single(stem: str, members: Sequence[Member], language: str, dialect: Dialect) -> Grouped | None:
    """One column for the answer, one for the words of "other"."""
    whole = [m for m in members if not m.part]
    if len(members) != 2 or len(whole) != 1 or not whole[0].profile.answered:
        return None
    words = next(m for m in members if m.part)
    if not _writes_other(words, ()) or words.profile.keys <= ON | OFF:
        return None
    found = kinds.guess(replace(whole[0].profile, header=stem), language, dialect.joining)
    if found.kind not in ("single", "multiple"):
        return None
    choices = found.choices
    if not found.has_other:
        choices = (*choices, Choice("other", {language: words.part}, len(choices) + 1, "other"))
    other = next(choice.code for choice in choices if choice.role == "other")
    roles = ((whole[0].index, "joined" if found.joined else "value", ""), (words.index, "other", other))
    return Grouped(found.kind, choices, (), roles, (), found.scale, found.doubts)


def ticks(member: Member, dialect: Dialect) -> bool:
    """Whether a column only says "ticked" or not: a tick mark, or the option's own label."""
    keys = member.profile.keys
    return keys <= _marks(dialect) or _own_label(member)


def _marks(dialect: Dialect) -> frozenset[str]:
    """The tick marks of a tool; those of every tool where it declares none."""
    on = frozenset(map(normal, dialect.ticked)) or ON
    return on | (frozenset(map(normal, dialect.unticked)) or OFF)


def _own_label(member: Member) -> bool:
    """Whether the column's cells are the option's label, give or take a spelling, and nothing else."""
    own = normal(member.part)
    said = sum(n for text, n in member.profile.counts.items() if _same(normal(text), own))
    return len(member.profile.keys) <= 3 and said >= 0.8 * member.profile.answered > 0


def _same(text: str, own: str) -> bool:
    from rapidfuzz import fuzz

    begins = len(text) > 3 and (own.startswith(text) or text.startswith(own))
    return text == own or begins or (len(text) > 8 and fuzz.ratio(text, own) >= 85)


def _label(member: Member, dialect: Dialect) -> str:
    """The label of an option: what its cells say when they say it, else what the header says."""
    if member.profile.answered and _own_label(member) and not member.profile.keys <= ON | OFF:
        return max(member.profile.counts, key=lambda text: (member.profile.counts[text], text))
    return member.part


def _multiple(stem: str, members: Sequence[Member], language: str, dialect: Dialect) -> Grouped | None:
    whole = [m for m in members if not m.part]
    optional = [m for m in members if m.part]
    worded = _worded(optional, dialect)
    ticked = [m for m in optional if m.index in worded or ticks(m, dialect)]
    others = [m for m in optional if m not in ticked and _writes_other(m, ticked)]
    said = [m for m in ticked if m.profile.answered]
    if len(ticked) < 2 or len(ticked) < 0.5 * len(optional) or (not said and not whole):
        return None
    if len(whole) > 1 or (whole and whole[0].profile.answered and not _joins(whole[0], ticked)):
        return None
    labels = [worded.get(m.index) or _label(m, dialect) for m in ticked]
    choices = kinds.labelled(labels, language)
    if others and not any(choice.role == "other" for choice in choices):
        choices = (*choices, Choice("other", {language: others[0].part}, len(choices) + 1, "other"))
    choices = _respelt(choices, dict(zip(_in_turn(labels, choices, language), ticked, strict=True)), language)
    codes = {normal(choice.label[language]): choice.code for choice in choices}
    roles = [(m.index, "joined", "") for m in whole]
    roles += [(m.index, "option", code) for m, code in zip(ticked, _in_turn(labels, choices, language), strict=True)]
    roles += [(m.index, "other", codes.get(normal(m.part), "other")) for m in others]
    taken = {index for index, _, _ in roles}
    return Grouped("multiple", choices, (), tuple(roles), tuple(m for m in members if m.index not in taken))


def _worded(members: Sequence[Member], dialect: Dialect) -> dict[int, str]:
    """The options that only their cells name, by column: under bare codes, one text each beside a mark of "not ticked".

    `q4_0001` holds "Not selected" or "Friends", `q4_0002` "Not selected" or "Family". Columns that nobody ticked keep
    their code.
    """
    off = _marks(dialect) - (frozenset(map(normal, dialect.ticked)) or ON) - {"-"}
    if not all(m.part.isdigit() or _SUBQUESTION.fullmatch(m.part) for m in members):
        return {}
    held = {m.index: [text for text in m.profile.counts if normal(text) not in off] for m in members}
    words = [normal(texts[0]) for texts in held.values() if texts]
    alone = all(len({normal(text) for text in texts}) <= 1 for texts in held.values())
    unticked = [m for m in members if m.profile.keys & off]
    if not alone or len(words) < 2 or len(set(words)) < len(words) or len(unticked) < len(members):
        return {}
    if set(words) <= ON | OFF or any(not _lettered(word) for word in words):
        return {}
    return {m.index: held[m.index][0] if held[m.index] else m.part for m in members}


def _lettered(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


def _respelt(choices: Sequence[Choice], columns: Mapping[str, Member], language: str) -> tuple[Choice, ...]:
    """Choices that also know the rarer texts of their own column (another language, a spelling): all mean "ticked"."""
    found = []
    for choice in choices:
        member = columns.get(choice.code)
        texts = member.profile.counts if member and _own_label(member) else {}
        extra = [
            text for text in sorted(texts) if normal(text) not in {normal(v) for v in choice.label.values()} | ON | OFF
        ]
        found.append(replace(choice, label={**choice.label, **{f"raw{n}": text for n, text in enumerate(extra, 1)}}))
    return tuple(found)


def _in_turn(labels: Sequence[str], choices: Sequence[Choice], language: str) -> list[str]:
    """The code of each option in the order of its columns; two columns of one label keep two codes."""
    left: dict[str, list[str]] = {}
    for choice in choices:
        left.setdefault(choice.label[language], []).append(choice.code)
    return [left[label].pop(0) for label in labels]


def _writes_other(member: Member, ticked: Sequence[Member]) -> bool:
    meant = lexicon.special(member.part)
    return (meant is not None and meant.role == "other") or normal(member.part) in {normal(m.part) for m in ticked}


def _joins(whole: Member, ticked: Sequence[Member]) -> bool:
    """Whether the cells of the bare question hold the labels of the option columns."""
    labels = [normal(m.part) for m in ticked]
    hits = sum(n for text, n in whole.profile.counts.items() if any(label in normal(text) for label in labels))
    return hits >= 0.5 * whole.profile.answered


def _ranking(stem: str, members: Sequence[Member], language: str, dialect: Dialect) -> Grouped | None:
    """Each column an option, each cell the rank it was given."""
    said = [m for m in members if m.profile.answered]
    if len(members) < 2 or len(said) < 2 or not all(m.part for m in members):
        return None
    for member in said:
        found = [_RANK.fullmatch(normal(text)) for text in member.profile.counts]
        if not all(found) or not all(1 <= int(f[1]) <= len(members) for f in found if f):
            return None
    if not _different(said):
        return None
    choices = kinds.labelled([m.part for m in members], language)
    codes = _in_turn([m.part for m in members], choices, language)
    return Grouped(
        "ranking", choices, (), tuple((m.index, "rank_of_choice", c) for m, c in zip(members, codes, strict=True)), ()
    )


def _different(members: Sequence[Member]) -> bool:
    """Whether nobody among the first thousands gave one rank to two options, but for one row in fifty."""
    rows, clashes = 0, 0
    for row in zip(*(m.cells[:_ROWS].to_pylist() for m in members), strict=True):
        given = [text.strip() for text in row if text and text.strip()]
        rows += len(given) > 1
        clashes += len(set(given)) < len(given)
    return rows >= 2 and clashes * 50 <= rows


def _ranked_places(stem: str, members: Sequence[Member], language: str, dialect: Dialect) -> Grouped | None:
    """Each column a rank, each cell the option put there."""
    found = [_AT_RANK.fullmatch(normal(m.part)) for m in members]
    if len(members) < 2 or not (all(found) or _filled_in_turn(members)):
        return None
    together = merged([m.profile for m in members])
    if not together.answered or len(together.labels) > 40 or together.repeated < 0.5:
        return None
    choices = kinds.labelled(kinds.ordered(together.labels), language)
    ranks = [(f[1] or f[2]) if f else str(n) for n, f in enumerate(found, 1)]
    roles = [(m.index, "choice_at_rank", rank) for m, rank in zip(members, ranks, strict=True)]
    return Grouped("ranking", choices, (), tuple(roles), ())


def _filled_in_turn(members: Sequence[Member]) -> bool:
    """Whether columns named 1, 2, 3… are filled from the left, never with one answer twice, by ten people or more."""
    if [m.part for m in members] != [str(n) for n in range(1, len(members) + 1)] or members[0].profile.keys <= ON | OFF:
        return False
    several = 0
    for row in zip(*(m.cells[:_ROWS].to_pylist() for m in members), strict=True):
        given = [text for text in row if text and text.strip()]
        if len(set(given)) < len(given) or any(row[len(given) :]) or any(text.isdigit() for text in given):
            return False
        several += len(given) > 1
    return several >= 10


def _grid(stem: str, members: Sequence[Member], language: str, dialect: Dialect) -> Grouped | None:
    """Each column a row of one grid: the same answers everywhere."""
    if len(members) < 2 or not all(m.part for m in members):
        return None
    said = [m for m in members if m.profile.answered]
    together = merged([m.profile for m in said])
    if len(said) < 2 or not together.answered or len(together.labels) > _GRID_CHOICES:
        return None
    if _lists(said, dialect):
        return None
    whole = together.integers
    if together.numbers is not None:
        if whole is None or not kinds.bare(whole):
            return None
        return _rows("scale", kinds.points(together, language), members, doubts=("polarity_unknown",))
    reading = lexicon.read(together.labels)
    if reading and reading.automatic:
        return _rows(reading.scale, kinds.scaled(reading, together, language), members)
    coded = all(_CODED.fullmatch(label) for label in together.labels)
    alike = sum(len(m.profile.keys) for m in said) >= 1.5 * len(together.keys) and together.repeated >= 0.7
    if not (alike or coded):
        return None
    proposed = (f"scale_proposed:{reading.scale}",) if reading else ()
    return _rows("", kinds.labelled(kinds.ordered(together.labels), language), members, doubts=proposed)


def _lists(members: Sequence[Member], dialect: Dialect) -> bool:
    """Whether the cells of every row join several of the answers that others give alone: boxes, not a grid."""
    found = [options(m.profile.counts, dialect.joining) for m in members]
    return all(
        o and {normal(label) for label in o.labels} <= m.profile.keys for o, m in zip(found, members, strict=True)
    )


def _rows(scale: str, choices: tuple[Choice, ...], members: Sequence[Member], doubts: tuple[str, ...] = ()) -> Grouped:
    used: set[str] = set()
    items = []
    for member in members:
        code = slug(member.part, used)
        used.add(code)
        items.append((code, member.part))
    roles = tuple((m.index, "item", code) for m, (code, _) in zip(members, items, strict=True))
    return Grouped("grid", choices, tuple(items), roles, (), "" if scale == "scale" else scale, doubts)
