"""A bar is as long as its number says, however coarsely small numbers are rounded."""

from __future__ import annotations

from pathlib import Path

from nec_analysis.figures.recette.bars import uneven
from nec_analysis.figures.recette.drawing import drawing

TRUE = (95.4, 52.4, 1.4, 1.4, 0.6)


def _faults(tmp_path: Path, lengths: tuple[float, ...]) -> list[str]:
    parts = []
    for n, (share, length) in enumerate(zip(TRUE, lengths, strict=True)):
        right, top, low = 100 + 3 * length, 20 * n, 20 * n + 12
        parts.append(f'<path d="M 100 {top} L {right:g} {top} L {right:g} {low} L 100 {low} z"/>')
        parts.append(
            f'<text x="{100 + 3 * share + 5:g}" y="{top + 8}" font-size="11px" text-anchor="start">'
            f"{int(share + 0.5)}\u202f%</text>"
        )
    path = tmp_path / "c.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>', encoding="utf-8")
    return [fault.found for fault in uneven(path, drawing(path).words, "fr", "c.svg")]


def test_bars_of_rounded_shares_are_even(tmp_path: Path) -> None:
    assert _faults(tmp_path, TRUE) == []


def test_a_bar_too_short_is_named_by_its_number(tmp_path: Path) -> None:
    assert _faults(tmp_path, (95.4, 48.0, *TRUE[2:])) == ["52\u202f%"]


def test_a_number_in_the_middle_of_the_next_bar_is_not_of_this_one(tmp_path: Path) -> None:
    rows = ((10.0, 40.0, 25), (20.0, 60.0, 15), (30.0, 45.0, 40))
    parts = []
    for n, (first, second, said) in enumerate(rows):
        top, low, end = 20 * n, 20 * n + 12, 100 + first
        parts.append(f'<path d="M 100 {top} L {end:g} {top} L {end:g} {low} L 100 {low} z"/>')
        parts.append(f'<text x="{end + 8:g}" y="{top + 8}" font-size="9px" text-anchor="middle">{said}</text>')
        parts.append(f'<path d="M {end:g} {top} L {second + 150:g} {top} L {second + 150:g} {low} L {end:g} {low} z"/>')
    path = tmp_path / "c.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>', encoding="utf-8")
    assert [*uneven(path, drawing(path).words, "fr", "c.svg")] == []
