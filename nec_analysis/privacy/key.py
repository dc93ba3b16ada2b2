"""The secret keys of the pseudonyms, one an edition, kept outside the project."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from nec_analysis.errors import PRIVACY, NecError

VARIABLE = "NEC_CLE"
BYTES = 32
DEMONSTRATION = b"nec_analysis: invented people need no secret"
"""Synthetic editions use a public key, so that their files are the same bytes everywhere."""


def key(name: str, *, synthetic: bool = False) -> bytes:
    """The key of that name: `NEC_CLE` (64 hexadecimal digits), else a file only its owner can read.

    The file is made at the first use. A key that is lost cannot be made again: the next run gives new pseudonyms, that
    nobody can tie to the old ones. Raises NecError (exit 4) when the key is malformed or others can read the file.
    """
    if synthetic:
        return DEMONSTRATION
    if text := os.environ.get(VARIABLE, ""):
        return _decoded(text, VARIABLE)
    path = key_file(name)
    if not path.exists():
        _make(path)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise NecError(
            "key-open", str(path), "d'autres que vous peuvent lire la clé.", f"chmod 600 {path}", exit_code=PRIVACY
        )
    return _decoded(path.read_text(encoding="ascii").strip(), str(path))


def key_file(name: str) -> Path:
    """Where the key of an edition, or of editions linked by a name, is kept: in the user's configuration folder."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA") or str(Path.home() / ".config")
    return Path(home) / "nec_analysis" / "cles" / name


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(BYTES) + "\n")
        # A link is all or nothing: of two editions that make the same key at once, both use the first.
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    except OSError:  # a file system without links
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


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
