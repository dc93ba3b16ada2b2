"""The shared survey samples: each with the questionnaire and the answers that must come out of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared_material import SHARED

from nec_analysis.french.matching import normal
from nec_analysis.model import Choice, Export, Item, Question, Questionnaire

FOLDER = SHARED / "fixtures" / "exports"


@dataclass(frozen=True)
class Sample:
    """A file of a tool and what it holds."""

    path: Path
    expected: dict[str, Any]

    @property
    def tool(self) -> str:
        return self.path.parent.name

    @property
    def id(self) -> str:
        return f"{self.tool}/{self.path.name}"


def samples() -> list[Sample]:
    """Every survey sample, in the order of their names."""
    found = []
    for told in sorted(FOLDER.glob("*/*.expected.json")):
        expected = json.loads(told.read_text(encoding="utf-8"))
        if "responses" in expected:
            found.append(Sample(told.with_name(told.name.removesuffix(".expected.json")), expected))
    return found


def questionnaire(expected: dict[str, Any]) -> Questionnaire:
    """The questionnaire of a sample, as a catalogue would give it."""
    told = expected["questionnaire"]
    questions = tuple(
        Question(
            q["id"],
            q["kind"],
            {"fr": q["text"]},
            choices=tuple(Choice(c["code"], {"fr": c["label"]}, c["order"], c["role"]) for c in q.get("choices", ())),
            items=tuple(Item(i["code"], {"fr": i["label"]}, i["order"]) for i in q.get("items", ())),
            scale=q.get("scale", ""),
            has_other=q.get("has_other", False),
            minimum=q.get("min"),
            maximum=q.get("max"),
        )
        for q in told["questions"]
    )
    return Questionnaire("nec", "9999", {"fr": told["title"]}, tuple(told["languages"]), questions)


def names(export: Export, asked: Questionnaire, by_hand: dict[str, str]) -> dict[str, str]:
    """Question id to the export's own, matched by wording as a person would; `by_hand` for headers that say less."""
    found = dict(by_hand)
    own = {normal(next(iter(q.text.values()), "")): q.id for q in export.questionnaire.questions}
    known = {q.id for q in export.questionnaire.questions}
    for question in asked.questions:
        if question.id not in found and question.id not in known:
            at = own.get(normal(question.text["fr"]))
            if at:
                found[question.id] = at
    return found
