"""The secret key of the pseudonyms, kept outside the project."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from nec_analysis.errors import PRIVACY, NecError

VARIABLE = "NEC_CLE"
BYTES = 32
DEMONSTRATION = b"nec_analysis: invented people need no secret"
"""Synthetic editions use a public key, so that their files are the same bytes everywhere."""


def key(*, synthetic: bool = False) -> bytes:
    """The key: `NEC_CLE` (64 hexadecimal digits), else a file only its owner can read, made at the first use.

    Raises NecError (exit 4) when the key is malformed or the file can be read by others.
    """
    if synthetic:
        return DEMONSTRATION
    if text := os.environ.get(VARIABLE, ""):
        return _decoded(text, VARIABLE)
    path = key_file()
    if not path.exists():
        _make(path)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise NecError(
            "key-open", str(path), "d'autres que vous peuvent lire la clé.", f"chmod 600 {path}", exit_code=PRIVACY
        )
    return _decoded(path.read_text(encoding="ascii").strip(), str(path))


def key_file() -> Path:
    """Where the key is kept: `nec_analysis/cle` in the user's configuration folder."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA") or str(Path.home() / ".config")
    return Path(home) / "nec_analysis" / "cle"


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(BYTES) + "\n")


def _decoded(text: str, place: str) -> bytes:
    try:
        decoded = bytes.fromhex(text)
    except ValueError:
        decoded = b""
    if len(decoded) < BYTES:
        raise NecError(
            "key-malformed",
            place,
            f"la clé doit faire {BYTES} octets en hexadécimal.",
            'python -c "import secrets; print(secrets.token_hex(32))"',
            exit_code=PRIVACY,
        )
    return decoded
