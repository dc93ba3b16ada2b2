"""Parquet read by this thread alone: a process where pyarrow has started its threads cannot be forked safely."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def table(path: Path) -> Any:
    """The pyarrow table of a file."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, pre_buffer=False) as file:
        return file.read(use_threads=False)


def frame(path: Path) -> pd.DataFrame:
    """The frame of a file that pandas wrote, with its types."""
    read: pd.DataFrame = table(path).to_pandas(use_threads=False)
    return read
