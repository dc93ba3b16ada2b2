"""What a phase depends on, each thing with its digest: when all are as they were, so is what the phase writes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from nec_analysis.runs.digests import Digests, of_text
from nec_analysis.runs.gather import matching
from nec_analysis.runs.manifest import listed
from nec_analysis.runs.phases import Phase
from nec_analysis.runs.trace import PACKAGE, Trace

LOCKS = ("uv.lock", "requirements.lock")
RUNNERS = ("execute", "engine", "shell", "kernels", "coalesce", "normal", "export")
"""Modules of this room that decide what an executed notebook looks like: every phase depends on them."""

COMPILED = "__pycache__"

CODE, DATA, PACKED, NAMES = "code ", "file ", "data ", "names "
"""Prefixes of what only a trace can tell: a module, a file of the project, a data file of the package, a folder."""

TRACED = (CODE, DATA, PACKED, NAMES)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Computes the digests of one edition's inputs. `values` are the parameters that change what notebooks say."""

    root: Path
    edition: str
    values: Mapping[str, str]
    digests: Digests
    package: Path = field(default=PACKAGE)

    @property
    def raw(self) -> Path:
        """The folder of the edition's exports."""
        return self.root / "data" / "raw" / self.edition

    def declared(self, phase: Phase, before: Mapping[str, str]) -> dict[str, str]:
        """What the phase is known to depend on; `before`: digests of what the phases before wrote."""
        return {
            "phase": of_text(repr(phase)),
            "notebook": self.digests.sha256(self.root / "notebooks" / phase.notebook),
            "versions": of_text(" ".join([_python(), *(self.digests.sha256(self.root / name) for name in LOCKS)])),
            **{f"parameter {name}": value for name, value in self.values.items()},
            **{f"after {name}": before[name] for name in phase.after},
            **{
                f"raw {path.relative_to(self.raw).as_posix()}": self.digests.sha256(path)
                for path in matching(self.raw, phase.raw)
            },
        }

    def raw_digests(self) -> dict[str, str]:
        """The sha256 of every raw file of the edition by its relative name."""
        files = matching(self.raw, ("**/*",))
        return {path.relative_to(self.raw).as_posix(): self.digests.sha256(path) for path in files}

    def traced(self, trace: Trace | None) -> dict[str, str]:
        """What the phase was seen to read, beyond what is declared. Without a trace: the whole package, all editions."""
        keys = self._everything() if trace is None else self._seen(trace)
        runners = {f"{CODE}runs/{name}.py" for name in RUNNERS}
        return self.now(sorted(runners | set(keys)))

    def now(self, keys: Iterable[str]) -> dict[str, str]:
        """The digests of traced things as they are now."""
        return {key: self._digest(key) for key in keys}

    def _digest(self, key: str) -> str:
        kind, _, name = key.partition(" ")
        base = self.package if f"{kind} " in (CODE, PACKED) else self.root
        path = f"{base}/{name}"  # a thousand of them: joining Paths would take most of the time
        return self.digests.names(path) if f"{kind} " == NAMES else self.digests.sha256(path)

    def _seen(self, trace: Trace) -> Iterable[str]:
        rooms = {path.parent for path in map(Path, trace.modules) if path.parent != self.package}
        for module in trace.modules:
            yield CODE + Path(module).relative_to(self.package).as_posix()
        for room in rooms:
            yield from self._packed(room)
        for path in map(Path, trace.files):
            if path.is_relative_to(self.package):
                if path.suffix != ".py":
                    yield PACKED + path.relative_to(self.package).as_posix()
            elif self._elsewhere(path):
                yield DATA + path.relative_to(self.root).as_posix()
        for folder in map(Path, trace.folders):
            if folder.is_relative_to(self.root / "data" / "raw"):
                yield NAMES + folder.relative_to(self.root).as_posix()

    def _elsewhere(self, path: Path) -> bool:
        """Whether a file of the project was read that nobody declared: another edition, say."""
        return path.is_relative_to(self.root / "data" / "raw") and not path.is_relative_to(self.raw)

    def _packed(self, room: Path) -> Iterable[str]:
        for path in sources(room):
            if path.suffix != ".py":
                yield PACKED + path.relative_to(self.package).as_posix()

    def _everything(self) -> Iterable[str]:
        for path in sources(self.package):
            yield (CODE if path.suffix == ".py" else PACKED) + path.relative_to(self.package).as_posix()
        for path in sorted((self.root / "data" / "raw").rglob("*")):
            if path.is_file() and self._elsewhere(path):
                yield DATA + path.relative_to(self.root).as_posix()


def sources(folder: Path) -> tuple[Path, ...]:
    """The files of a package folder that somebody wrote: what Python compiles comes and goes."""
    return tuple(path for path in listed(folder) if COMPILED not in path.parts)


@cache
def _python() -> str:
    return "{}.{}".format(*sys.version_info)
