"""The characters of a report: those no font can draw are replaced, counted, never a reason to stop."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

from nec_analysis.report import fonts

COLOURED = "\ufe0f"
"""Asks for the coloured form of a sign."""
SOFT_HYPHEN, ZERO_WIDTH, JOINERS = "\u00ad", "\u200b", "\u200c\u200d" + COLOURED
LONG, STEP = 30, 12
"""Words of `LONG` letters or more may break every `STEP` letters."""

_LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\x0b": "\n", "\x0c": "\n"})
_SUSPECT = re.compile("[^\t\n -~\u00a0-\u024f\u2010-\u2027\u202f-\u2053\u20ac\u2190-\u22ff\u25a0-\u25ff]")
"""Anything outside the ordinary: only texts that hold some are looked at letter by letter."""
_BLANKS = frozenset("\n\t")
_LONG_RUN = re.compile(rf"[^\s{ZERO_WIDTH}{SOFT_HYPHEN}/-]{{{LONG},}}")
_GROUPS = re.compile(r"\](?:\u200d)?\[(?=U\+)")


def clean(text: object, seen: Counter[str] | None = None) -> str:
    """The text in normal form C, without controls, bidirectional overrides, lone surrogates or private characters.

    What is dropped is counted in `seen` under its code point. Emoji and the joiners that bind them stay.
    """
    raw = str(text)
    if not _SUSPECT.search(raw):
        return raw
    raw = raw.replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_ENDS)
    raw = unicodedata.normalize("NFC", raw)
    return "".join(_kept(letter, seen) for letter in raw)


def _kept(letter: str, seen: Counter[str] | None) -> str:
    kind = unicodedata.category(letter)
    if kind[0] != "C" or letter in "\n\t" or letter in JOINERS or letter == SOFT_HYPHEN:
        return letter
    if seen is not None:
        seen[_code(letter)] += 1
    # Private or unassigned characters were written by somebody: they leave a trace. Controls are noise.
    return f"[{_code(letter)}]" if kind in ("Co", "Cn", "Cs") else ""


def printable(text: str, seen: Counter[str], lang: str = "fr") -> str:
    """The text as the report's own fonts can print it: emoji become [their name], other unknown signs [U+XXXX].

    Replacements are counted in `seen`. Very long words get places to break.
    """
    text = clean(text, seen)
    if not text.isascii():
        text = _drawn(text, seen, lang)
    return _LONG_RUN.sub(_breakable, text)


def _drawn(text: str, seen: Counter[str], lang: str) -> str:
    known = fonts.covered()
    if not known.issuperset(map(ord, set(text) - _BLANKS)):
        text = _named(text, seen, lang)
        text = "".join(_or_code(letter, known, seen) for letter in text if letter not in JOINERS)
        text = _GROUPS.sub(" ", text)
    return text.replace(ZERO_WIDTH, "").replace(COLOURED, "")


def _or_code(letter: str, known: frozenset[int], seen: Counter[str]) -> str:
    if ord(letter) in known or letter in "\n\t":
        return letter
    seen[_code(letter)] += 1
    return f"[{_code(letter)}]"


def _named(text: str, seen: Counter[str], lang: str) -> str:
    """Emoji by their name in the language of the report."""
    emoji = _emoji(lang)

    def name(found: str, data: dict[str, str]) -> str:
        bare = found.removesuffix(COLOURED)
        if len(bare) == 1 and ord(bare) < 0x1F000 and ord(bare) in fonts.covered():
            return bare
        seen[" ".join(map(_code, found))] += 1
        return f"[{data.get(lang, data['en']).strip(':').replace('_', ' ')}]"

    return str(emoji.replace_emoji(text, replace=name))


@cache
def _emoji(lang: str):  # type: ignore[no-untyped-def]  # the library as it comes
    import emoji

    emoji.config.load_language(lang)
    return emoji


def blank(text: str) -> bool:
    """Whether nothing of the text would be seen: spaces, joiners, soft hyphens."""
    return not text.translate(_UNSEEN).strip()


_UNSEEN = dict.fromkeys(map(ord, JOINERS + SOFT_HYPHEN + ZERO_WIDTH + "\u2060"))


def _code(letter: str) -> str:
    return f"U+{ord(letter):04X}"


def _breakable(run: re.Match[str], step: int = STEP) -> str:
    word = run.group().replace(ZERO_WIDTH, "")
    return ZERO_WIDTH.join(word[i : i + step] for i in range(0, len(word), step))


def broken(texts: list[str], letters: int) -> list[str]:
    """The texts with a place to break every so many letters, for cells narrower than a word."""
    words = re.compile(rf"\S{{{letters + 1},}}")
    return [words.sub(lambda run: _breakable(run, letters), text) for text in texts]


def account(seen: Counter[str]) -> str:
    """What was replaced, in one line for the journal; empty when nothing was."""
    if not seen:
        return ""
    most = ", ".join(f"{code} ×{n}" for code, n in sorted(seen.items(), key=lambda pair: (-pair[1], pair[0]))[:12])
    return f"{sum(seen.values())} caractères sans dessin remplacés ou retirés : {most}"
