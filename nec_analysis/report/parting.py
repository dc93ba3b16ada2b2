"""A stranger's table too wide for its page, as several tables that each begin with its first column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from nec_analysis.report import widths
from nec_analysis.report.markdown import Block

PAGES = {"upright": (widths.PORTRAIT,), "any": (widths.PORTRAIT, widths.LANDSCAPE)}
ONE_PAGE = 40
"""Rows, with a head and a caption for each part, that stand under one another on an upright page."""
AROUND = 4
"""What the head, the caption and the room between two parts take, in rows."""


def parts(block: Block) -> Iterator[Block]:
    """The table itself where it fits an upright page, else its columns in turn, as many at a time as fit whole.

    A short table is cut for an upright page, where its parts stand under one another: a turned page for a few rows
    would be empty, and the one before it too. A long one is cut only where its words do not fit a turned page either.
    Only tables marked `parts` are cut: ours are laid out by whoever wrote them.
    """
    groups = _cut(block)
    if len(groups) < 2:
        yield block
        return
    for rank, columns in enumerate(groups, 1):
        caption = f"{block.get('caption', '')} ({rank}/{len(groups)})".strip()
        yield _only(block, [0, *columns]) | {"caption": caption, "id": f"{block.get('id', 't')}-{rank}"}


def _cut(block: Block) -> Sequence[Sequence[int]]:
    """The columns after the first, in the groups they are printed in."""
    if block["kind"] != "table" or not block.get("parts") or len(block["headers"]) <= 2:
        return ()
    fit = widths.fit(block["headers"], block["rows"])
    if not fit.landscape:
        return ()
    upright = _groups(block, "upright")
    if len(upright) * (len(block["rows"]) + AROUND) <= ONE_PAGE and all(_fits(block, g, "upright") for g in upright):
        return upright
    return _groups(block, "any") if fit.letters else ()


def _groups(block: Block, page: str) -> list[list[int]]:
    """As few groups as fit, about as many columns in each; one that fits nowhere stands alone."""
    columns = range(1, len(block["headers"]))
    full = list(_filled(block, page))
    share = ceil(len(columns) / len(full))
    even = [list(columns[i : i + share]) for i in range(0, len(columns), share)]
    return even if all(_fits(block, group, page) for group in even) else full


def _filled(block: Block, page: str) -> Iterator[list[int]]:
    """Groups that each hold as many columns as fit."""
    group: list[int] = []
    for column in range(1, len(block["headers"])):
        if group and not _fits(block, [*group, column], page):
            yield group
            group = []
        group = [*group, column]
    yield group


def _fits(block: Block, group: Sequence[int], page: str) -> bool:
    tried = _only(block, [0, *group])
    return not widths.fit(tried["headers"], tried["rows"], within=PAGES[page]).letters


def _only(block: Block, columns: Sequence[int]) -> Block:
    named = {name: [block[name][i] for i in columns] for name in ("headers", "align") if block.get(name)}
    return block | named | {"rows": [[row[i] for i in columns] for row in block["rows"]]}
