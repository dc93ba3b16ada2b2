"""LimeSurvey without its structure: which columns make one question, from headings and cells alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

from nec_analysis.exports.limesurvey_headings import Heading, parts
from nec_analysis.exports.limesurvey_types import COMMENT, NO, OTHER, OTHER_COMMENT, RANK, SCALE
from nec_analysis.exports.structure import Sheet, choices, domain, items, slug
from nec_analysis.french.matching import normal
from nec_analysis.model import Question

TICKS = frozenset(
    normal(t)
    for t in ("Y", "N", "Oui", "Non", "Yes", "No", "N/A", "1", "0", "2", "Ja", "Nein", "Nee", "Sí", "Sì", "Sim", "Não")
)
_NO = frozenset(map(normal, (*NO, "N", "0", "2")))
_RANKS = re.compile(rf"^(?:{'|'.join(normal(word) for word in RANK.values())}) (\d+)$")
_SCALES = re.compile(rf"^(?:{'|'.join(normal(word) for word in SCALE.values())}) \d$")
_OTHERS = frozenset(normal(word) for word in (*OTHER.values(), "other"))
_COMMENTS = frozenset(normal(word) for word in (*COMMENT.values(), *OTHER_COMMENT.values(), "comment"))
_COUNTED = "filecount"
_CODE = re.compile(r"[a-z]{0,4}\d{1,4}")
"""The code of an answer in LimeSurvey, in normal form."""


def guess(sheet: Sheet, headings: Sequence[Heading]) -> None:
    """Give every unclaimed column its question: neighbours of one code or one text make one."""
    _uploads(sheet, headings)
    run: list[int] = []
    for index in [i for i in range(len(headings)) if sheet.free(i)]:
        if run and (index != run[-1] + 1 or not _same(headings[run[0]], headings[index])):
            _question(sheet, headings, run)
            run = []
        run.append(index)
    if run:
        _question(sheet, headings, run)


def _uploads(sheet: Sheet, headings: Sequence[Heading]) -> None:
    """Files that people sent: their names and how many, beside one another, are no answers."""
    for index in range(1, len(headings)):
        if _counts_files(headings[index]) and sheet.free(index) and sheet.free(index - 1):
            sheet.meta(index - 1, "derived")
            sheet.meta(index, "derived")


def _counts_files(heading: Heading) -> bool:
    """Whether a heading is that of a number of files: `Q[filecount]`, `Q__filecount`, `filecount - text`."""
    return (
        _COUNTED in heading.subs or heading.code.endswith(f"_{_COUNTED}") or heading.stem.startswith(f"{_COUNTED} - ")
    )


def _same(a: Heading, b: Heading) -> bool:
    if a.code or b.code:
        return a.question == b.question and bool(a.subs or b.subs)
    return bool(a.stem) and normal(a.stem) == normal(b.stem) and bool(b.tail)


def _question(sheet: Sheet, written: Sequence[Heading], run: list[int]) -> None:
    headings = dict(zip(run, _parted(sheet, written, run), strict=True))
    roles = {i: _role(headings[i]) for i in run}
    shared = [i for i in run if roles[i] == "part"]
    plain = [i for i in run if roles[i] == "plain"]
    head = headings[run[0]]
    text = head.stem
    if plain and not shared:
        id = sheet.alone(plain[0], text, id=head.question, has_other=any(roles[i] == "other" for i in run))
        for again in plain[1:]:
            sheet.alone(again, headings[again].stem, id=headings[again].question)
    elif shared:
        for alone in plain:
            sheet.alone(alone, headings[alone].stem, id=headings[alone].question)
        id = _group(sheet, headings, shared, text, any(roles[i] == "other" for i in run))
    else:
        for i in run:
            sheet.alone(i, sheet.headers[i], kind="text")
        return
    for i in run:
        if roles[i] in ("other", "comment"):
            sheet.answer(i, roles[i], id, "other" if roles[i] == "other" else "")


def _parted(sheet: Sheet, headings: Sequence[Heading], run: list[int]) -> list[Heading]:
    """The headings of a run, brackets that belong to the text of the question put back into it."""
    mine = [headings[i] for i in run]
    if all(h.code and h.stem for h in mine):
        return [_moved(h, len(h.tail) - sum(map(parts, h.subs))) for h in mine]
    shared = zip(*(h.tail for h in mine), strict=False)
    common = sum(1 for _ in takewhile(lambda texts: len(set(texts)) == 1, shared))
    common = min([common, *(len(h.tail) - 1 for h in mine if _role(h) in ("other", "comment"))])
    scales = any(h.tail and _SCALES.match(normal(h.tail[-1])) for h in mine)
    boxes = any(len(h.tail) == common and domain(sheet.grid.cells[i]) <= TICKS for i, h in zip(run, mine, strict=True))
    if any(h.code for h in mine) or scales or boxes:
        return mine
    return [_moved(h, common) for h in mine]


def _moved(heading: Heading, n: int) -> Heading:
    """The heading with its first `n` brackets in the text."""
    if n <= 0:
        return heading
    return Heading(
        heading.code, "".join([heading.stem, *(f" [{part}]" for part in heading.tail[:n])]), heading.tail[n:]
    )


def _role(heading: Heading) -> str:
    last = heading.subs[-1] if heading.subs else heading.tail[-1] if heading.tail else ""
    if not last:
        return "plain"
    if normal(last) in _OTHERS:
        return "other"
    return "comment" if normal(last) in _COMMENTS or (heading.subs and last.endswith("comment")) else "part"


def _group(sheet: Sheet, headings: Mapping[int, Heading], shared: list[int], text: str, other: bool) -> str:
    """Claim columns as one question; as a grid for each scale where two scales have no answer in common, or codes."""
    scales = _scales(headings, shared)
    held = [frozenset().union(*(domain(sheet.grid.cells[i]) for i in columns)) for _, columns in scales]
    # A code means something else in each list; words in common are one list.
    coded = all(_CODE.fullmatch(text) for texts in held for text in texts)
    text = text or headings[shared[0]].question
    if len(held) > 1 and (coded or not frozenset.intersection(*held)):
        names = [_group_of(sheet, headings, columns, f"{text} – {scale}", last=False) for scale, columns in scales]
        return names[0]
    return _group_of(sheet, headings, shared, text, other=other)


def _scales(headings: Mapping[int, Heading], shared: list[int]) -> list[tuple[str, list[int]]]:
    """The columns of each scale of a question of two scales, by its heading; none for other questions."""
    ends = [headings[i].tail[-1] if len(headings[i].tail) > 1 else "" for i in shared]
    if all(len(headings[i].subs) == 2 and headings[i].subs[-1] in ("1", "2") for i in shared):
        ends = [f"{SCALE['fr']} {headings[i].subs[-1]}" for i in shared]
    if not all(_SCALES.match(normal(end)) for end in ends):
        return []
    return [(scale, [i for i, end in zip(shared, ends, strict=True) if end == scale]) for scale in dict.fromkeys(ends)]


def _group_of(
    sheet: Sheet,
    headings: Mapping[int, Heading],
    shared: list[int],
    text: str,
    other: bool = False,
    *,
    last: bool = True,
) -> str:
    labels = [_label(headings[i], last=last) for i in shared]
    cells = [sheet.grid.cells[i] for i in shared]
    id = (headings[shared[0]].question if last else "") or slug(text) or f"question_{shared[0] + 1}"
    said = {"fr": text} if text else {}
    ranks = [_rank(headings[i]) for i in shared]
    if all(ranks) and ranks == list(range(1, len(ranks) + 1)) and _ranked(cells, headings[shared[0]]):
        met = dict.fromkeys(label for column in cells for label in _texts(column))
        name = sheet.ask(Question(id, "ranking", said, choices=choices(met)))
        for i, rank in zip(shared, ranks, strict=True):
            sheet.answer(i, "choice_at_rank", name, str(rank))
        return name
    if last and _boxes(cells):
        options = choices([*labels, "Autre"] if other else labels, other="Autre" if other else "")
        name = sheet.ask(Question(id, "multiple", said, choices=options, has_other=other))
        for i, choice in zip(shared, options, strict=False):
            sheet.answer(i, "option", name, choice.code)
        return name
    rows = items(labels)
    known = not last or _yes_or_no(cells)
    answers = choices(dict.fromkeys(label for column in cells for label in _texts(column))) if known else ()
    name = sheet.ask(Question(id, "grid" if known else "other", said, choices=answers, items=rows))
    for i, item in zip(shared, rows, strict=True):
        sheet.answer(i, "item", name, item.code)
    return name


def _boxes(cells: Sequence[Any]) -> bool:
    """Whether columns are the boxes of one question: a tool that writes "no" writes it for every box left unticked."""
    held = frozenset().union(*map(domain, cells))
    if not held or not held <= TICKS:
        return False
    if len(cells) < 2 or held.isdisjoint(_NO):
        return True
    filled = [sum(bool(text) for text in row) for row in zip(*(column.to_pylist() for column in cells), strict=True)]
    return all(n in (0, len(cells)) for n in filled)


def _yes_or_no(cells: Sequence[Any]) -> bool:
    """Whether rows that are no boxes were answered by yes or no."""
    held = frozenset().union(*map(domain, cells))
    return len(cells) > 1 and len(held) > 1 and held <= TICKS and not any(text.isdigit() for text in held)


def _label(heading: Heading, *, last: bool = True) -> str:
    parts = [part for part in heading.tail if part] or list(heading.subs)
    parts = parts if last else parts[:-1]
    return " – ".join(parts)


def _rank(heading: Heading) -> int:
    last = heading.tail[-1] if heading.tail else heading.subs[-1] if heading.subs else ""
    found = _RANKS.match(normal(last)) if heading.tail else re.fullmatch(r"(\d{1,2})", last)
    return int(found[1]) if found else 0


def _ranked(cells: Sequence[Any], heading: Heading) -> bool:
    """Whether columns numbered 1, 2, 3… hold a ranking: each row fills them from the left and repeats nothing."""
    if heading.tail:
        return True
    if len(cells) < 2 or all(domain(column) <= TICKS for column in cells):
        return False
    for row in zip(*(column.to_pylist() for column in cells), strict=True):
        given = [text for text in row if text]
        if len(set(given)) < len(given) or any(row[len(given) :]):
            return False
    return True


def _texts(column: Any) -> list[str]:
    seen = dict.fromkeys(text for text in column.to_pylist() if text and text.strip())
    return list(seen)
