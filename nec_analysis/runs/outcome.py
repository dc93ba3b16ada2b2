"""What became of a run, for the person and the program that asked for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nec_analysis.errors import NecError

RAN, SKIPPED = "ran", "skipped"


@dataclass(frozen=True, slots=True)
class PhaseOutcome:
    """What a run did with one phase. `state`: ran | skipped; `why` says it in French; `seconds` of wall time."""

    phase: str
    state: str
    why: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one edition. `state`: published | unchanged | failed; `reports` holds what may be read.

    `answers` to the survey that were kept (None without survey); `warnings`: figures to look at.
    """

    edition: str
    state: str
    phases: tuple[PhaseOutcome, ...]
    reports: Path
    processed: Path
    written: tuple[str, ...] = ()
    seconds: float = 0.0
    error: NecError | None = None
    answers: int | None = None
    warnings: int = 0

    @property
    def exit_code(self) -> int:
        """What the shell sees."""
        return self.error.exit_code if self.error else 0


@dataclass(frozen=True, slots=True)
class Progress:
    """One thing that just happened.

    `what`: begun | cell | done | exported (`text`: the file) | skipped; `text` of begun and skipped says why in French;
    `done` of `cells` are 0 when they mean nothing.
    """

    edition: str
    phase: str
    what: str
    done: int = 0
    cells: int = 0
    text: str = ""


Listener = Callable[[Progress], None]
"""Hears of progress. Called from the thread that runs the phase."""
