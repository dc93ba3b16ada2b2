"""Texts as TOML writes them."""

from __future__ import annotations

import re

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def toml_text(text: str) -> str:
    """A basic string.

    >>> toml_text('dit "oui"')
    '"dit \\\\"oui\\\\""'
    """
    return '"' + "".join(_ESCAPES.get(c, c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}") for c in text) + '"'


def toml_key(key: str) -> str:
    """A key, bare where it may be."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else toml_text(key)
