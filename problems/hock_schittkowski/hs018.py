"""HS18: the lowest point of a flat bowl beyond a hyperbola.

    minimise    x1²/100 + x2²
    subject to  x1 x2 - 25     >= 0
                x1² + x2² - 25 >= 0
                2 <= x1 <= 50
                0 <= x2 <= 50

Source          Hock and Schittkowski (1981), problem 18; Betts.
Classification  QQR-T1-5: quadratic objective, quadratic constraints, regular, solution known exactly.
Start           (2, 2), infeasible, f = 4.04.
Solution        (√250, √2.5), f = 5; the hyperbola is active.
"""

from math import sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS18")
    x = m.variable("x", 2, lower=[2, 0], upper=50, start=[2, 2])
    m.minimize(x[0] ** 2 / 100 + x[1] ** 2)
    m.subject_to(x[0] * x[1] - 25 >= 0, name="hyperbola")
    m.subject_to(x[0] ** 2 + x[1] ** 2 - 25 >= 0, name="circle")
    return m


CASE = Case(
    name="HS18",
    build=build,
    optimum=5.0,
    start_objective=4.04,
    solutions=(Solution((sqrt(250), sqrt(2.5)), 5.0),),
    classification="QQR-T1-5",
    source="Hock and Schittkowski (1981), problem 18; Betts",
    tags=frozenset({"hs", "bounds", "inequality", "least-squares"}),
)
