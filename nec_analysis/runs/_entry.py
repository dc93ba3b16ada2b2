"""The entry point papermill loads each time it starts: nothing is imported before a notebook is executed."""

from __future__ import annotations

from typing import Any


class NecEngine:
    """Delegates to `nec_analysis.runs.engine`. papermill asks an engine for three class methods, no base class."""

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **options: Any) -> Any:
        """Execute and return the notebook."""
        from nec_analysis.runs.engine import NecEngine as Real

        return Real.execute_notebook(nb, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> Any:
        """The kernel the notebook names."""
        from papermill.utils import nb_kernel_name

        return nb_kernel_name(nb, name)

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> Any:
        """The language the notebook names."""
        from papermill.utils import nb_language

        return nb_language(nb, language)
