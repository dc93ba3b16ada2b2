"""Tables counted from data frames, Arrow batches, partitions or files, without holding them whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from nec_analysis.stats.axis import Axis
from nec_analysis.stats.keys import Codes
from nec_analysis.stats.refusals import UnknownCode
from nec_analysis.stats.table import Table, empty, merged, table


def from_frame(frame: Any, axes: Sequence[Axis]) -> Table:
    """The table of a pandas data frame, an Arrow table or record batch, or any mapping of columns.

    A column may hold labels (text, categories, dictionaries: those of the axis, null = no answer), codes, or booleans
    (nullable ones too) for an axis of two levels, false first.
    """
    return table(axes, {axis.name: coded(frame[axis.name], axis) for axis in axes})


def from_batches(batches: Iterable[Any], axes: Sequence[Axis]) -> Table:
    """The table of many frames or batches, one in memory at a time."""
    whole = empty(axes)
    for batch in batches:
        whole = whole + from_frame(batch, axes)
    return whole


def from_partitions(frame: Any, axes: Sequence[Axis]) -> Table:
    """The table of a Dask data frame: each worker counts its partitions, only counts travel."""
    from dask import compute, delayed

    counted = [delayed(from_frame)(part, axes) for part in frame.to_delayed()]
    return merged([empty(axes), *compute(*counted)])


def from_csv(
    path: Path, axes: Sequence[Axis], *, delimiter: str = ",", encoding: str = "utf-8", block: int = 1 << 24
) -> Table:
    """The table of a delimited file of any size whose headers are the axes' names, some megabytes at a time.

    Cells are labels of the axis, or empty. Raises UnknownCode for another label.
    """
    return from_batches(_csv_batches(path, [axis.name for axis in axes], delimiter, encoding, block), axes)


def coded(column: Any, axis: Axis) -> Codes:
    """Codes of a column on `axis`, -1 for what is missing."""
    if hasattr(column, "combine_chunks"):  # an Arrow chunked array
        column = column.combine_chunks()
    if hasattr(column, "dictionary_encode"):
        return _arrow_codes(column, axis)
    if hasattr(column, "cat"):
        return _known(axis, [str(label) for label in column.cat.categories], np.asarray(column.cat.codes))
    if hasattr(column, "isna"):
        return _series_codes(column, axis)
    given = np.asarray(column)
    return axis.checked(given) if given.dtype.kind in "iub" else _labelled(axis, list(given))


def _arrow_codes(column: Any, axis: Axis) -> Codes:
    kind = str(column.type)
    if kind == "bool" or "int" in kind.split("<")[0]:
        return axis.checked(np.asarray(column.cast("int64").fill_null(-1)))
    encoded = column if hasattr(column, "dictionary") else column.dictionary_encode()
    labels = [None if label is None else str(label) for label in encoded.dictionary.to_pylist()]
    return _known(axis, labels, np.asarray(encoded.indices.fill_null(-1)))


def _series_codes(column: Any, axis: Axis) -> Codes:
    if str(column.dtype).lower().startswith(("int", "uint", "bool")):
        return axis.checked(column.astype("Int64").fillna(-1).to_numpy(np.int64))
    return _labelled(axis, column.astype("object").where(~column.isna(), None).tolist())


def _labelled(axis: Axis, labels: Sequence[Any]) -> Codes:
    return axis.code([None if label is None else str(label) for label in labels])


def _known(axis: Axis, labels: Sequence[str | None], codes: Codes) -> Codes:
    """Codes on the axis of codes in a dictionary of labels; a label nobody has may be unknown."""
    place = {level: k for k, level in enumerate(axis.levels)}
    used = set(np.unique(codes).tolist())
    unknown = sorted(str(label) for k, label in enumerate(labels) if k in used and label and label not in place)
    if unknown:
        raise UnknownCode(f"{axis.name}: no level is called {', '.join(unknown)}")
    new = np.array([place.get(label or "", -1) for label in labels] + [-1], np.int64)
    return np.asarray(new[codes])  # -1 reads the last, which is -1


def _csv_batches(
    path: Path, names: Sequence[str], delimiter: str, encoding: str, block: int
) -> Iterator[Mapping[str, Any]]:
    import pyarrow as pa
    from pyarrow import csv

    reader = csv.open_csv(
        path,
        read_options=csv.ReadOptions(block_size=block, encoding=encoding),
        parse_options=csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            include_columns=list(names), column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )
    yield from reader
