"""HS3: a nearly linear objective on a half plane.

    minimise    x2 + 10⁻⁵ (x2 - x1)²
    subject to  0 <= x2

Source          Hock and Schittkowski (1981), problem 3; Schuldt.
Classification  QBR-T1-1: quadratic objective, bounds only, regular, solution known exactly.
Start           (10, 1), feasible, f = 1.00081.
Solution        (0, 0), f = 0; the bound is active.

Along the bound the curvature is only 2·10⁻⁵: a loose test of the gradient stops far away from x1 = 0.
"""

from math import inf

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS3")
    x = m.variable("x", 2, lower=[-inf, 0], start=[10, 1])
    m.minimize(x[1] + 1e-5 * (x[1] - x[0]) ** 2)
    return m


CASE = Case(
    name="HS3",
    build=build,
    optimum=0.0,
    start_objective=1.00081,
    solutions=(Solution((0.0, 0.0), 0.0),),
    classification="QBR-T1-1",
    source="Hock and Schittkowski (1981), problem 3; Schuldt",
    tags=frozenset({"hs", "bounds", "quadratic"}),
)
