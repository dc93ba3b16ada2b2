"""LimeSurvey: the columns of a file found in the structure of its survey."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from nec_analysis.exports.limesurvey_headings import Heading
from nec_analysis.exports.limesurvey_lss import Structure, unexpressed
from nec_analysis.exports.limesurvey_types import Field, fields
from nec_analysis.exports.structure import Sheet
from nec_analysis.french.matching import normal

_CUT = re.compile(r"\s*\.\.\s*$")


def match(sheet: Sheet, headings: Sequence[Heading], structure: Structure) -> list[str]:
    """Claim every column the structure knows, by code, else by text in the order of the survey. Returns remarks."""
    known = list(fields(structure))
    by_code = _by_code(known, [_flat(heading.code) for heading in headings])
    worded = _Worded(known, structure.languages, [h for i, h in enumerate(headings) if sheet.free(i)])
    used: set[str] = set()
    for index, heading in enumerate(headings):
        if not sheet.free(index):
            continue
        found = _coded(heading, by_code) or worded.field(heading, used)
        if found is not None and found.code not in used:
            used.add(found.code)
            claim(sheet, index, found)
    lost = [field.code for field in known if field.code not in used and field.part not in ("derived", "meta")]
    strange = [sheet.headers[i] for i in range(len(headings)) if sheet.free(i) and sheet.headers[i]]
    return _remarks(lost, strange)


def claim(sheet: Sheet, index: int, field: Field) -> None:
    """Column `index` is that field of the structure."""
    if field.question:
        sheet.answer(index, field.part, field.question, field.holds)
    else:
        sheet.meta(index, field.part)


def _by_code(known: Sequence[Field], written: Sequence[str]) -> dict[str, Field]:
    """Fields under every spelling of their code: `Q[SQ]`, `Q_SQ` (ExpressionScript, VV, SPSS), `Q.SQ.` (R).

    `written`: the codes of the file, which tell whether it counts the two scales of a question as 0 and 1, or 1 and 2.
    """
    from_zero = any(field.code.endswith("][1]") and _flat(field.code)[:-1] + "0" in written for field in known)
    found: dict[str, Field] = {}
    for field in known:
        found.setdefault(field.code, field)
    for field in known:
        flat = _flat(field.code)
        dotted = field.code.replace("[", ".").replace("]", ".")
        dual = flat[:-2] + f"_{int(flat[-1]) - 1}" if field.code.count("[") == 2 and flat[-1:].isdigit() else flat
        for spelling in (dual if from_zero else flat, dotted):
            found.setdefault(spelling, field)
    return found


def _coded(heading: Heading, by_code: dict[str, Field]) -> Field | None:
    if not heading.code:
        return None
    return by_code.get(heading.code) or by_code.get(_flat(heading.code))


def _flat(code: str) -> str:
    return code.replace("][", "_").replace("[", "_").replace("]", "")


class _Worded:
    """The fields of a survey by the text of their heading, whole or abbreviated (15 signs and "..", each part cut apart).

    Headings of one text are the fields of that text in their order; where the file has fewer of them than the survey,
    nobody can tell which: none is given.
    """

    def __init__(self, known: Sequence[Field], languages: Sequence[str], headings: Sequence[Heading]) -> None:
        self.texts = [(field, *texts) for field in known for texts in _texts(field, languages)]
        self.by_key: dict[str, list[Field]] = {}
        for field, stem, tail in self.texts:
            fields = self.by_key.setdefault(_key(stem, tail), [])
            if field not in fields:
                fields.append(field)
        self.written = Counter(_key(h.stem, h.tail) for h in headings if not h.code)

    def field(self, heading: Heading, used: set[str]) -> Field | None:
        """The field a heading stands for."""
        if heading.code:
            return None
        key = _key(heading.stem, heading.tail)
        candidates = self.by_key.get(key, [])
        if not candidates and any(_CUT.search(part) for part in (heading.stem, *heading.tail)):
            fields = [field for field, stem, tail in self.texts if _begins(stem, tail, heading)]
            candidates = self.by_key[key] = list({field.code: field for field in fields}.values())
        if self.written[key] < len(candidates):
            return None
        return next((field for field in candidates if field.code not in used), None)


def _texts(field: Field, languages: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The headings of a field in full, in each language: its text, what stands in brackets behind it."""
    for text, tail in ((field.text, field.tail), *([field.also] if field.also else [])):
        for language in languages:
            if text and language in text:
                yield text[language], [_in(part, language) for part in tail]


def _begins(stem: str, tail: Sequence[str], heading: Heading) -> bool:
    """Whether texts begin as an abbreviated heading does."""
    whole, cut = (stem, *tail), (heading.stem, *heading.tail)
    return len(whole) == len(cut) and all(map(_starts, whole, cut))


def _starts(whole: str, part: str) -> bool:
    if not _CUT.search(part):
        return normal(whole) == normal(part)
    kept = _CUT.sub("", part)
    return normal(whole[: len(kept)]) == normal(kept)


def _key(stem: str, tail: Sequence[str]) -> str:
    """The whole heading: the text of a question may end in brackets of its own."""
    return normal(unexpressed("".join([stem, *(f" [{part}]" for part in tail)])).replace("_", " "))


def _in(text: object, language: str) -> str:
    labels = text if isinstance(text, dict) else {}
    return str(labels.get(language) or next(iter(labels.values()), ""))


def _remarks(lost: list[str], strange: list[str]) -> list[str]:
    remarks = []
    if lost:
        remarks.append(f"{len(lost)} colonne(s) de la structure ne sont pas dans le fichier : {', '.join(lost[:10])}")
    if strange:
        remarks.append(f"{len(strange)} colonne(s) ne sont pas dans la structure : {', '.join(strange[:10])}")
    return remarks
