"""No strict complementarity: an active bound that nothing presses against.

    minimise    x2
    subject to  x2 >= x1²        parabola
                0 <= x1

At the solution (0, 0) the bound on x1 is active and its multiplier zero.

Source: A. V. Fiacco and G. P. McCormick, Nonlinear Programming: Sequential Unconstrained Minimization Techniques
(1968), section 5.2.
"""

from __future__ import annotations

import numpy as np

import sqp
from sqp.algorithm.stop import StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("Fiacco and McCormick's parabola")
    x = m.variable("x", 2, lower=[0, -np.inf], start=[2, 1])
    m.minimize(x[1])
    m.subject_to(x[1] >= x[0] ** 2, name="parabola")
    return m


CASE = Case(
    name="fiacco_mccormick",
    build=build,
    optimum=0.0,
    start_objective=1.0,
    solutions=(Solution((0.0, 0.0), 0.0),),
    classification="LQR2-AN-2-1",
    source="Fiacco and McCormick 1968",
    tags=frozenset({"degenerate", "inequality", "bounds", "quadratic"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,), culprits(Trouble.WEAKLY_ACTIVE, {"x[0]"})),
)
