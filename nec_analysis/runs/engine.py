"""The papermill engine that runs each notebook in a fork of a warm process."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

from nbclient.exceptions import CellExecutionError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine
from papermill.log import logger
from papermill.utils import remove_args

from nec_analysis.runs import fork
from nec_analysis.runs.coalesce import coalesced
from nec_analysis.runs.kernels import KernelEngine
from nec_analysis.runs.manager import Step, TrueManager
from nec_analysis.runs.normal import LANGUAGE
from nec_analysis.runs.stops import CellDied, CellLate, CellLeft
from nec_analysis.runs.trace import Trace


class NecEngine(Engine):  # type: ignore[misc]
    """`papermill --engine nec`: same outputs as a kernel, a start hundreds of times shorter.

    Widgets, input() and other languages need a kernel: `--engine nbclient`. Where fork is missing this engine uses
    kernels itself, and says so.
    """

    @classmethod
    def execute_notebook(
        cls,
        nb: Any,
        kernel_name: str,
        output_path: str | None = None,
        progress_bar: bool = True,
        log_output: bool = False,
        autosave_cell_every: int = 0,
        step: Step | None = None,
        **options: Any,
    ) -> Any:
        """Execute and return the notebook; `step` hears of every cell."""
        if not fork.available():
            logger.warning("nec: fork is missing on %s, ordinary kernels are used", sys.platform)
            return KernelEngine.execute_notebook(
                nb, kernel_name, output_path, progress_bar, log_output, step=step, **options
            )
        manager = TrueManager(
            nb,
            output_path=output_path,
            progress_bar=progress_bar,
            log_output=log_output,
            autosave_cell_every=0,
            step=step,
        )
        with manager.watched():
            cls.execute_managed_notebook(manager, kernel_name, log_output=log_output, **options)
        return manager.nb

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: TrueManager,
        kernel_name: str,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        traced: Callable[[Trace], None] | None = None,
        **options: Any,
    ) -> None:
        """Run the cells of a managed notebook. `traced` hears what they read, once all of them ran."""
        kept = remove_args(["input_path"], **options)
        client = ForkClient(nb_man, log=logger, timeout=execution_timeout, **kept)
        client.traced = traced
        client.execute()


class ForkClient(PapermillNotebookClient):  # type: ignore[misc]
    """papermill's client, talking to a forked process: it treats messages exactly as it treats a kernel's."""

    traced: Callable[[Trace], None] | None = None

    def execute(self, **ignored: Any) -> Any:
        """Run every cell, stop at the first that fails."""
        self.reset_execution_trackers()
        folder = self.resources.get("metadata", {}).get("path") or str(Path.cwd())
        with fork.forked({"task": "notebook", "folder": folder}) as self._child:
            self.papermill_execute_cells()
            self._ask_trace()
        version = ".".join(map(str, sys.version_info[:3]))
        self.nb.metadata["language_info"] = {**LANGUAGE, "version": version}
        return self.nb

    def execute_cell(self, cell: Any, cell_index: int, **ignored: Any) -> Any:
        """Run one cell and fill its outputs. Raises CellExecutionError, CellDied, CellLate or CellLeft."""
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return cell
        cell.outputs = []
        self.clear_before_next_output = False
        reply = self._reply(cell, cell_index)
        cell.outputs = coalesced(cell.outputs)
        cell["execution_count"] = reply["execution_count"]
        allowed = not self.force_raise_errors and (self.allow_errors or "raises-exception" in tags)
        if reply["status"] == "error" and not allowed and reply["ename"] not in self.allow_error_names:
            raise CellExecutionError.from_cell_and_msg(cell, reply)
        if any(payload.get("source") == "ask_exit" for payload in reply["payload"]):
            raise CellLeft(cell_index)
        return cell

    def _ask_trace(self) -> None:
        with contextlib.suppress(OSError):
            self._child.say({})
            while self.traced and (message := self._child.hear()):
                if message["type"] == "trace":
                    self.traced(Trace.of(message["content"]))

    def _reply(self, cell: Any, index: int) -> dict[str, Any]:
        """Send the cell and treat its messages until the reply comes."""
        limit = self._get_timeout(cell)
        end = None if limit is None else monotonic() + limit
        try:
            self._child.say({"cell": cell.source})
            while message := self._child.hear(None if end is None else max(end - monotonic(), 0.001)):
                if message["type"] == "reply":
                    return dict(message["content"])
                self.process_message(_as_jupyter(message), cell, index)
        except TimeoutError:
            raise CellLate(index) from None
        except OSError:
            pass
        raise CellDied(index, self._child.ended())


def _as_jupyter(message: dict[str, Any]) -> dict[str, Any]:
    """The message in the form a kernel would send it."""
    header = {"msg_type": message["type"], "date": datetime.now(UTC)}
    return {
        "msg_type": message["type"],
        "header": header,
        "parent_header": {"msg_id": "nec"},
        "content": message["content"],
        "buffers": [],
    }
