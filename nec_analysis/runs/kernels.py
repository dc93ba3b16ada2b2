"""The ordinary way of papermill, one Jupyter kernel a notebook, with true cell statuses."""

from __future__ import annotations

from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import NBClientEngine

from nec_analysis.runs import sockets
from nec_analysis.runs.loops import own_loop
from nec_analysis.runs.manager import Step, TrueManager
from nec_analysis.runs.stops import CellDied, CellLate, CellLeft

_QUIET = ["--log-level=50"]


class KernelEngine(NBClientEngine):  # type: ignore[misc]
    """Execute in a kernel of its own: widgets, input() or other languages, systems that cannot fork."""

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
        traced: object = None,
        **options: Any,
    ) -> Any:
        """Execute and return the notebook; `step` hears of every cell. What a kernel reads is not known: `traced` hears nothing."""
        manager = TrueManager(
            nb,
            output_path=output_path,
            progress_bar=progress_bar,
            log_output=log_output,
            autosave_cell_every=0,
            step=step,
        )
        with manager.watched(), own_loop():
            cls.execute_managed_notebook(
                manager,
                kernel_name,
                log_output=log_output,
                **sockets.options(),
                extra_arguments=_QUIET,
                on_cell_executed=_stays,
                **options,
            )
        return manager.nb

    @classmethod
    def execute_managed_notebook(cls, nb_man: TrueManager, kernel_name: str, **options: Any) -> None:
        """Say where a dead or late kernel was."""
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **options)
        except DeadKernelError as error:
            raise CellDied(nb_man.running or 0, str(error)) from None
        except CellTimeoutError:
            raise CellLate(nb_man.running or 0) from None


def _stays(*, cell: Any, cell_index: int, execute_reply: dict[str, Any]) -> None:
    """Refuse exit() and quit(): the kernel would go on for a tenth of a second, enough for cells to seem to run."""
    if any(payload.get("source") == "ask_exit" for payload in execute_reply["content"].get("payload", ())):
        raise CellLeft(cell_index)
