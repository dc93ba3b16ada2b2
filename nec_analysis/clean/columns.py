"""The coded answers of a survey too large for memory: a frame that reads a column when it is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nec_analysis.clean import parquet
from nec_analysis.model import Entry

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

WHY = "?"
"""Before the name of a column: why there is no answer in it."""

KEPT = 1 << 27
"""Bytes of columns kept in memory, at most."""


@dataclass
class Columns:
    """Stands for a frame of coded answers: `frame[name]`, `frame[[names]]`, `name in frame`, `len(frame)`, `frame.iloc`.

    `parts` are Parquet files of the same columns; `dtypes` their pandas types by name; `order` the place in the parts
    of each row of the whole, None where the parts follow one another.
    """

    parts: tuple[Path, ...]
    dtypes: Mapping[str, str]
    rows: int
    order: NDArray[np.int64] | None = None
    held: Any = field(default=None, repr=False)
    """What must live as long as the parts are read: the temporary folder they stand in."""
    _kept: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def columns(self) -> pd.Index:
        """The names of the columns, as a frame has them."""
        import pandas as pd

        return pd.Index([name for name in self.dtypes if not name.startswith(WHY)])

    def __len__(self) -> int:
        return self.rows

    def __contains__(self, name: object) -> bool:
        return name in self.dtypes

    def __getitem__(self, key: Any) -> Any:
        """One column, a frame of several, or the rows where a mask holds."""
        import pandas as pd

        if isinstance(key, str):
            return self._column(key)
        if isinstance(key, list) and all(isinstance(name, str) for name in key):
            return pd.DataFrame({name: self._column(name) for name in key}, index=pd.RangeIndex(self.rows))
        return self.taken(np.flatnonzero(np.asarray(key, dtype=bool)))

    def get(self, name: str, default: Any = None) -> Any:
        """A column, or the default where there is none."""
        return self._column(name) if name in self.dtypes else default

    @property
    def iloc(self) -> _Places:
        """Rows by their places."""
        return _Places(self)

    def reset_index(self, *, drop: bool = True) -> Columns:
        """Itself: rows are known by their places only."""
        return self

    def taken(self, places: NDArray[np.intp]) -> Columns:
        """Some of the rows."""
        order = places if self.order is None else self.order[places]
        return Columns(self.parts, self.dtypes, len(places), np.asarray(order, dtype=np.int64), self.held)

    def _column(self, name: str) -> Any:
        if name not in self._kept:
            found = self._read(name)
            while self._kept and sum(map(_size, self._kept.values())) + _size(found) > KEPT:
                self._kept.pop(next(iter(self._kept)))
            if _size(found) > KEPT:
                return found
            self._kept[name] = found
        return self._kept[name]

    def _read(self, name: str) -> Any:
        import pyarrow as pa

        if name not in self.dtypes:
            raise KeyError(name)
        read = [_column_of(path, name) for path in self.parts]
        kind = next(column.type for column in read if not pa.types.is_null(column.type))
        chunks = [chunk for column in read for chunk in (column if column.type == kind else column.cast(kind)).chunks]
        table = pa.table({name: pa.chunked_array(chunks, kind).unify_dictionaries()})
        found = _series(table, name, self.dtypes[name])
        return found if self.order is None else found.take(self.order).reset_index(drop=True)


@dataclass(frozen=True)
class _Places:
    frame: Columns

    def __getitem__(self, places: Any) -> Columns:
        return self.frame.taken(np.arange(len(self.frame))[places])


def _column_of(path: Path, name: str) -> Any:
    """A column of one part; nothing but nulls where the part has none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, pre_buffer=False) as file:
        if name in file.schema_arrow.names:
            return file.read([name], use_threads=False)[name]
        return pa.chunked_array([pa.nulls(file.metadata.num_rows)])


def _size(column: Any) -> int:
    return int(column.memory_usage(index=False, deep=False))


def _series(table: Any, name: str, dtype: str) -> Any:
    import pandas as pd

    nullable = {
        "boolean": pd.BooleanDtype(),
        "Int8": pd.Int8Dtype(),
        "Int32": pd.Int32Dtype(),
        "Float64": pd.Float64Dtype(),
        "str": pd.StringDtype(na_value=float("nan")),
    }
    options = {"ignore_metadata": True, "use_threads": False}
    found = table.to_pandas(types_mapper=lambda _: nullable.get(dtype), **options)[name]
    if dtype.startswith("ordered"):
        return found.cat.as_ordered()
    return found if dtype in nullable or dtype == "category" else found.astype(dtype)


@dataclass(frozen=True)
class Absent:
    """Why answers are missing in a survey in parts. `counts`: people by column and reason."""

    frame: Columns
    counts: Mapping[tuple[str, str], int]

    def among(self, columns: Sequence[str]) -> NDArray[np.object_]:
        """For each row the first reason it has in these columns, "" where it has none."""
        found: NDArray[np.object_] = np.full(len(self.frame), "", dtype=object)
        for name in (WHY + column for column in columns):
            if name in self.frame:
                why = self.frame[name].astype("object").fillna("").to_numpy(dtype=object)
                found = np.where(found == "", why, found)
        return found


@dataclass(frozen=True)
class Ledger:
    """The ledger of a survey in parts, read line by line. `counts`: lines by action, reason, question."""

    parts: tuple[Path, ...]
    counts: Mapping[tuple[str, str, str], int]

    def __iter__(self) -> Iterator[Entry]:
        for path in self.parts:
            for line in parquet.table(path).to_pylist():
                yield Entry(**line)

    def __len__(self) -> int:
        return sum(self.counts.values())


def counted(ledger: Any) -> Counter[tuple[str, str, str]]:
    """How often each thing was done: action, reason, question."""
    if isinstance(ledger, Ledger):
        return Counter(dict(ledger.counts))
    return Counter((entry.action, entry.reason, entry.question) for entry in ledger)


def reasons(missing: Any) -> dict[tuple[str, str], int]:
    """How many people have no answer, by column and reason, in the order of the questionnaire."""
    if isinstance(missing, Absent):
        return dict(missing.counts)
    found = missing.groupby(["column", "reason"], observed=True, sort=True)["respondent_id"].nunique()
    return {(str(column), str(reason)): int(n) for (column, reason), n in found.items()}


def first_reasons(missing: Any, columns: Sequence[str]) -> Counter[str]:
    """How many people have no answer in some columns, by the first reason they have."""
    if isinstance(missing, Absent):
        mine = {(column, reason): n for (column, reason), n in missing.counts.items() if column in columns}
        if len({column for column, _ in mine}) < 2:
            return Counter({reason: n for (_, reason), n in mine.items()})
        return Counter(why for why in missing.among(columns) if why)
    found = missing[missing["column"].isin(columns)].drop_duplicates("respondent_id")["reason"]
    return Counter({str(reason): int(n) for reason, n in found.astype(str).value_counts().items()})


def left_empty(missing: Any, frame: Any, column: str) -> NDArray[np.bool_]:
    """Who was shown a column and gave no answer."""
    if isinstance(missing, Absent):
        return np.asarray(missing.among([column]) == "not_answered", dtype=bool)
    rows = missing[(missing["column"] == column) & (missing["reason"] == "not_answered")]["respondent_id"]
    return np.asarray(frame["respondent_id"].isin(rows), dtype=bool)
