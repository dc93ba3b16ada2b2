"""Nothing that a map tells, its totals included, gives away the people of a département or of abroad."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from nec_analysis.cards import Catalogue
from nec_analysis.charts import map as france
from nec_analysis.charts.departments import Spread
from nec_analysis.french.departments import departments
from nec_analysis.model import Edition
from nec_analysis.phases.told import RANGE, told
from nec_analysis.privacy.attack import leaks
from nec_analysis.privacy.regrouping import WITHHELD_UPTO, told_apart, withheld_under

NAMED: dict[str, Spread] = {
    "one small département, few people abroad": Spread({"75": 40, "974": 7}, abroad=6, not_located=3),
    "one small département, nobody abroad": Spread({"75": 40, "24": 14, "974": 7}),
    "two of ten": Spread({"75": 40, "33": 30, "24": 10, "974": 10}),
    "everybody abroad but few": Spread({"75": 4, "59": 3, "2A": 9, "16": 2}, abroad=60),
    "overseas alone": Spread({"971": 1, "972": 9, "974": 3, "976": 2}, abroad=1),
    "nobody but a few": Spread({"62": 2, "59": 9, "80": 5}),
}


def _drawn(seed: int) -> Spread:
    draw = random.Random(seed)
    codes = draw.sample(sorted(departments()), draw.choice([1, 2, 3, 5, 12, 40]))
    counts = {code: draw.choice([1, 2, 5, 9, 10, 11, 12, 14, 30, 100]) for code in sorted(codes)}
    return Spread(counts, draw.choice([0, 1, 6, 10, 11, 40]), draw.choice([0, 3, 50]))


def _shown(people: Spread, folder: Path, lang: str) -> int | None:
    """The files of the map as a run writes them; the count under which nobody is counted."""
    under = withheld_under((*people.counts.values(), people.abroad))
    if under is not None:
        words = {"title": "Partout", "subtitle": "Personnes inscrites", "source": "Source : inscriptions."}
        chart = france.draw(people, shown_from=under, id="carte", lang=lang, **words)
        home = folder / "charts" / "carte"
        home.mkdir(parents=True)
        (home / "carte.csv").write_text(chart.table.csv(), encoding="utf-8")
        (home / "alt.txt").write_text(chart.alt, encoding="utf-8")
    return under


CATALOGUE = Catalogue({}, {}, {}, {"carte": {"shape": "map"}}, {})
EDITION = Edition("2030", "2030", "2030-01-01", ("fr",), None, ())


@pytest.mark.parametrize("name", [*NAMED, *map(str, range(14))])
def test_the_attacker_finds_nobody_on_a_map(name: str, tmp_path: Path) -> None:
    people = NAMED[name] if name in NAMED else _drawn(int(name))
    under = _shown(people, tmp_path, "fr" if len(name) % 2 else "en")
    found = told(tmp_path, EDITION, CATALOGUE)
    assert leaks(found.claims, found.targets.values()) == ()
    if under is not None:
        assert len(found.claims) >= len(people.counts) + 3
        rows = (tmp_path / "charts/carte/carte.csv").read_text(encoding="utf-8")
        withheld = sum(0 < n < under for n in (*people.counts.values(), people.abroad))
        assert len(RANGE.findall(rows)) == withheld


def test_no_larger_classes_are_withheld_than_it_takes() -> None:
    for seed in range(300):
        counts = list(_drawn(seed).counts.values())
        under = withheld_under(counts)
        for most in WITHHELD_UPTO:
            hidden = [n for n in counts if 0 < n <= most]
            assert told_apart(len(hidden), sum(hidden), most) or (under is not None and under <= most + 1)


def test_the_size_of_circles_does_not_depend_on_who_is_withheld() -> None:
    """The scale of the circles was that of everybody on the mainland: overseas counts were the rest of the total."""
    crowd = {f"{n:02}": 60 for n in range(21, 60)}
    drawn = [
        france.draw(
            Spread({**crowd, "01": few, "974": 9 - few}), shown_from=11, id="c", title="", subtitle="", source="x"
        )
        for few in (1, 8)
    ]
    assert drawn[0].svg() == drawn[1].svg()
