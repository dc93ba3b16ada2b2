"""Our answers to every question the oracle was asked, in the shape of its JSON."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
from oracle_material import CALIBRATED, Oracle, People

from nec_analysis.stats import (
    crosstabs,
    differences,
    fisher,
    intervals,
    logit_fit,
    multiple_testing,
    paired,
    profile_interval,
    quantiles,
    rank_tests,
    survey_intervals,
    trend,
    weighting,
)
from nec_analysis.stats.design import Design, Floats, degrees, design
from nec_analysis.stats.intervals import critical
from nec_analysis.stats.means import Estimated, mean, mean_difference, means, total, welch
from nec_analysis.stats.quadratic_forms import WHOLE, saddlepoint

Answers = dict[str, Any]


def proportions(oracle: Oracle) -> Answers:
    return {
        name: {
            v: _proportion(oracle, name, sample, oracle.people.shares[v]) for v in oracle.answers["proportions"][name]
        }
        for name, sample in oracle.designs.items()
    }


def _proportion(oracle: Oracle, name: str, sample: Design, y: Floats) -> Answers:
    found, added = mean(sample, y), total(sample, y)
    assert found.value is not None
    rows = oracle.rows_r_counts(name, _said(y))
    by_rule = {m: rule(found.value, found.se, found.df, 0.95) for m, rule in survey_intervals.METHODS.items()}
    n_eff = found.value * (1 - found.value) / found.variance
    return {
        "n": _said(y),
        "sum_w": found.weight,
        "estimate": found.value,
        "se": found.se,
        "deff": found.deff,
        "deff_replace": found.deff_replaced,
        "degf": found.df,
        "total": added.value,
        "total_se": added.se,
        "ci": {
            **by_rule,
            "asin": _folded(found.value, found.se, found.df),
            "logit": logit_fit.fitted_logit_interval(sample, y, rows=rows),
            "beta": survey_intervals.korn_graubard(found.value, n_eff, rows, found.df),
            "likelihood": profile_interval.likelihood(sample, y, rows=rows),
        },
        "ci_logit_dfInf": logit_fit.fitted_logit_interval(sample, y, rows=rows, df=np.inf),
    }


def _said(y: Floats) -> int:
    """How many answered: R counts those without a weight too."""
    return int((~np.isnan(y)).sum())


def _units(sample: Design, inside: Any) -> int:
    """Degrees of freedom of R's `svychisq`, which counts units without a weight too."""
    return degrees(replace(sample, weights=np.ones(sample.rows)), inside)


def _folded(share: float, se: float, df: float) -> tuple[float, float]:
    """R's arcsine interval: past 0 or 1 it comes back, where ours stops."""
    middle, half = np.arcsin(np.sqrt(share)), critical(0.95, df) * se / (2 * np.sqrt(share * (1 - share)))
    return float(np.sin(middle - half) ** 2), float(np.sin(middle + half) ** 2)


def factor_means(oracle: Oracle) -> Answers:
    asked = oracle.answers["factor_means"]
    return {
        name: {v: _factor(oracle.people, sample, v, r["levels"]) for v, r in asked[name].items()}
        for name, sample in oracle.designs.items()
    }


def _factor(people: People, sample: Design, name: str, levels: list[Any]) -> Answers:
    given = people.text(name)
    inside = np.isin(given, [str(level) for level in levels])
    ticked = np.column_stack([(given == str(level)) * 1.0 for level in levels])
    values, matrix = means(sample, ticked, inside)
    each = [mean(sample, np.where(inside, column, np.nan)) for column in ticked.T]
    return {
        "levels": levels,
        "estimate": values,
        "se": np.sqrt(np.diag(matrix)),
        "deff": [found.deff for found in each],
        "vcov": matrix,
    }


def means_(oracle: Oracle) -> Answers:
    return {
        name: {v: _mean(sample, oracle.people.numbers[v]) for v in oracle.answers["means"][name]}
        for name, sample in oracle.designs.items()
    }


