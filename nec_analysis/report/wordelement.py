"""An element of WordprocessingML, by its name."""

from __future__ import annotations

from typing import Any


def made(name: str, /, **values: str) -> Any:
    """The element with its attributes: `made("w:t")`. Needs the extra `docx`."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    return element
