"""Qualtrics: neighbouring columns of one question told apart as ticks, ranks, rows, words of "other"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nec_analysis.exports import blocks
from nec_analysis.exports.qualtrics_qsf import Defined, Option
from nec_analysis.exports.structure import Sheet, domain, slug, tally
from nec_analysis.french.matching import normal
from nec_analysis.model import Choice, Item, Question

_NAME = re.compile(r"^(?P<question>.+?(?:#\d+)?)(?P<subs>(?:_x?-?\d+)*)(?P<text>_TEXT)?$")
_NUMBERS = re.compile(r"\d{1,3}(?:,\d{1,3})*")
_MEASURE = re.compile(r"[+-]?\d+(?:[.,]\d+)?|\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{4}")
_CHOSEN = frozenset(
    normal(t)
    for t in (
        *("Choix sélectionné", "Selected Choice", "Ausgewählte Antwort", "Ausgewählte Auswahl", "Opción seleccionada"),
        *("Elección seleccionada", "Scelta selezionata", "Escolha selecionada", "Geselecteerde keuze"),
    )
)
TEXT_MARKS = frozenset(normal(t) for t in ("Texte", "Text", "Texto", "Testo", "Tekst"))


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its name (`Q7_1`), its text, its ImportId with the choice id of a split multi-select."""

    index: int
    name: str
    text: str
    id: str = ""
    choice: str = ""

    @property
    def question(self) -> str:
        """The name of its question."""
        found = _NAME.match(self.name)
        return found["question"] if found else self.name

    @property
    def subs(self) -> tuple[str, ...]:
        """The numbers behind the question's name."""
        found = _NAME.match(self.name)
        return tuple(re.findall(r"_x?(-?\d+)", found["subs"])) if found else ()

    @property
    def words(self) -> bool:
        """Whether it holds the free text of a choice."""
        return self.name.endswith("_TEXT")


def claim(made: Sheet, run: Sequence[Head], defined: Defined | None) -> None:
    """Claim the columns of one question."""
    words = [h for h in run if h.words]
    main = [h for h in run if not h.words]
    if not main:
        for head in words:
            made.alone(head.index, head.text, id=_id(head.name), kind="text")
        return
    if len(main) == 1 and not (defined and defined.several):
        id = _one(made, main[0], defined, words)
    else:
        id = _many(made, main, defined, has_words=bool(words))
    known = made.questions[id]
    for n, head in enumerate(words):
        if n == 0 and known.kind in ("single", "multiple", "other", "yes_no"):
            made.answer(head.index, "other", id, "other")
        else:
            made.alone(head.index, head.text, id=_id(head.name), kind="text")


def _one(made: Sheet, head: Head, defined: Defined | None, words: Sequence[Head]) -> str:
    has_other = bool(words)
    stem = _stem([head.text]) if has_other or _chosen(head.text) else head.text
    choices = _choices(defined.rows if defined else ())
    kind = "single" if choices and defined and defined.type == "MC" else "other"
    if defined and defined.type == "TE":
        # Only the cells say whether people typed words, numbers or days.
        kind = "other" if _measured(_said(made, head)) else "text"
    if defined and defined.selector == "NPS":
        kind = "nps"
    if kind not in ("single", "multiple"):
        choices = ()
    text = defined.text if defined and defined.text else stem
    if kind == "other" and not defined and _joins_numbers(made, head):
        return _numbered(made, head, text, words)
    bounds = {"minimum": 0.0, "maximum": 10.0} if kind == "nps" else {}
    return made.alone(head.index, text, id=_id(head.name), kind=kind, choices=choices, has_other=has_other, **bounds)


def _measured(texts: Sequence[str]) -> bool:
    return bool(texts) and all(_MEASURE.fullmatch(text) for text in texts)


def _joins_numbers(made: Sheet, head: Head) -> bool:
    """Whether cells are lists of choice numbers ("1,4"), each in the order of the form; words typed have an id of their own."""
    told = [tuple(map(int, text.split(","))) for text in _said(made, head) if _NUMBERS.fullmatch(text)]
    typed = not head.id or head.id.endswith("_TEXT")
    several = [numbers for numbers in told if len(numbers) > 1]
    rising = all(list(numbers) == sorted(set(numbers)) for numbers in told)
    return not typed and bool(several) and rising and len(told) == len(_said(made, head))


def _said(made: Sheet, head: Head) -> list[str]:
    return [text.strip() for text in tally(made.grid.cells[head.index]) if text.strip() not in ("", "-99")]


def _numbered(made: Sheet, head: Head, text: str, words: Sequence[Head]) -> str:
    """A multi-select of choice numbers whose labels are not in the file; `Q7_5_TEXT` says that 5 is "other"."""
    other = next((int(h.subs[-1]) for h in words if h.subs), -1)
    numbers = sorted(
        {int(n) for said in _said(made, head) for n in said.split(",")} | ({other} if other > 0 else set())
    )
    options = tuple(
        Choice(str(number), {"fr": str(number)}, n, "other" if number == other else "valid")
        for n, number in enumerate(numbers, 1)
    )
    id = made.alone(head.index, text, id=_id(head.name), kind="multiple", choices=options, has_other=bool(words))
    made.questions[id] = replace(made.questions[id], doubts=("codes_without_labels",))
    made.answer(head.index, "joined", id)
    return id


