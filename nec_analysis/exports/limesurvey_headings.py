"""LimeSurvey: headings taken apart, whichever of the four styles they are in."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from nec_analysis.exports.limesurvey_meta import META, told

_CODE = re.compile(r"^(?P<code>[A-Za-z][A-Za-z0-9_.]*)(?P<tail>(?:\[[^\[\]]*\])*)$")
_CODETEXT = re.compile(
    r"^(?P<code>[A-Za-z][A-Za-z0-9_]*(?:\[[^\[\]]*\])*)(?P<mark>\. |: |\.|\)| - )\s*(?P<text>.*)$", re.S
)
_CODES = frozenset(META)


@dataclass(frozen=True, slots=True)
class Heading:
    """`code` as in `Q[SQ]`, "" where the style has none; `stem`: the question's text; `tail`: what stands in brackets."""

    code: str
    stem: str
    tail: tuple[str, ...]

    @property
    def question(self) -> str:
        """The question's code, "" where the style has none."""
        return self.code.partition("[")[0]

    @property
    def subs(self) -> tuple[str, ...]:
        """The codes in brackets."""
        return tuple(re.findall(r"\[([^\[\]]*)\]", self.code))


def style(names: Sequence[str]) -> str:
    """code | codetext | full: how the headings of a file are written."""
    written = [name for name in names if name]
    coded = sum(1 for name in written if _CODETEXT.match(name) and not told(name))
    if written and all(_CODE.match(name) for name in written):
        return "code"
    if any(name.startswith(("id. ", "submitdate. ")) for name in written):
        return "codetext"
    bracketed = sum(1 for name in written if re.match(r"^\w+\[\w*\]\. ", name))
    return "codetext" if written and coded >= 0.8 * len(written) and bracketed else "full"


def spaced(names: Sequence[str]) -> tuple[str, ...]:
    """The headings with their blanks again, where the file was written with underscores for every blank.

    >>> spaced(["Êtes-vous_venu_?", "Q1[SQ1_SQ2]._Le_lieu"])
    ('Êtes-vous venu ?', 'Q1[SQ1_SQ2]. Le lieu')
    """
    worded = [name for name in names if not _CODE.match(name)]
    if not worded or any(" " in name for name in names) or sum(name.count("_") for name in worded) < len(worded):
        return tuple(names)
    return tuple(_blanks(name) for name in names)


def _blanks(name: str) -> str:
    code, mark, text = name.partition("._")
    if mark and _CODE.match(code):
        return f"{code}. {text.replace('_', ' ')}"
    return name.replace("_", " ").strip() if not _CODE.match(name) or told(name.replace("_", " ")) else name


def heading(name: str, style: str) -> Heading:
    """One heading taken apart."""
    if style == "code":
        return Heading(name, "", ())
    text, code = name, ""
    if style == "codetext" and (found := _CODETEXT.match(name)):
        code, text = found["code"], found["text"]
    stem, tail = brackets(unescaped(text))
    return Heading(code, stem, tail)


def parts(sub: str) -> int:
    """How many brackets of a full heading a code in brackets stands for: `SQ1` one, `SQ1_SQ2` and `SQ1comment` two."""
    return 1 + sub.count("_") + (sub.endswith("comment") and sub != "comment")


def unescaped(text: str) -> str:
    """A heading without the entities and tags that LimeSurvey leaves in it."""
    return " ".join(html.unescape(re.sub(r"<(?:/?[a-zA-Z][^<>]*)>", " ", text)).split())


def brackets(text: str, opening: str = "[", closing: str = "]", most: int = 9) -> tuple[str, tuple[str, ...]]:
    """A text and the bracketed parts at its end, `most` of them; VV files write round brackets.

    >>> brackets("Venue ? [Ville [Lens]] [Échelle 1]")
    ('Venue ?', ('Ville [Lens]', 'Échelle 1'))
    """
    tail: list[str] = []
    rest = text.rstrip()
    while rest.endswith(closing) and len(tail) < most:
        depth, at = 0, len(rest)
        for at in range(len(rest) - 1, -1, -1):
            depth += (rest[at] == closing) - (rest[at] == opening)
            if depth == 0:
                break
        if depth or (at == 0 and not tail and opening not in rest[1:]):
            break
        tail.insert(0, rest[at + 1 : -1].strip())
        rest = rest[:at].rstrip()
    return (rest, tuple(tail)) if rest or tail else (text, ())


def coded_meta(names: Sequence[str]) -> int:
    """How many of the headings are LimeSurvey's own codes."""
    return len(_CODES & {name.partition(". ")[0] for name in names})
