"""A formula in a line of text as words: letters in italics, indices, signs; what has no such form stays as typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Run = dict[str, Any]

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)


def _signs(names: str, signs: str) -> dict[str, str]:
    return dict(zip(names.split(), signs, strict=True))


_LETTERS = _signs(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi "
    "varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega ell partial nabla",
    "αβγδϵεζηθικλμνξπρστυϕφχψωΓΔΘΛΞΠΣΦΨΩℓ∂∇",
)
_RELATIONS = _signs(
    "le leq ge geq ne neq approx simeq equiv sim propto in notin subset subseteq to rightarrow leftarrow Rightarrow "
    "Leftrightarrow mapsto times cdot pm mp div cup cap land lor mid ll gg",
    "≤≤≥≥≠≠≈≃≡∼∝∈∉⊂⊆→→←⇒⇔↦×·±∓÷∪∩∧∨|≪≫",
)
_SIGNS = _signs(
    "infty sum prod int forall exists neg emptyset ldots dots cdots circ star prime langle rangle lfloor rfloor lceil "
    "rceil vert Vert",
    "∞∑∏∫∀∃¬∅………∘⋆′⟨⟩⌊⌋⌈⌉|‖",
)
_NAMES = frozenset(
    ("sin", "cos", "tan", "log", "ln", "exp", "min", "max", "lim", "sup", "inf", "det", "arg", "Pr", "Var", "dim")
)
_MARKS = {
    "bar": "\u0304",
    "overline": "\u0304",
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "vec": "\u20d7",
    "dot": "\u0307",
}
_UPRIGHT = frozenset(("text", "mathrm", "operatorname", "textrm", "mathbb", "mathcal"))
_SPACES = frozenset((" ", ",", ";", ":", "quad", "qquad", "~"))
_NOTHING = frozenset(("left", "right", "displaystyle", "limits", "nolimits", "!", "big", "Big"))
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_BINARY = frozenset("=<>+-−*:")
SPACE = "\u00a0"
_OPENED = (SPACE, "(", "[", ",")
"""After these, a minus is a sign, not a subtraction."""
LONG = 40
"""Signs from which a formula may run over two lines."""


class _Unknown(Exception):
    """A sign with no form in a line."""


def run(latex: str) -> Run:
    """The formula as a run: `text` says it in one line of signs, `runs` dress it; code as typed where there is doubt.

    >>> run("x^2")["text"], run(r"\\bar{x} \\le \\sigma")["text"], run(r"\\overbrace{x}")["t"]
    ('x²', 'x̄\\xa0≤\\xa0σ', 'code')
    """
    try:
        pieces = _Line(_TOKEN.findall(latex.strip())).all()
    except _Unknown:
        return {"t": "code", "text": latex.strip()}
    if len(_flat(pieces)) > LONG:
        pieces = _spaced(pieces, " ")
    return {"t": "formula", "text": _flat(pieces), "runs": pieces}


def _spaced(pieces: list[Run], space: str) -> list[Run]:
    """The pieces with other spaces: none in an index, ordinary ones where a line may end."""
    return [
        piece
        | (
            {"runs": _spaced(piece["runs"], space)}
            if "runs" in piece
            else {"text": piece["text"].replace(SPACE, space)}
        )
        for piece in pieces
    ]


class _Line:
    """Reads the tokens of a formula from left to right."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = iter(tokens)

    def all(self, end: str = "") -> list[Run]:
        """The pieces up to the end, or to the brace that closes a group."""
        found: list[Run] = []
        for token in self.tokens:
            if token == end:
                return found
            found += self.piece(token, bool(found) and not _flat(found[-1:]).endswith(_OPENED))
        if end:
            raise _Unknown(end)
        return found

    def piece(self, token: str, after: bool) -> list[Run]:
        """What one token, with those it takes, is in a line; `after` another piece."""
        if token.startswith("\\"):
            return self.command(token[1:])
        if token == "{":
            group = self.all("}")
            return [_text(",")] if _flat(group).strip(SPACE) == "," else group
        if token in "^_":
            return [{"t": "super" if token == "^" else "sub", "runs": _spaced(self.argument(), "")}]
        if token.isspace():
            return []
        if token in "}&$#":
            raise _Unknown(token)
        if token in _BINARY and after:
            return [_text(f"{SPACE}{'−' if token == '-' else token}{SPACE}")]
        sign = {"-": "−", "'": "′", "~": SPACE, ",": f",{SPACE}"}.get(token, token)
        return [_italic(token)] if token.isalpha() else [_text(sign)]

    def command(self, name: str) -> list[Run]:
        if name in _NOTHING:
            return []
        if name in _UPRIGHT:
            return [_text(self.raw())]
        if name in ("mathbf", "boldsymbol", "textbf"):
            return [{"t": "strong", "runs": self.argument()}]
        if name in _MARKS:
            return self.marked(_MARKS[name])
        if name == "frac":
            return [_text("("), *_grouped(self.argument()), _text("/"), *_grouped(self.argument()), _text(")")]
        if name == "sqrt":
            return [_text("√"), *_grouped(self.argument())]
        return [self.sign(name)]

    def sign(self, name: str) -> Run:
        """A command that stands for one sign."""
        if name in _LETTERS:
            return _italic(_LETTERS[name])
        if name in _RELATIONS:
            return _text(f"{SPACE}{_RELATIONS[name]}{SPACE}")
        if name in _SIGNS or name in _NAMES:
            return _text(_SIGNS.get(name, f"{name}{SPACE}"))
        if name in _SPACES:
            return _text(SPACE)
        if len(name) == 1 and name in "{}%$&#_|":
            return _text(name)
        raise _Unknown(name)

    def argument(self) -> list[Run]:
        """The next group, or the next sign."""
        for token in self.tokens:
            if not token.isspace():
                return self.piece(token, after=False)
        raise _Unknown("")

    def raw(self) -> str:
        """The words of the next group, as they are."""
        if next(self.tokens, "") != "{":
            raise _Unknown("{")
        words = "".join(self._until("}"))
        if "\\" in words or "{" in words:
            raise _Unknown(words)
        return words

    def _until(self, end: str) -> Iterator[str]:
        for token in self.tokens:
            if token == end:
                return
            yield token
        raise _Unknown(end)

    def marked(self, mark: str) -> list[Run]:
        """One letter under a bar, a hat…; over several letters it has no form in a line."""
        under = self.argument()
        if len(under) != 1 or len(_flat(under)) != 1:
            raise _Unknown(mark)
        return [_italic(_flat(under) + mark)]


def _text(text: str) -> Run:
    return {"t": "text", "text": text}


def _italic(letter: str) -> Run:
    return {"t": "emph", "runs": [_text(letter)]}


def _grouped(pieces: list[Run]) -> list[Run]:
    return pieces if len(_flat(pieces)) == 1 or _flat(pieces).isdigit() else [_text("("), *pieces, _text(")")]


def _flat(pieces: list[Run]) -> str:
    """The formula as one line of signs: indices by their own signs where there are such, else after ^ and _."""
    return "".join(_said(piece) for piece in pieces)


def _said(piece: dict[str, Any]) -> str:
    if "runs" not in piece:
        return str(piece["text"])
    inner = _flat(piece["runs"])
    if piece["t"] not in ("super", "sub"):
        return inner
    shifted = inner.replace(SPACE, "").translate(_RAISED if piece["t"] == "super" else _LOWERED)
    if not set(shifted) & set(inner.replace(SPACE, "")):
        return shifted
    sign = "^" if piece["t"] == "super" else "_"
    return f"{sign}{inner}" if len(inner) == 1 else f"{sign}({inner})"
