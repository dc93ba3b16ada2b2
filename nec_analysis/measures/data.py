"""What an edition's measures are taken from: coded answers beside the audience tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nec_analysis.errors import NecError
from nec_analysis.measures.weighing import Weighed
from nec_analysis.model import Edition, Questionnaire, Responses

if TYPE_CHECKING:
    import pandas as pd

ANSWERS = "responses"
"""The survey as a table: one row a respondent, for indicators that count people by what they answered."""


@dataclass(frozen=True)
class Data:
    """The cleaned data of one edition. `tables`: canonical audience tables by name, rows already valid and pseudonymised."""

    edition: Edition
    responses: Responses | None
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    weighed: Weighed | None = None

    def table(self, name: str, place: str) -> pd.DataFrame:
        """The audience table of that name, `responses` for the answers. Raises NecError where the edition has none."""
        if name == ANSWERS and self.responses is not None:
            return self.responses.frame
        if name in self.tables:
            return self.tables[name]
        raise NecError(
            "table-missing",
            place,
            f"l'édition {self.edition.id} n'a pas de table « {name} ».",
            f"Ajoutez un [[export]] qui la donne à data/raw/{self.edition.id}/edition.toml, ou retirez l'indicateur.",
        )

    def survey(self, place: str) -> Responses:
        """The coded answers. Raises NecError where the edition has no survey."""
        if self.responses is not None:
            return self.responses
        raise NecError(
            "survey-missing",
            place,
            f"l'édition {self.edition.id} n'a pas d'enquête.",
            f'Ajoutez un [[export]] role = "survey" à data/raw/{self.edition.id}/edition.toml.',
        )

    @property
    def questionnaire(self) -> Questionnaire | None:
        """The questionnaire of the survey, None without one."""
        return self.responses.questionnaire if self.responses else None

    @property
    def population(self) -> int:
        """How many people could have answered; 0 when no list is known."""
        return self.edition.population.size if self.edition.population else 0
