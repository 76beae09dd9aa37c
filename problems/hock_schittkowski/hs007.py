"""HS7: a logarithm on a closed curve.

    minimise    ln(1 + x1²) - x2
    subject to  (1 + x1²)² + x2² = 4

Source          Hock and Schittkowski (1981), problem 7; Miele et al.
Classification  GPR-T1-1: general objective, polynomial constraints, regular, solution known exactly.
Start           (2, 2), infeasible, f = ln 5 - 2.
Solution        (0, √3), f = -√3.

The opposite point (0, -√3) is a local minimum with f = √3.
"""

from math import log, sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS7")
    x = m.variable("x", 2, start=[2, 2])
    m.minimize(sqp.log(1 + x[0] ** 2) - x[1])
    m.subject_to((1 + x[0] ** 2) ** 2 + x[1] ** 2 == 4, name="oval")
    return m


CASE = Case(
    name="HS7",
    build=build,
    optimum=-sqrt(3),
    start_objective=log(5) - 2,
    solutions=(
        Solution((0.0, sqrt(3)), -sqrt(3)),
        Solution((0.0, -sqrt(3)), sqrt(3), note="local"),
    ),
    classification="GPR-T1-1",
    source="Hock and Schittkowski (1981), problem 7; Miele et al.",
    tags=frozenset({"hs", "equality", "nonconvex"}),
)
