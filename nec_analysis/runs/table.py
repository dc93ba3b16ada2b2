"""What a batch shows: a live table on a terminal, one line for each outcome, or JSON."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from nec_analysis.french.numbers import counted, number
from nec_analysis.runs.outcome import Outcome, Progress
from nec_analysis.runs.worker import as_json

if TYPE_CHECKING:
    from rich.table import Table

STATES = {"published": "publié", "unchanged": "inchangé", "failed": "échec"}
MARKS = {"published": "✓", "unchanged": "=", "failed": "✗"}
LAST = 8
"""Finished editions that stay in the table."""


class Display:
    """Hears of progress from several threads, takes outcomes from one."""

    def __init__(self, editions: Sequence[str], *, quiet: bool, json_lines: bool) -> None:
        self.editions, self.quiet, self.json_lines = editions, quiet, json_lines
        self.width = max(map(len, editions), default=0)
        self.begun = time.monotonic()
        self.running: dict[str, tuple[float, Progress]] = {}
        self.taken: list[Outcome] = []
        self._guard = threading.Lock()

    def hear(self, progress: Progress) -> None:
        """Remember where an edition stands."""
        with self._guard:
            begun, _ = self.running.get(progress.edition, (time.monotonic(), progress))
            self.running[progress.edition] = (begun, progress)

    def take(self, outcome: Outcome) -> bool:
        """An edition has ended."""
        with self._guard:
            self.running.pop(outcome.edition, None)
            self.taken.append(outcome)
        if self.json_lines:
            print(json.dumps(as_json(outcome), ensure_ascii=False), flush=True)
        return True

    def lines(self) -> list[str]:
        """One line for each outcome, in the order asked, then the count."""
        by_name = {outcome.edition: outcome for outcome in self.taken}
        told = [line(by_name[edition], self.width) for edition in self.editions if edition in by_name]
        return [*told, self.count()]

    def count(self) -> str:
        """How many ended, and how."""
        states = [outcome.state for outcome in self.taken]
        parts = [counted(states.count(state), said, f"{said}s") for state, said in STATES.items() if state in states]
        seconds = number(time.monotonic() - self.begun, 1)
        total = f"{number(len(self.taken))} / {counted(len(self.editions), 'édition', 'éditions')}"
        return f"{total} : {', '.join(parts) or 'aucune finie'} · {seconds}\u00a0s"

    def __rich__(self) -> Table:
        """The table as it stands."""
        from rich.table import Table

        table = Table(caption=self.count(), caption_justify="left", pad_edge=False)
        table.add_column("édition", no_wrap=True)
        table.add_column("phase", no_wrap=True)
        table.add_column("progression", no_wrap=True)
        for name in ("réponses", "alertes", "temps"):
            table.add_column(name, justify="right", no_wrap=True)
        with self._guard:
            running, ended = sorted(self.running.items()), self.taken[-LAST:]
        for outcome in ended:
            style = "red" if outcome.state == "failed" else "dim"
            table.add_row(outcome.edition, STATES[outcome.state], _told(outcome), *_numbers(outcome), style=style)
        for edition, (begun, progress) in running:
            seconds = f"{number(time.monotonic() - begun, 1)}\u00a0s"
            table.add_row(edition, progress.phase, _bar(progress), "", "", seconds)
        return table


@contextmanager
def shown(editions: Sequence[str], *, quiet: bool = False, json_lines: bool = False) -> Iterator[Display]:
    """A display for the length of a batch; the lines of outcomes come at the end, whatever ended it."""
    display = Display(editions, quiet=quiet, json_lines=json_lines)
    try:
        if quiet or json_lines or not sys.stderr.isatty():
            yield display
        else:
            with _live(display):
                yield display
    finally:
        if not json_lines:
            print("\n".join(display.lines()))


@contextmanager
def _live(display: Display) -> Iterator[None]:
    from rich.console import Console
    from rich.live import Live

    with Live(display, console=Console(stderr=True), refresh_per_second=4, transient=True):
        yield


def line(outcome: Outcome, width: int = 0) -> str:
    """What became of an edition, in one line."""
    head = f"{MARKS[outcome.state]} {outcome.edition:{width}}  {STATES[outcome.state]:8}"
    if outcome.error:
        remedy = f" → {outcome.error.remedy}" if outcome.error.remedy else ""
        return f"{head}  {outcome.error.place} : {outcome.error.cause}{remedy}  [{outcome.error.code}]"
    answers, warnings, seconds = _numbers(outcome)
    alerts = "alerte " if outcome.warnings < 2 else "alertes"
    said = "réponse " if outcome.answers in (0, 1) else "réponses"
    return f"{head}  {answers:>6} {said}  {warnings:>3} {alerts}  {seconds:>8}"


def _told(outcome: Outcome) -> str:
    return outcome.error.code if outcome.error else f"{len(outcome.written)} fichiers"


def _numbers(outcome: Outcome) -> tuple[str, str, str]:
    answers = "–" if outcome.answers is None else number(outcome.answers)
    return answers, number(outcome.warnings), f"{number(outcome.seconds, 1)}\u00a0s"


def _bar(progress: Progress) -> str:
    if not progress.cells:
        return ""
    full = round(10 * progress.done / progress.cells)
    return f"{'━' * full}{'╌' * (10 - full)} {progress.done}/{progress.cells}"
