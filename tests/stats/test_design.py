"""Designs where labels, few points or rounding could mislead; R's survey 4.1-1 answered, its calls are quoted."""

from __future__ import annotations

import numpy as np
import pytest

from nec_analysis.stats.design import degrees, design
from nec_analysis.stats.means import mean
from nec_analysis.stats.profile_interval import likelihood
from nec_analysis.stats.quadratic_forms import saddlepoint

ANSWERS = [1, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0, 1]


def test_clusters_numbered_again_in_each_stratum_are_other_clusters() -> None:
    # svydesign(ids = ~psu, strata = ~s, nest = TRUE): degf 4, confint(svymean(~y), df = 4)
    strata, psu = np.repeat([0, 1], 6), np.tile(np.repeat([1, 2, 3], 2), 2)
    again = design(np.ones(12), strata=strata, psu=psu)
    assert degrees(again) == degrees(design(np.ones(12), strata=strata, psu=3 * strata + psu)) == 4
    assert mean(again, ANSWERS).interval() == pytest.approx((0.1205924824670344, 1.046074184199632), rel=1e-12)


def test_a_profile_of_three_points_has_the_interval_of_r() -> None:
    # Ten clusters that agree within: the first step of the profile is past the end on both sides.
    psu = np.repeat(np.arange(10), 60)
    said = (psu < 6) * 1.0
    turned = np.array([1, 2, 121, 361, 362, 363, 600]) - 1
    said[turned] = 1 - said[turned]
    found = likelihood(design(np.ones(600), psu=psu), said)
    assert found == pytest.approx((0.2302374253332623, 0.8983533634514144), rel=1e-12)


def test_degrees_of_freedom_just_under_a_whole_number_are_that_number() -> None:
    # svychisq(statistic = "lincom") of 30 people without weights: two equal eigenvalues, 36 degrees of freedom.
    equal = [30 / 29, 30 / 29]
    for ddf in (36.0, 36 * (1 - 1e-15)):
        assert saddlepoint(1.2971153846153847, equal, ddf) == pytest.approx(0.540995286696541, rel=1e-9)
