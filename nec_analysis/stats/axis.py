"""An axis of a table: the codes that a question or a group can take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from nec_analysis.stats.design import Ints
from nec_analysis.stats.refusals import UnknownCode


@dataclass(frozen=True, slots=True)
class Axis:
    """`levels` in order; code k is levels[k], code -1 is no answer. `multiple` codes are bitmasks of levels.

    A table keeps no answer as a level of its own: place 0 on its axis, level k at place k + 1.
    """

    name: str
    levels: tuple[str, ...]
    multiple: bool = False

    @property
    def places(self) -> int:
        """Room the axis takes in a table."""
        return (1 << len(self.levels)) + 1 if self.multiple else len(self.levels) + 1

    def checked(self, codes: ArrayLike) -> np.ndarray[tuple[int], np.dtype[np.integer]]:
        """`codes` as integers. Raises UnknownCode for one that is not on the axis."""
        given = np.asarray(codes)
        if given.dtype.kind == "b":
            given = given.astype(np.int8)
        if given.dtype.kind not in "iu":
            raise UnknownCode(f"{self.name}: codes are integers, not {given.dtype}")
        if given.size and (int(given.min()) < -1 or int(given.max()) >= self.places - 1):
            raise UnknownCode(f"{self.name}: a code lies outside -1…{self.places - 2}")
        return given

    def code(self, labels: Sequence[str | None]) -> Ints:
        """The code of each label, -1 for None or "". Raises UnknownCode for a label that is not on the axis."""
        place: dict[str | None, int] = {level: k for k, level in enumerate(self.levels)}
        place[None] = place[""] = -1
        unknown = sorted({str(label) for label in labels if label not in place})
        if unknown:
            raise UnknownCode(f"{self.name}: no level is called {', '.join(unknown)}")
        return np.array([place[label] for label in labels], np.int64)


def numbered(name: str, size: int, *, multiple: bool = False) -> Axis:
    """An axis whose levels are called by their number."""
    return Axis(name, tuple(str(k) for k in range(size)), multiple)