def _many(made: Sheet, main: Sequence[Head], defined: Defined | None, *, has_words: bool) -> str:
    stem = _stem([h.text for h in main])
    labels = [_part(h, stem, defined) for h in main]
    text = (defined.text if defined else "") or _trim(stem)
    name = _id(main[0].question)
    if defined and defined.type == "Matrix" and defined.points and not defined.several:
        return _matrix(made, main, defined, name, labels)
    codes = _recoded(made, main)
    members = [blocks.Member(h.index, label, code) for h, label, code in zip(main, labels, codes, strict=True)]
    id = blocks.claim(made, text, members, id=name, ticked=("1",), left=("-99",), kind=_kind(made, main, defined))
    known = made.questions[id]
    if known.kind == "multiple" and has_words and not known.has_other:
        last = known.choices[-1]
        other = Choice(last.code, last.label, last.order, "other")
        made.questions[id] = Question(id, "multiple", known.text, choices=(*known.choices[:-1], other), has_other=True)
    if defined:
        _exclusive(made, id, defined)
    return id


def _recoded(made: Sheet, main: Sequence[Head]) -> list[str]:
    """The number at the end of each name, where a ticked cell repeats it (recoded options); else nothing."""
    ends = [h.subs[-1] if h.subs else "" for h in main]
    held = [domain(made.grid.cells[h.index]) - {normal("-99")} for h in main]
    told = all(d <= {normal(end)} for d, end in zip(held, ends, strict=True)) and len(set(ends)) == len(ends)
    return ends if told and any(held) and not all(d <= {"1"} for d in held) else [""] * len(main)


def _kind(made: Sheet, main: Sequence[Head], defined: Defined | None) -> str:
    """multiple where the file or the definition says it; "" lets the cells decide (an ImportId without choice excludes ticks)."""
    if (defined and defined.several) or all(h.choice for h in main):
        return "multiple"
    if defined and defined.type == "RO":
        return "ranking"
    if any(h.id for h in main) and not any(h.choice for h in main):
        columns = [made.grid.cells[h.index] for h in main]
        quiet = frozenset((normal("-99"),))
        return "ranking" if blocks.ranked(columns, [domain(c) - quiet for c in columns], quiet) else "rows"
    return ""


def _matrix(made: Sheet, main: Sequence[Head], defined: Defined, name: str, labels: Sequence[str]) -> str:
    rows = tuple(Item(_code(h, n), {"fr": label}, n) for n, (h, label) in enumerate(zip(main, labels, strict=True), 1))
    id = made.ask(Question(name, "grid", {"fr": defined.text}, choices=_choices(defined.points), items=rows))
    for head, item in zip(main, rows, strict=True):
        made.answer(head.index, "item", id, item.code)
    return id


def _code(head: Head, n: int) -> str:
    return "_".join(head.subs) or str(n)


def _part(head: Head, stem: str, defined: Defined | None) -> str:
    if defined and head.subs:
        row = next((r for r in defined.rows if head.subs[-1] in (r.id, r.value)), None)
        if row and row.label:
            return row.label
    return head.text[len(stem) :].strip(" -–") or head.text or head.name


def _choices(options: Sequence[Option]) -> tuple[Choice, ...]:
    return tuple(
        Choice(o.value, {"fr": o.label}, n, "other" if o.words else "exclusive" if o.exclusive else "valid")
        for n, o in enumerate(options, 1)
    )


def _exclusive(made: Sheet, id: str, defined: Defined) -> None:
    """Mark the choices that the definition says exclude the others."""
    alone = {normal(o.label) for o in defined.rows if o.exclusive}
    known = made.questions[id]
    if not alone:
        return
    choices = tuple(
        Choice(c.code, c.label, c.order, "exclusive" if normal(next(iter(c.label.values()))) in alone else c.role)
        for c in known.choices
    )
    made.questions[id] = Question(
        id, known.kind, known.text, choices=choices, items=known.items, has_other=known.has_other
    )


def _stem(texts: Sequence[str]) -> str:
    """What the texts of a question's columns have in common, up to a dash.

    >>> _stem(["Thèmes ? - IA", "Thèmes ? - Inclusion"])
    'Thèmes ? - '
    """
    if len(texts) == 1:
        head, mark, tail = texts[0].rpartition(" - ")
        return head if mark and normal(tail) in _CHOSEN else texts[0]
    first, last = min(texts), max(texts)
    size = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    for mark in (" - ", "-"):
        at = first[:size].rfind(mark)
        if at > 0:
            return first[: at + len(mark)]
    return ""


def _trim(stem: str) -> str:
    """The question's text: without the dash, without "Selected Choice"."""
    text = stem.strip().removesuffix("-").strip()
    head, mark, tail = text.rpartition(" - ")
    return head if mark and normal(tail) in _CHOSEN else text


def _chosen(text: str) -> bool:
    return normal(text.rpartition(" - ")[2]) in _CHOSEN


def _id(name: str) -> str:
    return re.sub(r"\W+", "_", name).strip("_") or slug(name)
