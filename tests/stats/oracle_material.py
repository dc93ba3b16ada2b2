"""The oracle's people as arrays, and the designs R was given (its calls are quoted beside each)."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
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
        themes = [name for name in self.rows[0] if name.startswith("theme_")]
        return {
            "ref01": self.says("ref_event", "oui"),
            "ref01x": self.says("ref_event", "oui", without=["nsp"]),
            "first01": self.says("first_time", "oui"),
            "venue_top2": self.top2("venue"),
            "prog_top2": self.top2("programme"),
            **{name: np.where(asked, self.number(name), np.nan) for name in themes},
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
    """R's residuals of a raked design: rounds of averages by margin, each with the weights of its own last step."""

    steps: tuple[tuple[NDArray[Any], Floats], ...]
    rounds: int

    @classmethod
    def of(cls, margins: tuple[Margin, ...], base: float, rounds: int, epsilon: float) -> Swept:
        steps_made = rake(margins, base, settled=epsilon).iterations
        weights = rake(margins, base, iterations=steps_made - 1, settled=epsilon).weights
        steps = []
        for given in margins:
            weights = poststratify(given, weights).weights
            steps.append((given.codes, weights))
        return cls(tuple(steps), rounds)

    def residuals(self, influence: Floats, counts: Floats) -> Floats:
        left = influence
        for _ in range(self.rounds):
            for codes, weights in self.steps:
                scaled = left / weights[:, None]
                sums = np.column_stack([np.bincount(codes, column) for column in scaled.T])
                left = left - weights[:, None] * (sums / np.bincount(codes)[:, None])[codes]
        return left


@dataclass(frozen=True)
class Oracle:
    """What R was given, and what it answered. `as_r` repeats R's residuals of raked designs, averaged `rounds` times.

    `only` keeps the designs whose names begin so.
    """

    folder: Path
    as_r: bool = True
    rounds: int = 10
    epsilon: float = R_EPSILON
    only: str = ""

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
        counts: dict[str, dict[str, float]] = {}
        for row in frame:
            counts.setdefault(row["variable"], {})[row["level"]] = float(row["count"])
        return tuple(margin(name, self.people.text(name), sizes) for name, sizes in counts.items())

    @cached_property
    def population(self) -> int:
        return int(self.people.rows[0]["N"])

    @cached_property
    def weightings(self) -> dict[str, Weighting]:
        """Those R answered for: bounds that no weights can meet leave a design out."""
        base, given = self.population / len(self.people), self.margins
        (low, high), (least, most) = LINEAR_BOUNDS, LOGIT_BOUNDS
        made: dict[str, Callable[[], Weighting]] = {
            "rake4": lambda: rake(
                given, base, settled=self.epsilon
            ),  # rake(srs_fpc, list(~sector, ~region, ~mode, ~age))
            "post": lambda: poststratify(given[0], base),  # postStratify(srs_fpc, ~sector)
            "cal_lin": lambda: calibrate(given, base, method="linear"),  # calibrate(srs_fpc, ~sector + region + …)
            "cal_rak": lambda: calibrate(given, base, method="raking"),
            "cal_logit": lambda: calibrate(given, base, method="logit", lower=least, upper=most),
            "cal_linb": lambda: calibrate(given, base, method="linear", lower=low, upper=high),
        }
        return {name: fit() for name, fit in made.items() if name in self.answers["proportions"]}

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
            residuals = Swept.of(self.margins, self.population / n, self.rounds, self.epsilon)
        made = {
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
        return {name: made[name] for name in self.answers["proportions"] if name.startswith(self.only)}

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
