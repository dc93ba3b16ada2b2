"""Turning an executed notebook into the file a reader opens."""

from __future__ import annotations

from pathlib import Path

from nec_analysis.errors import FAILED, NecError


def exported(notebook: Path, exporter: str, out: Path, *, folder: Path) -> Path:
    """Convert with a nbconvert exporter, by name; `folder` is where the notebook's relative paths start."""
    from nbconvert.exporters import ExporterNameError, get_exporter

    try:
        made = get_exporter(exporter)()
    except ExporterNameError:
        raise NecError(
            "exporter-missing",
            out.name,
            f"l’exporteur « {exporter} » n’est pas installé",
            "réinstaller le projet : pip install -e .",
            exit_code=FAILED,
        ) from None
    resources = {"metadata": {"name": out.stem, "path": str(folder)}}
    body, _ = made.from_filename(str(notebook), resources=resources)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(body if isinstance(body, bytes) else body.encode("utf-8"))
    return out