def _mean(sample: Design, y: Floats) -> Answers:
    found = mean(sample, y)
    return {
        "n": _said(y),
        "estimate": found.value,
        "se": found.se,
        "ci_t": found.interval(),
        "degf": found.df,
        "deff": found.deff,
        "var": found.spread,
        "total": total(sample, y).value,
    }


def quantiles_(oracle: Oracle) -> Answers:
    numbers = oracle.people.numbers
    return {
        name: {
            v: [quantiles.quantile(oracle.designs[name], numbers[v], share) for share in (0.25, 0.5, 0.75)]
            for v in asked
        }
        for name, asked in oracle.answers["quantiles"].items()
    }


def by_sector(oracle: Oracle) -> Answers:
    sector = oracle.people.text("sector")
    answers: Answers = {}
    for name, sample in oracle.designs.items():
        answers[name] = {}
        for v, r in oracle.answers["by_sector"][name].items():
            y = oracle.people.shares[v]
            each = [(mean(sample, y, sector == s), y, sector == s) for s in r["sector"]]
            answers[name][v] = {
                "estimate": [found.value for found, _, _ in each],
                "se": [found.se for found, _, _ in each],
                "ci_logit": [
                    logit_fit.fitted_logit_interval(
                        sample, y, inside, rows=oracle.rows_r_counts(name, _said(y[inside]))
                    )
                    for _, y, inside in each
                ],
            }
    return answers


def crosstab(oracle: Oracle) -> Answers:
    return {name: _crosstab(oracle, name, sample) for name, sample in oracle.designs.items()}


def _crosstab(oracle: Oracle, name: str, sample: Design) -> Answers:
    people, r = oracle.people, oracle.answers["crosstab"][name]
    venue, sector, mode, ref = (
        people.number("venue"),
        people.text("sector"),
        people.text("mode"),
        people.shares["ref01"],
    )
    place = [sorted(r["cols"]).index(column) for column in r["cols"]]
    table = crosstabs.rao_scott(sample, venue, sector, ~np.isnan(venue)).table
    return {
        "table_venue_sector": table[:, place],
        "rows": sorted(set(venue[~np.isnan(venue)])),
        "svychisq_venue_sector": _tests(oracle, name, sample, (venue, sector, venue), r["svychisq_venue_sector"]),
        "svychisq_ref_mode": _tests(oracle, name, sample, (ref, mode, ref), r["svychisq_ref_mode"]),
    }


def _tests(
    oracle: Oracle, name: str, sample: Design, crossed: tuple[Any, Any, Floats], asked: dict[str, Any]
) -> Answers:
    rows, columns, answered = crossed
    inside = ~np.isnan(answered)
    people = oracle.rows_r_counts(name, int(inside.sum()))
    df = people - 1 if name in CALIBRATED else _units(sample, inside)
    found = crosstabs.rao_scott(sample, rows, columns, inside, people=people, df=df)
    made = {
        "F": found.f,
        "Chisq": found.chisq,
        "Wald": crosstabs.wald(sample, rows, columns, inside, df=df),
        "adjWald": crosstabs.wald(sample, rows, columns, inside, df=df, adjusted=True),
        "saddlepoint": _truncated(found, asked.get("saddlepoint")),
    }
    made["lincom"] = made["saddlepoint"]
    shown = {key: {"statistic": t.statistic, "parameter": [t.ndf, t.ddf], "p": t.p} for key, t in made.items()}
    shown["Chisq"]["parameter"] = found.chisq.ndf
    return shown


def _truncated(found: crosstabs.Crosstab, said: dict[str, Any] | None) -> crosstabs.Test:
    """Degrees of freedom that are whole up to rounding: R drops what follows the point, one unit less half of the time."""
    test, ddf = found.saddlepoint, found.f.ddf
    if said is None or abs(ddf - round(ddf)) > WHOLE * ddf or test.p == said["p"] or found.pearson <= 0:
        return test
    less = saddlepoint(found.pearson, found.deltas, round(ddf) * (1 - 2 * WHOLE))
    return min(test, replace(test, p=less), key=lambda one: abs(one.p - said["p"]))


