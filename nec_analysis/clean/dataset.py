"""Cleaned answers of a survey too large for memory on disk: one Parquet file a part, the counts beside them."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nec_analysis.clean import store
from nec_analysis.clean.absence import REASONS
from nec_analysis.clean.columns import WHY, Absent, Columns, Ledger
from nec_analysis.model import Account, Entry, Questionnaire, Responses, Source

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

ANSWERS, LEDGER, INDEX, ORDER = "responses", "ledger", "parts.json", "order.npy"


@dataclass(frozen=True, slots=True)
class Part:
    """What one part adds: its account, absences by column and reason, ledger lines by what they say.

    `dtypes`: the pandas types of its columns; `whole`: ledger lines on whole columns, to be added up.
    """

    name: str
    account: Account
    missing: Mapping[tuple[str, str], int]
    ledger: Mapping[tuple[str, str, str], int]
    dtypes: Mapping[str, str]


def write_part(responses: Responses, places: NDArray[np.int64], folder: Path, name: str) -> Part:
    """Write the answers of a part; `places`: the place of each row among all rows of the survey."""
    absent = _absent(responses)
    dtypes = {str(column): _dtype(responses.frame[column]) for column in responses.frame.columns}
    for kind in (ANSWERS, LEDGER):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    _answers(responses, absent, folder / ANSWERS / f"{name}.parquet")
    alone = [entry for entry in responses.ledger if entry.row]
    _ledger(alone, folder / LEDGER / f"{name}.parquet")
    np.save(folder / ANSWERS / f"{name}.npy", places)
    return Part(
        name,
        responses.account,
        {(column, reason): n for column, table in absent.items() for reason, n in _counted(table).items()},
        Counter((entry.action, entry.reason, entry.question) for entry in alone),
        {**dtypes, **{WHY + column: "category" for column in absent}},
    )


def write_whole(
    parts: Sequence[Part],
    questionnaire: Questionnaire,
    whole: Iterable[Entry],
    sources: tuple[Source, ...],
    account: Account,
    folder: Path,
) -> None:
    """Write what the parts add up to. `whole`: ledger lines on whole columns of all parts together."""
    of_columns = list(whole)
    _ledger(of_columns, folder / LEDGER / "whole.parquet")
    ledger = Counter((entry.action, entry.reason, entry.question) for entry in of_columns)
    missing: Counter[tuple[str, str]] = Counter()
    dtypes: dict[str, str] = {}
    for part in parts:
        ledger.update(part.ledger)
        missing.update(part.missing)
        dtypes |= {name: dtype for name, dtype in part.dtypes.items() if name not in dtypes}
    told = {
        "parts": [part.name for part in parts],
        "rows": account.kept,
        "dtypes": dtypes,
        "missing": [[*key, missing[key]] for key in _in_order(missing, questionnaire)],
        "ledger": [[*key, n] for key, n in sorted(ledger.items())],
    }
    (folder / INDEX).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _order(parts, folder)
    store.write_questionnaire(questionnaire, sources, account, folder)


def emptied(folder: Path) -> None:
    """Take away the parts of an earlier survey, which may have been more numerous."""
    for name in (ANSWERS, LEDGER):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in (INDEX, ORDER):
        (folder / name).unlink(missing_ok=True)


def present(folder: Path) -> bool:
    """Whether the answers of a survey in parts stand in a folder."""
    return (folder / INDEX).is_file()


def read(folder: Path) -> Responses:
    """What `write_whole` wrote: answers that are read column by column, when they are asked for."""
    told = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    questionnaire, sources, account = store.read_questionnaire(folder)
    order = np.load(folder / ORDER) if (folder / ORDER).is_file() else None
    parts = tuple(folder / ANSWERS / f"{name}.parquet" for name in told["parts"])
    frame = Columns(parts, told["dtypes"], told["rows"], order)
    ledger = tuple(folder / LEDGER / f"{name}.parquet" for name in (*told["parts"], "whole"))
    missing = {(column, reason): n for column, reason, n in told["missing"]}
    counts = {(action, reason, question): n for action, reason, question, n in told["ledger"]}
    absent: Any = Absent(frame, missing)
    lines: Any = Ledger(ledger, counts)
    answers: Any = frame
    return Responses(questionnaire, answers, absent, lines, account, sources)


def _in_order(missing: Iterable[tuple[str, str]], questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """Columns as the questionnaire puts them, reasons as `absence` lists them."""
    place: dict[str, int] = {}
    for question in questionnaire.questions:
        codes = [*(item.code for item in question.items), *(choice.code for choice in question.choices)]
        for name in (question.id, *(f"{question.id}__{code}" for code in codes), f"{question.id}__"):
            place.setdefault(name, len(place))

    def key(told: tuple[str, str]) -> tuple[int, str, int, str]:
        column, reason = told
        known = reason in REASONS
        beside = f"{column.partition('__')[0]}__"  # the words of "other", a comment
        return (
            place.get(column, place.get(beside, len(place))),
            column,
            REASONS.index(reason) if known else len(REASONS),
            reason,
        )

    return sorted(missing, key=key)


def _order(parts: Sequence[Part], folder: Path) -> None:
    """Where each row of the whole stands in the parts, unless they follow one another."""
    files = [folder / ANSWERS / f"{part.name}.npy" for part in parts]
    places = np.concatenate([np.load(file) for file in files]) if files else np.zeros(0, np.int64)
    for file in files:
        file.unlink()
    if (np.diff(places) < 0).any():
        np.save(folder / ORDER, np.argsort(places, kind="stable"))


def _absent(responses: Responses) -> dict[str, tuple[NDArray[np.int8], list[str]]]:
    """For each column with absences the reason of each row (-1 for none), and the reasons."""
    missing = responses.missing
    rows = missing["respondent_id"].cat.codes.to_numpy()
    names = [str(reason) for reason in missing["reason"].cat.categories]
    which, why = missing["column"].cat.codes.to_numpy(), missing["reason"].cat.codes.to_numpy()
    found = {}
    for place, column in enumerate(missing["column"].cat.categories):
        here = which == place
        table = np.full(len(responses.frame), -1, dtype=np.int8)
        table[rows[here]] = why[here]
        found[str(column)] = (table, names)
    return found


def _counted(told: tuple[NDArray[np.int8], list[str]]) -> dict[str, int]:
    table, names = told
    counts = np.bincount(table[table >= 0], minlength=len(names))
    return {name: int(n) for name, n in zip(names, counts, strict=True) if n}


def _dtype(column: pd.Series[Any]) -> str:
    kind = str(column.dtype)
    return f"ordered {kind}" if getattr(column.dtype, "ordered", False) else kind


def _answers(responses: Responses, absent: Mapping[str, tuple[NDArray[np.int8], list[str]]], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(responses.frame, preserve_index=False, nthreads=1).replace_schema_metadata(None)
    for column, (codes, names) in absent.items():
        coded = pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), pa.array(names))
        table = table.append_column(WHY + column, coded)
    pq.write_table(table, path, compression="zstd", write_statistics=False, store_schema=True)


def _ledger(entries: Sequence[Entry], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = [field.name for field in fields(Entry)]
    told = list(zip(*map(attrgetter(*names), entries), strict=True)) or [()] * len(names)
    columns = {
        name: pa.array(values, pa.int64() if name == "row" else pa.string())
        for name, values in zip(names, told, strict=True)
    }
    pq.write_table(pa.table(columns), path, compression="zstd", write_statistics=False)


def to_json(part: Part) -> dict[str, Any]:
    """A part in plain values, for another process."""
    return {
        "name": part.name,
        "account": [part.account.read, part.account.kept, dict(part.account.set_aside)],
        "missing": [[*key, n] for key, n in part.missing.items()],
        "ledger": [[*key, n] for key, n in part.ledger.items()],
        "dtypes": dict(part.dtypes),
    }


def from_json(told: Mapping[str, Any]) -> Part:
    """The part another process told."""
    missing = {(column, reason): n for column, reason, n in told["missing"]}
    ledger = {(action, reason, question): n for action, reason, question, n in told["ledger"]}
    return Part(told["name"], Account(*told["account"]), missing, ledger, told["dtypes"])


def line(entry: Entry) -> list[str]:
    """A line of the ledger on a whole column, in plain values."""
    return [entry.file, entry.column, entry.question, entry.raw, entry.value, entry.action, entry.reason]
