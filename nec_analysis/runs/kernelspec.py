"""Where Jupyter finds the kernel « NEC (rapide) »."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "jupyter"


def environment(before: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment in which JupyterLab offers the kernel, without anything installed in the user's folders."""
    given = dict(os.environ if before is None else before)
    given["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(FOLDER), given.get("JUPYTER_PATH", "")]))
    return given
