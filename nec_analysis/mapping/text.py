"""Values as TOML writes them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

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


def toml_value(value: Any) -> str:
    """A text, number, truth, date, list or inline table.

    >>> toml_value({"a": [1, True]}), toml_value(datetime.date(2022, 9, 28))
    ('{ a = [1, true] }', '2022-09-28')
    """
    if isinstance(value, str):
        return toml_text(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{toml_key(k)} = {toml_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(toml_value(each) for each in value) + "]"
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else str(value)
