"""Conducting the phases of a run: each as soon as those it waits for are done, or not at all when nothing changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from nec_analysis.runs import fork
from nec_analysis.runs.awake import until
from nec_analysis.runs.cache import Cache, Entry, laid_out, written
from nec_analysis.runs.execute import execute
from nec_analysis.runs.export import exported
from nec_analysis.runs.gather import EXPORTS, NOTEBOOKS
from nec_analysis.runs.manifest import listed
from nec_analysis.runs.outcome import RAN, SKIPPED, Listener, PhaseOutcome, Progress
from nec_analysis.runs.phases import Phase, libraries, ready
from nec_analysis.runs.staging import Staging
from nec_analysis.runs.trace import Trace

AT_ONCE = 4
"""Notebooks and exports of one edition under way at the same time, at most."""


@dataclass(frozen=True, slots=True)
class Job:
    """What was asked: which edition, of which project, by which engine; `values` go to every notebook."""

    edition: str
    root: Path
    engine: str
    phases: tuple[Phase, ...]
    values: Mapping[str, str]
    force: bool = False
    progress: Listener | None = None

    @property
    def lang(self) -> str:
        """The language of the report."""
        return self.values.get("lang", "fr")

    def tell(self, phase: str, what: str, done: int = 0, cells: int = 0, text: str = "") -> None:
        """Let the listener know."""
        if self.progress:
            self.progress(Progress(self.edition, phase, what, done, cells, text))


@dataclass(slots=True)
class _State:
    """How far one phase has come."""

    phase: Phase
    begun: float
    why: str
    declared: dict[str, str]
    trace: Trace | None = None
    traceable: bool = True
    exporting: int = 0
    executed: bool = False


@dataclass(slots=True)
class Conductor:
    """Runs the phases of one job in a staging folder. `outcomes` and `entries` grow as phases end."""

    job: Job
    staging: Staging
    cache: Cache
    outcomes: dict[str, PhaseOutcome] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    _states: dict[str, _State] = field(default_factory=dict)
    _running: dict[Future[Trace | None], tuple[str, str]] = field(default_factory=dict)

    def conduct(self) -> None:
        """Run what must be run. The first refusal comes out once what was under way has ended."""
        fork.resume()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            try:
                while self._start(pool.submit) or self._running:
                    if self._running:
                        self._wait(pool.submit)
            except BaseException as error:
                pool.shutdown(wait=False, cancel_futures=True)
                if not isinstance(error, Exception):
                    fork.stop()  # Ctrl-C: what runs in forks is ended at once, what was about to does not begin
                raise

    def _start(self, submit: Callable[..., Future[Trace | None]]) -> bool:
        """Begin every phase that may begin. True when one was found fresh, so that others may begin now."""
        found = False
        for phase in ready(self.job.phases, frozenset(self.before), frozenset(self._states) | frozenset(self.before)):
            entry, why = (None, "--force") if self.job.force else self.cache.find(phase, self.before)
            if entry is not None:
                self._skip(phase, entry, why)
                found = True
                continue
            self._warm()
            self._states[phase.id] = _State(
                phase, time.perf_counter(), why, self.cache.inputs.declared(phase, self.before)
            )
            self.job.tell(phase.id, "begun", text=why)
            self._running[submit(self._execute, phase)] = (phase.id, "")
        return found

    def _warm(self) -> None:
        """Start the warm process, with what the phases to come need, while this one imports papermill."""
        if self.job.engine == "nec" and fork.available():
            fork.template(libraries(phase for phase in self.job.phases if phase.id not in self.outcomes))

    def _skip(self, phase: Phase, entry: Entry, why: str) -> None:
        laid_out(entry, self.staging.work)
        self.entries[phase.id] = entry
        self.before[phase.id] = entry.written(phase.id)
        self.outcomes[phase.id] = PhaseOutcome(phase.id, SKIPPED, why)
        self.job.tell(phase.id, "skipped", text=why)

    def _wait(self, submit: Callable[..., Future[Trace | None]]) -> None:
        for future in until(lambda seconds: wait(self._running, seconds, FIRST_COMPLETED).done or None):
            id, export = self._running.pop(future)
            state = self._states[id]
            trace = future.result()
            state.traceable = state.traceable and trace is not None
            state.trace = (state.trace or Trace()) | (trace or Trace())
            if export:
                state.exporting -= 1
                self.job.tell(id, "exported", text=export)
            else:
                self._executed(state, submit)
            if state.executed and not state.exporting:
                self._end(state)

    def _executed(self, state: _State, submit: Callable[..., Future[Trace | None]]) -> None:
        """The phases after may begin; the files exported from the notebook are made meanwhile."""
        state.executed = True
        self.job.tell(state.phase.id, "done")
        files = {name: self.cache.inputs.digests.sha256(path) for name, path in self._files(state.phase.id).items()}
        self.before[state.phase.id] = written(files)
        for name, exporter in state.phase.exports:
            state.exporting += 1
            self._running[submit(self._export, state.phase, name, exporter)] = (state.phase.id, name)

    def _end(self, state: _State) -> None:
        phase = state.phase
        names = [NOTEBOOKS + "/" + phase.notebook, *(f"{EXPORTS}/{name}" for name, _ in phase.exports)]
        files = {**self._files(phase.id), **{name: self.staging.work / name for name in names}}
        trace = state.trace if state.traceable else None
        inputs = {**state.declared, **self.cache.inputs.traced(trace)}
        self.entries[phase.id] = self.cache.keep(phase, inputs, files)
        self.outcomes[phase.id] = PhaseOutcome(phase.id, RAN, state.why, time.perf_counter() - state.begun)

    def _files(self, id: str) -> dict[str, Path]:
        folder = self.staging.work / id
        return {f"{id}/{path.relative_to(folder).as_posix()}": path for path in listed(folder)}

    def _execute(self, phase: Phase) -> Trace | None:
        (self.staging.work / phase.id).mkdir(parents=True, exist_ok=True)
        values = {
            "edition": self.job.edition,
            "root": str(self.job.root),
            "work": str(self.staging.work),
            **self.job.values,
        }
        return execute(
            self.job.root / "notebooks" / phase.notebook,
            values,
            self.staging.work / NOTEBOOKS / phase.notebook,
            engine=self.job.engine,
            progress=lambda done, cells: self.job.tell(phase.id, "cell", done, cells),
        ).trace

    def _export(self, phase: Phase, name: str, exporter: str) -> Trace | None:
        notebook = self.staging.work / NOTEBOOKS / phase.notebook
        return exported(notebook, exporter, self.staging.work / EXPORTS / name, folder=self.staging.work)
