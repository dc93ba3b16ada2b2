"""Keeping the start of a process light."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

GRAMMARS = ("rfc3987_syntax", "isoduration")
"""What jsonschema imports to check IRIs and durations, of which no notebook schema has one."""

STORES = ("boto3", "pyarrow.fs", "gcsfs", "azure.datalake.store", "azure.storage.blob", "github")
"""What papermill imports to reach object stores; it does without what is missing."""


def prepare() -> None:
    """Spare the process two seconds of grammar compilation. Call before the first import of nbformat or papermill.

    `jsonschema[format-nongpl]` imports rfc3987-syntax, which compiles some 35 lark grammars; jsonschema does without
    when the import fails (jsonschema issues 1392, 1521).
    """
    for name in GRAMMARS:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]


def papermill() -> None:
    """Import papermill without what it needs for object stores: a third of a second, and 30 MB."""
    prepare()
    if "papermill" not in sys.modules:
        with without(STORES):
            importlib.import_module("papermill")


@contextmanager
def without(names: Sequence[str] = GRAMMARS) -> Iterator[None]:
    """Hide modules from what is imported meanwhile, and from nobody after."""
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
