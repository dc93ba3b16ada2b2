"""The kind of a question answered in one column, told from its header and its answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from nec_analysis.french.matching import normal
from nec_analysis.french.quantities import quantity, unit_of
from nec_analysis.french.ranges import turned
from nec_analysis.mapping import lexicon
from nec_analysis.mapping.options import Options, options, pieces
from nec_analysis.mapping.profile import MANY, Profile, anchor
from nec_analysis.mapping.slugs import slug
from nec_analysis.model import Choice

_RECOMMEND = re.compile(
    r"\brecommand|\brecommend|\bnps\b|net promoter|\bconseill(?:er|eriez)|\brecom(?:iend|end)|\braccomand|\bconsigli(?:ere|are)"
    r"|empfehl|\baanbevel"
)
_TO_TEN = re.compile(r"\b[01] ?(?:a|al|-|–|to|bis|tot|/) ?10\b|\bsur 10\b|/10\b|\bde 10\b")
_QUANTITY = re.compile(
    r"\bcombien\b|\bnombre\b|\bhow many\b|\bhow (?:much|long|tall|old|far)\b|\bnumber of\b|\bage\b|\ban(?:nee)?s\b|\byears?\b"
    r"|\bminutes?\b|\bheures?\b|\bhours?\b|\bduree\b|\bmontant\b|\bprix\b|\bdistance\b|\bpourcentage\b|\bbudgets?\b|\bcouts?\b|\bamount\b|\bcost\b|\bhow many times\b|\bfois par\b"
)
_OPEN = re.compile(
    r"\bcomment(?:aire|aires|s)?\b.{0,40}$|\bpourquoi\b|\bprecise[rz]\b|\bsuggestion|\bameliorer\b|\bimprove|\bwhy\b|\bspecify\b"
    r"|\bkommentar|\bbemerkung|\banmerkung|\bcomentario|\bcomentari|\bcommenti\b|\bcommento|\bsugerencia|\bsuggeriment|\bopmerking"
    r"|\bexpliqu|\bexplain|(?<!best )\bdescri(?:be\b|vez)|\bremarque|\bquels? autres?\b|\bfeel free\b|\btell us\b|\bavez-vous (?:des|d'autres)\b"
)
_RANKED = re.compile(
    r"\bordnen sie|\brangfolge|\breihenfolge|\bordene\b|\bclasifique\b|\bordina(?:te)?\b|\brangschik"
    r"|\bclass(?:ez|er|ement)\b|\brank\b|\branking\b|\bordre de pref|\bpar ordre\b|\bpreference order\b|\bhierarchi"
)
_JOINING = re.compile(r"\b(?:et|and|ainsi que)\b|&")
_FIRST = re.compile(
    r"\bpremiere (?:fois|participation|visite)\b|\bfirst time\b|\bdeja (?:venu|participe|assiste)|\balready (?:been|attended)\b"
)
_NO_ANSWER = (66, 77, 88, 97, 98, 99, 999)
_MEANT = re.compile(r"(?<!\d)(\d{1,3})\s*[=:]\s*([^,;:=()/]+)")
_TICKS = frozenset(
    map(normal, ("X", "checked", "coché", "selected", "sélectionné", "✓", "✔", "☑", "on", "TRUE", "vrai"))
)
_BOOLEAN = frozenset(("true", "false", "checked", "unchecked"))
RANGE = "range_as_date"
"""The doubt of a label that a spreadsheet made of a range: `range_as_date:43739 = 1-10`."""
_FEW_POINTS, _FEW_CHOICES = 8, 40


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column seems to be. `codes`: raw label to choice code; `joined`: its cells hold lists."""

    kind: str
    choices: tuple[Choice, ...] = ()
    scale: str = ""
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    has_other: bool = False
    sensitive: str = "none"
    doubts: tuple[str, ...] = ()
    joined: bool = False


def guess(profile: Profile, language: str, separators: tuple[str, ...] | None = ()) -> Guess:
    """The kind of a column of answers. Never fails: what is not understood is open text, kept whole.

    `separators`: those of its tool, () where they are not known, None where a cell never holds several answers.
    """
    if not profile.answered:
        return Guess("text", doubts=("empty_column",))
    for known in (_dates, _numbers, _anchored, _lexicon):
        if found := known(profile, language):
            return found
    if separators is not None and (found := _list(profile, language, separators)):
        return found
    if _is_closed(profile):
        return _single(profile, language)
    return Guess("text", sensitive="open_text")


