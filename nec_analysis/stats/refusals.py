"""What statistics refuse to compute, each refusal a kind of ValueError."""

from __future__ import annotations


class Refusal(ValueError):
    """A number that must not be computed from what was given; the message says what and why."""


class PopulationTooSmall(Refusal):
    """The population is smaller than the number of people who answered."""


class MarginsDisagree(Refusal):
    """Two margins of the population do not add up to the same total."""


class LevelWithoutRespondent(Refusal):
    """A level of the population has nobody among the respondents: no weight can stand for it."""


class LevelWithoutPopulation(Refusal):
    """A level found among the respondents has no count in the population."""


class NegativeWeight(Refusal):
    """A weight is negative or not a number."""


class DidNotConverge(Refusal):
    """An iteration stopped before its margins were met."""


class EmptyTable(Refusal):
    """A test was asked of a table that has fewer than two groups or answers."""


class UnknownCode(Refusal):
    """A code or a label is not on its axis."""


class DifferentAxes(Refusal):
    """Two tables that do not have the same axes cannot be added."""
