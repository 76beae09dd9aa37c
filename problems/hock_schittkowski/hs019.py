"""HS19: a cubic in the thin crescent between two circles.

    minimise    (x1 - 10)³ + (x2 - 20)³
    subject to  (x1 - 5)² + (x2 - 5)² - 100      >= 0
                -(x1 - 6)² - (x2 - 5)² + 82.81   >= 0
                13 <= x1 <= 100
                 0 <= x2 <= 100

Source          Hock and Schittkowski (1981), problem 19; Betts; Gould.
Classification  PQR-T1-4: polynomial objective, quadratic constraints, regular, solution known exactly.
Start           (20.1, 5.84), infeasible, f = -1808.858296.
Solution        (14.095, 5 - √(100 - 9.095²)), f = -6961.81381; both circles are active.

The two circles cross at a flat angle, so the feasible set is a sliver and the multipliers are large (about 1100 and
1230).  Known since as G06 in the literature on evolutionary algorithms.
"""

from math import sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS19")
    x = m.variable("x", 2, lower=[13, 0], upper=100, start=[20.1, 5.84])
    m.minimize((x[0] - 10) ** 3 + (x[1] - 20) ** 3)
    m.subject_to((x[0] - 5) ** 2 + (x[1] - 5) ** 2 - 100 >= 0, name="outside circle")
    m.subject_to(-((x[0] - 6) ** 2) - (x[1] - 5) ** 2 + 82.81 >= 0, name="inside circle")
    return m


CASE = Case(
    name="HS19",
    build=build,
    optimum=-6961.81381,
    start_objective=-1808.858296,
    solutions=(Solution((14.095, 5 - sqrt(100 - 9.095**2)), -6961.81387558015),),
    classification="PQR-T1-4",
    source="Hock and Schittkowski (1981), problem 19; Betts; Gould",
    tags=frozenset({"hs", "bounds", "inequality", "nonconvex"}),
)
