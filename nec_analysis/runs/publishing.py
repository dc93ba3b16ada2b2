"""Publishing the folders of a run in one go, whatever happens in the middle."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from nec_analysis.runs import manifest
from nec_analysis.runs.disk import speaking
from nec_analysis.runs.exchange import exchanged, flush_folder, leftover, recovered

Pair = tuple[Path, Path]
"""A staging folder with its manifest, and the folder it becomes."""


def publish(pairs: Sequence[Pair], intent: Path) -> None:
    """Exchange every staging folder with its target.

    Each exchange is atomic. The intent, flushed before the first and removed after the last, lets `recover` finish the
    others after a crash: folders of one run are published together or not at all.
    """
    with speaking(str(intent.parent)):
        for new, _ in pairs:
            flush(new)
        _declare(pairs, intent)
        for new, target in pairs:
            exchanged(new, target)
        intent.unlink()
    for new, _ in pairs:
        shutil.rmtree(new, ignore_errors=True)


def recover(targets: Sequence[Path], intent: Path) -> bool:
    """Finish what a killed run had begun to publish. Call with the edition locked. True when there was something."""
    with speaking(str(intent.parent)):
        mended = [recovered(target) for target in targets]
        finished = _finished(intent)
        for target in targets:
            shutil.rmtree(leftover(target), ignore_errors=True)
    return finished or any(mended)


def flush(folder: Path) -> None:
    """Make every file of a folder outlive a power cut."""
    if sys.platform == "win32":
        return
    for path in manifest.listed(folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    flush_folder(folder)


def _declare(pairs: Sequence[Pair], intent: Path) -> None:
    steps = [{"new": str(new), "target": str(target), "manifest": _mark(new)} for new, target in pairs]
    draft = intent.with_suffix(".draft")
    with draft.open("w", encoding="utf-8") as stream:
        json.dump(steps, stream)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(intent)
    flush_folder(intent.parent)


def _finished(intent: Path) -> bool:
    try:
        steps = json.loads(intent.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    for step in steps:
        new, target = Path(step["new"]), Path(step["target"])
        if _mark(new) == step["manifest"]:
            exchanged(new, target)
    intent.unlink()
    for step in steps:
        shutil.rmtree(step["new"], ignore_errors=True)
    return True


def _mark(folder: Path) -> str:
    path = folder / manifest.MANIFEST
    return manifest.sha256(path) if path.is_file() else ""
