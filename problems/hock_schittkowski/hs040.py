"""HS40: a product of four variables on a curve.

    minimise    -x1 x2 x3 x4
    subject to  x1³ + x2² - 1 = 0
                x1² x4 - x3   = 0
                x4² - x2      = 0

Source          Hock and Schittkowski (1981), problem 40; Beltrami; Indusi.
Classification  PPR-T1-2: polynomial objective, polynomial constraints, regular, solution known exactly.
Start           (0.8, 0.8, 0.8, 0.8), infeasible, f = -0.4096.
Solutions       (2^(-1/3), 2^(-1/2), ±2^(-11/12), ±2^(-1/4)) with equal signs, f = -1/4.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS40")
    x = m.variable("x", 4, start=[0.8, 0.8, 0.8, 0.8])
    m.minimize(-x[0] * x[1] * x[2] * x[3])
    m.subject_to(x[0] ** 3 + x[1] ** 2 - 1 == 0, name="oval")
    m.subject_to(x[0] ** 2 * x[3] - x[2] == 0, name="third variable")
    m.subject_to(x[3] ** 2 - x[1] == 0, name="second variable")
    return m


CASE = Case(
    name="HS40",
    build=build,
    optimum=-0.25,
    start_objective=-0.4096,
    solutions=tuple(
        Solution((2 ** (-1 / 3), 2 ** (-1 / 2), sign * 2 ** (-11 / 12), sign * 2 ** (-1 / 4)), -0.25)
        for sign in (1, -1)
    ),
    classification="PPR-T1-2",
    source="Hock and Schittkowski (1981), problem 40; Beltrami; Indusi",
    tags=frozenset({"hs", "equality", "nonconvex"}),
)
