"""HS6: Rosenbrock's valley turned into an equality constraint.

    minimise    (1 - x1)²
    subject to  10 (x2 - x1²) = 0

Source          Hock and Schittkowski (1981), problem 6; Betts.
Classification  QQR-T1-1: quadratic objective, quadratic constraints, regular, solution known exactly.
Start           (-1.2, 1), infeasible, f = 4.84.
Solution        (1, 1), f = 0.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS6")
    x = m.variable("x", 2, start=[-1.2, 1])
    m.minimize((1 - x[0]) ** 2)
    m.subject_to(10 * (x[1] - x[0] ** 2) == 0, name="parabola")
    return m


CASE = Case(
    name="HS6",
    build=build,
    optimum=0.0,
    start_objective=4.84,
    solutions=(Solution((1.0, 1.0), 0.0),),
    classification="QQR-T1-1",
    source="Hock and Schittkowski (1981), problem 6; Betts",
    tags=frozenset({"hs", "equality", "least-squares", "nonconvex"}),
)
