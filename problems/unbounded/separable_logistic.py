"""Not unbounded, but never attained: logistic regression on data that a plane separates.

    minimise    Σ_i log(1 + exp(-s_i (w a_i + b)))
    with        a = (-3, -2, -1, 1, 2, 4),  s = (-1, -1, -1, 1, 1, 1)

Doubling (w, b) makes every term smaller, so the infimum 0 is not attained and the estimate runs away.  All derivatives
vanish on the way: every tolerance is met at a finite point, which is what a solver can say.

Source: constructed; A. Albert and J. A. Anderson, Biometrika 71 (1984) 1-10, on when the estimate exists.
"""

from __future__ import annotations

import numpy as np

import sqp
from sqp.algorithm.stop import StopReason
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis

FEATURE = np.array([-3.0, -2, -1, 1, 2, 4])
LABEL = np.array([-1.0, -1, -1, 1, 1, 1])


def build() -> sqp.Model:
    m = sqp.Model("separable logistic regression")
    w, b = m.variable("w", start=0.1), m.variable("b", start=0)
    m.minimize(sqp.sum(sqp.log(1 + sqp.exp(-LABEL * (w * FEATURE + b)))))
    return m


CASE = Case(
    name="separable_logistic",
    build=build,
    optimum=0.0,
    start_objective=3.55244155578,
    solutions=(),
    classification="OUR2-MN-2-0",
    source="constructed",
    tags=frozenset({"unbounded", "near-miss", "unconstrained"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,)),
    note="The infimum is not attained; any point with a gradient below the tolerance is as good as any other.",
)
