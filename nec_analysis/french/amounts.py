"""Amounts said in words: « trois quarts », « neuf sur dix », « a doublé », « en hausse », in French or in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

PART, PERCENT, TIMES, COUNT, ABOUT, UP, DOWN = "part", "percent", "times", "count", "about", "up", "down"
"""A part of a whole, a percentage, a multiple, a number of things, a round one, a rise, a fall."""

LETTERS_UP_TO = 10
"""Numbers of things that a text may write in letters: the custom of French typography."""

_ONES = {
    "fr": [
        "zéro",
        "un",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
        "onze",
        "douze",
        "treize",
        "quatorze",
        "quinze",
        "seize",
    ],
    "en": [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ],
}
_TENS = {
    "fr": {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80}
    | {"octante": 80, "nonante": 90},
    "en": {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
    | {"ninety": 90},
}
_HUNDRED, _THOUSAND = ("cent", "hundred"), ("mille", "thousand")
_MONTHS = {
    "fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "en": "January|February|March|April|May|June|July|August|September|October|November|December",
}
_TIME = {
    "fr": r"heures?|minutes?|secondes?|jours?|journées?|nuits?|semaines?|mois|ans?|années?",
    "en": r"o'clock|hours?|minutes?|seconds?|days?|nights?|weeks?|months?|years?",
}
_HALF, _THIRD, _QUARTER = Fraction(1, 2), Fraction(1, 3), Fraction(1, 4)
_SIGNS = {"½": _HALF, "⅓": _THIRD, "⅔": 2 * _THIRD, "¼": _QUARTER, "¾": 3 * _QUARTER, "⅕": Fraction(1, 5)}
_NAMED = {
    "moitié": 2, "half": 2, "tiers": 3, "third": 3, "quart": 4, "quarter": 4, "cinquième": 5, "fifth": 5, "sixième": 6,
    "sixth": 6, "huitième": 8, "eighth": 8, "dixième": 10, "tenth": 10,
}  # fmt: skip
_MULTIPLES = {"doubl": 2, "twice": 2, "tripl": 3, "treb": 3, "quadrupl": 4, "quintupl": 5, "décupl": 10, "tenfold": 10}
_ROUND = {"douzaine": 12, "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60}
_ROUND |= {"centaine": 100, "millier": 1000, "dozen": 12, "hundred": 100, "thousand": 1000}


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as a text says it. `value`: a share for a part or a percentage; of a rise or a fall, whether it is said
    to be significant (1) or not (0)."""

    text: str
    kind: str
    value: Fraction
    start: int


def amounts(text: str, lang: str = "fr") -> tuple[Amount, ...]:
    """The amounts that a text says in words, each stretch of text once.

    >>> [(a.text, a.kind, str(a.value)) for a in amounts("Trois personnes sur quatre, deux tiers des élus, le tiers-lieu")]
    [('Trois personnes sur quatre', 'part', '3/4'), ('deux tiers', 'part', '2/3')]
    >>> [(a.text, a.kind, str(a.value)) for a in amounts("Quatre-vingt-sept pour cent ; un quart d'heure ; le onze mai")]
    [('Quatre-vingt-sept pour cent', 'percent', '87/100')]
    """
    found: list[Amount] = []
    for amount in _each(text, lang):
        end = amount.start + len(amount.text)
        if not any(one.start < end and amount.start < one.start + len(one.text) for one in found):
            found.append(amount)
    return tuple(sorted(found, key=lambda amount: amount.start))


def spelt(words: str, lang: str = "fr") -> int | None:
    """A number in letters, or in digits; None for any other words.

    >>> spelt("quatre-vingt-dix-sept"), spelt("soixante et onze"), spelt("mille deux cents"), spelt("forty-two", "en")
    (97, 71, 1200, 42)
    """
    if words.isdigit():
        return int(words)
    whole = part = 0
    for word in re.split(r"[\s-]+", words.casefold()):
        if word in ("et", "and", ""):
            continue
        single = word if word in _TENS[lang] or word in _ONES[lang] else word.removesuffix("s")
        single = {"une": "un", "a": "one"}.get(single, single)
        if single in _ONES[lang]:
            part += _ONES[lang].index(single)
        elif single == "vingt" and part % 100 == 4:
            part += 76
        elif single in _TENS[lang]:
            part += _TENS[lang][single]
        elif single in _HUNDRED:
            part = max(part, 1) * 100
        elif single in _THOUSAND:
            whole, part = whole + max(part, 1) * 1000, 0
        else:
            return None
    return whole + part


