"""The state of a notebook while it runs: true cell statuses, no save of the whole file after each cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from papermill.engines import NotebookExecutionManager
from papermill.iorw import write_ipynb

Step = Callable[[int, int], None]
"""Called with the number of cells done and the number of cells."""


class TrueManager(NotebookExecutionManager):  # type: ignore[misc]
    """papermill's manager, except that cells which never ran stay pending and files are replaced whole."""

    def __init__(self, nb: Any, *, step: Step | None = None, **options: Any) -> None:
        super().__init__(nb, **options)
        self.step = step
        self.done = 0
        self.running: int | None = None
        self._quiet = False

    def save(self, **kwargs: Any) -> None:
        """Save unless a cell has just begun or ended: notebooks of this suite take seconds, not hours."""
        if self.output_path and not self._quiet:
            _replace(self.nb, self.output_path)
        self.last_save_time = self.now()

    def cell_start(self, cell: Any, cell_index: int | None = None, **kwargs: Any) -> None:
        self.running = cell_index
        self._silently(super().cell_start, cell, cell_index, **kwargs)

    def cell_complete(self, cell: Any, cell_index: int | None = None, **kwargs: Any) -> None:
        self._silently(super().cell_complete, cell, cell_index, **kwargs)
        self.done += 1
        if self.step:
            self.step(self.done, len(self.nb.cells))

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Start the notebook, then complete it whatever happens: a cell that killed its process has failed."""
        self.notebook_start()
        try:
            yield
        except Exception:
            if self.running is not None:
                self.cell_exception(self.nb.cells[self.running], self.running)
            raise
        finally:
            self.cleanup_pbar()
            self.notebook_complete()

    def notebook_complete(self, **kwargs: Any) -> None:
        pending = [cell for cell in self.nb.cells if cell.metadata.papermill["status"] == self.PENDING]
        self._silently(super().notebook_complete, **kwargs)
        for cell in pending:
            cell.metadata.papermill["status"] = self.PENDING
        self.save()

    def _silently(self, call: Callable[..., None], *args: Any, **kwargs: Any) -> None:
        self._quiet = True
        try:
            call(*args, **kwargs)
        finally:
            self._quiet = False


def _replace(nb: Any, output: str) -> None:
    if "://" in output:
        write_ipynb(nb, output)
        return
    path = Path(output)
    draft = path.with_name(f".{path.stem}.draft.ipynb")
    write_ipynb(nb, str(draft))
    draft.replace(path)
