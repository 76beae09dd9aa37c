"""HS10: a linear objective on an ellipse.

    minimise    x1 - x2
    subject to  -3 x1² + 2 x1 x2 - x2² + 1 >= 0

Source          Hock and Schittkowski (1981), problem 10; Biggs.
Classification  LQR-T1-1: linear objective, quadratic constraints, regular, solution known exactly.
Start           (-10, 10), infeasible, f = -20.
Solution        (0, 1), f = -1.

A convex problem whose objective has no curvature: the Hessian of the Lagrangian lives from the multiplier alone and is
zero at the start if that is estimated as zero.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS10")
    x = m.variable("x", 2, start=[-10, 10])
    m.minimize(x[0] - x[1])
    m.subject_to(-3 * x[0] ** 2 + 2 * x[0] * x[1] - x[1] ** 2 + 1 >= 0, name="ellipse")
    return m


CASE = Case(
    name="HS10",
    build=build,
    optimum=-1.0,
    start_objective=-20.0,
    solutions=(Solution((0.0, 1.0), -1.0),),
    classification="LQR-T1-1",
    source="Hock and Schittkowski (1981), problem 10; Biggs",
    tags=frozenset({"hs", "inequality"}),
)
