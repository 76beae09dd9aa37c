"""HS11: the point above a parabola that is nearest to (5, 0).

    minimise    (x1 - 5)² + x2² - 25
    subject to  -x1² + x2 >= 0

Source          Hock and Schittkowski (1981), problem 11; Biggs.
Classification  QQR-T1-2: quadratic objective, quadratic constraints, regular, solution known exactly.
Start           (4.9, 0.1), infeasible, f = -24.98.
Solution        ((a - 1/a) / √6, (a² - 2 + 1/a²) / 6) with a³ = 7.5 √6 + √338.5, f = -8.498464223.

On the parabola x1 solves 2 x1³ + x1 = 5, whose only real root Cardano's formula gives.
"""

from math import sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS11")
    x = m.variable("x", 2, start=[4.9, 0.1])
    m.minimize((x[0] - 5) ** 2 + x[1] ** 2 - 25)
    m.subject_to(-(x[0] ** 2) + x[1] >= 0, name="parabola")
    return m


A = (7.5 * sqrt(6) + sqrt(338.5)) ** (1 / 3)

CASE = Case(
    name="HS11",
    build=build,
    optimum=-8.498464223,
    start_objective=-24.98,
    solutions=(Solution(((A - 1 / A) / sqrt(6), (A**2 - 2 + 1 / A**2) / 6), -8.498464223154677),),
    classification="QQR-T1-2",
    source="Hock and Schittkowski (1981), problem 11; Biggs",
    tags=frozenset({"hs", "inequality"}),
)
