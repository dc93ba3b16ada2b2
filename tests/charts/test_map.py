"""The map loses nobody, points at nobody."""

from __future__ import annotations

import pytest
from chart_layout import faults, texts
from chart_samples import said
from hypothesis import given
from hypothesis import strategies as st

from nec_analysis.charts import map, outlines, style
from nec_analysis.charts.departments import Spread, spread
from nec_analysis.charts.map import COVERED
from nec_analysis.charts.placing import Placer, around, meet
from nec_analysis.french.departments import departments, locate

PLACES = st.lists(st.sampled_from(["62300", "75001", "97150", "98000", "00450", "", "B-1000", "1050", "99999"]))


@given(PLACES, st.lists(st.sampled_from(["", "Belgique"])))
def test_nobody_is_lost_between_the_map_abroad_and_nowhere(codes, countries):
    lands = [*countries, *[""] * len(codes)][: len(codes)]
    people = spread(locate(code, country=land) for code, land in zip(codes, lands, strict=True))
    assert people.total == len(codes)


def test_monaco_is_abroad_and_the_armed_forces_are_nowhere():
    people = spread(locate(code) for code in ("98000", "00450", "62300"))
    assert (dict(people.counts), people.abroad, people.not_located) == ({"62": 1}, 1, 1)


def test_every_outline_is_a_departement_of_its_own():
    drawn = {*outlines.france()["mainland"], *outlines.france()["overseas"]}
    assert len(drawn) == 101
    assert drawn <= set(departments())


@pytest.mark.parametrize("code", sorted(outlines.france()["mainland"]))
def test_a_circle_stands_in_its_departement(code):
    from matplotlib.path import Path

    rings = outlines.france()["mainland"][code]
    centre = outlines.france()["centres"][code]
    outline = [Path(list(zip(ring[::2], ring[1::2], strict=True))) for ring in rings]
    assert any(path.contains_point(centre) for path in outline)


def test_neighbours_share_their_border_to_the_point():
    shapes = outlines.france()["mainland"]

    def points(code: str) -> set[tuple[float, float]]:
        return {point for ring in shapes[code] for point in zip(ring[::2], ring[1::2], strict=True)}

    assert len(points("62") & points("59")) > 5
    assert len(points("75") & points("92")) > 2


def test_the_shipped_outlines_are_small_and_credited():
    assert outlines.FILE.stat().st_size < 200_000
    chart = map.draw(Spread({"62": 40}), **said("fr"))
    assert outlines.france()["attribution"] in chart.legend
    assert any("MapSVG" in t.get_text() for t in texts(chart.figure))


def test_a_handful_of_people_is_never_counted_out():
    chart = map.draw(Spread({"62": 40, "23": 2, "971": 1}), **said("fr"))
    rows = {row[0].text: row[3] for row in chart.table.rows}
    assert rows["23"].text == rows["23"].raw == "1 à 4"
    assert rows["62"].raw == 40
    assert "1 à 4" in [t.get_text() for t in texts(chart.figure)]


def test_small_counts_are_told_when_asked():
    chart = map.draw(Spread({"62": 40, "23": 2}), exact=True, **said("fr"))
    assert {row[0].text: row[3].raw for row in chart.table.rows}["23"] == 2


def test_who_is_not_on_the_map_is_said_under_it():
    chart = map.draw(Spread({"62": 40, "987": 7}, abroad=12, not_located=84), **said("fr"))
    written = " ".join(t.get_text() for t in texts(chart.figure)).replace("\u00a0", " ").replace("\u202f", " ")
    for text in ("Polynésie française : 7", "À l’étranger : 12", "Non localisées : 84", "Localisées : 47 sur 143"):
        assert text in written


def test_surfaces_are_in_proportion_to_people():
    from matplotlib.patches import Circle

    chart = map.draw(Spread({"62": 400, "13": 100}), **said("fr"))
    radii = sorted({round(c.radius, 4) for c in chart.figure.findobj(Circle) if c.get_alpha()})
    assert radii[1] / radii[0] == pytest.approx(2)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(
    "counts",
    [
        {"16": 115, "17": 15, "33": 27, "24": 12, "86": 13},
        {"24": 96, "33": 20, "40": 15, "64": 14, "47": 13},
        {"64": 90, "40": 60, "65": 30, "32": 20, "09": 12},
        {"13": 120, "83": 60, "06": 50, "84": 40, "2A": 30},
        {"29": 90, "56": 60, "22": 50, "35": 40, "44": 30},
    ],
    ids=["Charente", "Dordogne", "Pyrénées", "Provence", "Bretagne"],
)
def test_names_keep_clear_of_the_overseas_boxes(counts, lang):
    chart = map.draw(Spread({**counts, "974": 3}), **said(lang))
    assert faults(chart.figure) == []


def test_a_label_goes_farther_rather_than_over_a_circle() -> None:
    placer = Placer((0.0, 0.0, 120.0, 120.0))
    dots = [around(60.0 + 8.0 * i, 60.0 + 8.0 * j, 1.9) for i in range(-3, 4) for j in range(-2, 3)]
    for dot in dots:
        placer.avoid(dot, COVERED * 2.9)
    placed = placer.place(60.0, 60.0, 1.9, 24.0)
    assert not any(meet(placed.box, dot) for dot in dots)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(
    "counts",
    [{"16": 115, "17": 15, "33": 27, "24": 12, "86": 13}, {"59": 338, "62": 302, "80": 50, "60": 43, "02": 32}],
    ids=["Charente", "Nord"],
)
def test_no_name_is_written_over_a_circle_where_every_departement_has_one(counts, lang):
    from matplotlib.patches import Circle

    everywhere = dict.fromkeys(outlines.france()["centres"], 3)
    figure = map.draw(Spread({**everywhere, **counts}), shown_from=11, **said(lang)).figure
    with style.context():
        figure.canvas.draw()
        dots = [one.get_window_extent() for one in figure.findobj(Circle) if one.get_alpha()]
        names = [one for one in texts(figure) if any(f" {n}" in one.get_text() for n in counts.values())]
        covered = [one.get_text() for one in names for dot in dots if one.get_window_extent().overlaps(dot)]
    assert len(names) >= len(counts)
    assert covered == []


def test_the_data_of_an_english_map_name_regions_in_english():
    rows = map.draw(Spread({"29": 40, "62": 12}), **said("en")).table.rows
    assert [row[2].text for row in rows[:2]] == ["Brittany", "Hauts-de-France"]
