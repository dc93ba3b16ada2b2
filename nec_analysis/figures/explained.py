"""A figure told in words: what it is, what it is out of, where it comes from."""

from __future__ import annotations

from nec_analysis.french.numbers import interval, number
from nec_analysis.model import Figure


def explained(figure: Figure) -> str:
    """The story of a figure, one fact a line."""
    lines = [f"{figure.display} — {figure.label}  [{figure.id}]"]
    lines += [f"  {name} : {text}" for name, text in _facts(figure) if text]
    return "\n".join(lines)


def _facts(figure: Figure) -> list[tuple[str, str]]:
    shares = figure.measure in ("share", "change")
    ends = ""
    if figure.low is not None and figure.high is not None:
        ends = interval(figure.low, figure.high, 1, scale=100 if shares else 1)
    return [
        ("Question", f"« {figure.question} »" if figure.question else ""),
        ("Colonnes", ", ".join(figure.columns)),
        ("Base", figure.base_text),
        (
            "Compte",
            f"{_plain(figure.numerator)} sur {number(figure.base)}" if shares and figure.numerator is not None else "",
        ),
        ("Méthode", figure.method),
        ("Intervalle d'incertitude à 95\u202f%", ends),
        ("Bilan imprimé", _printed(figure)),
        ("Réserves", ", ".join(figure.flags)),
        ("Fichiers", " ; ".join(f"{file.name} (sha256 {file.sha256[:16]}…)" for file in figure.files)),
        ("Référence", figure.reference),
    ]


def _plain(value: float | None) -> str:
    return "" if value is None else number(value)


def _printed(figure: Figure) -> str:
    if not figure.published:
        return ""
    return f"{figure.published} ({'concorde' if figure.agrees else 'ne concorde pas'})"
