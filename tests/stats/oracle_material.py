"""The oracle's people as arrays, and the designs R was given (its calls are quoted beside each)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nec_analysis.stats.calibration import calibrate
from nec_analysis.stats.design import Design, Floats, Residuals, design, simple
from nec_analysis.stats.margins import Margin, margin
from nec_analysis.stats.poststratification import poststratify
from nec_analysis.stats.raking import rake
from nec_analysis.stats.trimming import trim
from nec_analysis.stats.weighting import Weighting

CALIBRATED = ("rake4", "post", "cal_lin", "cal_rak", "cal_logit", "cal_linb", "rake4_trim")
THEMES = ("inclusion", "donnees", "communs")
MARGINS = ("sector", "region", "mode", "age")
R_EPSILON = 1e-9  # rake(..., control = list(epsilon = 1e-9))
LOGIT_BOUNDS, LINEAR_BOUNDS, TRIM_ABOVE = (0.5, 3.0), (0.6, 2.2), 3.0


@dataclass(frozen=True)
class People:
    """One wave: a column is an array of texts, `number` of floats (NaN where there is no answer)."""

    rows: tuple[dict[str, str], ...]

    @classmethod
    def read(cls, path: Path) -> People:
        with path.open(encoding="utf-8", newline="") as file:
            return cls(tuple(csv.DictReader(file)))

    def __len__(self) -> int:
        return len(self.rows)

    def text(self, name: str) -> NDArray[np.str_]:
        return np.array([row[name] for row in self.rows])

    def number(self, name: str) -> Floats:
        return np.array([float(row[name]) if row[name] not in ("", "NSP") else np.nan for row in self.rows])

    def says(self, name: str, level: str, without: Sequence[str] = ()) -> Floats:
        given = self.text(name)
        return np.where((given == "") | np.isin(given, without), np.nan, (given == level) * 1.0)

    def top2(self, name: str) -> Floats:
        given = self.number(name)
        return np.where(np.isnan(given), np.nan, (given >= 4) * 1.0)

    @cached_property
    def shares(self) -> dict[str, Floats]:
        asked = self.number("themes_asked") == 1
        return {
            "ref01": self.says("ref_event", "oui"),
            "ref01x": self.says("ref_event", "oui", without=["nsp"]),
            "first01": self.says("first_time", "oui"),
            "venue_top2": self.top2("venue"),
            "prog_top2": self.top2("programme"),
            **{f"theme_{name}": np.where(asked, self.number(f"theme_{name}"), np.nan) for name in THEMES},
        }

    @cached_property
    def numbers(self) -> dict[str, Floats]:
        nps = self.number("nps")
        return {
            "overall": self.number("overall"),
            "nps": nps,
            "nps_c": np.where(np.isnan(nps), np.nan, (nps >= 9) * 1.0 - (nps <= 6)),
            "venue_n": self.number("venue"),
            "n_sessions": self.number("n_sessions"),
            "hours": self.number("hours"),
        }

    @cached_property
    def strata(self) -> dict[str, Any]:
        """Sectors with the size of each on the list of registered people, and the weight N_h / n_h."""
        sector, size = self.text("sector"), self.number("Nh")
        names, codes, answered = np.unique(sector, return_inverse=True, return_counts=True)
        sizes = np.array([size[codes == k][0] for k in range(names.size)])
        return {"strata": sector, "population": sizes, "weights": (sizes / answered)[codes]}


@dataclass(frozen=True)
class Swept:
    """R's residuals of a raked design: ten rounds of averages by margin, each with the weights of its own last step."""

    steps: tuple[tuple[NDArray[Any], Floats], ...]

    @classmethod
    def of(cls, margins: tuple[Margin, ...], base: float, rounds: int) -> Swept:
        weights = rake(margins, base, iterations=rounds - 1, settled=R_EPSILON).weights
        steps = []
        for given in margins:
            weights = poststratify(given, weights).weights
            steps.append((given.codes, weights))
        return cls(tuple(steps))

    def residuals(self, influence: Floats, counts: Floats) -> Floats:
        left = influence
        for _ in range(10):
            for codes, weights in self.steps:
                scaled = left / weights[:, None]
                sums = np.column_stack([np.bincount(codes, column) for column in scaled.T])
                left = left - weights[:, None] * (sums / np.bincount(codes)[:, None])[codes]
        return left


