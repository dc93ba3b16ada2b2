"""Combinations of ticks: counted apart, told only when enough people made them."""

from __future__ import annotations

from chart_layout import faults, texts

from nec_analysis.charts import upset

TICKED = [["a", "b"]] * 12 + [["a"]] * 11 + [["b"]] * 3 + [[]]


def _rows(shown_from: int) -> dict[str, list[str]]:
    answers, combinations = upset.combine(TICKED)
    words = {"id": "u", "title": "Titre", "subtitle": "Sous-titre", "source": "Enquête."}
    chart = upset.draw(answers, combinations, base=len(TICKED), shown_from=shown_from, **words)
    return {row[0]: list(row[1:]) for row in chart.table.texts}


def test_combinations_of_few_people_are_not_told() -> None:
    assert _rows(11) == {
        "a": ["23", "85\u202f%", "27"],
        "b": ["15", "56\u202f%", "27"],
        "uniquement\u202f: a + b": ["12", "44\u202f%", "27"],
        "uniquement\u202f: a": ["11", "41\u202f%", "27"],
    }


def test_they_are_told_when_asked() -> None:
    assert _rows(3)["uniquement\u202f: b"] == ["3", "11\u202f%", "27"]


def test_a_long_answer_is_written_whole() -> None:
    long = "Culture & compétences numériques, médiation et accompagnement"
    answers, combinations = upset.combine([[long, "b"]] * 12 + [[long]] * 11)
    chart = upset.draw(answers, combinations, base=23, id="u", title="Titre", subtitle="Sous-titre", source="Enquête.")
    assert faults(chart.figure) == []
    assert not any("…" in text.get_text() for text in texts(chart.figure))
