"""Results of phases kept beside what they depended on: a phase is skipped when every one of those is as it was."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nec_analysis.runs.digests import of_text
from nec_analysis.runs.inputs import TRACED, Inputs
from nec_analysis.runs.manifest import listed, write_json
from nec_analysis.runs.phases import Phase

KEPT = 2
"""Results kept for a phase: the last, and the one before, for who goes back and forth."""

ENTRY, FILES = "entry.json", "files"


@dataclass(frozen=True, slots=True)
class Entry:
    """One kept result: where its files are, what it depended on, the sha256 of each file by relative name."""

    folder: Path
    inputs: Mapping[str, str]
    files: Mapping[str, str]

    @property
    def id(self) -> str:
        """The name of the result: what it depended on."""
        return self.folder.name

    def written(self, phase: str) -> str:
        """A digest of what the phase wrote for those after it; its notebook and exports are not read by them."""
        return written({name: digest for name, digest in self.files.items() if name.startswith(f"{phase}/")})


def written(files: Mapping[str, str]) -> str:
    """A digest of what a phase wrote: relative names and their sha256."""
    return of_text(json.dumps(dict(files), sort_keys=True))


class Cache:
    """The kept results of one edition, in `folder`."""

    def __init__(self, folder: Path, inputs: Inputs) -> None:
        self.folder, self.inputs = folder, inputs

    def find(self, phase: Phase, before: Mapping[str, str]) -> tuple[Entry | None, str]:
        """The result that is still good, or None, with the reason in French."""
        declared = self.inputs.declared(phase, before)
        reason = "première exécution"
        for number, entry in enumerate(self._entries(phase.id)):
            changed = self._changed(entry, declared)
            if changed is None and self._whole(entry):
                (entry.folder / ENTRY).touch()  # the last used is the last to be thrown away
                return entry, "rien n’a changé"
            if number == 0:
                reason = _said(changed) if changed else "le résultat gardé a été modifié"
        return None, reason

    def keep(self, phase: Phase, inputs: Mapping[str, str], files: Mapping[str, Path]) -> Entry:
        """Keep a result. The files are linked, not copied: nobody writes in them after."""
        id = of_text(json.dumps(dict(inputs), sort_keys=True))[:16]
        target = self.folder / phase.id / id
        draft = self.folder / f".{phase.id}.draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        for name, path in files.items():
            _linked(path, draft / FILES / name)
        digests = {name: self.inputs.digests.sha256(path) for name, path in sorted(files.items())}
        write_json(draft / ENTRY, {"inputs": dict(inputs), "files": digests})
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(exist_ok=True)
        draft.rename(target)
        self._forget_old(phase.id)
        return Entry(target, inputs, digests)

    def _entries(self, phase: str) -> Iterator[Entry]:
        """The kept results, the newest first."""
        for folder in self._newest_first(phase):
            try:
                told = json.loads((folder / ENTRY).read_text(encoding="utf-8"))
                yield Entry(folder, told["inputs"], told["files"])
            except (OSError, ValueError, KeyError, TypeError):
                continue

    def _newest_first(self, phase: str) -> list[Path]:
        try:
            found = [Path(item.path) for item in os.scandir(self.folder / phase)]
        except OSError:
            return []
        return sorted(found, key=lambda path: (-_changed_at(path / ENTRY), path.name))

    def _changed(self, entry: Entry, declared: Mapping[str, str]) -> str | None:
        """The first thing that is not as it was, or None."""
        traced = [key for key in entry.inputs if key.startswith(TRACED)]
        now = {**declared, **self.inputs.now(traced)}
        different = (key for key in (*declared, *entry.inputs) if now.get(key) != entry.inputs.get(key))
        return next(different, None)

    def _whole(self, entry: Entry) -> bool:
        files = f"{entry.folder}/{FILES}"
        return all(self.inputs.digests.sha256(f"{files}/{name}") == digest for name, digest in entry.files.items())

    def _forget_old(self, phase: str) -> None:
        for folder in self._newest_first(phase)[KEPT:]:
            shutil.rmtree(folder, ignore_errors=True)


def laid_out(entry: Entry, work: Path) -> None:
    """Put the files of a kept result where the phase would have written them."""
    for path in listed(entry.folder / FILES):
        _linked(path, work / path.relative_to(entry.folder / FILES))


def _linked(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _said(key: str) -> str:
    kind, _, thing = key.partition(" ")
    return {
        "phase": "la définition de la phase a changé",
        "notebook": "le notebook a changé",
        "versions": "les versions ont changé (Python, uv.lock, requirements.lock)",
        "parameter": f"le paramètre {thing} a changé",
        "after": f"{thing} a donné autre chose",
        "raw": f"{thing} a changé",
        "code": f"le code a changé : {thing}",
        "data": f"{thing} a changé",
        "file": f"{thing} a changé",
        "names": f"{thing} ne contient plus les mêmes fichiers",
    }[kind]
