"""Turning an executed notebook into the file a reader opens."""

from __future__ import annotations

from pathlib import Path

from nec_analysis.errors import FAILED, NecError
from nec_analysis.runs import fork
from nec_analysis.runs.calls import call
from nec_analysis.runs.trace import Trace


def exported(notebook: Path, exporter: str, out: Path, *, folder: Path) -> Trace | None:
    """Convert with a nbconvert exporter, by name, in a process of its own where that is cheap.

    `folder` is where the notebook's relative paths start. Gives what was read, None where it cannot be known.
    """
    arguments = {"notebook": str(notebook), "exporter": exporter, "out": str(out), "folder": str(folder)}
    if fork.available():
        return call("nec_analysis.runs.export:convert", place=out.name, **arguments)[1]
    convert(**arguments)
    return None


def convert(notebook: str, exporter: str, out: str, folder: str) -> None:
    """Convert in this process."""
    from nec_analysis.runs import light

    light.prepare()
    from nbconvert.exporters import ExporterNameError, get_exporter

    target = Path(out)
    try:
        made = get_exporter(exporter)()
    except ExporterNameError:
        raise NecError(
            "exporter-missing",
            target.name,
            f"l’exporteur « {exporter} » n’est pas installé",
            "réinstaller le projet : pip install -e .",
            exit_code=FAILED,
        ) from None
    body, _ = made.from_filename(notebook, resources={"metadata": {"name": target.stem, "path": folder}})
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(body if isinstance(body, bytes) else body.encode("utf-8"))
