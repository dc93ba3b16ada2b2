"""Running one edition: phases in order in a staging folder, then one exchange with the published report."""

from __future__ import annotations

import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from nec_analysis.errors import USAGE, NecError
from nec_analysis.runs import journal, manifest
from nec_analysis.runs.disk import speaking
from nec_analysis.runs.execute import execute
from nec_analysis.runs.export import exported
from nec_analysis.runs.gather import EXPORTS, NOTEBOOKS, gathered
from nec_analysis.runs.lock import locked
from nec_analysis.runs.outcome import RAN, Listener, Outcome, PhaseOutcome, Progress
from nec_analysis.runs.phases import PHASES, Phase, ready
from nec_analysis.runs.publishing import publish, recover
from nec_analysis.runs.staging import Staging, closed, opened, targets

SIDE_BY_SIDE = 2


def run(
    edition: str,
    *,
    root: Path,
    force: bool = False,
    progress: Listener | None = None,
    report: bool = True,
    lang: str = "fr",
    engine: str = "nec",
    phases: tuple[Phase, ...] = PHASES,
) -> Outcome:
    """Run every phase of an edition that is not up to date, then publish. Raises NecError; the last report stays.

    `report=False` leaves out the files exported from executed notebooks (PDF, HTML).
    """
    root = root.resolve()
    _known(edition, root)
    job = _Job(edition, root, lang, engine, phases, report, force, progress)
    processed, reports = targets(root, edition)
    intent = processed.with_name(f".publishing-{edition}.json")
    with speaking(str(processed.parent)), locked(edition, processed.parent / ".locks"):
        recover((processed, reports), intent)
        staging = opened(root, edition)
        try:
            return _published(job, staging, intent)
        finally:
            closed(staging)


@dataclass(frozen=True, slots=True)
class _Job:
    edition: str
    root: Path
    lang: str
    engine: str
    phases: tuple[Phase, ...]
    report: bool
    force: bool
    progress: Listener | None

    def tell(self, phase: str, what: str, done: int = 0, cells: int = 0, text: str = "") -> None:
        if self.progress:
            self.progress(Progress(self.edition, phase, what, done, cells, text))


def _known(edition: str, root: Path) -> None:
    folder = root / "data" / "raw"
    if (folder / edition / "edition.toml").is_file():
        return
    known = sorted(path.parent.name for path in folder.glob("*/edition.toml"))
    raise NecError(
        "edition-unknown",
        f"data/raw/{edition}",
        "cette édition n’a pas de fiche edition.toml",
        f"nec new {edition} --from <exports>. Éditions connues : {', '.join(known) or 'aucune'}",
        exit_code=USAGE,
    )


def _published(job: _Job, staging: Staging, intent: Path) -> Outcome:
    begun = time.time()
    processed, reports = targets(job.root, job.edition)
    outcomes = _in_order(job, staging)
    gathered(staging, job.phases)
    facts = journal.entry(job.edition, begun, outcomes, engine=job.engine)
    for folder in (staging.processed, staging.reports):
        journal.written(folder, facts)
        manifest.written(folder, job.edition)
    written = tuple(sorted(manifest.read(staging.reports) or ()))
    publish(((staging.processed, processed), (staging.reports, reports)), intent)
    return Outcome(job.edition, "published", outcomes, reports, processed, written, time.time() - begun)


def _in_order(job: _Job, staging: Staging) -> tuple[PhaseOutcome, ...]:
    """Run the phases, those that do not depend on one another side by side; the first refusal stops the others."""
    outcomes: dict[str, PhaseOutcome] = {}
    running: dict[Future[PhaseOutcome], str] = {}
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        while len(outcomes) < len(job.phases):
            begun = frozenset(outcomes) | frozenset(running.values())
            for phase in ready(job.phases, frozenset(outcomes), begun):
                running[pool.submit(_one, job, phase, staging)] = phase.id
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                outcomes[running.pop(future)] = future.result()
    return tuple(outcomes[phase.id] for phase in job.phases)


def _one(job: _Job, phase: Phase, staging: Staging) -> PhaseOutcome:
    begun = time.perf_counter()
    job.tell(phase.id, "begun")
    (staging.work / phase.id).mkdir(parents=True, exist_ok=True)
    out = staging.work / NOTEBOOKS / phase.notebook
    values = {"edition": job.edition, "root": str(job.root), "work": str(staging.work), "lang": job.lang}
    execute(
        job.root / "notebooks" / phase.notebook,
        values,
        out,
        engine=job.engine,
        progress=lambda done, cells: job.tell(phase.id, "cell", done, cells),
    )
    if job.report:
        for name, exporter in phase.exports:
            job.tell(phase.id, "export", text=name)
            exported(out, exporter, staging.work / EXPORTS / name, folder=staging.work)
    job.tell(phase.id, "done")
    return PhaseOutcome(phase.id, RAN, "", time.perf_counter() - begun)
