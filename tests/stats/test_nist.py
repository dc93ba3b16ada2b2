"""NIST StRD: univariate summary statistics, to the digits the certified values have."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nec_analysis.stats.design import simple
from nec_analysis.stats.means import mean
from nec_analysis.stats.moments import moments

# Michelson's speeds of light, 1879, in km/s above 299 000.
SPEEDS = """
850 740 900 1070 930 850 950 980 980 880 1000 980 930 650 760 810 1000 1000 960 960 960 940 960 940 880 800 850 880 900
840 830 790 810 880 880 830 800 790 760 800 880 880 880 860 720 720 620 860 970 950 880 910 850 870 840 840 850 840 840
840 890 810 810 820 800 770 760 740 750 760 910 920 890 860 880 720 840 850 850 780 890 840 780 810 760 810 790 810 820
850 870 870 810 740 810 940 950 800 810 870
"""

ACCURACY = {
    "NumAcc1": ([10000001.0, 10000003.0, 10000002.0], 10000002.0, 1.0),
    "NumAcc2": ([1.2, *[1.1, 1.3] * 500], 1.2, 0.1),
    "NumAcc3": ([1000000.2, *[1000000.1, 1000000.3] * 500], 1000000.2, 0.1),
    "NumAcc4": ([10000000.2, *[10000000.1, 10000000.3] * 500], 10000000.2, 0.1),
    "Michelso": ([299 + int(speed) / 1000 for speed in SPEEDS.split()], 299.8524, 0.0790105478190518),
}


def digits(found: float, certified: float) -> float:
    """Correct digits: minus the logarithm of the relative error."""
    return 16.0 if found == certified else -math.log10(abs(found - certified) / abs(certified))


@pytest.mark.parametrize("name", sorted(ACCURACY))
def test_means_have_14_digits_and_deviations_8(name: str) -> None:
    values, middle, deviation = ACCURACY[name]
    for found in (mean(simple(len(values)), values), moments((), (), np.array(values)).mean()):
        assert found.value is not None
        assert digits(found.value, middle) >= 14
        assert digits(math.sqrt(found.spread), deviation) >= 8.2
