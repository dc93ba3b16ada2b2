"""LimeSurvey: the columns of a file found in the structure of its survey."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nec_analysis.exports.limesurvey_headings import Heading
from nec_analysis.exports.limesurvey_lss import Structure
from nec_analysis.exports.limesurvey_types import Field, fields
from nec_analysis.exports.structure import Sheet
from nec_analysis.french.matching import normal

_CUT = re.compile(r"\s*\.\.\s*$")


def match(sheet: Sheet, headings: Sequence[Heading], structure: Structure) -> list[str]:
    """Claim every column the structure knows, by code, else by text in the order of the survey. Returns remarks."""
    known = list(fields(structure))
    by_code = _by_code(known)
    by_text = _by_text(known, structure.languages)
    used: set[str] = set()
    for index, heading in enumerate(headings):
        if not sheet.free(index):
            continue
        found = _coded(heading, by_code) or _worded(heading, by_text, used)
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


def _by_code(known: Sequence[Field]) -> dict[str, Field]:
    """Fields under every spelling of their code: `Q[SQ]`, `Q_SQ` (ExpressionScript, VV, SPSS), `Q.SQ.` (R)."""
    found: dict[str, Field] = {}
    for field in known:
        found.setdefault(field.code, field)
    for field in known:
        flat = field.code.replace("][", "_").replace("[", "_").replace("]", "")
        dotted = field.code.replace("[", ".").replace("]", ".")
        dual = flat[:-2] + f"_{int(flat[-1]) - 1}" if field.code.count("[") == 2 and flat[-1:].isdigit() else flat
        for spelling in (flat, dotted, dual):
            found.setdefault(spelling, field)
    return found


def _coded(heading: Heading, by_code: dict[str, Field]) -> Field | None:
    if not heading.code:
        return None
    flat = heading.code.replace("][", "_").replace("[", "_").replace("]", "")
    return by_code.get(heading.code) or by_code.get(flat)


def _by_text(known: Sequence[Field], languages: Sequence[str]) -> dict[str, list[Field]]:
    found: dict[str, list[Field]] = {}
    for field in known:
        for language in languages:
            if field.text and language in field.text:
                key = _key(field.text[language], [_in(part, language) for part in field.tail])
                found.setdefault(key, []).append(field)
    return found


def _worded(heading: Heading, by_text: dict[str, list[Field]], used: set[str]) -> Field | None:
    if heading.code:
        return None
    candidates = by_text.get(_key(heading.stem, heading.tail), [])
    if not candidates and any(_CUT.search(part) for part in (heading.stem, *heading.tail)):
        candidates = [field for key, fields in by_text.items() if _begins(key, heading) for field in fields]
    return next((field for field in candidates if field.code not in used), None)


def _begins(key: str, heading: Heading) -> bool:
    """Whether a field's texts begin as an abbreviated heading does (15 signs and "..", each part cut apart)."""
    parts, cut = key.split(" | "), (heading.stem, *heading.tail)
    return len(parts) == len(cut) and all(
        whole.startswith(normal(_CUT.sub("", part))) if _CUT.search(part) else whole == normal(part)
        for whole, part in zip(parts, cut, strict=True)
    )


def _key(stem: str, tail: Sequence[str]) -> str:
    return " | ".join(normal(part.replace("_", " ")) for part in (stem, *tail))


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
