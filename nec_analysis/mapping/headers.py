"""Headers taken apart: the question several columns share, the part each one adds."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from nec_analysis.french.matching import normal

_TAG = re.compile(r"<[^<>]*>")
_CODE = re.compile(r"(?P<stem>[A-Za-z]\w*?)(?:_|\.|\[)(?P<part>\d{1,3}|0\d{3}|SQ\d+)\]?")
_CODED = re.compile(r"(?P<code>[A-Za-z]\w{0,30})(?:\[(?P<part>[^\]]*)\])?\.\s+(?P<text>\S.*)", re.DOTALL)
_BOUNDARY = re.compile(r"[?:.…!]\s*|\s[-–—/|]\s|\[|\(")
_SHORTEST = 10
"""A stem found by likeness alone has at least this many signs."""


@dataclass(frozen=True, slots=True)
class Parted:
    """A header as question and part: `Quels jours ? [Mardi]` is ("Quels jours ?", "Mardi")."""

    stem: str
    part: str


def clean(header: str) -> str:
    """A header as people read it: no tags, no entities, single blanks."""
    return " ".join(_TAG.sub(" ", html.unescape(header)).split())


def coded(header: str) -> tuple[str, str, str]:
    """Code, sub-code, text of a `code[sub]. text` header; ("", "", text) for any other.

    >>> coded("likert1[perf4]. [Do you know?]"), coded("Q7. Venue?"), coded("Vous venez de Lens. Pourquoi ?")[0]
    (('likert1', 'perf4', '[Do you know?]'), ('Q7', '', 'Venue?'), '')
    """
    found = _CODED.fullmatch(header)
    if not found or (found["part"] is None and not re.search(r"\d", found["code"])):
        return "", "", header
    return found["code"], found["part"] or "", found["text"]


def bracketed(header: str) -> Parted | None:
    """Question and part of a header that ends in brackets, the outermost pair.

    >>> bracketed("Quels jours ? [Mardi]")
    Parted(stem='Quels jours ?', part='Mardi')
    >>> bracketed("Pour quelles raisons ? (Contraintes (temps, argent))").part
    'Contraintes (temps, argent)'
    """
    text = clean(header)
    closing = text[-1:]
    opening = {"]": "[", ")": "("}.get(closing)
    if not opening:
        return None
    depth = 0
    for i in range(len(text) - 1, -1, -1):
        depth += (text[i] == closing) - (text[i] == opening)
        if depth == 0:
            stem, part = text[:i].strip(), text[i + 1 : -1].strip()
            return Parted(stem, part) if stem or opening == "[" else None
    return None


def runs(headers: Sequence[str]) -> list[list[int]]:
    """Groups of neighbouring columns that share a question: their positions, in file order, each in one group.

    Tried in order: the same brackets, the same code, the same beginning up to a sign that ends a question.
    """
    groups: list[list[int]] = []
    i = 0
    while i < len(headers):
        run = max((_bracket_run(headers, i), _code_run(headers, i), _prefix_run(headers, i)), key=len)
        groups.append(run)
        i = run[-1] + 1
    return groups


def parts(headers: Sequence[str]) -> tuple[str, list[str]]:
    """The question a group shares and what each of its headers adds; the part of the bare question is ""."""
    texts = [clean(coded(header)[2]) for header in headers]
    found = [bracketed(header) for header in texts]
    stems = [p.stem for p in found if p]
    if (
        stems
        and len({normal(s) for s in stems}) == 1
        and all(p or normal(t) == normal(stems[0]) for p, t in zip(found, texts, strict=True))
    ):
        return stems[0], [p.part if p else "" for p in found]
    codes = [_CODE.fullmatch(text) for text in texts]
    if all(codes):
        return next(c["stem"] for c in codes if c), [c["part"] for c in codes if c]
    stem = _common(texts)
    # After a bare question each option begins with the dash that joins it: `Thèmes ?`, `Thèmes ? - Communs`.
    rest = [re.sub(r"^[-–—/|:]\s+", "", text[len(stem) :].strip()) for text in texts]
    return stem.rstrip(" -–—/|:[(").strip() or texts[0], [
        r.rstrip("])").strip() if stem.endswith(("[", "(")) else r for r in rest
    ]


def _bracket_run(headers: Sequence[str], i: int) -> list[int]:
    first = bracketed(headers[i]) if i < len(headers) else None
    joined = first is None
    if first is None and i + 1 < len(headers):
        after = bracketed(headers[i + 1])
        first = after if after and normal(after.stem) == normal(clean(headers[i])) else None
    code, sub, _ = coded(headers[i])
    if first is None or (not joined and first.part.isdigit() and not sub):
        return [i]
    run = [i]
    for j in range(i + 1, len(headers)):
        other = bracketed(headers[j])
        same = other and (normal(other.stem) == normal(first.stem) if not sub else coded(headers[j])[0] == code)
        if not same and not (sub and coded(headers[j])[0] == code):
            break
        run.append(j)
    return run


def _code_run(headers: Sequence[str], i: int) -> list[int]:
    first = _CODE.fullmatch(headers[i])
    if not first:
        return [i]
    run = [i]
    for j in range(i + 1, len(headers)):
        other = _CODE.fullmatch(headers[j])
        if not other or other["stem"] != first["stem"]:
            break
        run.append(j)
    return run


def _prefix_run(headers: Sequence[str], i: int) -> list[int]:
    texts = [clean(headers[i])]
    stem, run = "", [i]
    for j in range(i + 1, len(headers)):
        longer = _common([*texts, clean(headers[j])])
        # A stem may shrink while the run grows (options that begin alike), but not to another question.
        if len(longer) < max(_SHORTEST, len(stem) // 2):
            break
        stem, run, texts = longer, [*run, j], [*texts, clean(headers[j])]
    return run if all(len(text) > len(stem) for text in texts[1:]) else [i]


def _common(texts: Sequence[str]) -> str:
    """The longest common beginning that ends where a question may end."""
    low, high = min(texts), max(texts)
    n = next((k for k, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high)))
    shared = low[:n]
    ends = [m.end() for m in _BOUNDARY.finditer(low) if len(low[: m.end()].rstrip()) <= len(shared.rstrip())]
    return low[: min(max(ends, default=0), n)]
