"""What KoboToolbox and ODK share: a base cell beside one 0/1 column an option, `__autre` texts, the XLSForm."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from nec_analysis.exports import grid
from nec_analysis.exports.structure import Sheet, domain
from nec_analysis.french.matching import normal
from nec_analysis.model import Choice, Item, Labels, Question

_PATH = re.compile(r"[A-Za-z_][\w.-]*(?:/[\w.-]+)*", re.A)
"""The name of a question in the form, with the groups before it."""
BITS = frozenset(("0", "1"))
NOTES = frozenset(str(n) for n in range(11))
"""Answers in numbers that the rows of a grid may share: points of a scale."""
KINDS = {"select_one": "single", "select_multiple": "multiple", "rank": "ranking", "text": "text"}
"""Kinds of question by their type in the form; the others are told from the answers."""
SPECIFY = frozenset(
    normal(t) for t in ("Précisez", "Précisez :", "Autre, précisez", "Please specify", "Specify", "Other, specify")
)


@dataclass(frozen=True, slots=True)
class Form:
    """An XLSForm: questions by name with their labels, lists of choices by list name."""

    labels: Mapping[str, Labels] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)

    def choices(self, name: str) -> tuple[Choice, ...]:
        """The choices of a question, none when it has no list."""
        words = self.types.get(name, "").split()
        return self.lists.get(words[1], ()) if len(words) > 1 else ()


def xlsform(path: Path) -> Form:
    """The form in an XLSForm workbook."""
    survey = _rows(path, "survey")
    labels = {row["name"]: _labels(row) for row in survey if row.get("name")}
    types = {row["name"]: row.get("type", "") for row in survey if row.get("name")}
    lists: dict[str, list[Choice]] = {}
    for row in _rows(path, "choices"):
        held = lists.setdefault(row.get("list_name", ""), [])
        code = row.get("name", "")
        held.append(Choice(code, _labels(row), len(held) + 1, "other" if code in ("other", "autre") else "valid"))
    return Form(labels, types, {name: tuple(held) for name, held in lists.items()})


def _rows(path: Path, name: str) -> list[dict[str, str]]:
    table = grid.read(path, head=grid.peek(path, sheet=name), sheet=name, header_rows=1)
    return [
        {key: (cell or "").strip() for key, cell in zip(table.names, record, strict=True)} for record in table.records()
    ]


def _labels(row: Mapping[str, str]) -> dict[str, str]:
    """Texts by language: `label`, `label::Français (fr)`."""
    found = {}
    for key, text in row.items():
        if text and key.startswith("label"):
            code = key[key.rfind("(") + 1 : -1] if key.endswith(")") else ""
            found[code or "fr"] = text
    return found


def tell(made: Sheet, names: Sequence[str], form: Form, mark: str) -> None:
    """Claim the answers: a base column followed by `base<mark>option` columns of 0 and 1 is a multi-select."""
    for index in range(len(names)):
        if not made.free(index):
            continue
        options = _options(made, names, index, mark)
        if options:
            _multiple(made, names, index, options, form, mark)
        elif not _specify(made, names, index):
            _alone(made, names, index, form)


def _options(made: Sheet, names: Sequence[str], base: int, mark: str) -> list[int]:
    found = []
    for index in range(base + 1, len(names)):
        if not (made.free(index) and names[index].startswith(names[base] + mark)):
            break
        found.append(index)
    return found if found and all(domain(made.grid.cells[i]) <= BITS for i in found) else []


def options_alone(made: Sheet, names: Sequence[str], form: Form, mark: str) -> None:
    """Claim option columns whose base column was not exported: neighbours of one stem, 0 or 1, blank together."""
    run: list[int] = []
    for index in [*range(len(names)), -1]:
        fits = index >= 0 and made.free(index) and mark in names[index] and domain(made.grid.cells[index]) <= BITS
        stem = names[index].rpartition(mark)[0] if fits else ""
        if run and stem and stem == names[run[0]].rpartition(mark)[0] and index == run[-1] + 1:
            run.append(index)
            continue
        if len(run) > 1 and _blank_together(made, run):
            _claim_options(made, names, run, form, mark)
        run = [index] if stem else []


def _blank_together(made: Sheet, run: list[int]) -> bool:
    """Whether each row fills all of the columns or none, as boxes do; some row none, or nobody left two questions."""
    held = [[bool(text and text.strip()) for text in made.grid.cells[i].to_pylist()] for i in run]
    rows = list(zip(*held, strict=True))
    return all(any(row) == all(row) for row in rows) and any("1" in domain(made.grid.cells[i]) for i in run)


def _claim_options(made: Sheet, names: Sequence[str], run: list[int], form: Form, mark: str) -> None:
    stem = names[run[0]].rpartition(mark)[0]
    own = last(stem)
    known = {c.code: c for c in form.choices(own)}
    options = tuple(
        Choice(
            _code(part),
            known[part].label if part in known else {"fr": part},
            n,
            "other" if _is_other(part) else "valid",
        )
        for n, part in enumerate((names[i].rpartition(mark)[2] for i in run), 1)
    )
    other = any(choice.role == "other" for choice in options)
    text = form.labels.get(own) or {"fr": own if _PATH.fullmatch(stem) else stem}
    id = made.ask(Question(_id(own, run[0]), "multiple", text, choices=options, has_other=other))
    for index, choice in zip(run, options, strict=True):
        made.answer(index, "option", id, choice.code)


def last(name: str) -> str:
    """The question's own name, without the groups before it.

    >>> last("avis/sat/IT1"), last("avis-role"), last("rang_1")
    ('IT1', 'role', 'rang_1')
    """
    return name.replace("-", "/").rsplit("/", 1)[-1] if " " not in name else name


def _multiple(made: Sheet, names: Sequence[str], base: int, run: list[int], form: Form, mark: str) -> None:
    own = last(names[base])
    known = {c.code: c for c in form.choices(own)}
    parts = [names[i][len(names[base]) + len(mark) :] for i in run]
    options = tuple(
        Choice(
            _code(part),
            known[part].label if part in known else {"fr": part},
            n,
            "other" if _is_other(part) else "valid",
        )
        for n, part in enumerate(parts, 1)
    )
    text = _text(names, base, form)
    id = made.ask(
        Question(_id(own, base), "multiple", text, choices=options, has_other=any(_is_other(p) for p in parts))
    )
    spaced = any(" " in part for part in parts)
    if spaced:
        # Labels joined by spaces cannot be cut again: the option columns say the same.
        made.meta(base, "derived", "joined by spaces")
    else:
        made.answer(base, "joined", id)
    for index, choice in zip(run, options, strict=True):
        made.answer(index, "option", id, choice.code)


def _is_other(part: str) -> bool:
    return normal(part) in ("other", "autre", "autres")


def _code(part: str) -> str:
    from nec_analysis.exports.structure import slug

    return part if part.isidentifier() else slug(part) or part


def _id(own: str, index: int) -> str:
    from nec_analysis.exports.structure import slug

    return own if own.isidentifier() else slug(own) or f"question_{index + 1}"


def _specify(made: Sheet, names: Sequence[str], index: int) -> bool:
    """`role_autre` after `role`, "Précisez" after any question that has an "other": its words."""
    before = _before(made, index)
    if before is None:
        return False
    own = last(names[index])
    suffixed = any(own == f"{before}{end}" for end in ("_autre", "_other", "_specify", "_precisez"))
    if not suffixed and normal(names[index]) not in SPECIFY:
        return False
    known = made.questions[before]
    made.questions[before] = Question(
        known.id, known.kind, known.text, choices=known.choices, items=known.items, has_other=True
    )
    made.answer(index, "other", before, "other")
    return True


def _before(made: Sheet, index: int) -> str | None:
    """The question just at the left."""
    left = made.columns.get(index - 1)
    return left.question if left is not None and left.question else None


def _alone(made: Sheet, names: Sequence[str], index: int, form: Form) -> None:
    own = last(names[index])
    held = form.choices(own)
    text = next(iter(_text(names, index, form).values()))
    asked = form.types.get(own, "").partition(" ")[0]
    id = made.alone(index, text, id=_id(own, index), kind=KINDS.get(asked, "other"), choices=held)
    if made.questions[id].kind in ("multiple", "ranking"):
        made.answer(index, "joined", id)


def ranked(made: Sheet, form: Form) -> None:
    """The choices of the rankings found, as the form lists them."""
    for column in [c for c in made.columns.values() if c.part == "choice_at_rank"]:
        if held := form.choices(last(column.header)):
            made.questions[column.question] = replace(made.questions[column.question], choices=held)


def _text(names: Sequence[str], index: int, form: Form) -> Labels:
    """What a question asks: its label in the form, else its own name, else its path where two groups share the name."""
    own = last(names[index])
    if known := form.labels.get(own):
        return known
    alone = _PATH.fullmatch(names[index]) and sum(last(name) == own for name in names) == 1
    return {"fr": own if alone else names[index]}


def rows(made: Sheet, names: Sequence[str], form: Form, mark: str = "/") -> None:
    """The whole of a group or of a label, where its answers come from one list, makes a grid."""
    run: list[int] = []
    for index in [*range(len(names)), -1]:
        if run and index == run[-1] + 1 and made.free(index) and _same(made, names, run, index, mark):
            run.append(index)
            continue
        if len(run) > 1 and _whole(names, run, mark) and _one_list(names, run, form, mark):
            _grid(made, names, run, form, mark)
        run = [index] if index >= 0 and made.free(index) and mark in names[index] else []


def _same(made: Sheet, names: Sequence[str], run: list[int], index: int, mark: str) -> bool:
    stem = names[run[0]].rpartition(mark)[0]
    if names[index].rpartition(mark)[0] != stem:
        return False
    held = frozenset().union(*(domain(made.grid.cells[i]) for i in run))
    here = domain(made.grid.cells[index])
    numbers = [text for text in held | here if text.replace(".", "").isdigit()]
    notes = not numbers or (len(numbers) == len(held | here) and all(text in NOTES for text in numbers))
    return notes and bool(held & here) and len(held | here) <= 12


def _whole(names: Sequence[str], run: Sequence[int], mark: str) -> bool:
    """Whether the columns are all that their group holds: a form's page holds other questions too."""
    stem = names[run[0]].rpartition(mark)[0] + mark
    return all(index in run for index, name in enumerate(names) if name.startswith(stem))


def _one_list(names: Sequence[str], run: Sequence[int], form: Form, mark: str) -> bool:
    """Whether the form, where it is known, gives the columns one list of choices."""
    types = {form.types.get(names[i].rpartition(mark)[2], "") for i in run}
    return len(types) == 1


def _grid(made: Sheet, names: Sequence[str], run: list[int], form: Form, mark: str) -> None:
    stem = names[run[0]].rpartition(mark)[0]
    parts = [names[i].rpartition(mark)[2] for i in run]
    items = tuple(Item(_code(p), form.labels.get(p) or {"fr": p}, n) for n, p in enumerate(parts, 1))
    own = last(stem)
    text = form.labels.get(own) or {"fr": own if _PATH.fullmatch(stem) else stem}
    id = made.ask(Question(_id(own, run[0]), "grid", text, choices=form.choices(parts[0]), items=items))
    for index, item in zip(run, items, strict=True):
        made.answer(index, "item", id, item.code)
