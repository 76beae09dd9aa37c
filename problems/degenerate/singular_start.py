"""A start at which the Jacobian is zero and the linearised constraint impossible.

    minimise    (x - 3)² + y²
    subject to  x² + y² = 1        circle

At the start (0, 0) the linearisation is 0 = 1.  The solution is (1, 0); (-1, 0) is the farthest point, a maximum.

Source: constructed; a rank-deficient Jacobian at the start only.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import StopReason
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis


def build() -> sqp.Model:
    m = sqp.Model("singular start")
    x, y = m.variable("x", start=0), m.variable("y", start=0)
    m.minimize((x - 3) ** 2 + y**2)
    m.subject_to(x**2 + y**2 == 1, name="circle")
    return m


CASE = Case(
    name="singular_start",
    build=build,
    optimum=4.0,
    start_objective=9.0,
    solutions=(Solution((1.0, 0.0), 4.0),),
    classification="QQR2-AN-2-1",
    source="constructed",
    tags=frozenset({"degenerate", "equality", "quadratic", "nonconvex"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,)),
)
