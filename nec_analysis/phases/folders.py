"""Where each phase writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nec_analysis.errors import NecError


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of one edition at work.

    `clean` and `internal` hold individual data and unmasked tables: they never leave. `indicators`, `charts` and
    `bilan` hold what may be shown. Without `work` (a person in JupyterLab, plain papermill) all stand in
    `data/processed/<edition>/`; a run gives a staging folder, and publishes from there.
    """

    root: Path
    raw: Path
    clean: Path
    internal: Path
    indicators: Path
    charts: Path
    bilan: Path

    @classmethod
    def of(cls, edition: str, root: Path, work: str | Path = "") -> Folders:
        """The folders of an edition of the project at `root`."""
        raw = root / "data" / "raw" / edition
        if work:
            at = Path(work)
            second = at / "02_indicators"
            return cls(root, raw, at / "01_clean", second / "internal", second, at / "03_charts", at / "04_bilan")
        at = root / "data" / "processed" / edition
        shown = at / "publiable"
        return cls(root, raw, at, at, shown, shown / "charts", shown)


def needed(path: Path, phase: str) -> Path:
    """The path, when the phase that writes it has run. Raises NecError naming the notebook to run first."""
    if path.exists():
        return path
    raise NecError(
        "phase-missing",
        path.name,
        f"ce fichier n'existe pas encore : la phase « {phase} » n'a pas été exécutée.",
        f"Exécutez d'abord notebooks/{phase}.ipynb, ou tout à la fois : nec run.",
    )
