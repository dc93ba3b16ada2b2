"""One edition run in a fork: its progress and its outcome said as it goes."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from nec_analysis.errors import NecError
from nec_analysis.runs import unexpected
from nec_analysis.runs.outcome import Listener, Outcome, PhaseOutcome, Progress


def work(talk: socket.socket, task: dict[str, Any]) -> None:
    """In the fork: run the edition, say one JSON line for each thing that happens, the outcome last."""

    def say(message: dict[str, Any]) -> None:
        talk.sendall(json.dumps(message).encode() + b"\n")

    outcome = attempted(task["edition"], Path(task["root"]), task["options"], lambda p: say({"progress": asdict(p)}))
    say({"outcome": as_json(outcome)})


def attempted(edition: str, root: Path, options: Mapping[str, Any], progress: Listener | None) -> Outcome:
    """The outcome of a run, a failed one included: nothing but Ctrl-C comes out as an exception."""
    from nec_analysis.runs.run import run

    try:
        return run(edition, root=root, progress=progress, **options)
    except NecError as error:
        return failed(edition, root, error, options.get("lang", "fr"))
    except Exception as error:
        refused = unexpected.refusal("run-failed", edition, unexpected.told(error))
        return failed(edition, root, refused, options.get("lang", "fr"))


def failed(edition: str, root: Path, error: NecError, lang: str = "fr") -> Outcome:
    """The outcome of a run that published nothing."""
    from nec_analysis.runs.staging import targets

    processed, reports = targets(root, edition, lang)
    return Outcome(edition, "failed", (), reports, processed, error=error)


def as_json(outcome: Outcome) -> dict[str, Any]:
    """An outcome in plain values, for another process or a log."""
    error = outcome.error
    return {
        **asdict(replace(outcome, error=None)),
        "reports": str(outcome.reports),
        "processed": str(outcome.processed),
        "seconds": round(outcome.seconds, 3),
        "exit_code": outcome.exit_code,
        "error": error
        and {
            "code": error.code,
            "place": error.place,
            "cause": error.cause,
            "remedy": error.remedy,
            "exit_code": error.exit_code,
        },
    }


def from_json(told: Mapping[str, Any]) -> Outcome:
    """The outcome another process told."""
    return Outcome(
        told["edition"],
        told["state"],
        tuple(PhaseOutcome(**phase) for phase in told["phases"]),
        Path(told["reports"]),
        Path(told["processed"]),
        tuple(told["written"]),
        told["seconds"],
        NecError(**told["error"]) if told["error"] else None,
        told["answers"],
        told["warnings"],
    )


def progress_from_json(told: Mapping[str, Any]) -> Progress:
    """The progress another process told."""
    return Progress(**told)
