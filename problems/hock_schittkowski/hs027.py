"""HS27: a flat valley that a constraint ends at x1 = -1.

    minimise    (x1 - 1)²/100 + (x2 - x1²)²
    subject to  x1 + x3² + 1 = 0

Source          Hock and Schittkowski (1981), problem 27; Miele et al.
Classification  PQR-T1-6: polynomial objective, quadratic constraints, regular, solution known exactly.
Start           (2, 2, 2), infeasible, f = 4.01.
Solution        (-1, 1, 0), f = 0.04.

The square x3² is a slack that turns x1 <= -1 into an equality.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS27")
    x = m.variable("x", 3, start=[2, 2, 2])
    m.minimize((x[0] - 1) ** 2 / 100 + (x[1] - x[0] ** 2) ** 2)
    m.subject_to(x[0] + x[2] ** 2 + 1 == 0, name="squared slack")
    return m


CASE = Case(
    name="HS27",
    build=build,
    optimum=0.04,
    start_objective=4.01,
    solutions=(Solution((-1.0, 1.0, 0.0), 0.04),),
    classification="PQR-T1-6",
    source="Hock and Schittkowski (1981), problem 27; Miele et al.",
    tags=frozenset({"hs", "equality", "least-squares", "nonconvex"}),
)
