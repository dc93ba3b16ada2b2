"""The register, the topline, the changes as tables people read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from string import ascii_uppercase

from nec_analysis.figures.evolution import Change
from nec_analysis.figures.flags import flagged, whole, without_opinion
from nec_analysis.figures.masking import FEW, HIDDEN, MARK
from nec_analysis.figures.published import english
from nec_analysis.figures.tablenames import column_name
from nec_analysis.french.numbers import NARROW, interval, number, percent
from nec_analysis.french.phrases import phrase
from nec_analysis.measures.states import SMALL_BELOW
from nec_analysis.measures.topline import NOT_PUT, Line
from nec_analysis.model import Figure
from nec_analysis.phases.quality import by_reason

FIGURES = ("chiffre", "valeur", "intervalle à 95 %", "base", "réserves")
PUBLISHED = ("chiffre", "imprimé", "recalculé", "concorde")
CHANGES = ("chiffre", "avant", "maintenant", "écart", "intervalle de l'écart", "significatif")
TOPLINE = ("question", "réponse", "effectif", "part", "intervalle à 95 %", "base")
SOURCES = ("chiffre", "valeur", "origine", "base et exclusions", "fichiers")
MOVED = ("chiffre", "valeur", "de … à …", "fichiers")
LONG = re.compile(r"(?<![\d,.])\d{4,}(?![\d,.])")
TIMES = re.compile(r"^x(?=\d)")
FILES = ("repère", "fichier", "début de son empreinte")


def figures(register: Iterable[Figure], lang: str = "fr") -> list[list[str]]:
    """One row a figure."""
    return [[f.label, f.display, ends(f, lang), f.base_text, ", ".join(f.flags)] for f in register]


def ends(figure: Figure, lang: str = "fr") -> str:
    """The interval of a figure as printed; a whole list has none, and says so."""
    if figure.low is None or figure.high is None or flagged(figure, "masqué"):
        return ""
    if whole(figure):
        return phrase("liste entière", lang)
    points = figure.unit == "points"
    if figure.measure == "share" or (figure.measure == "change" and not points):
        return interval(figure.low, figure.high, 0, scale=100, lang=lang)
    return interval(figure.low, figure.high, 0 if figure.measure == "nps" or points else 1, lang=lang)


def published(register: Iterable[Figure], lang: str = "fr") -> list[list[str]]:
    """The figures that were printed, beside what the rows give."""
    words = {True: "oui", False: "non", None: "non dit"}
    return [
        [f.label, printed(f.published, lang), f.display, phrase(words[f.agrees], lang)] for f in register if f.published
    ]


def printed(text: str, lang: str = "fr") -> str:
    """What the card says was printed, its thousands apart; the card is in French, whatever the report's language.

    >>> printed("4400"), printed("4400", "en"), printed("31,5 %"), printed("31,5 %", "en")
    ('4\\u202f400', '4,400', '31,5 %', '31.5%')
    """
    text = TIMES.sub("×", text)
    return english(text) if lang == "en" else LONG.sub(lambda found: number(int(found[0]), lang=lang), text)


def changes(found: Iterable[Change], lang: str = "fr") -> list[list[str]]:
    """One row a change since the edition before."""
    words = {True: "oui", False: "non", None: "non testé"}
    return [
        [
            c.label,
            c.before.display,
            c.after.display,
            c.display,
            change_ends(c, lang),
            phrase(words[c.significant], lang),
        ]
        for c in found
    ]


def change_ends(change: Change, lang: str = "fr") -> str:
    """The interval of a change as printed, in points; "" where there is none."""
    if change.low is None or change.high is None:
        return ""
    return interval(change.low, change.high, 0, scale=100 if change.after.measure == "share" else 1, lang=lang)


def topline(lines: Iterable[Line], lang: str = "fr") -> list[list[str]]:
    """Every answer to every closed question; the question is written on its first row; small bases are masked."""
    rows: list[list[str]] = []
    seen = ""
    for line in lines:
        name = f"{line.question_label} — {line.item_label}" if line.item_label else line.question_label
        rows.append([name if name != seen else "", *_answer(line, lang)])
        seen = name
    return rows


def _answer(line: Line, lang: str) -> list[str]:
    if line.base_kind == NOT_PUT:
        return [line.choice_label, phrase("non proposée", lang), "", "", ""]
    base = FEW if line.base == HIDDEN else number(line.base, lang=lang)
    named = phrase(SUMMARY[line.choice], lang) if line.choice in SUMMARY else line.choice_label
    if line.count == HIDDEN:
        return [named, MARK, MARK, "", base]
    if not line.base:
        return [named, number(0, lang=lang), phrase("aucune réponse", lang), "", number(0, lang=lang)]
    if line.choice in SUMMARY:
        return [named, number(line.count, lang=lang), _plain(line, lang), "", base]
    share = percent(line.count, line.base, lang=lang)
    return [line.choice_label, number(line.count, lang=lang), share, _ends(line, lang), base + _flag(line.base)]


SUMMARY: Mapping[str, str] = {
    "mean": "moyenne",
    "sd": "écart type",
    "median": "médiane",
    "min": "minimum",
    "max": "maximum",
    "nps": "score net de recommandation",
    "promoters": "promoteurs (9 et 10), en %",
    "passives": "passifs (7 et 8), en %",
    "detractors": "détracteurs (0 à 6), en %",
}


WHOLE = ("median", "min", "max")
"""Summaries that are marks people gave; the others are reckoned, one decimal each, so that they stand in line."""


def _plain(line: Line, lang: str) -> str:
    if not line.percent:
        return ""
    value = float(line.percent)
    return number(value, 0 if line.choice in WHOLE and value.is_integer() else 1, lang=lang)


def _ends(line: Line, lang: str) -> str:
    """The interval of a share; where everybody answered none is owed, and the cell says why."""
    if line.low and line.low == line.high:
        return phrase("liste entière", lang)
    return interval(float(line.low), float(line.high), 0, lang=lang) if line.low else ""


def _flag(base: int) -> str:
    return f"{NARROW}*" if base < SMALL_BELOW else ""


def sources(register: Sequence[Figure], lang: str = "fr", *, aside: Collection[str] = ()) -> list[list[str]]:
    """Where each figure comes from: question, columns, rows left out, files by their letter; changes stand apart.

    Readers know a figure by its label, those who ask for it by its identifier: the first cell says both. Rows left out
    for the reasons `aside` are not told here: they miss from the whole survey.
    """
    letters = _letters(register)
    rows = []
    for f in register:
        if f.measure != "change":
            origin = phrase("« {question} »", lang, question=f.question) if f.question else _columns(f, lang)
            rows.append([*_named(f), origin, _base(f, aside, lang), _files(f, letters)])
    return rows


def moved(register: Sequence[Figure]) -> list[list[str]]:
    """Where each change comes from: what it was, what it is, the files of both editions; its origin is the figure's."""
    letters = _letters(register)
    return [
        [*_named(f), f.base_text.replace(" ", "\u00a0"), _files(f, letters)] for f in register if f.measure == "change"
    ]