@dataclass(frozen=True)
class Oracle:
    """What R was given, and what it answered. `as_r` repeats R's approximate residuals of raked designs."""

    folder: Path
    as_r: bool = True

    @cached_property
    def answers(self) -> dict[str, Any]:
        return json.loads((self.folder / "oracle.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]

    @cached_property
    def people(self) -> People:
        return People.read(self.folder / "respondents.csv")

    @cached_property
    def before(self) -> People:
        return People.read(self.folder / "wave_prev.csv")

    @cached_property
    def margins(self) -> tuple[Margin, ...]:
        frame = People.read(self.folder / "frame.csv").rows
        counts = {
            name: {row["level"]: float(row["count"]) for row in frame if row["variable"] == name} for name in MARGINS
        }
        return tuple(margin(name, self.people.text(name), counts[name]) for name in MARGINS)

    @cached_property
    def population(self) -> int:
        return int(self.people.rows[0]["N"])

    @cached_property
    def weightings(self) -> dict[str, Weighting]:
        base, given = self.population / len(self.people), self.margins
        low, high = LINEAR_BOUNDS
        return {
            "rake4": rake(given, base, settled=R_EPSILON),  # rake(srs_fpc, list(~sector, ~region, ~mode, ~age))
            "post": poststratify(given[0], base),  # postStratify(srs_fpc, ~sector)
            "cal_lin": calibrate(given, base, method="linear"),  # calibrate(srs_fpc, ~sector + region + mode + age)
            "cal_rak": calibrate(given, base, method="raking"),
            "cal_logit": calibrate(given, base, method="logit", lower=LOGIT_BOUNDS[0], upper=LOGIT_BOUNDS[1]),
            "cal_linb": calibrate(given, base, method="linear", lower=low, upper=high),
        }

    @cached_property
    def designs(self) -> dict[str, Design]:
        people, n = self.people, len(self.people)
        strata, w, org = people.strata, people.number("w"), people.text("org")
        fitted = {
            name: design(made.weights, population=[self.population], calibration=made.calibration())
            for name, made in self.weightings.items()
        }
        raked = self.weightings["rake4"]
        residuals: Residuals = raked.calibration()
        if self.as_r:
            residuals = Swept.of(self.margins, self.population / n, raked.iterations)
        return {
            "srs": simple(n),
            "srs_fpc": simple(n, self.population),
            "strat_fpc": design(**strata),
            "strat_nofpc": design(strata["weights"], strata=strata["strata"]),
            "wtd": design(w),
            "wtd_strat_fpc": design(w, strata=strata["strata"], population=strata["population"]),
            "cluster": design(w, psu=org),
            "cluster_strat": design(w, strata=strata["strata"], psu=org),
            **fitted,
            "rake4": design(raked.weights, population=[self.population], calibration=residuals),
            "rake4_trim": design(  # trimWeights(rake4, upper = 3)
                trim(raked.weights, upper=TRIM_ABOVE),
                population=[self.population],
                calibration=residuals,
            ),
        }

    @cached_property
    def r_weights(self) -> dict[str, Floats]:
        """The weights R ended with."""
        given = People.read(self.folder / "weights_R.csv")
        return {name: given.number(name) for name in given.rows[0] if name != "id"}

    def rows_r_counts(self, name: str, answered: int) -> int:
        """R keeps those without an answer, with a weight of 0, when a design is calibrated."""
        return len(self.people) if name in CALIBRATED else answered


def numbers(answers: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], float]]:
    """Every number of a JSON value with the way to it."""
    if isinstance(answers, dict):
        for key, value in answers.items():
            yield from numbers(value, (*path, str(key)))
    elif isinstance(answers, list | tuple | np.ndarray):
        for place, value in enumerate(answers):
            yield from numbers(value, (*path, str(place)))
    elif isinstance(answers, int | float | np.number) and not isinstance(answers, bool):
        yield path, float(answers)
