"""HS26: a quartic whose Hessian is singular at the solution.

    minimise    (x1 - x2)² + (x2 - x3)⁴
    subject to  (1 + x2²) x1 + x3⁴ - 3 = 0

Source          Hock and Schittkowski (1981), problem 26; Huang and Aggerwal; Miele et al.
Classification  PPR-T1-1: polynomial objective, polynomial constraints, regular, solution known exactly.
Start           (-2.6, 2, 2), feasible, f = 21.16.
Solutions       (1, 1, 1) and (a, a, a), a ≈ -1.81 the other real root of a⁴ + a³ + a = 3, both with f = 0.

The fourth power leaves no curvature in one feasible direction, so Newton's method converges linearly here, reducing
the error in that direction by a third in each step.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS26")
    x = m.variable("x", 3, start=[-2.6, 2, 2])
    m.minimize((x[0] - x[1]) ** 2 + (x[1] - x[2]) ** 4)
    m.subject_to((1 + x[1] ** 2) * x[0] + x[2] ** 4 - 3 == 0, name="surface")
    return m


ROOT = -1.8105357137661366

CASE = Case(
    name="HS26",
    build=build,
    optimum=0.0,
    start_objective=21.16,
    solutions=(Solution((1.0, 1.0, 1.0), 0.0), Solution((ROOT, ROOT, ROOT), 0.0)),
    classification="PPR-T1-1",
    source="Hock and Schittkowski (1981), problem 26; Huang and Aggerwal; Miele et al.",
    tags=frozenset({"hs", "equality", "least-squares", "nonconvex", "degenerate"}),
)
