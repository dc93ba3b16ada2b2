"""Running one edition: phases in a staging folder, then one exchange with the published report."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from nec_analysis.cards.edition import edition as card_of
from nec_analysis.errors import PRIVACY, USAGE, NecError
from nec_analysis.privacy.redaction import redacted
from nec_analysis.privacy.retention import allowed
from nec_analysis.runs import calls, fork, history, journal, manifest, summary
from nec_analysis.runs.cache import Cache, Entry
from nec_analysis.runs.conduct import Conductor, Job
from nec_analysis.runs.digests import Digests
from nec_analysis.runs.disk import speaking
from nec_analysis.runs.gather import gathered
from nec_analysis.runs.inputs import Inputs
from nec_analysis.runs.lock import locked
from nec_analysis.runs.outcome import SKIPPED, Listener, Outcome, PhaseOutcome
from nec_analysis.runs.phases import PHASES, Phase
from nec_analysis.runs.publishing import publish, recover
from nec_analysis.runs.staging import Staging, closed, opened, targets

SHEET = "verbatims_a_relire.xlsx"
CACHE, LOCKS = ".cache", ".locks"
CHECK = "nec_analysis.phases.disclosure:check"


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

    A report in another language than French stands beside it, in `reports/<lang>/`, and changes neither the tables
    of data/processed/ nor the history: it is the same publication, translated.

    `report=False` leaves out the files exported from executed notebooks (PDF, HTML).
    """
    job = _job(edition, root, engine=engine, phases=phases, report=report, lang=lang, force=force, progress=progress)
    with _held(job) as intent:
        return _Run(job).outcome(intent)


def unchanged(edition: str, *, root: Path, progress: Listener | None = None, **options: Any) -> Outcome | None:
    """The outcome when there is nothing to do, told from digests alone in milliseconds; None when a run is needed."""
    job = _job(edition, root, progress=progress, **options)
    if job.force:
        return None
    with _held(job):
        return _Run(job).as_published()


def _job(
    edition: str,
    root: Path,
    *,
    force: bool = False,
    progress: Listener | None = None,
    report: bool = True,
    lang: str = "fr",
    engine: str = "nec",
    phases: tuple[Phase, ...] = PHASES,
) -> Job:
    root = root.resolve()
    _known(edition, root)
    asked = phases if report else tuple(replace(phase, exports=()) for phase in phases)
    return Job(edition, root, engine, asked, {"lang": lang}, force, progress)


@contextmanager
def _held(job: Job) -> Iterator[Path]:
    """The edition locked, what a killed run had begun to publish finished."""
    processed, reports = targets(job.root, job.edition, job.lang)
    folders = _folders(job.lang, processed, reports)
    intent = processed.with_name(f".publishing-{job.edition}{_suffix(job.lang)}.json")
    with speaking(str(processed.parent)), locked(job.edition, processed.parent / LOCKS):
        recover(folders, intent)
        yield intent


def _folders(lang: str, processed: Path, reports: Path) -> tuple[Path, ...]:
    """The folders that a run in this language publishes."""
    return (processed, reports) if lang == "fr" else (reports,)


def _suffix(lang: str) -> str:
    return "" if lang == "fr" else f".{lang}"


def _known(edition: str, root: Path) -> None:
    folder = root / "data" / "raw"
    if (folder / edition / "edition.toml").is_file():
        allowed(card_of(edition, root))
        return _named_well(folder / edition)
    known = sorted(path.parent.name for path in folder.glob("*/edition.toml"))
    raise NecError(
        "edition-unknown",
        f"data/raw/{edition}",
        "cette édition n’a pas de fiche edition.toml",
        f"nec new {edition} --from <exports>. Éditions connues : {', '.join(known) or 'aucune'}",
        exit_code=USAGE,
    )


def _named_well(folder: Path) -> None:
    """Raises NecError (exit 4) for a file whose name gives somebody's address: the report names its files."""
    for path in sorted(folder.iterdir()):
        if redacted(path.name) != path.name:
            raise NecError(
                "file-personal",
                f"data/raw/{folder.name}/{redacted(path.name)}",
                "le nom de ce fichier contient une adresse ou un numéro personnel, et le bilan nomme ses fichiers.",
                "Renommez le fichier, puis corrigez file = dans la fiche.",
                exit_code=PRIVACY,
            )


def _kept_secret(staging: Staging, job: Job) -> None:
    """Raises NecError (exit 4) when what is about to be published gives a small group away."""
    where = {"folder": str(staging.reports), "root": str(job.root), "internal": str(staging.processed)}
    if job.engine == "nec" and fork.available():  # a warm process of one thread: both processors share the work
        calls.call(CHECK, place=f"reports/{job.edition}", edition=job.edition, **where)
        return
    from nec_analysis.phases.disclosure import check

    check(edition=job.edition, **where)


