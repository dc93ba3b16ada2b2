"""One edition run by a worker of a cluster."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nec_analysis.cards import edition as card_of
from nec_analysis.errors import NecError
from nec_analysis.phases.parts import whole
from nec_analysis.phases.parts.pool import CLUSTER
from nec_analysis.runs import bundle, stores, versions
from nec_analysis.runs.digests import of_text
from nec_analysis.runs.outcome import Progress
from nec_analysis.runs.worker import as_json, attempted

TOPIC = "nec-progress"


class Unlike(RuntimeError):
    """A worker that came late, or was changed since, would compute something else."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What a worker is asked: the edition, how, and either where the project is for all or the project itself.

    `shared` is the root of the project on a file system that the worker sees too, with a file that proves it, or "".
    `versions` are those of whoever asks.
    """

    edition: str
    options: Mapping[str, Any]
    shared: tuple[str, str]
    archive: bytes
    store: str
    versions: Mapping[str, str]


def does(errand: Errand) -> dict[str, Any]:
    """In the worker: the outcome, with the kept results unless the client can read them itself."""
    from distributed import get_worker, secede

    me = get_worker()  # known to this thread only

    def tell(progress: Progress) -> None:
        me.log_event(TOPIC, asdict(progress))

    root, proof = errand.shared
    if different := versions.differing(errand.versions, versions.here(errand.versions)):
        raise Unlike(" ; ".join(different[:3]))  # tried again, on another one
    os.environ[CLUSTER] = me.scheduler.address  # parts of a large survey are shared out to all workers
    if proof:
        if not Path(proof).is_file():
            raise RuntimeError(f"this worker came late and does not see {root}")  # tried again, on another one
        if _in_parts(errand.edition, Path(root)):
            secede()  # this thread only waits for the parts: the worker may do some of them
        return {"outcome": as_json(attempted(errand.edition, Path(root), errand.options, tell)), "shared": True}
    folder = Path(tempfile.mkdtemp(prefix="nec-"))
    try:
        bundle.unpacked(errand.archive, folder)
        outcome = attempted(errand.edition, folder, errand.options, tell)
        return {
            "outcome": as_json(outcome),
            "shared": False,
            **(_results(folder, errand, str(me.id)) if not outcome.error else {}),
        }
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # raw answers do not stay on a worker


def _in_parts(edition: str, root: Path) -> bool:
    """Whether the survey of an edition is coded in parts. The run will say what is wrong with its card."""
    try:
        given = card_of(edition, root)
        return any(whole.in_parts(given, card) for card in given.exports if card.role == "survey")
    except NecError:
        return False


def seen(proof: str, names: tuple[str, ...]) -> dict[str, Any]:
    """In the worker: its versions, and whether it sees the project's folder."""
    return {"versions": versions.here(names), "shared": Path(proof).is_file()}


def _results(folder: Path, errand: Errand, me: str) -> dict[str, Any]:
    content = bundle.given(folder, errand.edition)
    if not errand.store:
        return {"results": content}
    name = f".transit/{errand.edition}-{of_text(me)[:16]}.tar"
    return {"stored": stores.kept(content, errand.store, name)}
