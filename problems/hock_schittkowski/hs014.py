"""HS14: the nearest point to (2, 1) on a line inside an ellipse.

    minimise    (x1 - 2)² + (x2 - 1)²
    subject to  -x1²/4 - x2² + 1 >= 0
                x1 - 2 x2 + 1 = 0

Source          Hock and Schittkowski (1981), problem 14; Bracken and McCormick; Himmelblau.
Classification  QQR-T1-4: quadratic objective, quadratic constraints, regular, solution known exactly.
Start           (2, 2), infeasible, f = 1.
Solution        ((√7 - 1) / 2, (√7 + 1) / 4), f = 9 - 23 √7 / 8; both constraints are active.
"""

from math import sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS14")
    x = m.variable("x", 2, start=[2, 2])
    m.minimize((x[0] - 2) ** 2 + (x[1] - 1) ** 2)
    m.subject_to(-(x[0] ** 2) / 4 - x[1] ** 2 + 1 >= 0, name="ellipse")
    m.subject_to(x[0] - 2 * x[1] + 1 == 0, name="line")
    return m


CASE = Case(
    name="HS14",
    build=build,
    optimum=9 - 23 * sqrt(7) / 8,
    start_objective=1.0,
    solutions=(Solution(((sqrt(7) - 1) / 2, (sqrt(7) + 1) / 4), 9 - 23 * sqrt(7) / 8),),
    classification="QQR-T1-4",
    source="Hock and Schittkowski (1981), problem 14; Bracken and McCormick; Himmelblau",
    tags=frozenset({"hs", "equality", "inequality", "least-squares"}),
)