def diff_mode(oracle: Oracle) -> Answers:
    y, online = oracle.people.shares["ref01"], oracle.people.text("mode") == "en_ligne"
    answers: Answers = {}
    for name, sample in oracle.designs.items():
        found = mean_difference(sample, y, online)
        assert found.value is not None
        answers[name] = {
            "est": -found.value,
            "se": found.se,
            "ttest": {
                "t": found.value / found.se,
                "df": found.df,
                "p": differences.two_sided(found.value / found.se, found.df),
                "diff": found.value,
                "ci": found.interval(),
            },
        }
    return answers


def weights_summary(oracle: Oracle) -> Answers:
    answers: Answers = {}
    for name, sample in oracle.designs.items():
        s, everybody = weighting.spread(sample.weights), sample.rows / (sample.weights > 0).sum()
        answers[name] = {
            "sum": s.total,
            "kish_deff": s.deff * everybody,
            "neff": s.n_eff,
            "min": min(sample.weights),
            "max": s.most,
        }
    return answers


def classical(oracle: Oracle) -> Answers:
    asked, shares = oracle.answers["classical"], oracle.people.shares
    return {
        "ci": {v: _classical(*_counts(shares[v])) for v in asked["ci"]},
        "ci_grid": [_classical(case["x"], case["n"]) for case in asked["ci_grid"]],
        "hyper_exact": [
            {**case, "ci": intervals.hypergeometric(case["x"], case["n"], case["N"])} for case in asked["hyper_exact"]
        ],
    }


def _classical(hits: int, base: int) -> Answers:
    return {
        "x": hits,
        "n": base,
        "p": hits / base,
        "wilson": intervals.wilson(hits, base),
        "wilson_cc": intervals.wilson_corrected(hits, base),
        "clopper_pearson": intervals.clopper_pearson(hits, base),
        "jeffreys": intervals.jeffreys(hits, base),
        "midp": intervals.mid_p(hits, base),
    }


def waves(oracle: Oracle) -> Answers:
    answers: Answers = {}
    for v in oracle.answers["waves"]:
        (x1, n1), (x2, n2) = _counts(oracle.people.shares[v]), _counts(oracle.before.shares[v])
        z, p = differences.pooled_z(x1, n1, x2, n2)
        exact = fisher.fisher(x1, n1, x2, n2, tolerance=fisher.UNIROOT)
        answers[v] = {
            "x": [x1, x2],
            "n": [n1, n2],
            "diff": x1 / n1 - x2 / n2,
            "z": z,
            "p": p,
            "wald_ci": differences.wald(x1, n1, x2, n2),
            "p_cc": differences.pooled_z(x1, n1, x2, n2, corrected=True)[1],
            "fisher_p": exact.p,
            "fisher_or": exact.odds_ratio,
            "fisher_ci": exact.interval,
            "newcombe": differences.newcombe(x1, n1, x2, n2),
        }
    return answers


def newcombe_paper(oracle: Oracle) -> list[Answers]:
    return [
        {**case, "ci": differences.newcombe(case["x"][0], case["n"][0], case["x"][1], case["n"][1])}
        for case in oracle.answers["newcombe_paper"]
    ]


def waves_weighted(oracle: Oracle) -> Answers:
    asked, both = oracle.answers["waves_weighted"], (oracle.before, oracle.people)
    wave = np.repeat([0, 1], [len(people) for people in both])
    size = np.concatenate([people.strata["population"] for people in both])
    strata = np.char.add(wave.astype(str), np.concatenate([people.text("sector") for people in both]))
    w = np.concatenate([people.number("w") for people in both])
    joined = {
        "strat_fpc": design(w, strata=strata, population=size),
        "wtd": design(w, strata=wave),
    }
    return {
        name: {v: _wave_change(sample, wave, [people.shares[v] for people in both]) for v in asked[name]}
        for name, sample in joined.items()
    }


