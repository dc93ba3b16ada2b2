"""What is said beside a figure, recognised in either language."""

from __future__ import annotations

from nec_analysis.french.phrases import either
from nec_analysis.model import Figure


def flagged(figure: Figure, flag: str) -> bool:
    """Whether the figure carries that flag."""
    return not either(flag).isdisjoint(figure.flags)


def whole(figure: Figure) -> bool:
    """Whether everybody was counted, so that no interval is owed."""
    return figure.method in either("recensement")
