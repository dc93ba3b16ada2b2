"""Qualtrics: the survey definition `.qsf`, for the labels behind the numbers."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nec_analysis.errors import NecError

_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Option:
    """A choice, a row or a scale point. `id` as in column names; `value` as in cells; `words`: it takes free text."""

    id: str
    value: str
    label: str
    words: bool = False
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Defined:
    """A question of the definition. `rows`: choices (or statements of a matrix); `points`: the columns of a matrix."""

    qid: str
    tag: str
    type: str
    selector: str
    text: str
    rows: tuple[Option, ...] = ()
    points: tuple[Option, ...] = ()

    @property
    def several(self) -> bool:
        """Whether several answers may be ticked."""
        return (self.type == "MC" and self.selector.startswith(("MA", "MS"))) or self.selector == "MultipleAnswer"


def read_qsf(path: Path) -> Mapping[str, Defined]:
    """The questions of a `.qsf` by export tag and by id. Raises NecError when the file is not one."""
    if not path.is_file():
        raise NecError(
            "file-missing", path.name, "ce fichier de structure n'existe pas.", "Vérifiez structure dans la fiche."
        )
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
        elements = [e["Payload"] for e in told["SurveyElements"] if e["Element"] == "SQ"]
    except (ValueError, KeyError, TypeError) as error:
        raise NecError(
            "wrong-type",
            path.name,
            "ce n'est pas une définition Qualtrics (.qsf).",
            "Exportez le questionnaire en .qsf.",
        ) from error
    found: dict[str, Defined] = {}
    for payload in elements:
        defined = _defined(payload)
        found.setdefault(defined.tag, defined)
        found.setdefault(defined.qid, defined)
    return found


def _defined(payload: Mapping[str, Any]) -> Defined:
    recodes = payload.get("RecodeValues") or {}
    matrix = payload.get("QuestionType") == "Matrix"
    rows = _options(payload, "Choices", {} if matrix else recodes)
    points = _options(payload, "Answers", recodes if matrix else {})
    selector = str(payload.get("SubSelector") or "") if matrix else str(payload.get("Selector") or "")
    return Defined(
        qid=str(payload.get("QuestionID", "")),
        tag=str(payload.get("DataExportTag") or payload.get("QuestionID", "")),
        type=str(payload.get("QuestionType", "")),
        selector=selector,
        text=plain(str(payload.get("QuestionText", ""))),
        rows=rows,
        points=points,
    )


def _options(payload: Mapping[str, Any], kind: str, recodes: Any) -> tuple[Option, ...]:
    held = payload.get(kind) or {}
    if isinstance(held, list):
        held = {str(i): option for i, option in enumerate(held, 1)}
    order = [str(id) for id in payload.get("ChoiceOrder" if kind == "Choices" else "AnswerOrder") or held]
    values = recodes if isinstance(recodes, dict) else {}
    return tuple(
        Option(
            id,
            str(values.get(id, id)),
            plain(str(held[id].get("Display", ""))),
            words=str(held[id].get("TextEntry", "")).lower() in ("true", "on"),
            exclusive=bool(held[id].get("ExclusiveAnswer")),
        )
        for id in order
        if id in held and isinstance(held[id], dict)
    )


def plain(text: str) -> str:
    """A text without tags and entities."""
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())
