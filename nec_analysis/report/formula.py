"""Formulas of a stranger's notebook: matplotlib draws those that stand alone, no LaTeX is needed; those in a line are in `mathline`."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

from nec_analysis.report.labels import labels

_ENVIRONMENTS = (
    "equation|align|alignat|aligned|gather|multline|eqnarray|split|cases|array|[pbvBV]?matrix|math|displaymath"
)
_SET_APART = rf"\\begin\{{(?P<%s>(?:{_ENVIRONMENTS})\*?)\}}[\s\S]*?\\end\{{(?P=%s)\}}"
_ONE = r"(?:(?!\\[\])])[^\n]){0,400}?"
"""Text of a line that does not close a bracket of LaTeX; bounded, lest a bracket never closed cost a long search."""
_MANY = r"(?:(?!\\[\])])[\s\S]){0,2000}?"
_SURELY = r"(?:\\[A-Za-z]|[\^_=])"
"""Without such a sign, `\\[note\\]` is a word in brackets that Markdown was told to leave alone."""
BLOCK = (
    r"^ {0,3}(?:\$\$(?P<alone>[\s\S]+?)\$\$|\\\\\[(?P<doubled>[\s\S]+?)\\\\\]|"
    rf"\\\[(?P<bracketed>{_MANY}{_SURELY}{_MANY})\\\]|"
    rf"(?P<apart>{_SET_APART % ('apart_name', 'apart_name')}))[ \t]*(?:\n|$)"
)
"""A formula on lines of its own."""
INLINE = (
    r"\$\$(?P<double>[^$]+?)\$\$|\\\\\[(?P<squared>[^\n]+?)\\\\\]|\\\\\((?P<rounded>[^\n]+?)\\\\\)|"
    rf"\\\[(?P<inner>{_ONE}{_SURELY}{_ONE})\\\]|\\\((?P<round>{_ONE}{_SURELY}{_ONE})\\\)|"
    rf"(?P<within>{_SET_APART % ('within_name', 'within_name')})|"
    r"\$(?![\s$])(?P<single>(?:[^$\\\n]|\\.)+?)(?<!\s)\$(?![\d$])"
)
"""A formula in a line; sums of money, « 5 $ et 6 $ », are none: pandoc's rule."""
_IN_LINE = ("double", "squared", "rounded", "inner", "round", "within", "single")
_WRAPPED = re.compile(r"^\$\$?(.+?)\$?\$$", re.DOTALL)
_EQUATION = re.compile(r"^\\begin\{(equation\*?|displaymath|math)\}(.+)\\end\{\1\}$", re.DOTALL)
_IGNORED = re.compile(r"\\(?:displaystyle|nonumber|notag)\b|\\label\{[^}]*\}")


def rules(parser: Any) -> None:
    """Teach mistune formulas: on lines of their own, also in lists and quotes, and in a line."""
    parser.block.register("formula_block", BLOCK, _block_rule, before="list")
    for inner in (parser.block.list_rules, parser.block.block_quote_rules):
        parser.block.insert_rule(inner, "formula_block", before="list")
    parser.inline.register("formula", INLINE, _inline_rule, before="escape")


def _block_rule(_: Any, found: re.Match[str], state: Any) -> int:
    state.append_token({"type": "formula_block", "raw": _given(found, "alone", "doubled", "bracketed", "apart")})
    return found.end()


def _inline_rule(_: Any, found: re.Match[str], state: Any) -> int:
    state.append_token({"type": "formula", "raw": _given(found, *_IN_LINE)})
    return found.end()


def _given(found: re.Match[str], *names: str) -> str:
    return next(found[name] for name in names if found[name] is not None).strip()


def drawn(latex: str, lang: str) -> list[dict[str, Any]]:
    """The formula as a figure that is described by its source; as typed where matplotlib cannot set it."""
    from matplotlib import rc_context
    from matplotlib.mathtext import math_to_image

    wrapped = _WRAPPED.match(latex.strip())
    equation = _EQUATION.match((wrapped[1] if wrapped else latex).strip())
    bare = equation[2] if equation else wrapped[1] if wrapped else latex
    typed = " ".join(_IGNORED.sub("", bare).split())
    out = StringIO()
    settings = {"svg.fonttype": "path", "svg.hashsalt": "formula", "mathtext.fontset": "dejavusans", "font.size": 12}
    try:
        with rc_context(settings):
            math_to_image(f"${_roomy(typed)}$", out, format="svg")
    except ValueError:
        return [{"kind": "code", "text": latex.strip()}]
    words = {"title": "", "subtitle": "", "source": "", "legend": "", "said": ""}
    alt = labels(lang)["formula"].replace("{latex}", typed)
    return [{"kind": "figure", "id": "formula", "alt": alt, "svg": out.getvalue(), "float": False, **words}]


def _roomy(latex: str) -> str:
    """Fractions at their full size where they are not inside something else: small ones cannot be read."""
    depth, parts = 0, re.split(r"(\\frac\b|[{}])", latex)
    for rank, part in enumerate(parts):
        depth += (part == "{") - (part == "}")
        if part == r"\frac" and depth == 0:
            parts[rank] = r"\dfrac"
    return "".join(parts)