def _named(figure: Figure) -> tuple[str, str]:
    return f"{figure.label} – {figure.id}", figure.display


def _files(figure: Figure, letters: Mapping[tuple[str, str], str]) -> str:
    return ", ".join(letters[file.name, file.sha256] for file in figure.files)


def _columns(figure: Figure, lang: str) -> str:
    return ", ".join(column_name(column, lang) for column in figure.columns)


def files(register: Sequence[Figure], before: str = "") -> list[list[str]]:
    """The files of the figures, a letter each, with the start of their fingerprint; `before`: the edition before.

    Two editions have files of the same name: those that only changes stand on are said to be of the one before.
    """
    own = {(file.name, file.sha256) for figure in register if figure.measure != "change" for file in figure.files}
    return [
        [letter, name if (name, sha256) in own or not before else f"{name} ({before})", sha256[:8]]
        for (name, sha256), letter in _letters(register).items()
    ]


def _letters(register: Sequence[Figure]) -> dict[tuple[str, str], str]:
    """A letter for each file, in the order of the figures: A to Z, then AA."""
    found = dict.fromkeys((file.name, file.sha256) for figure in register for file in figure.files)
    alphabet = ascii_uppercase
    return {
        file: alphabet[rank] if rank < 26 else alphabet[rank // 26 - 1] + alphabet[rank % 26]
        for rank, file in enumerate(found)
    }


def _base(figure: Figure, aside: Collection[str], lang: str) -> str:
    """What a figure is out of, what it would be without "sans opinion", then who else was left out, by reason."""
    base = phrase(" ; ", lang).join((figure.base_text, *without_opinion(figure)))
    left_out = by_reason({reason: n for reason, n in figure.excluded.items() if reason not in aside}, lang)
    if not left_out:
        return base
    return phrase("{base}. Écartés : {left_out}", lang, base=base, left_out=left_out)
