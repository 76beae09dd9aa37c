"""HS20: Rosenbrock's valley outside a circle and two parabolas.

    minimise    100 (x2 - x1²)² + (1 - x1)²
    subject to  x1 + x2²       >= 0
                x1² + x2       >= 0
                x1² + x2² - 1  >= 0
                -1/2 <= x1 <= 1/2

Source          Hock and Schittkowski (1981), problem 20; Betts.
Classification  PQR-T1-5: polynomial objective, quadratic constraints, regular, solution known exactly.
Start           (-2, 1), infeasible, f = 909.
Solution        (1/2, √3/2), f = 81.5 - 25 √3; the circle and the upper bound on x1 are active.

The mirror point (-1/2, √3/2), nearer to the start, is a local minimum.
"""

from math import inf, sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS20")
    x = m.variable("x", 2, lower=[-0.5, -inf], upper=[0.5, inf], start=[-2, 1])
    m.minimize(100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2)
    m.subject_to(x[0] + x[1] ** 2 >= 0, name="lying parabola")
    m.subject_to(x[0] ** 2 + x[1] >= 0, name="standing parabola")
    m.subject_to(x[0] ** 2 + x[1] ** 2 - 1 >= 0, name="circle")
    return m


CASE = Case(
    name="HS20",
    build=build,
    optimum=81.5 - 25 * sqrt(3),
    start_objective=909.0,
    solutions=(
        Solution((0.5, sqrt(3) / 2), 81.5 - 25 * sqrt(3)),
        Solution((-0.5, sqrt(3) / 2), 83.5 - 25 * sqrt(3), note="local"),
    ),
    classification="PQR-T1-5",
    source="Hock and Schittkowski (1981), problem 20; Betts",
    tags=frozenset({"hs", "bounds", "inequality", "least-squares", "nonconvex"}),
)
