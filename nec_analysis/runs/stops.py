"""What stops a notebook without an exception in a cell: a death, a delay, a cell that leaves Python."""

from __future__ import annotations

from nbclient.exceptions import CellTimeoutError, DeadKernelError


class CellDied(DeadKernelError):  # type: ignore[misc]
    """The process died while the cell at `position` ran; `how` says by which signal, where it is known."""

    def __init__(self, position: int, how: str) -> None:
        super().__init__(f"cell {position} died: {how}")
        self.position, self.how = position, how


class CellLate(CellTimeoutError):  # type: ignore[misc]
    """The cell at `position` did not end in time."""

    def __init__(self, position: int) -> None:
        super().__init__(f"cell {position} did not end in time")
        self.position = position


class CellLeft(RuntimeError):
    """The cell at `position` asked Python to end: what follows must not count as run."""

    def __init__(self, position: int) -> None:
        super().__init__(f"cell {position} left Python")
        self.position = position
