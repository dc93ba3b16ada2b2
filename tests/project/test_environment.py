"""The conda environment says the same as pyproject.toml; the lock file is hashed."""

from __future__ import annotations

import re
import tomllib

from shared_material import ROOT

CONDA_NAMES = {"brotli-python": "brotli"}


def _wanted() -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    split = [re.fullmatch(r"([\w-]+)(?:\[\w+\])?(.*)", line) for line in named]
    return {found[1]: found[2] for found in split if found}


def test_conda_has_the_bounds_of_pyproject() -> None:
    lines = re.findall(r"^\s+- ([\w-]+)([<>=!].*)$", (ROOT / "environment.yml").read_text(encoding="utf-8"), re.M)
    conda = {CONDA_NAMES.get(name, name): bounds for name, bounds in lines}
    python = conda.pop("python")
    assert conda == _wanted()
    assert python in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_every_locked_package_has_its_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", "\n" + lock.split("\n#", 1)[-1])[1:]
    packages = [entry for entry in entries if "==" in entry]
    assert len(packages) > 100
    assert all("--hash=sha256:" in entry for entry in packages)


def test_the_lock_holds_every_dependency() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    missing = [name for name in _wanted() if not re.search(rf"^{re.escape(name)}==", lock, re.M)]
    assert missing == []


def test_nbconvert_is_above_its_security_floor() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    found = re.search(r"^nbconvert==(\d+)\.(\d+)\.(\d+)", lock, re.M)
    assert found is not None
    assert tuple(map(int, found.groups())) >= (7, 17, 1)