def _wave_change(sample: Design, wave: Any, given: list[Floats]) -> Answers:
    y = np.concatenate(given)
    each: list[Estimated] = [mean(sample, y, wave == k) for k in (0, 1)]
    change = mean_difference(sample, y, wave == 1)
    assert change.value is not None
    said = ~np.isnan(y)
    test = crosstabs.rao_scott(sample, np.where(said, y, 0), wave, said, df=_units(sample, said)).f
    return {
        "p": [found.value for found in each],
        "se": [found.se for found in each],
        "diff": change.value,
        "diff_se": change.se,
        "t": change.value / change.se,
        "df": change.df,
        "p_t": differences.two_sided(change.value / change.se, change.df),
        "rao_scott_F": test.statistic,
        "rs_df": [test.ndf, test.ddf],
        "rs_p": test.p,
    }


def crosstab_unweighted(oracle: Oracle) -> Answers:
    people, asked = oracle.people, oracle.answers["crosstab_unweighted"]
    venue, sector, mode, overall = (
        people.number("venue"),
        people.text("sector"),
        people.text("mode"),
        people.number("overall"),
    )
    sectors = oracle.answers["crosstab"]["srs"]["cols"]
    levels = oracle.answers["crosstab"]["srs"]["rows"]
    table = [[int(((venue == level) & (sector == s)).sum()) for s in sectors] for level in levels]
    test, by_sector_ = (
        crosstabs.chi_square(table),
        {s: _counts(people.shares["venue_top2"][sector == s]) for s in sectors},
    )
    pairs = [differences.pooled_z(*by_sector_[a], *by_sector_[b])[1] for a, b in combinations(sectors, 2)]
    one, two = (people.number(f"theme_{name}") == 1 for name in ("donnees", "culture"))
    return {
        "table": table,
        "chisq": {"stat": test.statistic, "df": test.ndf, "p": test.p},
        "std_resid": crosstabs.residuals(table),
        "cramers_v": crosstabs.cramers_v(table),
        "pairwise_p": pairs,
        "holm": multiple_testing.holm(pairs),
        "bh": multiple_testing.benjamini_hochberg(pairs),
        "bonferroni": multiple_testing.bonferroni(pairs),
        "hommel": multiple_testing.hommel(pairs),
        "by": multiple_testing.benjamini_yekutieli(pairs),
        "kruskal_overall_sector": rank_tests.kruskal_wallis([overall[sector == s] for s in sectors])[1],
        "wilcox_overall_mode": rank_tests.wilcoxon(overall[mode == "presentiel"], overall[mode == "en_ligne"])[1],
        "t_overall_mode": welch(overall[mode == "presentiel"], overall[mode == "en_ligne"])[1],
        "mcnemar_themes": paired.mcnemar(int((one & ~two).sum()), int((two & ~one).sum()), corrected=False)[1],
        "pairs": asked["pairs"],
    }


def trend_(oracle: Oracle) -> Answers:
    asked = oracle.answers["trend"]
    found = trend.cochran_armitage(asked["x"], asked["n"], asked["score"])
    return {**asked, "ptt": found.p, "ptt_stat": found.statistic}


def _counts(answers: Floats) -> tuple[int, int]:
    return int(np.nansum(answers)), int((~np.isnan(answers)).sum())


SECTIONS = {
    "proportions": proportions,
    "factor_means": factor_means,
    "means": means_,
    "quantiles": quantiles_,
    "by_sector": by_sector,
    "crosstab": crosstab,
    "diff_mode": diff_mode,
    "weights_summary": weights_summary,
    "classical": classical,
    "waves": waves,
    "newcombe_paper": newcombe_paper,
    "waves_weighted": waves_weighted,
    "crosstab_unweighted": crosstab_unweighted,
    "trend": trend_,
}
