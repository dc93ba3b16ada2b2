"""Many editions, some at a time: one broken edition stops none of the others."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from nec_analysis.errors import FAILED, NecError
from nec_analysis.runs import fork, unexpected, worker
from nec_analysis.runs.awake import until
from nec_analysis.runs.outcome import Listener, Outcome
from nec_analysis.runs.phases import PHASES, libraries

WITH_PAPERMILL = "nec_analysis.runs.light:papermill"
"""Editions run in forks: papermill is imported once for them all."""

TRIES = 2
"""A run whose process was killed is tried again; a run that failed is not."""


def batch(
    editions: Sequence[str],
    *,
    root: Path,
    jobs: int = 1,
    force: bool = False,
    quiet: bool = False,
    json_lines: bool = False,
    cluster: str = "",
    store: str = "",
    **options: Any,
) -> tuple[Outcome, ...]:
    """Run editions, `jobs` at a time, with a live table on a terminal; outcomes in the order asked.

    Prints one line for each outcome; `json_lines` prints one JSON object for each as it comes instead. `cluster` is the
    address of a Dask scheduler whose workers run the editions; reports are published under `store` too, an fsspec URL.
    """
    from nec_analysis.runs.table import shown

    with shown(editions, quiet=quiet or json_lines, json_lines=json_lines) as display:
        if cluster:
            from nec_analysis.runs.cluster import outcomes as remote

            come = remote(
                editions, root=root, address=cluster, store=store, progress=display.hear, force=force, **options
            )
        else:
            come = outcomes(editions, root=root, jobs=jobs, progress=display.hear, force=force, **options)
            come = _stored(come, store, root) if store else come
        done = {outcome.edition: outcome for outcome in come if display.take(outcome)}
    return tuple(done[edition] for edition in editions)


def outcomes(
    editions: Sequence[str], *, root: Path, jobs: int, progress: Listener | None = None, **options: Any
) -> Iterator[Outcome]:
    """Run editions, `jobs` at a time; outcomes as they come, those with nothing to do first."""
    needed = []
    for edition in editions:
        done = _unchanged(edition, root, options)
        if done is None:
            needed.append(edition)
        else:
            yield done
    if needed:
        yield from _run(needed, root, jobs, progress, options)


def _stored(come: Iterator[Outcome], store: str, root: Path) -> Iterator[Outcome]:
    """The outcomes, their reports published in the store too. What is published here stays when the store refuses."""
    from nec_analysis.runs import stores

    for outcome in come:
        refused = "" if outcome.error else stores.refusal(outcome.reports, store)
        yield worker.failed(outcome.edition, root, _refused(store, refused)) if refused else outcome


def _refused(store: str, why: str) -> NecError:
    return NecError(
        "store-refused",
        store,
        f"le dépôt n’a pas pris le bilan ({why})",
        "vérifier l’adresse, et les identifiants dans l’environnement : AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, "
        "AWS_ENDPOINT_URL",
        exit_code=FAILED,
    )


def _unchanged(edition: str, root: Path, options: dict[str, Any]) -> Outcome | None:
    from nec_analysis.runs.run import unchanged

    try:
        return unchanged(edition, root=root, **options)
    except NecError:
        return None  # the run itself will say it


def _run(
    editions: Sequence[str], root: Path, jobs: int, progress: Listener | None, options: dict[str, Any]
) -> Iterator[Outcome]:
    fork.resume()
    if fork.available():
        fork.template((WITH_PAPERMILL, *libraries(options.get("phases", PHASES))))
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    ended: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    for edition in editions:
        waiting.put(edition)

    def serve() -> None:
        while True:
            try:
                edition = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                ended.put(_one(edition, root, options, progress))
            except Exception as error:  # whoever waits for an outcome must not wait for ever
                refused = unexpected.refusal("run-failed", edition, unexpected.told(error))
                ended.put(worker.failed(edition, root, refused))

    def one(seconds: float) -> Outcome | None:
        with suppress(queue.Empty):
            return ended.get(timeout=seconds)
        return None

    with _serving(serve, min(jobs, len(editions))):
        for _ in editions:
            yield until(one)


@contextmanager
def _serving(serve: Any, jobs: int) -> Iterator[None]:
    threads = [threading.Thread(target=serve, name=f"edition-{n}", daemon=True) for n in range(max(jobs, 1))]
    for thread in threads:
        thread.start()
    try:
        yield
    except BaseException:
        fork.stop()  # Ctrl-C: every edition under way is ended; what it had finished is kept
        raise
    for thread in threads:
        thread.join()


def _one(edition: str, root: Path, options: dict[str, Any], progress: Listener | None) -> Outcome:
    if not fork.available():
        return worker.attempted(edition, root, options, progress)
    how = ""
    for _ in range(TRIES):
        told, how = _in_fork(edition, root, options, progress)
        if told is not None:
            return told
    error = NecError(
        "run-killed",
        edition,
        f"le processus de l’édition a été tué deux fois ({how})",
        "libérer de la mémoire ou réduire -j, puis relancer : ce qui est fini ne sera pas refait",
        exit_code=FAILED,
    )
    return worker.failed(edition, root, error)


def _in_fork(
    edition: str, root: Path, options: dict[str, Any], progress: Listener | None
) -> tuple[Outcome | None, str]:
    """The outcome the fork told, or None with the way it died."""
    task = {"task": "edition", "edition": edition, "root": str(root), "options": options}
    try:
        with fork.forked(task) as child:
            while said := child.hear():
                if "outcome" in said:
                    return worker.from_json(said["outcome"]), ""
                if progress:
                    progress(worker.progress_from_json(said["progress"]))
            return None, child.ended()
    except OSError as error:
        return None, str(error)
