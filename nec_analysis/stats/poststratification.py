"""Post-stratification: each level of one variable weighs what it weighs in the population."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nec_analysis.stats.margins import Margin, check
from nec_analysis.stats.weighting import Weighting


def poststratify(margin: Margin, base: ArrayLike = 1.0) -> Weighting:
    """Weights whose sum by level is the population's count. Holt & Smith (1979).

    Raises LevelWithoutRespondent, LevelWithoutPopulation, NegativeWeight.
    """
    check((margin,))
    before = np.array(np.broadcast_to(np.asarray(base, float), margin.codes.shape))
    answered = np.bincount(margin.codes, before, margin.targets.size)
    factor = margin.targets / np.where(answered > 0, answered, 1.0)
    return Weighting(before * factor[margin.codes], before, (margin,), 1, 0.0)
