"""HS1: Rosenbrock's valley with an inactive bound.

    minimise    100 (x2 - x1²)² + (1 - x1)²
    subject to  -1.5 <= x2

Source          Hock and Schittkowski (1981), problem 1; Betts.
Classification  PBR-T1-1: polynomial objective, bounds only, regular, solution known exactly.
Start           (-2, 1), feasible, f = 909.
Solution        (1, 1), f = 0, the only stationary point; the bound is not active.

A method has to follow the curved valley x2 = x1² around the origin, where the Hessian is badly conditioned.
"""

from math import inf

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS1")
    x = m.variable("x", 2, lower=[-inf, -1.5], start=[-2, 1])
    m.minimize(100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2)
    return m


CASE = Case(
    name="HS1",
    build=build,
    optimum=0.0,
    start_objective=909.0,
    solutions=(Solution((1.0, 1.0), 0.0),),
    classification="PBR-T1-1",
    source="Hock and Schittkowski (1981), problem 1; Betts",
    tags=frozenset({"hs", "bounds", "least-squares", "nonconvex"}),
)
