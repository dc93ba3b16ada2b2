"""A stranger's table of many columns is read whole, its numbers uncut; ours stays one table."""

from __future__ import annotations

from nec_analysis.report import widths
from nec_analysis.report.parting import parts

HEADS = ["nom", *[f"colonne_{i}" for i in range(30)]]
ROWS = [[f"ligne {n}", *[f"-{n}.{i:06d}" for i in range(30)]] for n in range(4)]


def _block(heads: list[str], rows: list[list[str]], **more: object) -> dict[str, object]:
    return {"kind": "table", "headers": heads, "rows": rows, "caption": "", "id": "t", "parts": True, **more}


def test_a_very_wide_table_is_given_in_parts_that_each_name_their_rows() -> None:
    found = list(parts(_block(HEADS, ROWS)))
    assert len(found) > 1
    assert all(part["headers"][0] == "nom" for part in found)
    assert [head for part in found for head in part["headers"][1:]] == HEADS[1:]
    assert [cell for part in found for cell in part["rows"][2][1:]] == ROWS[2][1:]
    assert not any(widths.fit(part["headers"], part["rows"]).letters for part in found)
    assert [part["caption"] for part in found] == [f"({n}/{len(found)})" for n in range(1, len(found) + 1)]


def test_a_table_that_fits_a_page_is_left_alone() -> None:
    block = _block(HEADS[:9], [row[:9] for row in ROWS])
    assert list(parts(block)) == [block]


def test_a_table_of_the_bilan_is_never_cut() -> None:
    block = _block(HEADS, ROWS, parts=False)
    assert list(parts(block)) == [block]


def test_columns_that_fit_nowhere_stand_alone() -> None:
    found = list(parts(_block(["a", "b", "c"], [["1", "x" * 900, "y" * 900]])))
    assert [part["headers"] for part in found] == [["a", "b"], ["a", "c"]]


def test_a_short_table_is_cut_for_an_upright_page_rather_than_leave_a_turned_one_empty() -> None:
    heads, rows = ["", *[f"Modalité {i}" for i in range(14)]], [[str(n), *["12"] * 14] for n in range(6)]
    assert widths.fit(heads, rows).landscape
    found = list(parts(_block(heads, rows)))
    assert [len(part["headers"]) for part in found] == [8, 8]
    assert not any(widths.fit(part["headers"], part["rows"]).landscape for part in found)


def test_a_long_table_that_fits_a_turned_page_is_left_whole() -> None:
    block = _block(["", *[f"Modalité {i}" for i in range(14)]], [[str(n), *["12"] * 14] for n in range(60)])
    assert list(parts(block)) == [block]
