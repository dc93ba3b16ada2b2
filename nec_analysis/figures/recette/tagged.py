"""The elements of a tagged PDF: what is under each, what of a page it marks (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def children(element: Any) -> list[Any]:
    """What is right under an element: elements, marks, references."""
    import pikepdf

    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def tag(element: Any) -> str:
    """The name of an element, without its stroke; "" for what is none."""
    return str(element.get("/S", ""))[1:] if hasattr(element, "get") else ""


def marks(element: Any, page: Any = None) -> Iterator[tuple[int, Any]]:
    """The marks (MCID) of an element and of those under it, each with its page."""
    here = element.get("/Pg", page)
    for child in children(element):
        if isinstance(child, int):
            yield child, here
        elif "/MCID" in child:
            yield int(child.MCID), child.get("/Pg", here)
        elif tag(child):
            yield from marks(child, here)
