"""Codes made from labels: short, stable, safe as the name of a column."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container

from nec_analysis.french.matching import normal

LENGTH = 40


def slug(text: str, taken: Container[str] = ()) -> str:
    """A code for a label: its normal form in ASCII, at most 40 signs, cut between words; numbered when taken.

    >>> slug("Plutôt d'accord"), slug("Oui", {"oui"}), slug("10 %"), slug("日本")
    ('plutot_d_accord', 'oui_2', '10', 'x_cf2abf0c')
    """
    words = re.sub(r"[^a-z0-9]+", "_", normal(text)).strip("_")
    if len(words) > LENGTH:
        words = words[: LENGTH + 1].rpartition("_")[0] or words[:LENGTH]
    base = words or "x_" + hashlib.sha256(text.encode()).hexdigest()[:8]
    code, n = base, 1
    while code in taken:
        n += 1
        code = f"{base}_{n}"
    return code
