"""Files of statistical packages as text: variables, their labels, the labels of their values."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from nec_analysis.errors import NecError
from nec_analysis.exports import blocks, grid
from nec_analysis.exports.structure import Sheet, items, sheet, slug, tally, unique
from nec_analysis.french.matching import normal
from nec_analysis.model import Choice, Question, Source

ROLES = {
    "no_answer": re.compile(
        r"sans reponse|non reponse|refus|ne souhaite pas repondre|no answer|prefer not|missing|manquant"
    ),
    "no_opinion": re.compile(r"ne se prononce|sans opinion|ne sai[st] pas|nsp\b|don'?t know|no opinion"),
    "not_applicable": re.compile(r"non concerne|sans objet|not applicable|n/a\b|ne s'applique"),
}
OFF = frozenset(
    normal(t) for t in ("Non coché", "Non", "No", "Not selected", "Unchecked", "Non sélectionné", "Not quoted")
)
META = {
    "respondent_id": (
        "id",
        "ident",
        "identifiant",
        "responseid",
        "respondent",
        "respondent id",
        "id de la reponse",
        "_id",
        "uuid",
    ),
    "submitted_at": ("submitdate", "recordeddate", "date de soumission", "submitted", "enddate"),
    "started_at": ("startdate", "date de debut"),
    "language": ("startlanguage", "userlanguage", "langue", "language"),
    "lastpage": ("lastpage",),
    "weight": ("poids", "weight", "wgt", "ponderation", "pond"),
}
_FINISHED = re.compile(r"\btermine|\bcomplet|\bfinished\b|\bcompleted?\b")
_PERSONAL = re.compile(
    r"^(?:nom|prenom|name|first ?name|last ?name|e-?mail|courriel|mail|telephone|phone|ip ?address|adresse ip)$"
)
_MARK = re.compile(r"\s+:\s+|\s+[-–—]\s+|:\s", re.S)
_OTHER_NAME = re.compile(r"_?(?:oth|other|autre|text|txt|spec|specify|prec|precisez)")
_OTHER_LABEL = re.compile(
    r"(?:autres?|other)\b.{0,4}\b(?:precise[rz]|precisions?|please specify|specify|text|texte|write)\b.{0,12}$"
)
_NOTES = frozenset(str(n) for n in range(11))
_POINTS, _MOST_POINTS = 7, 11
"""A scale of more points is a number (0 to 10); one of more still is no scale."""
_FRONT = re.compile(r"^\[(?P<part>[^\[\]]+)\]\s*(?P<stem>.+)$", re.S)


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable: name, label, labels of its values as text; `missing`: values declared missing; `ordinal` as measured."""

    name: str
    label: str
    values: Mapping[str, str]
    missing: tuple[tuple[float, float], ...] = ()
    ordinal: bool = False

    def excluded(self, value: str) -> bool:
        """Whether a value is declared missing."""
        try:
            number = float(value)
        except ValueError:
            return False
        return any(low <= number <= high for low, high in self.missing)


def load(reader: Callable[..., Any], path: Path, head: grid.Head) -> tuple[grid.Grid, tuple[Variable, ...]]:
    """The file as a grid of text with its variables. Retries in Latin-1 when the declared encoding is wrong."""
    columns, meta = _read(reader, path)
    names = tuple(meta.column_names)
    labels = tuple((meta.column_names_to_labels or {}).get(name) or "" for name in names)
    cells = tuple(pa.array([written(value) for value in columns[name]], type=pa.string()) for name in names)
    n = len(cells[0]) if cells else 0
    source = Source(path.name, head.sha256, head.size, encoding=meta.file_encoding or "", header_rows=0, lines=n)
    table = grid.Grid(source, (names, labels), cells, tuple(range(1, n + 1)))
    return table, tuple(_variable(name, label, meta) for name, label in zip(names, labels, strict=True))


def _read(reader: Callable[..., Any], path: Path) -> tuple[Any, Any]:
    try:
        return _tried(reader, path)
    except UnicodeDecodeError:
        return _tried(reader, path, encoding="LATIN1")


def _tried(reader: Callable[..., Any], path: Path, **options: Any) -> tuple[Any, Any]:
    import pyreadstat

    try:
        found: tuple[Any, Any] = reader(str(path), user_missing=True, output_format="dict", **options)
    except UnicodeDecodeError:
        raise
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError, OSError) as error:
        raise NecError(
            "file-damaged", path.name, "ce fichier statistique est abîmé, tronqué ou protégé.", "Refaites l'export."
        ) from error
    return found


