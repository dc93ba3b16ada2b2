"""The normal form of a text, for matching only: what two spellings of one label have in common."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MARKS = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ′`´", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("·⋅•‧∙・", "·"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f", None),
        "œ": "oe",
        "Œ": "OE",
        "æ": "ae",
        "Æ": "AE",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "ı": "i",
    }
)
# A space-dash or a full stop may follow a number that is part of the label ("5 - 10 ans"): a letter must come next.
_NUMBERING = re.compile(
    r"""^\(?(?:
        \d{1,3}\s*\)\s*            # 1) Oui
      | \d{1,3}\s*[.:/-]\s+(?=[^\W\d])  # 1. Oui, 1 - Oui
      | \d{1,2}\s*[.:-](?=[A-ZÀ-Ý])    # 1-Oui, 1.Oui
      | [a-z]\s*\)\s*              # a) Oui
      | [Qq]\d{1,3}[a-z]?\s*[.):-]\s+  # Q7. Oui
    )""",
    re.VERBOSE,
)
_ENDING = "e|s|x|es|ne|te|se|le|ve|ale|ere|iere|ive|ice|rice|trice|euse|enne|aux"
_INCLUSIVE = re.compile(
    rf"(?<=[a-z]{{3}})(?:\((?:{_ENDING})s?\)s?|[·./-](?:{_ENDING})(?:[·.-]?s)?(?![a-z]))(?:\(s\))?",
)
_SPACE_BEFORE = re.compile(r"\s+([?!:;,.)])")
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=65_536)
def normal(text: str) -> str:
    """The text without case, accents, typographic variants, numbering or inclusive endings.

    Store the raw text; compare this one. A text made of marks alone stays as it is, so that "-" and "." differ.

    >>> normal("1. Plutôt\u00a0satisfait·e"), normal("PLUTOT SATISFAIT(E)"), normal("L’été :")
    ('plutot satisfait', 'plutot satisfait', "l'ete")
    """
    plain = _SPACES.sub(" ", unicodedata.normalize("NFKC", text).translate(_MARKS)).strip()
    folded = _fold(_NUMBERING.sub("", plain, count=1) or plain)
    shorn = _SPACE_BEFORE.sub(r"\1", _INCLUSIVE.sub("", folded)).rstrip(" .:;,").strip('" ')
    return _SPACES.sub(" ", shorn) or plain.casefold()


def _fold(text: str) -> str:
    """Case and Latin accents removed; signs of other scripts are letters there and stay."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in split if not "\u0300" <= c <= "\u036f"))
