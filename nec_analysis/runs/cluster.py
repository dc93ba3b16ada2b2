"""Editions run by the workers of an existing Dask cluster, published here once each."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from nec_analysis.errors import FAILED, NecError
from nec_analysis.runs import bundle, remote, stores, versions, worker
from nec_analysis.runs.outcome import Listener, Outcome, Progress
from nec_analysis.runs.run import CACHE

RETRIES = 2
"""Times an edition is tried again elsewhere when its worker dies."""

PATIENCE = 10
"""Seconds given to the scheduler to answer, then to a first worker to come."""


def outcomes(
    editions: Sequence[str],
    *,
    root: Path,
    address: str,
    store: str = "",
    in_place: bool = True,
    progress: Listener | None = None,
    **options: Any,
) -> Iterator[Outcome]:
    """Run editions on the cluster at `address`; outcomes as they come.

    Workers that see the project's folder work in it (unless not `in_place`), under the edition's lock. To the others the edition is sent;
    what it gave comes back through the scheduler, or through `store` (an fsspec URL), and is published from here: a
    worker that dies in the middle can publish nothing, its edition is tried elsewhere.
    """
    root = root.resolve()
    with connected(address) as client, _proof(root) as proof:
        ours = versions.here(versions.locked(root))
        shared = _alike(client, ours, proof) and in_place
        if progress:
            client.subscribe_topic(remote.TOPIC, lambda event: progress(_progress(event)))
        futures = {
            client.submit(
                remote.does, errand, key=f"nec-{errand.edition}-{secrets.token_hex(4)}", retries=RETRIES
            ): errand
            for errand in (_errand(edition, root, proof, store, options, ours, shared=shared) for edition in editions)
        }
        try:
            yield from _as_they_come(client, futures, root, options, store)
        finally:
            client.cancel(list(futures), reason="the client ended", msg="the client ended") if futures else None


def _as_they_come(
    client: Any, futures: dict[Any, remote.Errand], root: Path, options: Any, store: str
) -> Iterator[Outcome]:
    from distributed import as_completed

    for future in as_completed(list(futures), loop=client.loop):
        edition = futures.pop(future).edition
        if future.status != "finished":
            yield worker.failed(edition, root, _lost(edition, future))
            continue
        yield _published(future.result(), edition, root, options, store)


def _published(told: dict[str, Any], edition: str, root: Path, options: Any, store: str) -> Outcome:
    """The outcome of an edition; its results are kept here, then published by an ordinary run that has nothing to do."""
    outcome = worker.from_json(told["outcome"])
    if not outcome.error and not told["shared"]:
        content = told["results"] if "results" in told else stores.fetched(told["stored"])
        bundle.unpacked(content, root)
        here = worker.attempted(edition, root, {**options, "force": False}, None)
        outcome = replace(here, phases=outcome.phases, seconds=outcome.seconds) if not here.error else here
    if store and not outcome.error:
        stores.published(outcome.reports, store)
    return outcome


def _errand(
    edition: str, root: Path, proof: Path, store: str, options: dict[str, Any], ours: Mapping[str, str], *, shared: bool
) -> remote.Errand:
    archive = b"" if shared else bundle.needed(root, edition)
    return remote.Errand(edition, options, (str(root), str(proof) if shared else ""), archive, store, ours)


def _alike(client: Any, ours: Mapping[str, str], proof: Path) -> bool:
    """Refuse workers that would compute something else. True when all of them see the project's folder."""
    with contextlib.suppress(TimeoutError):
        client.wait_for_workers(1, timeout=PATIENCE)  # just started, they come a few seconds after the scheduler
    told: dict[str, Any] = client.run(remote.seen, str(proof), tuple(ours))
    if not told:
        raise NecError(
            "cluster-empty",
            client.scheduler.address,
            "ce cluster n’a aucun worker",
            f"dask worker {client.scheduler.address}",
            exit_code=FAILED,
        )
    for address, theirs in sorted(told.items()):
        different = versions.differing(ours, theirs["versions"])
        if different:
            raise _unlike(f"worker {address}", " ; ".join(different[:3]))
    return all(theirs["shared"] for theirs in told.values())


@contextlib.contextmanager
def connected(address: str) -> Iterator[Any]:
    """A client of the scheduler at that address. Raises NecError when Dask is missing or nobody answers."""
    try:
        from distributed import Client
    except ImportError:
        raise NecError(
            "extra-missing",
            "--cluster",
            "Dask n’est pas installé",
            'pip install "nec-analysis[dask]"',
            exit_code=FAILED,
        ) from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError):
        raise NecError(
            "cluster-unreachable",
            address,
            "aucun ordonnanceur Dask ne répond à cette adresse",
            "dask scheduler, puis dask worker tcp://<adresse>:8786 sur chaque machine",
            exit_code=FAILED,
        ) from None
    with client:
        yield client


@contextlib.contextmanager
def _proof(root: Path) -> Iterator[Path]:
    """A file with a name nobody can guess: a worker that sees it sees the same folder."""
    path = root / "data" / "processed" / CACHE / f".cluster-{secrets.token_hex(8)}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _progress(event: Any) -> Progress:
    told = {name: value for name, value in event[1].items() if name != "worker"}  # added by Dask
    return worker.progress_from_json(told)


def _lost(edition: str, future: Any) -> NecError:
    error = future.exception()
    if isinstance(error, remote.Unlike):
        return _unlike(edition, str(error))
    return NecError(
        "run-killed",
        edition,
        f"les workers qui calculaient l’édition sont morts l’un après l’autre ({type(error).__name__})",
        "regarder leur mémoire, puis relancer : ce qui est publié ne sera pas refait",
        exit_code=FAILED,
    )


def _unlike(place: str, different: str) -> NecError:
    return NecError(
        "versions-differ",
        place,
        f"un worker n’a pas les mêmes versions : {different}",
        "y installer le même code et le même fichier de verrou (make setup), puis redémarrer le worker",
    )
