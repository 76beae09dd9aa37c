"""HS16: Rosenbrock's valley outside two parabolas.

    minimise    100 (x2 - x1²)² + (1 - x1)²
    subject to  x1 + x2² >= 0
                x1² + x2 >= 0
                -1/2 <= x1 <= 1/2
                x2 <= 1

Source          Hock and Schittkowski (1981), problem 16; Betts.
Classification  PQR-T1-2: polynomial objective, quadratic constraints, regular, solution known exactly.
Start           (-2, 1), infeasible, f = 909.
Solution        (1/2, 1/4), f = 1/4; the upper bound on x1 is active.

In the corner (-1/2, √(1/2)) of the lying parabola and the lower bound on x1 is a local minimum with f = 23.14.
"""

from math import inf, sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS16")
    x = m.variable("x", 2, lower=[-0.5, -inf], upper=[0.5, 1], start=[-2, 1])
    m.minimize(100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2)
    m.subject_to(x[0] + x[1] ** 2 >= 0, name="lying parabola")
    m.subject_to(x[0] ** 2 + x[1] >= 0, name="standing parabola")
    return m


CASE = Case(
    name="HS16",
    build=build,
    optimum=0.25,
    start_objective=909.0,
    solutions=(
        Solution((0.5, 0.25), 0.25),
        Solution((-0.5, sqrt(0.5)), 100 * (sqrt(0.5) - 0.25) ** 2 + 2.25, note="local"),
    ),
    classification="PQR-T1-2",
    source="Hock and Schittkowski (1981), problem 16; Betts",
    tags=frozenset({"hs", "bounds", "inequality", "least-squares", "nonconvex"}),
)
