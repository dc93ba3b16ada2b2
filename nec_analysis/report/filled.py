"""The columns of a table in which something is written: the attached file keeps the others."""

from __future__ import annotations

from nec_analysis.report.markdown import Block


def filled(table: Block) -> Block:
    """The table of a chart without its blank columns: a first edition has no change, a whole list no interval."""
    if not table["rows"]:
        return table
    kept = [i for i in range(len(table["headers"])) if any(row[i].strip() for row in table["rows"])]
    rows = [[row[i] for i in kept] for row in table["rows"]]
    return table | {"rows": rows, **{name: [table[name][i] for i in kept] for name in ("headers", "align")}}
