"""HS8: a system of two equations as a problem with a constant objective.

    minimise    -1
    subject to  x1² + x2² = 25
                x1 x2     = 9

Source          Hock and Schittkowski (1981), problem 8; Betts.
Classification  CQR-T1-1: constant objective, quadratic constraints, regular, solution known exactly.
Start           (2, 1), infeasible, f = -1.
Solutions       (a, 9/a), (-a, -9/a), (b, 9/b), (-b, -9/b), a² = (25 + √301) / 2, b² = (25 - √301) / 2, f = -1.

All multipliers are zero, so the Hessian of the Lagrangian vanishes: only the constraints determine the steps.
"""

from math import sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS8")
    x = m.variable("x", 2, start=[2, 1])
    m.minimize(-1)
    m.subject_to(x[0] ** 2 + x[1] ** 2 == 25, name="circle")
    m.subject_to(x[0] * x[1] == 9, name="hyperbola")
    return m


A = sqrt((25 + sqrt(301)) / 2)
B = sqrt((25 - sqrt(301)) / 2)

CASE = Case(
    name="HS8",
    build=build,
    optimum=-1.0,
    start_objective=-1.0,
    solutions=tuple(Solution((root, 9 / root), -1.0) for root in (A, -A, B, -B)),
    classification="CQR-T1-1",
    source="Hock and Schittkowski (1981), problem 8; Betts",
    tags=frozenset({"hs", "equality", "nonconvex"}),
)