def _number(lang: str) -> str:
    """A pattern of a number in letters."""
    more = ["une"] if lang == "fr" else []
    ends = "cents?|mille" if lang == "fr" else "hundreds?|thousands?"
    words = "|".join(sorted([*_ONES[lang], *more, *(f"{ten}s?" for ten in _TENS[lang])], key=len, reverse=True))
    word = rf"(?:{words}|{ends})(?!\w)"
    join = r"(?:[\s-]+(?:et[\s-]+)?)" if lang == "fr" else r"(?:[\s-]+(?:and\s+)?)"
    return rf"(?<!\w){word}(?:{join}{word})*"


_N = {lang: _number(lang) for lang in ("fr", "en")}
_SURE = r"(?:\s+(?:\w+\s+)?significati(?:f|ve)s?)?"
_PATTERNS: dict[str, tuple[tuple[str, str], ...]] = {
    "fr": (
        (
            PART,
            rf"(?P<a>{_N['fr']}|(?<![\w,.])\d+)\s+(?:(?!sur\b|et\b|ou\b)[^\W\d][\w'’·-]*\s+){{0,3}}sur\s+(?P<b>{_N['fr']}|\d+)(?![\w,.]*\d)"
            rf"(?!\s+(?:{_TIME['fr']}|sites?|étages?|lieux|villes?|scènes?|niveaux?|thèmes?)\b)",
        ),
        (PART, r"(?<![\d/])(?P<a>[1-9]\d?)\s?[/⁄]\s?(?P<b>[1-9]\d{0,2})(?![\d/])"),
        (
            PART,
            r"\b(?P<a>un|une|le|la|les\s+deux|les\s+trois|deux|trois|quatre|du)[\s-]+(?P<name>moitié|tiers|quart)s?\b"
            r"(?!\s+d['’]heure|[\s-]+lieux?\b|\s+(?:de\s+confiance|payant|secteur|de\s+finale)|-)",
        ),
        (
            PART,
            r"\b(?P<a>un|deux|trois|quatre|cinq|sept|neuf)\s+(?P<name>cinquième|sixième|huitième|dixième)s?(?=\s+d(?:e|es|u)\b|\s+d['’])",
        ),
        (PERCENT, rf"(?P<n>{_N['fr']})\s*(?:pour[\s-]*cents?\b|%)"),
        (TIMES, rf"(?P<n>{_N['fr']}|\b\d+)\s+fois\s+(?:plus|moins|supérieur\w*|inférieur\w*)\b"),
        (
            TIMES,
            r"\b(?:a|ont|avait|avaient|aura|auront)\s+(?:\w+\s+){0,2}(?P<times>doubl|tripl|quadrupl|quintupl|décupl)é\w*",
        ),
        (TIMES, r"\ble\s+(?P<times>doubl|tripl|quadrupl)e(?=\s+d(?:e|es|u)\b|\s+d['’])"),
        (
            UP,
            r"\b(?:en|une?|la|cette|l['’])\s*(?:\w+\s+)?(?:hausse|augmentation|progression)\b(?!\s+vers)" + _SURE,
        ),
        (UP, r"\b(?:a|ont)\s+(?:\w+ment\s+)?(?:augmenté|progressé|bondi|grimpé)\w*"),
        (DOWN, r"\b(?:en|une?|la|cette)\s+(?:\w+\s+)?(?:baisse|diminution|recul|chute)\b" + _SURE),
        (DOWN, r"\b(?:a|ont)\s+(?:\w+ment\s+)?(?:baissé|diminué|reculé|chuté)\w*"),
        (
            ABOUT,
            rf"(?P<n>{_N['fr']})\s+(?P<round>douzaine|vingtaine|trentaine|quarantaine|cinquantaine|soixantaine|centaine|millier)s?\b",
        ),
        (COUNT, rf"(?P<n>{_N['fr']})(?!\s*(?:pour\s*cent|%|{_MONTHS['fr']}|{_TIME['fr']})\b)"),
    ),
    "en": (
        (
            PART,
            rf"(?P<a>{_N['en']}|(?<![\w,.])\d+)\s+(?:(?!out\b|in\b|and\b|or\b)[^\W\d][\w'’-]*\s+){{0,2}}(?:out\s+of|in)\s+"
            rf"(?P<b>{_N['en']}|\d+)(?![\w,.]*\d)(?!\s+(?:{_TIME['en']}|sites?|venues?|rooms?|cities|floors?)\b)",
        ),
        (PART, r"(?<![\d/])(?P<a>[1-9]\d?)\s?[/⁄]\s?(?P<b>[1-9]\d{0,2})(?![\d/])"),
        (
            PART,
            r"\b(?P<a>an?|one|two|three|four)[\s-]+(?P<name>third|quarter|fifth|sixth|eighth|tenth)s?(?=\s+of\b)"
            r"(?!\s+of\s+an\s+hour)",
        ),
        (PART, r"(?<!first )(?<!second )\b(?P<name>half)(?=\s+(?:of|the)\b)(?!\s+of\s+an\s+hour)"),
        (PERCENT, rf"(?P<n>{_N['en']})\s*(?:per\s*cent\b|%)"),
        (TIMES, rf"(?P<n>{_N['en']}|\b\d+)\s+times\s+(?:more|less|fewer|as|higher|lower)\b"),
        (TIMES, r"\b(?P<times>twice)\s+(?:as|the)\b|\b(?:has|have|had)?\s*(?P<more>doubl|tripl|trebl|quadrupl)ed\b"),
        (UP, r"\b(?:an?|the)\s+(?:\w+\s+){0,2}increase\b|\b(?:has|have)\s+(?:\w+ly\s+)?(?:increased|risen|grown)\b"),
        (
            DOWN,
            r"\b(?:a|the)\s+(?:\w+\s+){0,2}(?:decrease|decline)\b|\b(?:has|have)\s+(?:\w+ly\s+)?(?:decreased|fallen)\b",
        ),
        (ABOUT, rf"(?P<n>\ba\b|{_N['en']})\s+(?P<round>dozen|hundred|thousand)s?\b(?!-)"),
        (COUNT, rf"(?P<n>{_N['en']})(?!\s*(?:per\s*cent|%|{_MONTHS['en']}|{_TIME['en']})\b)"),
    ),
}
_COMPILED = {lang: [(kind, re.compile(p, re.IGNORECASE)) for kind, p in rows] for lang, rows in _PATTERNS.items()}