def lone_tick(profile: Profile, language: str, *, blank_is_no: bool) -> Guess | None:
    """A box of its own: yes where it is ticked; no where it is blank, if the tool says so, else a doubt."""
    if len(profile.keys) != 1 or not profile.keys <= _TICKS:
        return None
    if not blank_is_no:
        return Guess("single", labelled(profile.labels, language), doubts=("lone_tick",))
    yes, no = (c for c in lexicon.scales()["yes_no"].choices if c.code in ("yes", "no"))
    known = {language: yes.label.get(language, yes.label["fr"])} | {
        f"raw{n}": t for n, t in enumerate(profile.counts, 1)
    }
    blank = Choice("no", {language: no.label.get(language, no.label["fr"])}, 2)
    return Guess("yes_no", (Choice("yes", known, 1), blank), scale="yes_no")


def labelled(labels: Iterable[str], language: str, *, taken: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Choices of plain labels, in the order given; special answers get their role and the last places."""
    used = set(taken)
    plain: list[tuple[str, str, str]] = []
    apart: list[tuple[str, str, str]] = []
    labels = list(labels)
    numbered = _numbered([label for label in labels if not lexicon.special(label)])
    for label in labels:
        meant = lexicon.special(label)
        code = meant.code if meant and meant.code not in used else numbered.get(label) or slug(label, used)
        used.add(code)
        (apart if meant else plain).append((code, label, meant.role if meant else "valid"))
    return tuple(Choice(code, {language: label}, n, role) for n, (code, label, role) in enumerate((*plain, *apart), 1))


def _numbered(labels: list[str]) -> dict[str, str]:
    """The number of each label as its code, where all are points of one numbered scale: `1 - Non`, `2`, `3 - Oui`."""
    found = {label: label if label.isdigit() else str((anchor(label) or ("", ""))[0]) for label in labels}
    all_different = len(set(found.values())) == len(found) and all(found.values())
    return found if all_different and any(label.isdigit() for label in labels) else {}


def scaled(reading: lexicon.Reading, profile: Profile, language: str) -> tuple[Choice, ...]:
    """The choices of a scale in the lexicon's order, in the file's own words."""
    spelt: dict[str, dict[str, str]] = {}
    for label in sorted(profile.labels, key=lambda text: (-profile.labels[text], text)):
        mine = spelt.setdefault(reading.codes[label], {})
        tongue = "en" if lexicon.is_english(label) else language if language != "en" else "fr"
        mine[tongue if tongue not in mine else f"raw{len(mine)}"] = label
    return tuple(
        Choice(choice.code, spelt[choice.code], n, choice.role, choice.point)
        for n, choice in enumerate((c for c in reading.choices if c.code in spelt), 1)
    )


def doubts(text: str, kind: str) -> tuple[str, ...]:
    """Doubts that the wording of a closed question raises."""
    words, found = normal(text), []
    if kind in ("scale", "yes_no", "nps") and _JOINING.search(words.split("?")[0]):
        found.append("double_barrelled")
    if kind in ("single", "yes_no") and _FIRST.search(words):
        found.append("first_time_direction")
    return tuple(found)


def recommended(text: str, minimum: float | None, maximum: float | None) -> bool:
    """Whether a note from 0 to 10 asks if people recommend."""
    return (minimum, maximum) == (0, 10) and bool(_RECOMMEND.search(normal(text)))


def bare(values: Mapping[int, int]) -> bool:
    """Whether whole numbers look like the points of a scale: few, from 0 or 1, codes for no answer aside."""
    points = [value for value in sorted(values) if value not in _NO_ANSWER] or sorted(values)
    if len(points) > 2 and points[-1] in (8, 9) and points[-2] <= 7:
        points = points[:-1]
    begins = points[0] in (0, 1) or (len(points) > 2 and points[0] > 0)
    return begins and 2 <= points[-1] <= 7 and len(points) <= _FEW_POINTS


def points(profile: Profile, language: str) -> tuple[Choice, ...]:
    """The points of a bare scale; 66, 77, 88, 99 are codes for no answer, whose meaning a person must give."""
    written: dict[int, list[str]] = {}
    told = _meant(profile.header)
    for text in sorted(profile.counts, key=lambda t: (len(t), t)):
        written.setdefault(_whole(text), []).append(text)
    return tuple(
        Choice(
            str(v),
            _spelt(language, str(v), *written[v]),
            n,
            told[v].role if v in told else "valid" if v <= 10 else "no_answer",
        )
        for n, v in enumerate(sorted(written), 1)
    )


def _spelt(language: str, *texts: str) -> dict[str, str]:
    """A label with its other spellings, under keys that are no language."""
    first, *others = dict.fromkeys(texts)
    return {language: first} | {f"raw{n}": text for n, text in enumerate(others, 1)}


def _dates(profile: Profile, language: str) -> Guess | None:
    found = profile.day
    return Guess("date", doubts=("date_order",) if found.ambiguous else ()) if found else None


def _numbers(profile: Profile, language: str) -> Guess | None:
    words = normal(profile.header)
    if profile.numbers is None:
        return _measured(profile)
    whole = profile.integers
    if whole is None or _QUANTITY.search(words):
        return Guess("numeric")
    if apart := _codes(profile, whole, language):
        rest = replace(profile, counts={t: n for t, n in profile.counts.items() if _whole(t) not in apart})
        found = _numbers(rest, language)
        if found and found.kind in ("numeric", "nps"):
            return replace(found, choices=tuple(apart.values()), doubts=(*found.doubts, "code_in_numbers"))
    low, high = min(profile.numbers), max(profile.numbers)
    if low >= 0 and high <= 10 and (high > 5 or _TO_TEN.search(words)) and _RECOMMEND.search(words):
        return Guess("nps", minimum=0, maximum=10)
    if _TO_TEN.search(words) and low >= 0 and high <= 10:
        return Guess("numeric", minimum=0 if low == 0 else None, maximum=10)
    if set(whole) == {0, 1}:
        return Guess("yes_no", _ticked(profile, language), scale="yes_no")
    if any(len(text) > 1 and text[0] == "0" and text.isdigit() for text in profile.counts):
        return None
    if bare(whole):
        return Guess("scale", points(profile, language), doubts=("polarity_unknown", *_odd_codes(whole)))
    if len(whole) <= _FEW_POINTS and high <= 20 and profile.answered >= 5 * len(whole):
        return Guess("single", points(profile, language), doubts=("codes_without_labels",))
    return Guess("numeric")


def _codes(profile: Profile, whole: Mapping[int, int], language: str) -> dict[int, Choice]:
    """Numbers that are no value: those the header gives a meaning (`99 = sans réponse`), 66 to 99 far above a note."""
    told = _meant(profile.header)
    codes = {v for v in whole if v in told} | {v for v in whole if v in _NO_ANSWER and v not in told}
    rest = [v for v in whole if v not in codes]
    if not rest or (codes - told.keys() and max(rest) > 10):
        return {}
    return {
        v: replace(told[v], code=str(v), label={language: str(v)}, order=n)
        if v in told
        else Choice(str(v), {language: str(v)}, n, "no_answer")
        for n, v in enumerate(sorted(codes), 1)
    }


def _meant(header: str) -> dict[int, Choice]:
    """The numbers whose meaning a header gives: `6 = non concerné`."""
    found = ((int(m[1]), lexicon.special(m[2].strip())) for m in _MEANT.finditer(header))
    return {number: choice for number, choice in found if choice is not None and choice.role != "other"}


def _whole(text: str) -> int:
    return int(float(text.replace(",", ".")))


def _ticked(profile: Profile, language: str) -> tuple[Choice, ...]:
    """Yes and no of a column of 1 and 0."""
    names = lexicon.scales()["yes_no"].choices
    texts = ([t for t in profile.counts if float(t.replace(",", ".")) == value] for value in (1, 0))
    return tuple(
        Choice(c.code, _spelt(language, c.label.get(language, c.label["fr"]), *sorted(each)), n)
        for n, (c, each) in enumerate(zip(names, texts, strict=True), 1)
    )


def _odd_codes(values: Mapping[int, int]) -> tuple[str, ...]:
    top = max(values)
    return ("code_in_numbers",) if top in (6, 8, 9) or top > 10 else ()


def _measured(profile: Profile) -> Guess | None:
    """Numbers with one unit, or with blanks between their thousands; a few of them over and over are a list of choices."""
    if len(profile.counts) > MANY:
        return None
    found = [quantity(text, profile.decimal) for text in profile.counts]
    read = [each for each in found if each is not None]
    unit = unit_of(each[1] for each in read)
    if len(read) < len(found) or unit is None:
        return None
    words, values = normal(profile.header), {value for value, _ in read}
    few = len(values) <= _FEW_POINTS and profile.answered >= 5 * len(values) and unit != "%"
    return None if few and not _QUANTITY.search(words) else Guess("numeric", unit=unit)


def _anchored(profile: Profile, language: str) -> Guess | None:
    """A numbered scale of which only some points have words: `0 - Pas du tout … 10 - Tout à fait`."""
    if profile.numbers and max(profile.numbers) > 10:
        return None
    numbered: dict[str, int] = {}
    bare_points = 0
    for text in profile.labels:
        found = anchor(text)
        if text.isdigit():
            numbered[text] = int(text)
            bare_points += 1
        elif found and 0 <= found[0] <= 10:
            numbered[text] = found[0]
        elif not lexicon.special(text):
            return None
    if not numbered or not bare_points or max(numbered.values()) > 10:
        return None
    apart = [text for text in profile.labels if text not in numbered]
    if bare_points == len(numbered) and len(numbered) < 3:
        return None
    worded = sorted((text for text in numbered if not text.isdigit()), key=lambda text: numbered[text])
    choices = [Choice(str(numbered[t]), {language: t}, n, point=float(numbered[t])) for n, t in enumerate(worded, 1)]
    choices += [Choice(c.code, c.label, len(worded) + c.order, c.role) for c in labelled(apart, language)]
    low, high = min(numbered.values()), max(numbered.values())
    return Guess(
        "nps" if _RECOMMEND.search(normal(profile.header)) and high > 5 else "numeric",
        tuple(choices),
        minimum=float(low if low < 2 else 0),
        maximum=float(high if high <= 5 else 10),
        doubts=("code_in_numbers",) if apart else (),
    )


def _lexicon(profile: Profile, language: str) -> Guess | None:
    if len(profile.labels) > _FEW_CHOICES:
        return None
    reading = lexicon.read(profile.labels)
    if reading is None or not reading.automatic:
        return None
    kind = "yes_no" if reading.scale == "yes_no" else "scale"
    choices = scaled(reading, profile, language)
    if kind == "yes_no":
        choices = _both(_said_in_words(choices, language), language)
    return Guess(kind, choices, scale=reading.scale)


def _said_in_words(choices: tuple[Choice, ...], language: str) -> tuple[Choice, ...]:
    """Yes and no for the `true` and `false` of a tool, that no reader of a chart is shown."""
    names = {c.code: c.label.get(language, c.label["fr"]) for c in lexicon.scales()["yes_no"].choices}
    return tuple(
        replace(c, label={language: names[c.code]} | {f"raw{n}": text for n, text in enumerate(c.label.values(), 1)})
        if c.code in names and all(normal(text) in _BOOLEAN for text in c.label.values())
        else c
        for c in choices
    )


def _both(choices: tuple[Choice, ...], language: str) -> tuple[Choice, ...]:
    """Yes and no, even when nobody gave one of the two answers."""
    have = {choice.code for choice in choices}
    pair = lexicon.scales()["yes_no"].choices
    added = [Choice(c.code, {language: c.label.get(language, c.label["fr"])}, 0) for c in pair if c.code not in have]
    order = {"yes": 0, "no": 1}
    ordered = sorted((*choices, *added), key=lambda c: order.get(c.code, 2))
    return tuple(Choice(c.code, c.label, n, c.role, c.point) for n, c in enumerate(ordered, 1))


def _list(profile: Profile, language: str, separators: tuple[str, ...] | None) -> Guess | None:
    found = options(profile.counts, separators) if len(profile.counts) <= MANY else None
    if found is None:
        return None
    ranked = bool(_RANKED.search(normal(profile.header))) or _permuted(profile, found)
    if ranked and found.rare:
        return None
    if not ranked and (_sentences(found) or (_OPEN.search(normal(profile.header)) and found.rare)):
        return None
    other = next((label for label in (*found.labels, *found.rare) if _means_other(label)), "")
    # "None of these", said once, is an option of the list all the same.
    meant = [label for label in found.rare if label != other and lexicon.special(label)]
    labels = [label for label in (*found.labels, *meant) if label != other]
    choices = labelled([*labels, *([other] if other else [])], language)
    if not other and len(found.rare) > len(meant) and not ranked:
        choices = (*choices, Choice("other", {"fr": "Autre", "en": "Other"}, len(choices) + 1, "other"))
    return Guess(
        "ranking" if ranked else "multiple",
        choices,
        has_other=any(choice.role == "other" for choice in choices),
        doubts=("options_deduced",),
        joined=True,
    )


def _permuted(profile: Profile, found: Options) -> bool:
    """Whether every cell holds all the options, in orders that differ: boxes keep the order of the form."""
    if found.rare or len(found.labels) < 3:
        return False
    everything = {normal(label) for label in found.labels}
    cut = partial(pieces, separator=found.separator, tight=found.tight)
    cells = [[normal(piece) for piece in cut(text)] for text in profile.counts]
    full = all(len(cell) == len(everything) and set(cell) == everything for cell in cells)
    return full and len({tuple(cell) for cell in cells}) > 2


def _sentences(found: Options) -> bool:
    return sum(len(label) for label in found.labels) / len(found.labels) > 120


def _means_other(label: str) -> bool:
    meant = lexicon.special(label)
    return meant is not None and meant.role == "other"


def _is_closed(profile: Profile) -> bool:
    """Whether a column of labels was answered from a list: what is said twice is most of what is said."""
    different = len(profile.labels)
    if different > max(_FEW_CHOICES, profile.answered // 10) or profile.length > 150:
        return False
    if _OPEN.search(normal(profile.header)) and (profile.length > 25 or profile.repeated < 0.9):
        return False
    if any("\n" in text for text in profile.counts) and profile.repeated < 0.9:
        return False
    if profile.answered < 10:
        # An optional remark that two people left is no list of answers; a question that half of the people answered may be.
        heard = profile.answered * 2 >= profile.rows
        return different < profile.answered or (heard and different <= 3 and profile.length < 40)
    return profile.repeated >= 0.7 and different <= max(3, profile.answered / 2)


def _single(profile: Profile, language: str) -> Guess:
    dates = turned(profile.labels)
    # The range itself is a choice, even when every one of its answers became a date: a recode can then name it.
    missing = [label for label in dict.fromkeys(dates.values()) if label not in profile.labels]
    choices = labelled(ordered({**dict.fromkeys(missing, 0), **profile.labels}), language)
    partly = lexicon.read(profile.labels)
    found = [f"scale_proposed:{partly.scale}"] if partly and partly.family != "yes_no" else []
    found += [f"{RANGE}:{text} = {label}" for text, label in dates.items()]
    return Guess(
        "single",
        choices,
        has_other=any(choice.role == "other" for choice in choices),
        doubts=tuple(found),
    )


def ordered(labels: Mapping[str, int]) -> list[str]:
    """Labels as people would list them: by the number they begin with when all have one, else most frequent first."""
    numbers = {
        label: re.search(r"\d[\d\s\u202f]*(?:[.,]\d+)?", label) for label in labels if not lexicon.special(label)
    }
    if numbers and all(numbers.values()) and len({m[0] for m in numbers.values() if m}) == len(numbers):
        first = {label: float(re.sub(r"\s", "", m[0]).replace(",", ".")) for label, m in numbers.items() if m}
        return [*sorted(first, key=lambda label: (first[label], label)), *(x for x in labels if x not in first)]
    return sorted(labels, key=lambda label: (-labels[label], normal(label), label))