def _carried(before: Path, after: Path) -> None:
    """The sheet that a person fills in outlives the run; no manifest promises it, for it is theirs to change."""
    sheet = before / SHEET
    if sheet.is_file():
        shutil.copy2(sheet, after / SHEET)


class _Run:
    """One locked run."""

    def __init__(self, job: Job) -> None:
        self.job, self.begun = job, time.time()
        self.processed, self.reports = targets(job.root, job.edition, job.lang)
        self.folders = _folders(job.lang, self.processed, self.reports)
        self.told = f"published{_suffix(job.lang)}.json"
        folder = self.processed.with_name(CACHE) / job.edition
        self.digests = Digests(folder / "digests.json")
        self.cache = Cache(folder, Inputs(job.root, job.edition, job.values, self.digests))

    def outcome(self, intent: Path) -> Outcome:
        try:
            done = None if self.job.force else self.as_published()
            if done is not None:
                return done
            staging = opened(self.job.root, self.job.edition, self.job.lang)
            try:
                return self._publish(staging, intent)
            finally:
                closed(staging)
        finally:
            self.digests.remember()

    def as_published(self) -> Outcome | None:
        """The outcome when what is published is what a run would publish."""
        fresh = self._fresh()
        if len(fresh) < len(self.job.phases) or not self._published(fresh):
            return None
        self.digests.remember()
        return self._unchanged(fresh)

    def _fresh(self) -> dict[str, Entry]:
        """The kept results that are still good, up to the first phase that must run."""
        found: dict[str, Entry] = {}
        before: dict[str, str] = {}
        for phase in self.job.phases:
            entry, _ = self.cache.find(phase, before)
            if entry is None:
                break
            found[phase.id], before[phase.id] = entry, entry.written(phase.id)
        return found

    def _published(self, entries: Mapping[str, Entry]) -> bool:
        """Whether what is published was made of these results, and nobody has touched it."""
        try:
            told = json.loads((self.cache.folder / self.told).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return bool(told == self._state(entries, self.folders)) and all(map(self._intact, self.folders))

    def _state(self, entries: Mapping[str, Entry], folders: tuple[Path, ...]) -> dict[str, object]:
        """What the published folders are made of; said before they are, so that a crash in between is noticed."""
        return {
            "results": {id: entry.id for id, entry in sorted(entries.items())},
            "manifests": [self.digests.sha256(folder / manifest.MANIFEST) for folder in folders],
        }

    def _intact(self, folder: Path) -> bool:
        promised = manifest.read(folder)
        return promised is not None and all(
            self.digests.sha256(f"{folder}/{name}") == digest for name, digest in promised.items()
        )

    def _unchanged(self, entries: Mapping[str, Entry]) -> Outcome:
        outcomes = tuple(PhaseOutcome(id, SKIPPED, "rien n’a changé") for id in entries)
        for outcome in outcomes:
            self.job.tell(outcome.phase, SKIPPED, text=outcome.why)
        return self._done("unchanged", outcomes)

    def _publish(self, staging: Staging, intent: Path) -> Outcome:
        conductor = Conductor(self.job, staging, self.cache)
        conductor.conduct()
        outcomes = tuple(conductor.outcomes[phase.id] for phase in self.job.phases)
        gathered(staging, self.job.phases)
        _kept_secret(staging, self.job)
        facts = journal.entry(self.job.edition, self.begun, outcomes, engine=self.job.engine)
        moves = history.moved(self.reports, staging.reports)
        made = _folders(self.job.lang, staging.processed, staging.reports)
        for folder in made:
            journal.written(folder, facts)
            manifest.written(folder, self.job.edition)
        _carried(self.processed, staging.processed)
        state = self._state(conductor.entries, made)
        manifest.write_json(self.cache.folder / self.told, state)
        publish(tuple(zip(made, self.folders, strict=True)), intent)
        for folder in self.folders:
            self.digests.forget(folder)
        if self.job.lang == "fr":
            history.added(self.job.root, facts, self.cache.inputs.raw_digests(), moves)
        return self._done("published", outcomes)

    def _done(self, state: str, outcomes: tuple[PhaseOutcome, ...]) -> Outcome:
        written = tuple(sorted(manifest.read(self.reports) or ()))
        seconds = time.time() - self.begun
        return Outcome(
            self.job.edition,
            state,
            outcomes,
            self.reports,
            self.processed,
            written,
            seconds,
            answers=summary.answers(self.processed),
            warnings=summary.warnings(self.reports),
        )
