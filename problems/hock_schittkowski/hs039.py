"""HS39: two inequalities written with squared slacks.

    minimise    -x1
    subject to  x2 - x1³ - x3² = 0
                x1² - x2 - x4² = 0

Source          Hock and Schittkowski (1981), problem 39; Miele et al.
Classification  LPR-T1-1: linear objective, polynomial constraints, regular, solution known exactly.
Start           (2, 2, 2, 2), infeasible, f = -2.
Solution        (1, 1, 0, 0), f = -1.

Without the slacks: the largest x1 with x1³ <= x2 <= x1².
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS39")
    x = m.variable("x", 4, start=[2, 2, 2, 2])
    m.minimize(-x[0])
    m.subject_to(x[1] - x[0] ** 3 - x[2] ** 2 == 0, name="above the cubic")
    m.subject_to(x[0] ** 2 - x[1] - x[3] ** 2 == 0, name="below the parabola")
    return m


CASE = Case(
    name="HS39",
    build=build,
    optimum=-1.0,
    start_objective=-2.0,
    solutions=(Solution((1.0, 1.0, 0.0, 0.0), -1.0),),
    classification="LPR-T1-1",
    source="Hock and Schittkowski (1981), problem 39; Miele et al.",
    tags=frozenset({"hs", "equality", "nonconvex"}),
)
