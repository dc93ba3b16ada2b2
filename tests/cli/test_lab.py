"""`nec lab` offers the fast kernel, and it starts."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from shared_material import ROOT

from nec_analysis.runs import fork

TOKEN = "a-token-of-the-test"


@contextmanager
def lab(root: Path, home: Path) -> Iterator[str]:
    """JupyterLab without a browser, in a project and a home that nobody has used; gives its address."""
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    (root / "data" / "raw").mkdir(parents=True)
    (root / "pyproject.toml").touch()
    options = ("--no-browser", "--ServerApp.port=0", "--allow-root", f"--IdentityProvider.token={TOKEN}")
    folders = {"HOME": str(home), "JUPYTER_RUNTIME_DIR": str(home / "runtime")}
    started = subprocess.Popen(
        [sys.executable, "-m", "nec_analysis.cli", "lab", *options],
        cwd=root,
        env={**os.environ, **folders},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield address(home / "runtime", started)
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        try:
            started.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()


def address(runtime: Path, started: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert started.poll() is None, "JupyterLab did not start"
        for file in runtime.glob("jpserver-*.json"):
            try:
                url = urllib.parse.urlsplit(json.loads(file.read_text())["url"])
                socket.create_connection((url.hostname or "", url.port or 0), 5).close()
                return url.geturl()
            except (ValueError, ConnectionRefusedError):
                break  # being written, or not listening yet
        time.sleep(0.1)
    raise AssertionError("JupyterLab did not say where it listens")


def asked(url: str, **posted: Any) -> Any:
    data = json.dumps(posted).encode() if posted else None
    request = urllib.request.Request(url, data=data, headers={"Authorization": f"token {TOKEN}"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=60) as answer:
        return json.load(answer)


@pytest.mark.skipif(not fork.available(), reason="fork is missing on this system")
def test_the_fast_kernel_is_offered_and_starts(tmp_path: Path) -> None:
    with lab(tmp_path / "project", tmp_path / "home") as url:
        offered = asked(f"{url}api/kernelspecs")["kernelspecs"]
        names = {spec["spec"]["display_name"]: name for name, spec in offered.items()}
        assert "NEC (rapide)" in names
        kernel = asked(f"{url}api/kernels", name=names["NEC (rapide)"])
        assert kernel["name"] == names["NEC (rapide)"]
        assert asked(f"{url}api/kernels/{kernel['id']}")["execution_state"] in ("starting", "idle", "busy")
