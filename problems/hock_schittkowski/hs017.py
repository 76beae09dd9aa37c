"""HS17: Rosenbrock's valley, with the solution where two parabolas meet.

    minimise    100 (x2 - x1²)² + (1 - x1)²
    subject to  x2² - x1 >= 0
                x1² - x2 >= 0
                -1/2 <= x1 <= 1/2
                x2 <= 1

Source          Hock and Schittkowski (1981), problem 17; Betts.
Classification  PQR-T1-3: polynomial objective, quadratic constraints, regular, solution known exactly.
Start           (-2, 1), infeasible, f = 909.
Solution        (0, 0), f = 1; both parabolas are active, the second with multiplier zero.
"""

from math import inf

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS17")
    x = m.variable("x", 2, lower=[-0.5, -inf], upper=[0.5, 1], start=[-2, 1])
    m.minimize(100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2)
    m.subject_to(x[1] ** 2 - x[0] >= 0, name="lying parabola")
    m.subject_to(x[0] ** 2 - x[1] >= 0, name="standing parabola")
    return m


CASE = Case(
    name="HS17",
    build=build,
    optimum=1.0,
    start_objective=909.0,
    solutions=(Solution((0.0, 0.0), 1.0),),
    classification="PQR-T1-3",
    source="Hock and Schittkowski (1981), problem 17; Betts",
    tags=frozenset({"hs", "bounds", "inequality", "least-squares", "nonconvex"}),
)
