"""HS42: the point nearest to (1, 2, 3, 4) with x1 fixed and (x3, x4) on a circle.

    minimise    (x1 - 1)² + (x2 - 2)² + (x3 - 3)² + (x4 - 4)²
    subject to  x1 - 2        = 0
                x3² + x4² - 2 = 0

Source          Hock and Schittkowski (1981), problem 42; Brusch.
Classification  QQR-T1-10: quadratic objective, quadratic constraints, regular, solution known exactly.
Start           (1, 1, 1, 1), infeasible, f = 14.
Solution        (2, 2, 0.6 √2, 0.8 √2), f = 28 - 10 √2.
"""

from math import sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS42")
    x = m.variable("x", 4, start=[1, 1, 1, 1])
    m.minimize((x[0] - 1) ** 2 + (x[1] - 2) ** 2 + (x[2] - 3) ** 2 + (x[3] - 4) ** 2)
    m.subject_to(x[0] - 2 == 0, name="plane")
    m.subject_to(x[2] ** 2 + x[3] ** 2 - 2 == 0, name="circle")
    return m


CASE = Case(
    name="HS42",
    build=build,
    optimum=28 - 10 * sqrt(2),
    start_objective=14.0,
    solutions=(Solution((2.0, 2.0, 0.6 * sqrt(2), 0.8 * sqrt(2)), 28 - 10 * sqrt(2)),),
    classification="QQR-T1-10",
    source="Hock and Schittkowski (1981), problem 42; Brusch",
    tags=frozenset({"hs", "equality", "least-squares", "nonconvex"}),
)
