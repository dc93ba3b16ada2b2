"""Files in a shared place named by a URL: a folder, an object store, anything fsspec reaches."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from nec_analysis.errors import FAILED, NecError
from nec_analysis.runs import manifest

OBJECTS = ("s3:", "s3a:", "gs:", "gcs:", "abfs:", "az:")
"""Stores that have no folders: making one there would make a bucket of a misspelt name."""

CURRENT = "current.json"
"""The one object that says which report is the published one: object stores replace an object whole."""


def kept(content: bytes, store: str, name: str) -> dict[str, str]:
    """Write bytes under a store; what comes back finds them again and tells whether they are whole."""
    url = f"{store.rstrip('/')}/{name}"
    with _open(url, "wb") as stream:
        stream.write(content)
    return {"url": url, "sha256": hashlib.sha256(content).hexdigest()}


def fetched(told: dict[str, str], *, remove: bool = True) -> bytes:
    """The bytes `kept` wrote. Raises NecError when they are not what was written."""
    with _open(told["url"], "rb") as stream:
        content: bytes = stream.read()
    if hashlib.sha256(content).hexdigest() != told["sha256"]:
        raise NecError("store-altered", told["url"], "ces octets ne sont pas ceux qui ont été écrits", exit_code=FAILED)
    if remove:
        system, path = _system(told["url"])
        system.rm(path)
    return content


def published(reports: Path, store: str) -> str:
    """Copy a published report to `store`/<edition>/, then point `current.json` at it: readers see the old or the new.

    Executed notebooks of an s3 store are written by papermill's own handler.
    """
    promised = manifest.read(reports)
    if promised is None:
        raise NecError("manifest-missing", str(reports), "ce rapport n’a pas été publié", f"nec run {reports.name}")
    mark = manifest.sha256(reports / manifest.MANIFEST)[:16]
    base = f"{store.rstrip('/')}/{reports.name}"
    for name in (*promised, manifest.MANIFEST):
        _sent(reports / name, f"{base}/{mark}/{name}")
    with _open(f"{base}/{CURRENT}", "wb") as stream:
        stream.write(json.dumps({"report": mark, "files": len(promised)}).encode())
    return f"{base}/{mark}"


def refusal(reports: Path, store: str) -> str:
    """Publish a report in a store; "" when it is there, else the name of what went wrong: no address, no key is told."""
    try:
        published(reports, store)
    except NecError:
        raise
    except Exception as error:  # each kind of store has errors of its own
        return type(error).__name__
    return ""


def current(store: str, edition: str) -> str:
    """The URL of the report that is published in a store, "" when there is none."""
    base = f"{store.rstrip('/')}/{edition}"
    try:
        with _open(f"{base}/{CURRENT}", "rb") as stream:
            return f"{base}/{json.loads(stream.read())['report']}"
    except FileNotFoundError:
        return ""


def _sent(path: Path, url: str) -> None:
    if url.startswith("s3://") and path.suffix == ".ipynb":
        _with_s3().write(path.read_text(encoding="utf-8"), url)
        return
    with _open(url, "wb") as stream:
        stream.write(path.read_bytes())


def _with_s3() -> Any:
    """papermill's reader and writer of notebooks, with its S3 part (see `light`)."""
    from nec_analysis.runs import light

    light.prepare()
    from papermill import iorw, s3

    iorw.S3 = s3.S3
    return iorw.papermill_io


def _open(url: str, mode: str) -> Any:
    system, path = _system(url)
    if "w" in mode and not url.startswith(OBJECTS):
        system.makedirs(path.rpartition("/")[0], exist_ok=True)
    return system.open(path, mode)


def _system(url: str) -> tuple[Any, str]:
    try:
        import fsspec

        system, path = fsspec.core.url_to_fs(url)
    except ImportError as error:
        extra = "s3" if url.startswith("s3:") else "dask"
        raise NecError(
            "extra-missing",
            url,
            f"un paquet manque ({error.name})",
            f'pip install "nec-analysis[{extra}]"',
            exit_code=FAILED,
        ) from None
    return system, path
