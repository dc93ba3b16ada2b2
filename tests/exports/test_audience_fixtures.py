"""Every audience sample gives the canonical rows written beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from shared_material import SHARED, present

from nec_analysis.exports import registry
from nec_analysis.model import Records

TOOLS = (
    "billetweb",
    "brevo",
    "eventbrite",
    "helloasso",
    "linkedin",
    "mailchimp",
    "podcast",
    "swapcard",
    "weezevent",
    "x_twitter",
    "youtube",
    "yurplan",
)
SAMPLES = [
    (tool, path)
    for tool in TOOLS
    for path in sorted((SHARED / "fixtures" / "exports" / tool).glob("*.expected.json"))
    if present()
]
UNSURE = ("podcast", "swapcard")
"""No real file was ever seen: the registry must ask."""


def _sample(expected: Path) -> Path:
    return expected.with_name(expected.name.removesuffix(".expected.json"))


def _as_expected(row: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """Our row in the words of the sample: normalised address, placeholder for the keyed hash, precision of the file."""
    ours: dict[str, Any] = {}
    for key, value in wanted.items():
        if key == "email_normalised":
            ours[key] = (row["email"] or "").strip().lower() or None
        elif key == "contact_key":
            ours[key] = value
        elif key == "created_at":
            # The sample's day is all that the Brevo file writes.
            ours[key] = value if str(value).startswith(str(row[key])) else row[key]
        else:
            ours[key] = row[key]
    return ours


@pytest.mark.parametrize(("tool", "expected"), SAMPLES, ids=lambda v: v.name if isinstance(v, Path) else v)
def test_a_sample_gives_its_canonical_rows(tool: str, expected: Path) -> None:
    wanted = json.loads(expected.read_text(encoding="utf-8"))
    read = registry.read(_sample(expected), tool=tool)
    assert isinstance(read, Records)
    assert read.table == wanted["table"]
    assert len(read.rows) == len(wanted["rows"])
    assert [_as_expected(dict(r), w) for r, w in zip(read.rows, wanted["rows"], strict=True)] == wanted["rows"]


@pytest.mark.parametrize(("tool", "expected"), SAMPLES, ids=lambda v: v.name if isinstance(v, Path) else v)
def test_a_sample_is_recognised_by_its_reader_or_left_to_a_person(tool: str, expected: Path) -> None:
    best = registry.recognise(_sample(expected))[0]
    assert best.tool == tool
    assert (best.confidence >= registry.SURE) == (tool not in UNSURE)
    assert best.why


@pytest.mark.parametrize(("tool", "expected"), SAMPLES, ids=lambda v: v.name if isinstance(v, Path) else v)
def test_the_source_says_how_the_file_was_read(tool: str, expected: Path) -> None:
    wanted = json.loads(expected.read_text(encoding="utf-8"))["source"]
    source = registry.read(_sample(expected), tool=tool).source
    assert source.file == wanted["file"]
    for key in ("encoding", "delimiter"):
        assert getattr(source, key) == wanted.get(key, getattr(source, key))
    assert len(source.sha256) == 64
