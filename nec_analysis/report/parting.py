"""A stranger's table too wide for any page, as several tables that each begin with its first column."""

from __future__ import annotations

from collections.abc import Iterator

from nec_analysis.report import widths
from nec_analysis.report.markdown import Block


def parts(block: Block) -> Iterator[Block]:
    """The table itself where its words fit a turned page, else its columns in turn, as many at a time as fit whole.

    Only tables marked `parts` are cut: ours are laid out by whoever wrote them.
    """
    wide = block["kind"] == "table" and block.get("parts") and len(block["headers"]) > 2
    if not wide or not widths.fit(block["headers"], block["rows"]).letters:
        yield block
        return
    groups = list(_groups(block))
    for rank, columns in enumerate(groups, 1):
        caption = f"{block.get('caption', '')} ({rank}/{len(groups)})".strip()
        yield _only(block, [0, *columns]) | {"caption": caption, "id": f"{block.get('id', 't')}-{rank}"}


def _groups(block: Block) -> Iterator[list[int]]:
    """The columns after the first, in their order, in groups that fit; one that fits nowhere stands alone."""
    group: list[int] = []
    for column in range(1, len(block["headers"])):
        tried = _only(block, [0, *group, column])
        if group and widths.fit(tried["headers"], tried["rows"]).letters:
            yield group
            group = []
        group = [*group, column]
    yield group


def _only(block: Block, columns: list[int]) -> Block:
    named = {name: [block[name][i] for i in columns] for name in ("headers", "align") if block.get(name)}
    return block | named | {"rows": [[row[i] for i in columns] for row in block["rows"]]}
