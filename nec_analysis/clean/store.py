"""Cleaned answers on disk: Parquet beside JSON, the same bytes for the same answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nec_analysis.clean import parquet
from nec_analysis.errors import FAILED, NecError
from nec_analysis.model import Account, Choice, Entry, Item, Question, Questionnaire, Responses, Source

if TYPE_CHECKING:
    import pandas as pd

RESPONSES, MISSING, LEDGER, QUESTIONNAIRE, ACCOUNTS = (
    "responses.parquet",
    "missing.parquet",
    "ledger.parquet",
    "questionnaire.json",
    "accounts.json",
)


def write(responses: Responses, folder: Path) -> None:
    """Write responses.parquet, missing.parquet, ledger.parquet and questionnaire.json (with sources and account)."""
    folder.mkdir(parents=True, exist_ok=True)
    _parquet(responses.frame, folder / RESPONSES)
    _parquet(responses.missing, folder / MISSING)
    _ledger(responses.ledger, folder / LEDGER)
    write_questionnaire(responses.questionnaire, responses.sources, responses.account, folder)


def write_questionnaire(
    questionnaire: Questionnaire, sources: Iterable[Source], account: Account, folder: Path
) -> None:
    """Write questionnaire.json, with the files the answers were read from and the account of their rows."""
    told = {**asdict(questionnaire), "sources": [asdict(source) for source in sources], "account": _account(account)}
    _json(told, folder / QUESTIONNAIRE)


def read_questionnaire(folder: Path) -> tuple[Questionnaire, tuple[Source, ...], Account]:
    """What `write_questionnaire` wrote."""
    told = json.loads((folder / QUESTIONNAIRE).read_text(encoding="utf-8"))
    sources = tuple(Source(**source) for source in told["sources"])
    return _questionnaire(told), sources, _accounted(told["account"])


def present(folder: Path) -> bool:
    """Whether cleaned answers stand in a folder."""
    return (folder / QUESTIONNAIRE).is_file() and (folder / RESPONSES).is_file()


def read(folder: Path) -> Responses:
    """What `write` wrote, of the same types. Raises NecError when the folder holds none."""
    if not present(folder):
        raise NecError(
            "not-cleaned",
            folder.name,
            "cette édition n'a pas encore de réponses nettoyées.",
            f"nec run {folder.name}",
            exit_code=FAILED,
        )
    questionnaire, sources, account = read_questionnaire(folder)
    ledger = parquet.table(folder / LEDGER).to_pylist()
    return Responses(
        questionnaire=questionnaire,
        frame=_frame(folder / RESPONSES),
        missing=_frame(folder / MISSING),
        ledger=tuple(Entry(**line) for line in ledger),
        account=account,
        sources=sources,
    )


def write_accounts(accounts: Iterable[tuple[str, Account]], folder: Path) -> None:
    """Write the account of rows of every export of an edition, with the table it fills: several may fill the same."""
    _json([[table, _account(account)] for table, account in accounts], folder / ACCOUNTS)


def read_accounts(folder: Path) -> tuple[tuple[str, Account], ...]:
    """The accounts of rows of each export, as written; none when the file is not there."""
    path = folder / ACCOUNTS
    if not path.is_file():
        return ()
    told = json.loads(path.read_text(encoding="utf-8"))
    # written by table before several exports of one were told apart
    pairs = told.items() if isinstance(told, dict) else told
    return tuple((table, _accounted(account)) for table, account in pairs)


def _parquet(frame: pd.DataFrame, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(frame, preserve_index=False, nthreads=1)
    # The pandas note in the schema names library versions: without it, and with them elsewhere, bytes stay the same.
    ordered = {name: "1" for name in frame.columns if getattr(frame[name].dtype, "ordered", False)}
    kept = {b"nec:ordered": json.dumps(sorted(ordered)).encode()}
    texts = (pa.types.is_string, pa.types.is_large_string)
    coded = [field.name for field in table.schema if not any(is_text(field.type) for is_text in texts)]
    pq.write_table(
        table.replace_schema_metadata(kept),
        path,
        compression="zstd",
        use_dictionary=coded,
        write_statistics=False,
        store_schema=True,
    )


def _ledger(entries: tuple[Entry, ...], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns: dict[str, Any] = {
        field.name: pa.array(
            [getattr(entry, field.name) for entry in entries], type=pa.int32() if field.name == "row" else pa.string()
        )
        for field in fields(Entry)
    }
    pq.write_table(pa.table(columns), path, compression="zstd")


def _frame(path: Path) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa

    table = parquet.table(path)
    ordered = set(json.loads((table.schema.metadata or {}).get(b"nec:ordered", b"[]")))
    nullable = {
        pa.bool_(): pd.BooleanDtype(),
        pa.int8(): pd.Int8Dtype(),
        pa.float64(): pd.Float64Dtype(),
        pa.string(): pd.StringDtype(na_value=float("nan")),
        pa.large_string(): pd.StringDtype(na_value=float("nan")),
    }
    if "lastpage" in table.column_names:
        nullable[pa.int32()] = pd.Int32Dtype()
    frame = table.to_pandas(types_mapper=nullable.get, ignore_metadata=True, use_threads=False)
    for name in frame.columns:
        if name in ordered:
            frame[name] = frame[name].cat.as_ordered()
    for name in frame.columns:
        if str(frame[name].dtype).startswith("datetime64"):
            frame[name] = frame[name].astype("datetime64[s]")
    if "source_row" in frame.columns:
        frame["source_row"] = frame["source_row"].astype("int32")
    return frame


def _questionnaire(told: Mapping[str, Any]) -> Questionnaire:
    return Questionnaire(
        id=told["id"],
        edition=told["edition"],
        title=told["title"],
        languages=tuple(told["languages"]),
        questions=tuple(_question(question) for question in told["questions"]),
    )


def _question(told: Mapping[str, Any]) -> Question:
    plain = {name: told[name] for name in told if name not in ("choices", "items", "source_columns", "doubts")}
    return Question(
        **plain,
        choices=tuple(Choice(**choice) for choice in told["choices"]),
        items=tuple(Item(**item) for item in told["items"]),
        source_columns=tuple(told["source_columns"]),
        doubts=tuple(told["doubts"]),
    )


def _account(account: Account) -> dict[str, Any]:
    told = {"read": account.read, "kept": account.kept, "set_aside": dict(account.set_aside)}
    return told | ({"file": account.file} if account.file else {})


def _accounted(told: Mapping[str, Any]) -> Account:
    return Account(told["read"], told["kept"], told["set_aside"], told.get("file", ""))


def _json(told: Any, path: Path) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
