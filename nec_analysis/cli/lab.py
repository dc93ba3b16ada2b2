"""`nec lab`: the notebooks in JupyterLab."""

from __future__ import annotations

import argparse
import subprocess
import sys


def call(given: argparse.Namespace) -> int:
    """Start JupyterLab on the project's notebooks."""
    from nec_analysis.cards import project

    root = project(given.root)
    command = [sys.executable, "-m", "jupyterlab", "notebooks/00_welcome.ipynb", *given.arguments]
    return subprocess.run(command, cwd=root, check=False).returncode
