"""The folders where a run works until it is good: beside what they will replace, on the same file system."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from nec_analysis.runs.disk import speaking

PREFIX = ".staging-"


@dataclass(frozen=True, slots=True)
class Staging:
    """The three folders of one run: `work` holds what phases write, the two others what will be published."""

    work: Path
    processed: Path
    reports: Path


def targets(root: Path, edition: str, lang: str = "fr") -> tuple[Path, Path]:
    """The two folders an edition is published in: internal tables, report; the report in English is in `reports/en/`."""
    reports = root / "reports" if lang == "fr" else root / "reports" / lang
    return root / "data" / "processed" / edition, reports / edition


def opened(root: Path, edition: str, lang: str = "fr") -> Staging:
    """Fresh staging folders. Call with the edition locked: what a killed run left there is thrown away."""
    processed, reports = targets(root, edition, lang)
    staging = Staging(
        processed.with_name(f"{PREFIX}{edition}-work"),
        processed.with_name(f"{PREFIX}{edition}"),
        reports.with_name(f"{PREFIX}{edition}"),
    )
    for folder in (staging.work, staging.processed, staging.reports):
        with speaking(str(folder.parent)):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
    return staging


def closed(staging: Staging) -> None:
    """Remove what is left of the staging folders; nothing that could stop the next run is worth an error here."""
    for folder in (staging.work, staging.processed, staging.reports):
        shutil.rmtree(folder, ignore_errors=True)
