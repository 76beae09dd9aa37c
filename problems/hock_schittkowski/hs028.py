"""HS28: a convex quadratic program with one equality.

    minimise    (x1 + x2)² + (x2 + x3)²
    subject to  x1 + 2 x2 + 3 x3 = 1

Source          Hock and Schittkowski (1981), problem 28; Huang and Aggerwal.
Classification  QLR-T1-2: quadratic objective, linear constraints, regular, solution known exactly.
Start           (-4, 1, 1), feasible, f = 13.
Solution        (1/2, -1/2, 1/2), f = 0.

The Hessian is singular, but positive definite along the constraint: one KKT system gives the solution.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS28")
    x = m.variable("x", 3, start=[-4, 1, 1])
    m.minimize((x[0] + x[1]) ** 2 + (x[1] + x[2]) ** 2)
    m.subject_to(x[0] + 2 * x[1] + 3 * x[2] == 1, name="plane")
    return m


CASE = Case(
    name="HS28",
    build=build,
    optimum=0.0,
    start_objective=13.0,
    solutions=(Solution((0.5, -0.5, 0.5), 0.0),),
    classification="QLR-T1-2",
    source="Hock and Schittkowski (1981), problem 28; Huang and Aggerwal",
    tags=frozenset({"hs", "equality", "linear", "quadratic", "least-squares"}),
)
