"""HS29: the largest box in an ellipsoid.

    minimise    -x1 x2 x3
    subject to  -x1² - 2 x2² - 4 x3² + 48 >= 0

Source          Hock and Schittkowski (1981), problem 29; Biggs.
Classification  PQR-T1-7: polynomial objective, quadratic constraints, regular, solution known exactly.
Start           (1, 1, 1), feasible, f = -1.
Solutions       (a, b, c), (a, -b, -c), (-a, b, -c), (-a, -b, c) with a = 4, b = 2 √2, c = 2, f = -16 √2.
"""

from math import sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS29")
    x = m.variable("x", 3, start=[1, 1, 1])
    m.minimize(-x[0] * x[1] * x[2])
    m.subject_to(-(x[0] ** 2) - 2 * x[1] ** 2 - 4 * x[2] ** 2 + 48 >= 0, name="ellipsoid")
    return m


SIGNS = ((1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1))

CASE = Case(
    name="HS29",
    build=build,
    optimum=-16 * sqrt(2),
    start_objective=-1.0,
    solutions=tuple(Solution((4.0 * i, 2 * sqrt(2) * j, 2.0 * k), -16 * sqrt(2)) for i, j, k in SIGNS),
    classification="PQR-T1-7",
    source="Hock and Schittkowski (1981), problem 29; Biggs",
    tags=frozenset({"hs", "inequality", "nonconvex"}),
)
