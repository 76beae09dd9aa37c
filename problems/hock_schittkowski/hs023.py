"""HS23: the nearest point to the origin under five constraints.

    minimise    x1² + x2²
    subject to  x1 + x2 - 1     >= 0
                x1² + x2² - 1   >= 0
                9 x1² + x2² - 9 >= 0
                x1² - x2        >= 0
                x2² - x1        >= 0
                -50 <= x1, x2 <= 50

Source          Hock and Schittkowski (1981), problem 23; Betts.
Classification  QQR-T1-7: quadratic objective, quadratic constraints, regular, solution known exactly.
Start           (3, 1), infeasible, f = 10.
Solution        (1, 1), f = 2; the two parabolas are active.

Where one of the parabolas meets the half plane, at (-g, 1 + g) and (1 + g, -g) with the golden ratio g, are two local
minima with f = 5 + 2 √5; a start outside often ends there.
"""

from math import sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS23")
    x = m.variable("x", 2, lower=-50, upper=50, start=[3, 1])
    m.minimize(x[0] ** 2 + x[1] ** 2)
    m.subject_to(x[0] + x[1] - 1 >= 0, name="half plane")
    m.subject_to(x[0] ** 2 + x[1] ** 2 - 1 >= 0, name="circle")
    m.subject_to(9 * x[0] ** 2 + x[1] ** 2 - 9 >= 0, name="ellipse")
    m.subject_to(x[0] ** 2 - x[1] >= 0, name="standing parabola")
    m.subject_to(x[1] ** 2 - x[0] >= 0, name="lying parabola")
    return m


GOLDEN = (1 + sqrt(5)) / 2

CASE = Case(
    name="HS23",
    build=build,
    optimum=2.0,
    start_objective=10.0,
    solutions=(
        Solution((1.0, 1.0), 2.0),
        Solution((-GOLDEN, 1 + GOLDEN), 5 + 2 * sqrt(5), note="local"),
        Solution((1 + GOLDEN, -GOLDEN), 5 + 2 * sqrt(5), note="local"),
    ),
    classification="QQR-T1-7",
    source="Hock and Schittkowski (1981), problem 23; Betts",
    tags=frozenset({"hs", "bounds", "inequality", "least-squares", "nonconvex"}),
)
