"""The lexicon of answer labels: which scale a whole set of labels is, and never a guess about a single one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from nec_analysis.cards.toml import load
from nec_analysis.french.matching import normal
from nec_analysis.model import Choice

CATALOGUE = Path(__file__).resolve().parents[1] / "catalogue"
SPECIAL = "special"
RATIO, MARGIN = 90.0, 6.0
"""A spelling is proposed for a point at this likeness (0-100), this far above any label of another point.

Measured: 92.6 % of perturbed labels right, the rest asked, none wrong and no polarity turned; token_set_ratio was wrong
on 31 % of them."""
NONE = "none"
_NONE = re.compile(
    r"aucune? (?:de ces|d'entre|de ceux|de celles|des)\b.{0,40}|none of (?:these|those|the above)\b.{0,40}"
    r"|(?:keine?[rs]? davon|ningun[oa] de (?:est[oa]s|l[oa]s anteriores)|nessun[oa] di quest[ie])\b.{0,30}"
)
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale of the catalogue: its id, its family of synonymous scales, its points in order."""

    id: str
    family: str
    choices: tuple[Choice, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its points, most favourable first."""
        return tuple(choice.code for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Reading:
    """A set of labels read as a scale.

    `codes`: raw label to code; `automatic`: every label was known as it stands; `proposed`: labels accepted by
    likeness, with their score and that of the nearest other point; `unknown`: labels nobody may guess.
    """

    scale: str
    family: str
    choices: tuple[Choice, ...]
    codes: Mapping[str, str]
    automatic: bool
    proposed: Mapping[str, tuple[str, float, float]]
    unknown: tuple[str, ...]


@lru_cache(maxsize=1)
def scales() -> Mapping[str, Scale]:
    """The scales of the catalogue by id, the special answers last."""
    tables = load(CATALOGUE / "scales.toml")
    return {id: Scale(id, table["family"], _choices(table["choices"])) for id, table in tables.items()}


def specials() -> tuple[Choice, ...]:
    """The answers that may stand beside any scale: no opinion, not concerned, no answer, other, none of these."""
    return scales()[SPECIAL].choices


def special(label: str) -> Choice | None:
    """The special answer this label is, exactly on the normal form, or None. "Aucun de ces thèmes" is none of these."""
    form = normal(label)
    code = _words()[SPECIAL].get(form) or (NONE if _NONE.fullmatch(form) else "")
    return next((choice for choice in specials() if choice.code == code), None)


def side(label: str) -> str:
    """ "yes" or "no" for a bare yes or no, "" for anything else."""
    return _words()["yes_no"].get(normal(label), "")


def read(labels: Iterable[str]) -> Reading | None:
    """The scale a set of labels is, or None when no family of the lexicon explains it.

    The whole set is read at once. A reading that is not `automatic` is for a person to confirm.
    """
    words = sorted({label for label in labels if normal(label)})
    readings = [found for family in _families() if (found := _read(words, family))]
    # The best reading leaves fewest labels unexplained, then needs fewest guesses; ties follow the catalogue's order.
    return min(readings, key=lambda r: (len(r.unknown), len(r.proposed)), default=None)


def like(label: str, family: str) -> tuple[str, float, float]:
    """The nearest point of a family for one label: code ("" when nobody may propose), score, score of the runner-up."""
    from rapidfuzz import fuzz

    best: dict[str, float] = {}
    for word, code in (*_words()[family].items(), *_words()[SPECIAL].items()):
        best[code] = max(best.get(code, 0.0), fuzz.ratio(normal(label), word))
    ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
    (code, score), second = ranked[0], ranked[1][1] if len(ranked) > 1 else 0.0
    return (code if score >= RATIO and score - second >= MARGIN else "", score, second)


def _read(labels: list[str], family: str) -> Reading | None:
    words, extra = _words()[family], _words()[SPECIAL]
    exact = {label: words.get(normal(label)) or extra.get(normal(label), "") for label in labels}
    codes = {label: code for label, code in exact.items() if code}
    points = {code for label, code in codes.items() if normal(label) in words}
    if len(points) < 2 and not (family == "yes_no" and points):
        return None
    proposed, unknown = {}, []
    for label in (label for label, code in exact.items() if not code):
        code, score, second = like(label, family)
        if code:
            proposed[label] = (code, score, second)
        else:
            unknown.append(label)
    scale = _smallest(family, points | {code for code, _, _ in proposed.values()})
    if scale is None or len(unknown) > len(points):
        return None
    return Reading(
        scale=scale.id,
        family=family,
        choices=_kept(scale, {*codes.values(), *(code for code, _, _ in proposed.values())}),
        codes=codes,
        automatic=not unknown and not proposed and not _collapses(codes),
        proposed=proposed,
        unknown=tuple(unknown),
    )


def _kept(scale: Scale, used: set[str]) -> tuple[Choice, ...]:
    return tuple(choice for choice in (*scale.choices, *specials()) if choice.code in used)


def _smallest(family: str, points: set[str]) -> Scale | None:
    """The scale of the family with fewest points that has them all; special answers do not count."""
    points = points - {choice.code for choice in specials()}
    fitting = [s for s in scales().values() if s.family == family and points <= set(s.codes)]
    return min(fitting, key=lambda s: len(s.codes), default=None)


def _collapses(codes: Mapping[str, str]) -> bool:
    """Whether two labels of one language, more than a feminine apart, would become one point."""
    seen: dict[tuple[str, str], str] = {}
    for label, code in codes.items():
        word = _masculine(normal(label))
        # "Excellent" is a word of both languages: beside "Very good" it is another point, beside "Très bon" too.
        for tongue in _tongues(label):
            if seen.setdefault((code, tongue), word) != word:
                return True
    return False


def _tongues(label: str) -> tuple[str, ...]:
    """The languages a label may be of: both, where each of its words stands in the catalogue in both."""
    if is_english(label):
        return ("en",)
    shared = set(_WORD.findall(normal(label))) <= _catalogue_words()["both"]
    return ("fr", "en") if shared else ("fr",)


def _masculine(text: str) -> str:
    return _WORD.sub(lambda match: match[0].rstrip("e"), text)


def is_english(label: str) -> bool:
    """Whether most words of a label are those of the catalogue's English labels."""
    words = set(_WORD.findall(normal(label)))
    return len(words & _english_words()) * 2 > len(words)


@lru_cache(maxsize=1)
def _english_words() -> frozenset[str]:
    return _catalogue_words()["en"]


@lru_cache(maxsize=1)
def _catalogue_words() -> Mapping[str, frozenset[str]]:
    """The words of the catalogue's labels: English ones, those of both languages."""
    said = {"fr": set[str](), "en": set[str]()}
    for scale in scales().values():
        for choice in scale.choices:
            for language, label in choice.label.items():
                said[language].update(_WORD.findall(normal(label)))
    return {"en": frozenset(said["en"] - said["fr"]), "both": frozenset(said["en"] & said["fr"])}


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Mapping[str, str]]:
    """By family: every known writing of a point, in normal form, to its code."""
    words: dict[str, dict[str, str]] = {}
    for table in load(CATALOGUE / "scales.toml").values():
        family = words.setdefault(table["family"], {})
        for code, choice in table["choices"].items():
            for label in (choice["fr"], choice["en"], *choice.get("like", ())):
                family[normal(label)] = code
    return words


def _families() -> tuple[str, ...]:
    return tuple(dict.fromkeys(scale.family for scale in scales().values() if scale.family != SPECIAL))


def _choices(table: Mapping[str, Mapping[str, Any]]) -> tuple[Choice, ...]:
    return tuple(
        Choice(code, {"fr": entry["fr"], "en": entry["en"]}, n, entry.get("role", "valid"), entry.get("point"))
        for n, (code, entry) in enumerate(table.items(), 1)
    )
