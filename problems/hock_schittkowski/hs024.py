"""HS24: a quintic on a triangle.

    minimise    ((x1 - 3)² - 9) x2³ / (27 √3)
    subject to  x1 / √3 - x2     >= 0
                x1 + √3 x2       >= 0
                -x1 - √3 x2 + 6  >= 0
                0 <= x1
                0 <= x2

Source          Hock and Schittkowski (1981), problem 24; Betts; Box.
Classification  PLR-T1-1: polynomial objective, linear constraints, regular, solution known exactly.
Start           (1, 1/2), feasible, f = -0.01336459.
Solution        (3, √3), f = -1; the first and the third constraint are active.

On the side x2 = 0 the objective is flat: every point there is stationary with f = 0.
"""

from math import sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS24")
    x = m.variable("x", 2, lower=0, start=[1, 0.5])
    m.minimize(((x[0] - 3) ** 2 - 9) * x[1] ** 3 / (27 * sqrt(3)))
    m.subject_to(x[0] / sqrt(3) - x[1] >= 0, name="left side")
    m.subject_to(x[0] + sqrt(3) * x[1] >= 0, name="redundant")
    m.subject_to(-x[0] - sqrt(3) * x[1] + 6 >= 0, name="right side")
    return m


CASE = Case(
    name="HS24",
    build=build,
    optimum=-1.0,
    start_objective=-5 / 8 / (27 * sqrt(3)),
    solutions=(Solution((3.0, sqrt(3)), -1.0),),
    classification="PLR-T1-1",
    source="Hock and Schittkowski (1981), problem 24; Betts; Box",
    tags=frozenset({"hs", "bounds", "inequality", "linear", "nonconvex"}),
)