def written(value: Any) -> str | None:
    """A value as text: whole numbers without ".0", dates as ISO, NULL for system-missing and empty strings.

    >>> written(2.0), written(1.5), written(dt.date(2022, 9, 28)), written(float("nan")), written("a  ")
    ('2', '1.5', '2022-09-28', None, 'a')
    """
    if value is None:
        return None
    if isinstance(value, str):
        return value.rstrip(" ") or None
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    number = float(value)
    if math.isnan(number):
        return None
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _variable(name: str, label: str, meta: Any) -> Variable:
    values = (meta.variable_value_labels or {}).get(name, {})
    ranges = (meta.missing_ranges or {}).get(name, [])
    spans = tuple((float(r["lo"]), float(r["hi"])) for r in ranges if not isinstance(r["lo"], str))
    measure = (getattr(meta, "variable_measure", None) or {}).get(name, "")
    told = {written(value) or "": text for value, text in values.items()}
    return Variable(name, label, told, spans, measure == "ordinal")


def told(table: grid.Grid, variables: Sequence[Variable]) -> Sheet:
    """The columns of a statistical file: metadata by name or label, ticks and grids by their common label, the rest alone."""
    made = sheet(table)
    for index, variable in enumerate(variables):
        _meta(made, index, variable)
    run: list[int] = []
    shared: dict[str, str] = {}
    for index in [*range(len(variables)), -1]:
        free = index >= 0 and made.free(index)
        both = _shared(variables, run, shared, index) if run and free else {}
        if both:
            run, shared = [*run, index], both
            continue
        if run:
            _question(made, variables, run, max(shared.values(), key=len, default=""))
        run, shared = ([index], stems(variables[index])) if free else ([], {})
    _other_words(made, variables)
    return made


def _shared(variables: Sequence[Variable], run: Sequence[int], shared: Mapping[str, str], index: int) -> dict[str, str]:
    """The questions that a run and its next variable may both answer; none where their values differ."""
    if dict(variables[run[0]].values) != dict(variables[index].values):
        return {}
    both = {key: stem for key, stem in shared.items() if key in stems(variables[index])}
    closest = max(shared, key=len, default="")
    return both if len(run) == 1 or closest in both else {}


def _meta(made: Sheet, index: int, variable: Variable) -> None:
    names = {normal(variable.name), normal(variable.label)}
    texts = [text for text in tally(made.grid.cells[index]) if text.strip()]
    if any(_PERSONAL.match(name) for name in names):
        made.meta(index, "personal")
        return
    if any(_FINISHED.search(name) for name in names) and set(texts) <= {"0", "1"}:
        made.meta(index, "status", "finished")
        return
    for part, known in META.items():
        if names & set(known) and all(c.part != part for c in made.columns.values()):
            if part == "respondent_id" and len(texts) < len(made.grid):
                continue
            made.meta(index, part)
            return


def stems(variable: Variable) -> dict[str, str]:
    """The questions a label may belong to, by normal form: an option's own label may hold a colon, too."""
    if found := _FRONT.match(variable.label):
        return {normal(found["stem"]): found["stem"].strip()}
    cuts = (variable.label[: found.start()].strip() for found in _MARK.finditer(variable.label))
    return {normal(stem): stem for stem in cuts if stem}


def part(variable: Variable, stem: str) -> str:
    """What a label adds to its question."""
    if found := _FRONT.match(variable.label):
        return found["part"].strip()
    return _MARK.sub("", variable.label[len(stem) :], count=1).strip() if stem else variable.label


def _ticks(made: Sheet, variables: Sequence[Variable], run: Sequence[int]) -> bool:
    labels = {normal(text) for text in variables[run[0]].values.values()}
    texts = {text for i in run for text in tally(made.grid.cells[i]) if text.strip()}
    return texts <= {"0", "1"} and (not labels or bool(labels & OFF))


def _question(made: Sheet, variables: Sequence[Variable], run: list[int], stem: str) -> None:
    if len(run) > 1 and _ticks(made, variables, run):
        _options(made, variables, run, stem)
    elif len(run) > 1 and variables[run[0]].values:
        _rows(made, variables, run, stem)
    elif len(run) > 1 and all(_figures(made, index) for index in run):
        members = [blocks.Member(i, part(variables[i], stem)) for i in run]
        blocks.claim(made, stem, members, id=_stem([variables[i].name for i in run]))
    else:
        for index in run:
            _alone(made, index, variables[index])


def _figures(made: Sheet, index: int) -> bool:
    """Whether a column holds nothing but small whole numbers: ranks, or notes."""
    return all(text in _NOTES for text in tally(made.grid.cells[index]) if text.strip())


