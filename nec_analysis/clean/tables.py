"""Audience tables on disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from nec_analysis.clean import parquet
from nec_analysis.clean.audience import Audience

if TYPE_CHECKING:
    import pandas as pd

FOLDER = (
    "registrations",
    "attendance",
    "sessions",
    "speakers",
    "media",
    "contacts",
    "channel_metrics",
    "streams",
    "facts",
)


def merged(parts: Iterable[Audience]) -> dict[str, pd.DataFrame]:
    """One frame a table: exports that give the same table are put one under the other."""
    import pandas as pd

    found: dict[str, list[pd.DataFrame]] = {}
    for part in parts:
        found.setdefault(part.table, []).append(part.frame)
    return {name: pd.concat(frames, ignore_index=True) for name, frames in sorted(found.items())}


def write(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Every table as Parquet; a table without rows keeps its columns."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in FOLDER:
        path = folder / f"{name}.parquet"
        if name in tables:
            tables[name].to_parquet(path, index=False, compression="zstd")
        else:
            path.unlink(missing_ok=True)


def read(folder: Path) -> dict[str, pd.DataFrame]:
    """The tables of a folder, by name."""
    found = {name: folder / f"{name}.parquet" for name in FOLDER}
    return {name: parquet.frame(path) for name, path in found.items() if path.exists()}
