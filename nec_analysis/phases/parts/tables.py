"""Parts of a survey kept as Parquet, written as the CSV files that readers know."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

SUFFIXES = (".parquet", ".pq")

ROWS = 25_000


def as_text(files: Sequence[Path], folder: Path) -> list[tuple[Path, str]]:
    """Each file with its name; a Parquet file as a CSV file under `folder`: text, nothing for NULL, "" for an empty text."""
    found = []
    for number, path in enumerate(files):
        if path.suffix.lower() in SUFFIXES:
            found.append((_written(path, folder / f"table-{number:05d}.csv"), path.name))
        else:
            found.append((path, path.name))
    return found


def _written(path: Path, target: Path) -> Path:
    import pyarrow as pa
    import pyarrow.csv as csv
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, pre_buffer=False) as file, target.open("wb") as stream:
        schema = pa.schema([(name, pa.string()) for name in file.schema_arrow.names])
        options = csv.WriteOptions(quoting_style="all_valid")
        with csv.CSVWriter(stream, schema, write_options=options) as writer:
            for batch in file.iter_batches(batch_size=ROWS, use_threads=False):
                columns = [_text(column) for column in batch.columns]
                writer.write_batch(pa.record_batch(columns, schema=schema))
    return target


def _text(column: object) -> object:
    """A column as text: whole numbers without decimals, moments as ISO 8601."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):  # type: ignore[attr-defined]
        column = column.dictionary_decode()  # type: ignore[attr-defined]
    if pa.types.is_floating(column.type):  # type: ignore[attr-defined]
        whole = pc.all(pc.equal(pc.floor(column), column)).as_py()
        column = column.cast(pa.int64()) if whole else column  # type: ignore[attr-defined]
    return column.cast(pa.string())  # type: ignore[attr-defined]
