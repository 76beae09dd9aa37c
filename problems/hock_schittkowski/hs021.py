"""HS21: a convex quadratic program with two variables.

    minimise    x1²/100 + x2² - 100
    subject to  10 x1 - x2 - 10 >= 0
                  2 <= x1 <= 50
                -50 <= x2 <= 50

Source          Hock and Schittkowski (1981), problem 21; Betts.
Classification  QLR-T1-1: quadratic objective, linear constraints, regular, solution known exactly.
Start           (-1, -1), infeasible, f = -98.99.
Solution        (2, 0), f = -99.96; the lower bound on x1 is active.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS21")
    x = m.variable("x", 2, lower=[2, -50], upper=50, start=[-1, -1])
    m.minimize(x[0] ** 2 / 100 + x[1] ** 2 - 100)
    m.subject_to(10 * x[0] - x[1] - 10 >= 0, name="half plane")
    return m


CASE = Case(
    name="HS21",
    build=build,
    optimum=-99.96,
    start_objective=-98.99,
    solutions=(Solution((2.0, 0.0), -99.96),),
    classification="QLR-T1-1",
    source="Hock and Schittkowski (1981), problem 21; Betts",
    tags=frozenset({"hs", "bounds", "inequality", "linear", "quadratic"}),
)
