"""HS49: powers four and six under two linear equalities.

    minimise    (x1 - x2)² + (x3 - 1)² + (x4 - 1)⁴ + (x5 - 1)⁶
    subject to  x1 + x2 + x3 + 4 x4 - 7 = 0
                x3 + 5 x5 - 6           = 0

Source          Hock and Schittkowski (1981), problem 49; Huang and Aggerwal.
Classification  PLR-T1-5: polynomial objective, linear constraints, regular, solution known exactly.
Start           (10, 7, 2, -3, 0.8), feasible, f = 266.
Solution        (1, 1, 1, 1, 1), f = 0.

Convex, but the Hessian along the constraints is singular at the solution: Newton's method converges linearly.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS49")
    x = m.variable("x", 5, start=[10, 7, 2, -3, 0.8])
    x1, x2, x3, x4, x5 = (x[i] for i in range(5))
    m.minimize((x1 - x2) ** 2 + (x3 - 1) ** 2 + (x4 - 1) ** 4 + (x5 - 1) ** 6)
    m.subject_to(x1 + x2 + x3 + 4 * x4 - 7 == 0, name="first")
    m.subject_to(x3 + 5 * x5 - 6 == 0, name="second")
    return m


CASE = Case(
    name="HS49",
    build=build,
    optimum=0.0,
    start_objective=266.000064,
    solutions=(Solution((1.0, 1.0, 1.0, 1.0, 1.0), 0.0),),
    classification="PLR-T1-5",
    source="Hock and Schittkowski (1981), problem 49; Huang and Aggerwal",
    tags=frozenset({"hs", "equality", "linear", "least-squares", "degenerate"}),
)
