"""The analytic centre of a thin simplex: Newton steps that leave the domain of the logarithms.

    minimise    -Σ_i i log(x_i) - 10 log(1 - Σ_i x_i),  i = 1..6

The solution is x_i = i/31.  The start (0.9, 0.01, 0.01, 0.01, 0.01, 10⁻⁶) is close to two faces; a full Newton step
can leave the simplex, where the objective is NaN, and there are no bounds that would forbid it.

Source: constructed; barrier functions of S. Boyd and L. Vandenberghe, Convex Optimization (2004), section 8.5.
"""

from __future__ import annotations

import math

import numpy as np

import sqp
from sqp.algorithm.stop import StopReason
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis

WEIGHT = np.arange(1.0, 7)
OPTIMUM = float(-np.sum(WEIGHT * np.log(WEIGHT / 31)) - 10 * math.log(10 / 31))


def build() -> sqp.Model:
    m = sqp.Model("analytic centre")
    x = m.variable("x", 6, start=[0.9, 0.01, 0.01, 0.01, 0.01, 1e-6])
    m.minimize(-sqp.sum(WEIGHT * sqp.log(x)) - 10 * sqp.log(1 - sqp.sum(x)))
    return m


CASE = Case(
    name="analytic_centre",
    build=build,
    optimum=OPTIMUM,
    start_objective=175.605080303,
    solutions=(Solution(tuple((WEIGHT / 31).tolist()), OPTIMUM),),
    classification="OUR2-AN-6-0",
    source="constructed",
    tags=frozenset({"nonfinite", "on-the-way", "unconstrained"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,)),
)
