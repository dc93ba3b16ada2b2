"""Executing one notebook to its very end, or saying which cell stopped it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from nec_analysis.privacy.redaction import identifying
from nec_analysis.runs import light, parameters, verify
from nec_analysis.runs.failures import Failures
from nec_analysis.runs.normal import normalised
from nec_analysis.runs.trace import Trace

if TYPE_CHECKING:
    from nec_analysis.runs.manager import Step


OURS = ("nec", "kernel")
"""Forks of a warm process, ordinary kernels. The third engine, `papermill`, is papermill's own, unchanged."""


@dataclass(frozen=True, slots=True)
class Executed:
    """A notebook that ran to its end: the normalised file, its number of cells, seconds, the engine that ran it.

    `trace`: what it read, None where the engine cannot know.
    """

    path: Path
    cells: int
    seconds: float
    engine: str
    trace: Trace | None = None


def execute(
    notebook: Path,
    parameters_: Mapping[str, Any],
    out: Path,
    *,
    engine: str = "nec",
    progress: Step | None = None,
    timeout: int | None = None,
) -> Executed:
    """Run every cell of a notebook through papermill, then write the normalised notebook to `out`.

    A NecError raised in a cell comes out as it is, anything else as a refusal that names notebook, cell, cause, remedy.
    Nothing is written when a cell fails.
    """
    given = parameters.check(notebook, parameters_)
    light.papermill()
    import nbformat
    from papermill.exceptions import PapermillExecutionError

    from nec_analysis.report.spoken import speak
    from nec_analysis.runs import sockets
    from nec_analysis.runs.loops import own_loop
    from nec_analysis.runs.stops import CellDied, CellLate, CellLeft

    begun = perf_counter()
    traces: list[Trace] = []
    nb = nbformat.read(notebook, as_version=4)
    speak(nb.cells, str(given.get("lang", "fr")))
    failures = Failures(notebook, tuple(nb.cells), injected=bool(given))
    nb.cells = [*nb.cells, nbformat.v4.new_code_cell(repr(verify.SENTINEL), id=verify.SENTINEL)]
    try:
        ours = {"step": _spoken(progress), "traced": traces.append} if engine in OURS else sockets.options()
        with own_loop() if engine == "papermill" else nullcontext():
            executed = _through_papermill(
                nb,
                given,
                engine_name=_registered(engine),
                execution_timeout=timeout,
                resources={"metadata": {"path": str(notebook.parent)}},
                **ours,
            )
    except PapermillExecutionError as error:
        raise failures.raised(error) from None
    except CellDied as error:
        raise failures.killed(error.position, error.how) from None
    except CellLate as error:
        raise failures.late(error.position, timeout or 0) from None
    except CellLeft as error:
        raise failures.cut_short(error.position) from None
    unfinished = verify.unfinished(executed.cells)
    if unfinished is not None:
        raise failures.cut_short(unfinished - 1)
    executed.cells = [cell for cell in executed.cells if cell.get("id") != verify.SENTINEL]
    _write(executed, given, out)
    return Executed(out, len(executed.cells), perf_counter() - begun, engine, next(iter(traces), None))


def _spoken(progress: Step | None) -> Step | None:
    """Progress without the sentinel, which the analyst never wrote."""
    if progress is None:
        return None
    return lambda done, cells: progress(done, cells - 1) if done < cells else None


def _through_papermill(nb: Any, given: dict[str, Any], **options: Any) -> Any:
    import papermill

    return papermill.execute_notebook(
        nb,
        None,
        parameters=given,
        kernel_name="python3",
        progress_bar=False,
        request_save_on_cell_execute=False,
        **options,
    )


def _registered(engine: str) -> str:
    """The name under which papermill knows the engine."""
    from papermill.engines import papermill_engines

    from nec_analysis.runs.engine import NecEngine
    from nec_analysis.runs.kernels import KernelEngine

    papermill_engines.register("nec", NecEngine)
    papermill_engines.register("nec-kernel", KernelEngine)
    return {"nec": "nec", "kernel": "nec-kernel", "papermill": "nbclient"}[engine]


def _published(edition: str, root: str, work: str) -> frozenset[str]:
    """The addresses that the organisers publish: those of the card and of the prose of the edition."""
    folder = Path(root or ".") / "data" / "raw" / edition
    texts = [folder / "edition.toml", *sorted(folder.glob("recit*.md"))] if edition else []
    return frozenset[str]().union(*(identifying(path.read_text("utf-8")) for path in texts if path.is_file()))


def _write(nb: Any, given: Mapping[str, Any], out: Path) -> None:
    import nbformat

    where = {name: str(given.get(name, "")) for name in ("edition", "root", "work")}
    clean = nbformat.from_dict(normalised(nb, **where, allowed=_published(**where)))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(nbformat.writes(clean) + "\n", encoding="utf-8", newline="\n")
