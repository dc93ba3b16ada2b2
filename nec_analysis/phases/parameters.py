"""Parameters given to a notebook from outside."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.errors import USAGE, NecError

INJECTED = "# Parameters"
"""First line of the cell that papermill adds."""


def accept(known: Sequence[str]) -> None:
    """Raises NecError when the running notebook was given a parameter that it does not know."""
    for name in given(_sources()):
        if name not in known:
            raise NecError(
                "parameter-unknown",
                "paramètres du notebook",
                f"aucun paramètre ne s'appelle « {name} ».",
                did_you_mean(name, known),
                exit_code=USAGE,
            )


def given(sources: Iterable[str]) -> tuple[str, ...]:
    """The names that injected cells assign.

    >>> given(["x = 1", "# Parameters\\nedition = '2022-lens'\\n"])
    ('edition',)
    """
    names = []
    for source in sources:
        if source.startswith(INJECTED):
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    names.append(node.id)
    return tuple(names)


def _sources() -> list[str]:
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    return list(shell.user_ns.get("In", [])) if shell else []