def _each(text: str, lang: str) -> Iterator[Amount]:
    for sign, part in _SIGNS.items():
        yield from (Amount(sign, PART, part, match.start()) for match in re.finditer(sign, text))
    for kind, pattern in _COMPILED[lang]:
        for match in pattern.finditer(text):
            value = _value(kind, match.groupdict(), match[0], lang)
            if value is not None and not _a_name(text, match.start(), kind):
                yield Amount(match[0], kind, value, match.start())


def _a_name(text: str, start: int, kind: str) -> bool:
    """Whether a number of things is within a name: « Les Trente Glorieuses »."""
    before = text[:start].rstrip()
    return kind == COUNT and text[start].isupper() and bool(before) and before[-1] not in ".!?:;«»…\n"


def _value(kind: str, said: dict[str, str | None], text: str, lang: str) -> Fraction | None:
    if kind in (UP, DOWN):
        return Fraction("significati" in text or "significant" in text)
    if kind == PART:
        return _part(said, lang)
    if kind == TIMES and not said.get("n"):
        stem = str(said.get("times") or said.get("more")).casefold()
        return next((Fraction(n) for name, n in _MULTIPLES.items() if stem.startswith(name)), None)
    number = spelt(str(said["n"]), lang)
    if number is None or (kind == COUNT and (number <= LETTERS_UP_TO or number in (100, 1000))):
        return None
    if kind == PERCENT:
        return Fraction(number, 100)
    return Fraction(number * _ROUND[str(said["round"]).casefold()] if kind == ABOUT else number)


def _part(said: dict[str, str | None], lang: str) -> Fraction | None:
    first = re.sub(r"^les\s+", "", (said.get("a") or "").casefold())
    many = 1 if first in ("", "un", "une", "le", "la", "du", "a", "an") else spelt(first, lang)
    parts = spelt(str(said["b"]), lang) if said.get("b") else _NAMED[str(said["name"]).casefold()]
    if many is None or parts is None or not 0 < many <= parts or parts < 2:
        return None
    if first.isdigit() and str(said.get("b")).isdigit() and parts > LETTERS_UP_TO:
        return None  # "58 réponses sur 165" are two numbers, each a figure of its own
    return Fraction(many, parts)
