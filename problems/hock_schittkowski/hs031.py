"""HS31: an ellipsoid outside a hyperbolic cylinder.

    minimise    9 x1² + x2² + 9 x3²
    subject to  x1 x2 - 1 >= 0
                -10 <= x1 <= 10
                  1 <= x2 <= 10
                -10 <= x3 <= 1

Source          Hock and Schittkowski (1981), problem 31; Betts.
Classification  QQR-T1-9: quadratic objective, quadratic constraints, regular, solution known exactly.
Start           (1, 1, 1), feasible, f = 19.
Solution        (1/√3, √3, 0), f = 6; the hyperbola is active.
"""

from math import sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS31")
    x = m.variable("x", 3, lower=[-10, 1, -10], upper=[10, 10, 1], start=[1, 1, 1])
    m.minimize(9 * x[0] ** 2 + x[1] ** 2 + 9 * x[2] ** 2)
    m.subject_to(x[0] * x[1] - 1 >= 0, name="hyperbola")
    return m


CASE = Case(
    name="HS31",
    build=build,
    optimum=6.0,
    start_objective=19.0,
    solutions=(Solution((1 / sqrt(3), sqrt(3), 0.0), 6.0),),
    classification="QQR-T1-9",
    source="Hock and Schittkowski (1981), problem 31; Betts",
    tags=frozenset({"hs", "bounds", "inequality", "least-squares"}),
)
