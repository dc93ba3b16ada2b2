"""`nec lab`: the notebooks in JupyterLab."""

from __future__ import annotations

import argparse
import subprocess
import sys


def call(given: argparse.Namespace) -> int:
    """Start JupyterLab on the project's notebooks; it offers the kernel « NEC (rapide) » where a process can be forked."""
    from nec_analysis.cards import project
    from nec_analysis.runs import fork, kernelspec

    root = project(given.root)
    command = [sys.executable, "-m", "jupyterlab", "notebooks/00_welcome.ipynb", *given.arguments]
    offered = kernelspec.environment() if fork.available() else None
    return subprocess.run(command, cwd=root, env=offered, check=False).returncode