def _options(made: Sheet, variables: Sequence[Variable], run: list[int], stem: str) -> None:
    labels = [part(variables[i], stem) for i in run]
    codes = [variables[i].name for i in run]
    options = tuple(
        Choice(code, {"fr": label}, n) for n, (code, label) in enumerate(zip(codes, labels, strict=True), 1)
    )
    id = made.ask(Question(_stem(codes) or slug(stem), "multiple", {"fr": stem}, choices=options))
    for index, code in zip(run, codes, strict=True):
        made.answer(index, "option", id, code)


def _rows(made: Sheet, variables: Sequence[Variable], run: list[int], stem: str) -> None:
    rows = items([part(variables[i], stem) for i in run])
    choices = _points(made, variables[run[0]], run) or _choices(variables[run[0]])
    id = made.ask(
        Question(
            _stem([variables[i].name for i in run]) or slug(stem), "grid", {"fr": stem}, choices=choices, items=rows
        )
    )
    for index, item in zip(run, rows, strict=True):
        made.answer(index, "item", id, item.code)


def _other_words(made: Sheet, variables: Sequence[Variable]) -> None:
    """Give `role_oth`, or a label that says "other, specify", to the question just before, where that one has an "other"."""
    for index, variable in enumerate(variables[1:], 1):
        here, left = made.columns[index], made.columns[index - 1]
        known = made.questions.get(left.question)
        alone = made.questions.get(here.question)
        if known is None or alone is None or alone.kind != "other" or known.kind not in ("single", "multiple"):
            continue
        other = next((c for c in known.choices if blocks.OTHER.match(normal(next(iter(c.label.values()), "")))), None)
        ends = variable.name.lower().removeprefix(variables[index - 1].name.lower())
        said = _OTHER_NAME.fullmatch(ends) or _OTHER_LABEL.search(normal(variable.label))
        if other is None or not said or left.part == "other":
            continue
        choices = tuple(replace(c, role="other") if c.code == other.code else c for c in known.choices)
        made.questions[known.id] = replace(known, choices=choices, has_other=True)
        del made.questions[alone.id]
        made.answer(index, "other", known.id, other.code)


def _alone(made: Sheet, index: int, variable: Variable) -> None:
    choices = _choices(variable)
    text = variable.label or variable.name
    points = _points(made, variable, [index])
    if not choices:
        made.alone(index, text, id=variable.name)
    elif sum(c.role == "valid" for c in points) > _POINTS:
        low, high = (float(c.code) for c in (points[0], [c for c in points if c.role == "valid"][-1]))
        made.alone(index, text, id=variable.name, kind="numeric", choices=choices, minimum=low, maximum=high)
    elif points:
        made.alone(index, text, id=variable.name, kind="scale", choices=points)
    elif all(c.role != "valid" for c in choices):
        made.alone(index, text, id=variable.name, kind="numeric", choices=choices)
    else:
        made.alone(index, text, id=variable.name, kind="single", choices=choices)


def _points(made: Sheet, variable: Variable, columns: Sequence[int]) -> tuple[Choice, ...]:
    """Every point of a scale of which only the ends (or few points) have a label; () where the labels are a list."""
    choices = _choices(variable)
    named = {int(c.code): c for c in choices if c.role == "valid" and c.code.lstrip("-").isdigit()}
    other = [c for c in choices if c.role != "valid"]
    met = {text for i in columns for text in tally(made.grid.cells[i]) if text.strip()} - set(variable.values)
    if len(named) < 2 or len(named) + len(other) < len(choices) or not met or not all(map(str.isdigit, met)):
        return ()
    low, high = min(named), max(named)
    span = range(low, high + 1)
    if len(span) > _MOST_POINTS or 2 * len(named) > len(span) + 1 or not {int(text) for text in met} <= set(span):
        return ()
    scale = [named.get(n) or Choice(str(n), {"fr": str(n)}, 0) for n in span]
    return tuple(replace(choice, order=n) for n, choice in enumerate((*scale, *other), 1))


def _choices(variable: Variable) -> tuple[Choice, ...]:
    return tuple(
        Choice(code, {"fr": label}, n, _role(variable, code, label))
        for n, (code, label) in enumerate(variable.values.items(), 1)
    )


def _role(variable: Variable, code: str, label: str) -> str:
    form = normal(label)
    found = next((role for role, words in ROLES.items() if words.search(form)), "")
    return found or ("no_answer" if variable.excluded(code) else "valid")


def _stem(names: Sequence[str]) -> str:
    """What the names of variables have in common, without its last mark or number.

    >>> _stem(["themes_1", "themes_2"])
    'themes'
    """
    common = names[0]
    for name in names[1:]:
        while common and not name.startswith(common):
            common = common[:-1]
    return unique(re.sub(r"[_.\d]+$", "", common), ())
