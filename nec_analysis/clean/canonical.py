"""Coded answers as the compact JSON of the reference samples (schema nec-canonical/1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from nec_analysis.clean.dates import PARIS
from nec_analysis.model import Dialect, Export, Question, Responses

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = "nec-canonical/1"


def canonical(responses: Responses, export: Export) -> dict[str, Any]:
    """Everything a sample's expected file holds: source, questionnaire, responses, ledger."""
    language = (responses.questionnaire.languages or ("fr",))[0]
    return {
        "schema": SCHEMA,
        "source": _source(export),
        "questionnaire": {
            "title": _said(responses.questionnaire.title, language),
            "languages": list(responses.questionnaire.languages),
            "questions": [_question(question, language) for question in responses.questionnaire.questions],
        },
        "responses": _responses(responses, export.dialect),
        "ledger": _ledger(responses),
    }


def _source(export: Export) -> dict[str, Any]:
    source = export.source
    told = {
        "tool": export.tool,
        "variant": export.variant,
        "file": source.file,
        "encoding": source.encoding,
        "delimiter": source.delimiter,
        "sheet": source.sheet,
        "header_rows": source.header_rows,
    }
    return {name: value for name, value in told.items() if value}


def _question(question: Question, language: str) -> dict[str, Any]:
    told: dict[str, Any] = {"id": question.id, "kind": question.kind}
    if question.scale:
        told["scale"] = question.scale
    told["text"] = _said(question.text, language)
    if question.items:
        told["items"] = [{"code": i.code, "label": _said(i.label, language), "order": i.order} for i in question.items]
    if question.choices:
        told["choices"] = [
            {"code": c.code, "label": _said(c.label, language), "order": c.order, "role": c.role}
            for c in question.choices
        ]
    return told


def _responses(responses: Responses, dialect: Dialect) -> list[dict[str, Any]]:
    missing: dict[str, dict[str, str]] = {}
    for line in responses.missing.itertuples(index=False):
        missing.setdefault(line.respondent_id, {})[line.column] = line.reason
    records = responses.frame.astype(object).where(responses.frame.notna(), None).to_dict("records")
    stamps = [row[name] for row in records for name in ("started_at", "submitted_at") if row[name] is not None]
    precise = any(stamp.second for stamp in stamps)
    return [_response(row, missing.get(row["respondent_id"], {}), responses, dialect, precise) for row in records]


def _response(
    row: Mapping[str, Any], missing: Mapping[str, str], responses: Responses, dialect: Dialect, precise: bool
) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    absent: dict[str, str] = {}
    other: dict[str, str] = {}
    for question in responses.questionnaire.questions:
        answers[question.id] = _answer(question, row)
        absent |= _absent(question, missing, answers[question.id])
        if question.kind != "multiple" and row.get(f"{question.id}__other"):
            other[question.id] = row[f"{question.id}__other"]
    return {
        "respondent_id": row["respondent_id"],
        "started_at": _stamp(row["started_at"], dialect, precise),
        "submitted_at": _stamp(row["submitted_at"], dialect, precise),
        "completed": None if row["status"] is None else row["status"] == "complete",
        "language": row["language"],
        "answers": answers,
        "other_text": other,
        "missing": absent,
    }


def _answer(question: Question, row: Mapping[str, Any]) -> Any:
    if question.kind == "multiple":
        ticks = {c.code: row.get(f"{question.id}__{c.code}") for c in question.choices}
        if all(tick is None for tick in ticks.values()):
            return None
        words = row.get(f"{question.id}__other_text")
        return {"selected": [code for code, tick in ticks.items() if tick], "other": words}
    if question.kind == "grid":
        cells = {item.code: row.get(f"{question.id}__{item.code}") for item in question.items}
        return cells if any(cell is not None for cell in cells.values()) else None
    if question.kind == "ranking":
        ranks = {c.code: row.get(f"{question.id}__{c.code}") for c in question.choices}
        return sorted((c for c, rank in ranks.items() if rank), key=lambda c: (ranks[c], c)) or None
    value = row.get(question.id)
    if question.kind == "date":
        return str(value)[:10] if value is not None else None
    if question.kind == "numeric" and value is not None:
        return int(value) if float(value).is_integer() else float(value)
    return value


def _absent(question: Question, missing: Mapping[str, str], answer: Any) -> dict[str, str]:
    """Reasons of a question: of the whole when nothing was answered, else by item."""
    found = {c: r for c, r in missing.items() if c == question.id or c.startswith(f"{question.id}__")}
    if not found:
        return {}
    if answer is None:
        return {question.id: next(iter(found.values()))}
    return {column.replace("__other_text", ".other").replace("__", "."): reason for column, reason in found.items()}


def _stamp(value: Any, dialect: Dialect, precise: bool) -> str | None:
    """A time as the tool's own clock and precision have it."""
    if value is None:
        return None
    moment: dt.datetime = value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
    form = "%Y-%m-%d %H:%M:%S" if precise else "%Y-%m-%d %H:%M"
    if dialect.timezone == "UTC":
        return moment.replace(tzinfo=ZoneInfo(PARIS)).astimezone(dt.UTC).strftime(form) + "Z"
    if dialect.date_format.startswith("%Y-%m-%dT") and "%z" in dialect.date_format:
        offset = moment.replace(tzinfo=ZoneInfo(PARIS)).strftime("%z")
        return f"{moment.strftime(form)}{offset[:3]}:{offset[3:]}"
    return moment.strftime(form)


def _ledger(responses: Responses) -> list[dict[str, Any]]:
    by_row = dict(zip(_rows(responses.frame), responses.frame["respondent_id"], strict=True))
    return [
        {
            "row": by_row.get(entry.row, str(entry.row)),
            "column": entry.column,
            "question": entry.question,
            "raw": entry.raw,
            "value": entry.value or None,
            "action": entry.action,
            "reason": entry.reason,
        }
        for entry in responses.ledger
    ]


def _rows(frame: pd.DataFrame) -> list[int]:
    return [int(row) for row in frame["source_row"]]


def _said(labels: Mapping[str, str], language: str) -> str:
    return labels.get(language) or next(iter(labels.values()), "")
