"""What is said beside a figure, recognised in either language."""

from __future__ import annotations

from nec_analysis.french.phrases import either
from nec_analysis.model import Figure

WITHOUT_OPINION = "{share} sans les « sans opinion »"
"""The share without "sans opinion" in its base, where that moves it by more than two points."""


def flagged(figure: Figure, flag: str) -> bool:
    """Whether the figure carries that flag."""
    return not either(flag).isdisjoint(figure.flags)


def whole(figure: Figure) -> bool:
    """Whether everybody was counted, so that no interval is owed."""
    return figure.method in either("recensement")


def without_opinion(figure: Figure) -> tuple[str, ...]:
    """What the figure says of its share without "sans opinion"; nothing where that moves it little.

    >>> from types import SimpleNamespace
    >>> without_opinion(SimpleNamespace(flags=("effectif faible", "92 % sans les « sans opinion »")))
    ('92 % sans les « sans opinion »',)
    """
    ends = tuple(text.removeprefix("{share}") for text in either(WITHOUT_OPINION))
    return tuple(flag for flag in figure.flags if flag.endswith(ends))
