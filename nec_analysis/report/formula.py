"""Formulas of a stranger's notebook as drawings; matplotlib sets them, no LaTeX is needed."""

from __future__ import annotations

import re
from io import StringIO

from nec_analysis.report.labels import labels
from nec_analysis.report.markdown import Block

_ALONE = re.compile(r"^[ \t]*\$\$(.+?)\$\$[ \t]*$", re.DOTALL | re.MULTILINE)
"""A formula on lines of its own."""
_WRAPPED = re.compile(r"^\$\$?(.+?)\$?\$$", re.DOTALL)
_IGNORED = re.compile(r"\\displaystyle\b")


def split(source: str) -> list[str]:
    """Markdown, formula, Markdown, … in turn: formulas at odd places."""
    return _ALONE.split(source)


def drawn(latex: str, lang: str) -> list[Block]:
    """The formula as a figure that is described by its source; as typed where matplotlib cannot set it."""
    from matplotlib import rc_context
    from matplotlib.mathtext import math_to_image

    wrapped = _WRAPPED.match(latex.strip())
    typed = " ".join(_IGNORED.sub("", wrapped.group(1) if wrapped else latex).split())
    out = StringIO()
    settings = {"svg.fonttype": "path", "svg.hashsalt": "formula", "mathtext.fontset": "dejavusans", "font.size": 12}
    try:
        with rc_context(settings):
            math_to_image(f"${typed}$", out, format="svg")
    except ValueError:
        return [{"kind": "code", "text": latex.strip()}]
    words = {"title": "", "subtitle": "", "source": "", "legend": ""}
    alt = labels(lang)["formula"].replace("{latex}", typed)
    return [{"kind": "figure", "id": "formula", "alt": alt, "svg": out.getvalue(), "float": False, **words}]
