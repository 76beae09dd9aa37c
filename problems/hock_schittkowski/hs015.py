"""HS15: Rosenbrock's valley, cut off by a hyperbola and a parabola.

    minimise    100 (x2 - x1²)² + (1 - x1)²
    subject to  x1 x2 - 1 >= 0
                x1 + x2²  >= 0
                x1 <= 1/2

Source          Hock and Schittkowski (1981), problem 15; Betts.
Classification  PQR-T1-1: polynomial objective, quadratic constraints, regular, solution known exactly.
Start           (-2, 1), infeasible, f = 909.
Solution        (1/2, 2), f = 306.5; the hyperbola and the bound are active.

The feasible set has two pieces, one in each of the quadrants where x1 x2 >= 1; the one with negative x holds a local
minimum with f = 360.38.
"""

from math import inf

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS15")
    x = m.variable("x", 2, upper=[0.5, inf], start=[-2, 1])
    m.minimize(100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2)
    m.subject_to(x[0] * x[1] - 1 >= 0, name="hyperbola")
    m.subject_to(x[0] + x[1] ** 2 >= 0, name="parabola")
    return m


CASE = Case(
    name="HS15",
    build=build,
    optimum=306.5,
    start_objective=909.0,
    solutions=(
        Solution((0.5, 2.0), 306.5),
        Solution((-0.7921232205055139, -1.2624298519639712), 360.3797671742835, note="local"),
    ),
    classification="PQR-T1-1",
    source="Hock and Schittkowski (1981), problem 15; Betts",
    tags=frozenset({"hs", "bounds", "inequality", "least-squares", "nonconvex"}),
)
