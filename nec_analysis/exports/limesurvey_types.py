"""LimeSurvey: what each type of question becomes, with the columns it writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nec_analysis.exports.limesurvey_lss import Asked, Part, Structure
from nec_analysis.model import Choice, Item, Labels, Question

OTHER, COMMENT, SCALE, RANK, OTHER_COMMENT = (
    {"fr": "Autre", "en": "Other", "de": "Sonstiges", "es": "Otro", "it": "Altro", "nl": "Anders", "pt": "Outro"},
    {
        "fr": "Commentaire",
        "en": "Comment",
        "de": "Kommentar",
        "es": "Comentario",
        "it": "Commento",
        "nl": "Opmerking",
        "pt": "Comentário",
    },
    {"fr": "Échelle", "en": "Scale", "de": "Skala", "es": "Escala", "it": "Scala"},
    {"fr": "Classement", "en": "Rank", "de": "Rang", "es": "Rango", "it": "Posizione"},
    {"fr": "Autre commentaire", "en": "Other comment", "de": "Anderer Kommentar", "es": "Otro comentario"},
)
"""Words LimeSurvey adds between brackets to the text of a question."""
YES = ("Oui", "Yes", "Ja", "Sí", "Sì", "Sim")
NO = ("Non", "No", "Nein", "Nee", "Não")
YES_NO = (("Y", *YES), ("N", *NO))
GENDER = (
    ("F", "Féminin", "Female", "Weiblich", "Femenino", "Femmina", "Femminile", "Vrouw", "Vrouwelijk", "Feminino"),
    ("M", "Masculin", "Male", "Männlich", "Masculino", "Maschio", "Maschile", "Man", "Mannelijk"),
)
THREE = (
    ("Y", *YES),
    ("U", "Incertain", "Uncertain", "Unsicher", "Indeciso", "Incierto", "Incerto", "Onzeker", "Unentschieden"),
    ("N", *NO),
)
TREND = (
    ("I", "Augmenter", "Increase", "Zunahme", "Zunehmen", "Aumentar", "Incremento", "Aumento", "Toename", "Toenemen"),
    ("S", "Sans changement", "Same", "Gleich", "Gleichbleibend", "Igual", "Invariato", "Uguale", "Gelijk", "Mesmo"),
    (
        "D",
        "Diminuer",
        "Decrease",
        "Abnahme",
        "Abnehmen",
        "Disminuir",
        "Disminución",
        "Diminuzione",
        "Afname",
        "Diminuir",
    ),
)
"""Answers whose words are LimeSurvey's own: code, French, English, then those of other languages."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column an export may have. `code`: its heading by code; `tail`: the texts its full heading adds in brackets.

    `column`: its name in the response table after `sid X`, `later` the one it has there since LimeSurvey 7; `part`,
    `question`, `holds` as in model.Column.
    """

    code: str
    column: str
    part: str
    question: str = ""
    holds: str = ""
    text: Labels | None = None
    tail: tuple[Labels, ...] = ()
    later: str = ""
    also: tuple[Labels, tuple[Labels, ...]] | None = None
    """Another text and tails of its full heading, as some versions write it."""


def questions(structure: Structure) -> tuple[Question, ...]:
    """The questions of a survey, in their order."""
    known = {asked.code for asked in structure.questions}
    return tuple(q for asked in structure.questions for q in _questions(asked, known))


def fields(structure: Structure) -> tuple[Field, ...]:
    """The columns of a survey, in the order LimeSurvey writes them."""
    return tuple(field for asked in structure.questions for field in _LAYOUTS.get(asked.type, _one)(asked))


def _questions(asked: Asked, known: set[str]) -> Iterator[Question]:
    shown = condition(asked.filter, known)
    if asked.type in "L!O":
        yield _question(asked, "single", _answers(asked), shown)
    elif asked.type in "MP":
        yield _question(asked, "multiple", _options(asked), shown)
    elif asked.type in "FHABCE":
        yield _question(asked, "grid", _fixed(asked) or _answers(asked), shown, items=_items(asked))
    elif asked.type == "1":
        for scale in (0, 1):
            of = tuple(Choice(p.code, p.text, i) for i, p in enumerate(_scale(asked.answers, scale), 1))
            text = _headed(asked.text, asked.scales[scale] or _numbered(SCALE, scale + 1))
            yield _question(asked, "grid", of, shown, items=_items(asked), id=f"{asked.code}_{scale}", text=text)
    elif asked.type == "R":
        yield _question(asked, "ranking", _answers(asked) or _options(asked), shown)
    elif asked.type == ":":
        rows = tuple(Item(code, text, i) for i, (code, text) in enumerate(_cells(asked), 1))
        yield _question(asked, "other", (), shown, items=rows)
    elif asked.type in "KQ;":
        for part, text in _cells(asked):
            said = _joined(asked.text, text)
            yield Question(f"{asked.code}_{part}", _KIND[asked.type], said, shown_if=shown, sensitive=_private(asked))
    elif asked.type in "YG":
        yield _question(asked, "yes_no" if asked.type == "Y" else "single", _fixed(asked), shown)
    elif asked.type in "*|XI":
        return
    else:
        yield _question(asked, _KIND.get(asked.type, "text"), (), shown)


_KIND = {"5": "other", "N": "numeric", "D": "date", "K": "numeric", "Q": "text", ";": "text"}


def _question(
    asked: Asked,
    kind: str,
    choices: tuple[Choice, ...],
    shown: str,
    *,
    items: tuple[Item, ...] = (),
    id: str = "",
    text: Labels | None = None,
) -> Question:
    return Question(
        id or asked.code,
        kind,
        text or asked.text,
        choices=choices,
        items=items,
        scale="yes_no" if asked.type == "Y" else "",
        has_other=any(c.role == "other" for c in choices),
        shown_if=shown,
        sensitive=_private(asked),
    )


def _private(asked: Asked) -> str:
    return "open_text" if asked.type in "STUQ;" else "none"


def _answers(asked: Asked) -> tuple[Choice, ...]:
    given = [Choice(p.code, p.text, i) for i, p in enumerate(_scale(asked.answers, 0), 1)]
    return (*given, *_other(asked, len(given)))


def _options(asked: Asked) -> tuple[Choice, ...]:
    given = [Choice(p.code, p.text, i) for i, p in enumerate(_scale(asked.parts, 0), 1)]
    return (*given, *_other(asked, len(given)))


def _other(asked: Asked, before: int) -> tuple[Choice, ...]:
    if not asked.other:
        return ()
    languages = list(asked.text) or ["fr"]
    return (Choice("other", {k: OTHER.get(k, OTHER["en"]) for k in languages}, before + 1, "other"),)


def _fixed(asked: Asked) -> tuple[Choice, ...]:
    tables = {"Y": YES_NO, "G": GENDER, "C": THREE, "E": TREND}
    if asked.type in tables:
        return tuple(Choice(code, _spelt(words), i) for i, (code, *words) in enumerate(tables[asked.type], 1))
    points = {"A": 5, "B": 10}.get(asked.type, 0)
    return tuple(Choice(str(n), {"fr": str(n)}, n) for n in range(1, points + 1))


def _spelt(words: Sequence[str]) -> Labels:
    """French, English, and the other spellings under keys that are no language."""
    fr, en, *others = words
    return {"fr": fr, "en": en} | {f"raw{n}": word for n, word in enumerate(others, 1)}


def _items(asked: Asked) -> tuple[Item, ...]:
    return tuple(Item(p.code, p.text, i) for i, p in enumerate(_scale(asked.parts, 0), 1))


def _scale(parts: tuple[Part, ...], scale: int) -> list[Part]:
    return [part for part in parts if part.scale == scale]


def _cells(asked: Asked) -> Iterator[tuple[str, Labels]]:
    """Code and text of each box of a question of several boxes."""
    across = _scale(asked.parts, 1)
    for row in _scale(asked.parts, 0):
        if asked.type in ":;" and across:
            for column in across:
                yield f"{row.code}_{column.code}", _headed(row.text, column.text)
        else:
            yield row.code, row.text


def _joined(text: Labels, part: Labels) -> Labels:
    return {k: f"{text[k]} [{_in(part, k)}]" for k in text}


def _headed(text: Labels, part: Labels) -> Labels:
    return {k: f"{text[k]} – {_in(part, k)}" for k in text}


def _numbered(words: Labels, number: int) -> Labels:
    return {k: f"{word} {number}" for k, word in words.items()}


def _in(text: Labels, language: str) -> str:
    return text.get(language) or next(iter(text.values()), "")


def _one(asked: Asked) -> Iterator[Field]:
    yield Field(asked.code, asked.column, "value", asked.code, text=asked.text, later=asked.later)


def _list(asked: Asked) -> Iterator[Field]:
    yield from _one(asked)
    if asked.other:
        yield _sub(asked, "other", "other", (OTHER,), holds="other", later="_Cother")
    if asked.type == "O":
        yield _sub(asked, "comment", "comment", (COMMENT,), later="_Ccomment")


def _sub(
    asked: Asked, name: str, part: str, tail: tuple[Labels, ...], *, later: str, question: str = "", holds: str = ""
) -> Field:
    """A column of a question of several: `name` is what stands in the brackets of its code."""
    code, column = f"{asked.code}[{name}]", asked.column + name
    return Field(code, column, part, question or asked.code, holds, asked.text, tail, asked.later + later)


def _ticks(asked: Asked) -> Iterator[Field]:
    for part in _scale(asked.parts, 0):
        yield _sub(asked, part.code, "option", (part.text,), holds=part.code, later=f"_S{part.qid}")
        if asked.type == "P":
            name, later = f"{part.code}comment", f"_S{part.qid}_Ccomment"
            yield _sub(asked, name, "comment", (part.text, COMMENT), holds=part.code, later=later)
    if asked.other:
        yield _sub(asked, "other", "other", (OTHER,), holds="other", later="_Cother")
        if asked.type == "P":
            other = _sub(asked, "othercomment", "comment", (OTHER_COMMENT,), holds="other", later="_Cothercomment")
            yield replace(other, also=(asked.text, (OTHER, COMMENT)))


def _array(asked: Asked) -> Iterator[Field]:
    for part in _scale(asked.parts, 0):
        yield _sub(asked, part.code, "item", (part.text,), holds=part.code, later=f"_S{part.qid}")


def _dual(asked: Asked) -> Iterator[Field]:
    for part in _scale(asked.parts, 0):
        for scale in (0, 1):
            yield Field(
                f"{asked.code}[{part.code}][{scale + 1}]",
                f"{asked.column}{part.code}#{scale}",
                "item",
                f"{asked.code}_{scale}",
                part.code,
                asked.text,
                (part.text, _numbered(SCALE, scale + 1)),
                f"{asked.later}_S{part.qid}#{scale}",
            )


def _ranks(asked: Asked) -> Iterator[Field]:
    for n in range(1, len(_answers(asked) or _options(asked)) + 1):
        yield _sub(asked, str(n), "choice_at_rank", (_numbered(RANK, n),), holds=str(n), later=f"_R{n}")


def _boxes(asked: Asked) -> Iterator[Field]:
    across = _scale(asked.parts, 1) if asked.type in ":;" else []
    for row in _scale(asked.parts, 0):
        each: list[tuple[Part, ...]] = [(row, column) for column in across]
        for parts in each or [(row,)]:
            name, tail = "_".join(part.code for part in parts), tuple(part.text for part in parts)
            later = "".join(f"_S{part.qid}" for part in parts)
            if asked.type == ":":
                yield _sub(asked, name, "item", tail, holds=name, later=later)
            else:
                yield _sub(asked, name, "value", tail, question=f"{asked.code}_{name}", later=later)


def _file(asked: Asked) -> Iterator[Field]:
    yield Field(asked.code, asked.column, "derived", text=asked.text, later=asked.later)
    counted = {k: f"filecount - {text}" for k, text in asked.text.items()}
    code, column = f"{asked.code}[filecount]", f"{asked.column}_filecount"
    also = (asked.text, ({"fr": "filecount"},))
    yield Field(code, column, "derived", text=counted, later=f"{asked.later}_Cfilecount", also=also)


def _computed(asked: Asked) -> Iterator[Field]:
    yield Field(
        asked.code, asked.column, "derived" if asked.type == "*" else "meta", text=asked.text, later=asked.later
    )


_LAYOUTS: Mapping[str, Callable[[Asked], Iterator[Field]]] = {
    **dict.fromkeys("L!O", _list),
    **dict.fromkeys("MP", _ticks),
    **dict.fromkeys("FHABCE", _array),
    **dict.fromkeys("KQ:;", _boxes),
    **dict.fromkeys("*XI", _computed),
    "1": _dual,
    "R": _ranks,
    "|": _file,
}
_EQUAL = re.compile(r"""^\(*\s*(\w+)(?:\.NAOK)?\s*==\s*["']([^"']*)["']\s*\)*$""")


def condition(relevance: str, known: set[str]) -> str:
    """A relevance equation as `question = code [and …]`, "" when it says anything else.

    >>> condition('((first.NAOK == "N"))', {"first"}), condition("count(x) > 2", {"x"})
    ('first = N', '')
    """
    parts = []
    for piece in re.split(r"\s+(?:and|&&)\s+", relevance):
        found = _EQUAL.match(piece.strip())
        if not found or found[1] not in known:
            return ""
        parts.append(f"{found[1]} = {found[2]}")
    return " and ".join(parts)
