"""HS51: a convex quadratic program with three equalities.

    minimise    (x1 - x2)² + (x2 + x3 - 2)² + (x4 - 1)² + (x5 - 1)²
    subject to  x1 + 3 x2 - 4   = 0
                x3 + x4 - 2 x5  = 0
                x2 - x5         = 0

Source          Hock and Schittkowski (1981), problem 51; Huang and Aggerwal.
Classification  QLR-T1-6: quadratic objective, linear constraints, regular, solution known exactly.
Start           (2.5, 0.5, 2, -1, 0.5), feasible, f = 8.5.
Solution        (1, 1, 1, 1, 1), f = 0.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS51")
    x = m.variable("x", 5, start=[2.5, 0.5, 2, -1, 0.5])
    x1, x2, x3, x4, x5 = (x[i] for i in range(5))
    m.minimize((x1 - x2) ** 2 + (x2 + x3 - 2) ** 2 + (x4 - 1) ** 2 + (x5 - 1) ** 2)
    m.subject_to(x1 + 3 * x2 - 4 == 0, name="first")
    m.subject_to(x3 + x4 - 2 * x5 == 0, name="second")
    m.subject_to(x2 - x5 == 0, name="third")
    return m


CASE = Case(
    name="HS51",
    build=build,
    optimum=0.0,
    start_objective=8.5,
    solutions=(Solution((1.0, 1.0, 1.0, 1.0, 1.0), 0.0),),
    classification="QLR-T1-6",
    source="Hock and Schittkowski (1981), problem 51; Huang and Aggerwal",
    tags=frozenset({"hs", "equality", "linear", "quadratic", "least-squares"}),
)
