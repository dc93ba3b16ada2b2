"""Keeping the start of a process light."""

from __future__ import annotations

import sys


def prepare() -> None:
    """Spare the process two seconds of grammar compilation. Call before the first import of nbformat or papermill.

    `jsonschema[format-nongpl]` imports rfc3987-syntax, which compiles some 35 lark grammars to check IRIs; no notebook
    schema holds one, and jsonschema does without when the import fails (jsonschema issues 1392, 1521).
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
